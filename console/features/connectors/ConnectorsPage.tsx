// The board of links: how each shop tied to a platform does, and what is at stake.
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay } from '../../session.ts'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { LinkDetail } from './LinkDetail.tsx'
import { AddLink } from './LinkForms.tsx'
import { budgetOf, failedOf, type LinkRow, LinkState, spanOf } from './parts.tsx'
import { words } from './words.ts'

export function ConnectorsPage() {
  const w = useWords(words)
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  const button = may('connectors.manage') ? (
    <Button type="primary" onClick={() => setAdding(true)}>
      {w.add}
    </Button>
  ) : null
  return (
    <Page title={w.title} help={w.help} isFilling>
      <DataTable<LinkRow>
        name="connectors.health"
        label={w.title}
        list={api.connectors.health}
        search={false}
        everyMs={5000}
        rowKey={({ shopId }) => shopId}
        columns={[
          { key: 'shopCode', title: w.shop, kind: 'code', width: 90 },
          { key: 'shopName', title: w.name, grow: true, width: 130 },
          {
            key: 'state',
            title: w.state,
            width: 128,
            render: ({ state }) => <LinkState state={state} />,
          },
          { key: 'lastSuccessAt', title: w.lastSuccess, kind: 'instant' },
          {
            key: 'lagSeconds',
            title: w.lag,
            hint: w.lagHint,
            kind: 'number',
            width: 76,
            render: ({ lagSeconds }) => (lagSeconds === null ? null : spanOf(w, lagSeconds)),
          },
          { key: 'queueDepth', title: w.queue, kind: 'qty', width: 84 },
          { key: 'moneyAtRiskMinor', title: w.money, hint: w.moneyHint, kind: 'money', width: 112 },
          {
            key: 'queueProblems',
            title: w.failures,
            kind: 'qty',
            width: 72,
            render: (row) => failedOf(row) || null,
          },
          {
            key: 'budgetLeftPpm',
            title: w.budget,
            hint: w.budgetHint,
            kind: 'percent',
            width: 108,
            render: budgetOf,
          },
          { key: 'stockUnsent', title: w.unsent, kind: 'qty' },
          {
            key: 'skewMs',
            title: w.skew,
            hint: w.skewHint,
            kind: 'number',
            width: 80,
            render: ({ skewMs, skewSeenAt }) =>
              skewSeenAt === null ? null : spanOf(w, Number(skewMs) / 1000),
          },
          { key: 'shipmentsOpen', title: w.parcels, kind: 'qty', isHidden: true },
          { key: 'callsToday', title: w.calls, kind: 'qty', isHidden: true },
          { key: 'failedToday', title: w.failed, kind: 'qty', isHidden: true },
          { key: 'throttledToday', title: w.throttledCalls, kind: 'qty', isHidden: true },
          { key: 'address', title: w.address, isHidden: true },
          { key: 'lastError', title: w.lastError, isHidden: true },
        ]}
        detail={(id) => <LinkDetail id={id} />}
        detailTitle={(row) => (row ? `${row.shopCode} ${row.shopName}` : w.title)}
        actions={button}
        empty={
          <Teach title={w.emptyTitle} text={<Rehearse />}>
            {button}
          </Teach>
        }
      />
      <AddLink isOpen={isAdding} onClose={() => setAdding(false)} />
    </Page>
  )
}

function Rehearse() {
  const w = useWords(words)
  return (
    <>
      {w.emptyText}
      <br />
      <br />
      1. {w.rehearse1} <code className="mr-code">npm run sandbox -- --orders 200 --days 2</code>
      <br />
      2. {w.rehearse2}
      <br />
      3. {w.rehearse3}
    </>
  )
}
