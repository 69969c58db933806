// Carriers and freight: who carries, at what price, and who would carry a given parcel.
import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import type { carriersApi } from '../../../src/modules/carriers/contract.ts'
import { useMay } from '../../session.ts'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { useAddressValue } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { CarrierDetail } from './CarrierDetail.tsx'
import { CarrierForm } from './forms.tsx'
import { Quotas } from './Quotas.tsx'
import { TryQuote } from './TryQuote.tsx'
import { words } from './words.ts'

type Row = Result<(typeof carriersApi)['carriers']>['items'][number]

export function CarriersPage() {
  const w = useWords(words)
  const [tab, setTab] = useAddressValue('tab', 'carriers')
  return (
    <Page title={w.title} help={w.help} isFilling>
      <Tabs
        activeKey={tab}
        onChange={setTab}
        items={(['carriers', 'try', 'quotas'] as const).map((key) => ({ key, label: w[key] }))}
      />
      {tab === 'carriers' ? <List /> : tab === 'try' ? <TryQuote /> : <Quotas />}
    </Page>
  )
}

function List() {
  const w = useWords(words)
  const canWrite = useMay()('carriers.write')
  const [isAdding, setAdding] = useState(false)
  const add = canWrite ? (
    <Button type="primary" onClick={() => setAdding(true)}>
      {w.add}
    </Button>
  ) : null
  return (
    <>
      <DataTable<Row>
        name="carriers.carriers"
        label={w.carriers}
        list={api.carriers.carriers}
        rowKey={({ id }) => id}
        columns={[
          { key: 'code', title: w.code, kind: 'code', width: 110 },
          { key: 'name', title: w.name, grow: true },
          { key: 'port', title: w.port, width: 190, render: (row) => w[row.port] },
          {
            key: 'active',
            title: w.active,
            width: 200,
            render: (row) =>
              row.downSince !== null ? (
                <StatusTag tone="bad">{`${w.down} · ${row.downReason}`}</StatusTag>
              ) : (
                <StatusTag tone={row.active ? 'good' : 'neutral'}>
                  {row.active ? w.working : w.idle}
                </StatusTag>
              ),
          },
          { key: 'services', title: w.services, kind: 'number', width: 80 },
          { key: 'waiting', title: w.waiting, kind: 'number', width: 110 },
          {
            key: 'low',
            title: w.low,
            kind: 'number',
            width: 150,
            render: (row) => (row.low > 0 ? <strong className="mr-warn">{row.low}</strong> : '0'),
          },
        ]}
        actions={add}
        empty={
          <Teach title={w.none} text={w.noneText}>
            {add}
          </Teach>
        }
        detailTitle={(row) => (row ? `${row.code} ${row.name}` : w.carriers)}
        detail={(id) => <CarrierDetail id={id} />}
      />
      <CarrierForm carrier={null} isOpen={isAdding} onClose={() => setAdding(false)} />
    </>
  )
}
