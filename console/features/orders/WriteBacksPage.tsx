// What platforms still have to hear of what left: shop by shop, with reasons, and the sheets handed out for shops without a link.
import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { ordersApi } from '../../../src/modules/orders/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { useAddressValue } from '../../ui/table/use-address.ts'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag, type Tone } from '../../ui/values.tsx'
import { Shops } from './WriteBackShops.tsx'
import { TakeBack } from './TakeBack.tsx'
import { writeBackWords } from './write-back-words.ts'

type Row = Result<(typeof ordersApi)['writeBacks']>['items'][number]
type Sheet = Result<(typeof ordersApi)['shipSheets']>['items'][number]

const TONES: Readonly<Record<Row['state'], Tone>> = {
  waiting: 'info',
  failed: 'bad',
  told: 'neutral',
  unconfirmed: 'warn',
  confirmed: 'good',
}
const STATES = ['waiting', 'failed', 'told', 'unconfirmed', 'confirmed'] as const

export function WriteBacksPage() {
  const w = useWords(writeBackWords)
  const [tab, setTab] = useAddressValue('tab', 'rows')
  return (
    <Page title={w.title} help={w.help} isFilling>
      <Tabs
        activeKey={tab}
        onChange={setTab}
        items={[
          { key: 'rows', label: w.tabRows },
          { key: 'sheets', label: w.tabSheets },
        ]}
      />
      {tab === 'sheets' ? <Sheets /> : <Rows />}
    </Page>
  )
}

function Rows() {
  const w = useWords(writeBackWords)
  const may = useMay()
  const [back, setBack] = useState<readonly Row[]>([])
  const shops = useRead(api.orders.writeBackShops, {}, { everyMs: 10_000 })
  const retry = useWrite(api.connectors.retry, {
    success: ({ retried }) => w.retried(String(retried)),
    touches: ['orders'],
  })
  const again = (row: Row) =>
    retry.mutate({
      params: { id: row.shopId },
      body: { items: [{ what: 'shipments', no: row.platformNo }] },
    })
  return (
    <>
      <Shops shops={shops.data?.items ?? []} />
      <DataTable<Row>
        name="orders.write_backs"
        label={w.title}
        list={api.orders.writeBacks}
        searchHint={w.search}
        everyMs={10_000}
        rowKey={({ id }) => id}
        columns={[
          { key: 'shopCode', title: w.shop, width: 90 },
          { key: 'platformNo', title: w.platformNo, kind: 'code', width: 170 },
          {
            key: 'orderNo',
            title: w.orderNo,
            width: 130,
            render: (row) => <a href={`${paths.desk}?open=${row.orderId}`}>{row.orderNo}</a>,
          },
          { key: 'carrier', title: w.carrier, width: 70 },
          { key: 'waybill', title: w.waybill, kind: 'code', width: 150 },
          {
            key: 'state',
            title: w.state,
            width: 110,
            render: ({ state }) => <StatusTag tone={TONES[state]}>{w[state]}</StatusTag>,
          },
          {
            key: 'reason',
            title: w.reason,
            grow: true,
            render: (row) => <Reason row={row} />,
          },
          { key: 'shippedAt', title: w.shippedAt, kind: 'instant', width: 165 },
          { key: 'toldAt', title: w.toldAt, kind: 'instant', isHidden: true },
          ...(may('connectors.write')
            ? [
                {
                  key: 'retry',
                  title: '',
                  width: 80,
                  render: (row: Row) =>
                    row.isLinked && row.state === 'failed' && !(row.reason in REASONS) ? (
                      <Button size="small" onClick={() => again(row)}>
                        {w.retry}
                      </Button>
                    ) : null,
                },
              ]
            : []),
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'state',
            label: w.state,
            options: STATES.map((value) => ({ value, label: w[value] })),
          },
          {
            kind: 'choice',
            key: 'shopId',
            label: w.shop,
            options: (shops.data?.items ?? []).map(({ shopId, shopCode, shopName }) => ({
              value: shopId,
              label: `${shopCode} ${shopName}`,
            })),
          },
        ]}
        {...(may('orders.ship')
          ? { bulk: [{ label: w.takeBack, run: (rows: readonly Row[]) => setBack(rows) }] }
          : {})}
        empty={<Teach title={w.none} text={w.noneText} />}
      />
      <TakeBack ids={back.map(({ id }) => id)} onClose={() => setBack([])} />
    </>
  )
}

/** Reasons we give ourselves; all others are the words of a platform or a person. */
const REASONS = { another_parcel: 1, never_heard: 1, not_seen: 1 } as const

function Reason({ row }: { readonly row: Row }) {
  const w = useWords(writeBackWords)
  const { reason } = row
  if (reason === '') return <span className="mr-dash">—</span>
  const said = reason in REASONS ? w[reason as keyof typeof REASONS] : reason
  return (
    <span title={said}>
      {said}{' '}
      {reason === 'never_heard' ? (
        <a href={`${paths.connectors}?open=${row.shopId}`}>{w.toLink}</a>
      ) : null}
    </span>
  )
}

function Sheets() {
  const w = useWords(writeBackWords)
  return (
    <DataTable<Sheet>
      name="orders.ship_sheets"
      label={w.tabSheets}
      list={api.orders.shipSheets}
      search={false}
      rowKey={({ id }) => id}
      columns={[
        { key: 'madeAt', title: w.madeAt, kind: 'instant', width: 180 },
        { key: 'shopCode', title: w.shop, width: 110 },
        {
          key: 'rows',
          title: w.rows,
          kind: 'number',
          width: 90,
        },
        { key: 'confirmed', title: w.isConfirmed, kind: 'number', width: 90 },
        { key: 'replaced', title: w.replaced, kind: 'number', width: 90 },
        { key: 'madeBy', title: w.madeBy, grow: true },
        {
          key: 'file',
          title: '',
          width: 90,
          render: ({ id }) => (
            <a href={api.orders.shipSheetFile.url({ params: { id } })}>{w.download}</a>
          ),
        },
      ]}
      empty={<Teach title={w.noSheets} text={w.noSheetsText} />}
    />
  )
}
