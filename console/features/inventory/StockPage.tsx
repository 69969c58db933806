// Stock of every SKU at every site, and receiving into it.
import { Button } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { inventoryApi } from '../../../src/modules/inventory/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { Qty } from '../../ui/values.tsx'
import { ReceiveForm } from './ReceiveForm.tsx'
import { words } from './words.ts'

type Row = Result<(typeof inventoryApi)['stock']>['items'][number]

export function StockPage() {
  const w = useWords(words)
  const may = useMay()
  const [isReceiving, setReceiving] = useState(false)
  const sites = useRead(api.places.sites, { query: { limit: 200 } })
  const receive = may('inventory.receive') ? (
    <Button type="primary" onClick={() => setReceiving(true)}>
      {w.receive}
    </Button>
  ) : null
  const open = (row: Row) => `${paths.waterfall}?sku=${row.skuId}&siteId=${row.siteId}`
  return (
    <Page title={w.stock} help={w.stockHelp} isFilling>
      <DataTable<Row>
        name="inventory.stock"
        label={w.stock}
        list={api.inventory.stock}
        rowKey={({ skuId, siteId }) => `${skuId}|${siteId}`}
        columns={[
          {
            key: 'sku',
            title: w.sku,
            kind: 'code',
            width: 150,
            render: (row) => <a href={open(row)}>{row.sku}</a>,
          },
          { key: 'name', title: w.name, grow: true },
          { key: 'site', title: w.site, width: 100 },
          {
            key: 'onHand',
            title: w.onHand,
            kind: 'qty',
            render: (row) => (
              <a href={`${paths.balances}?skuId=${row.skuId}&siteId=${row.siteId}`}>
                <Qty value={row.onHand} />
              </a>
            ),
          },
          { key: 'good', title: w.good, kind: 'qty' },
          {
            key: 'promised',
            title: w.promised,
            kind: 'qty',
            render: (row) => (
              <a href={`${paths.reservations}?skuId=${row.skuId}`}>
                <Qty value={row.promised} />
              </a>
            ),
          },
          { key: 'quota', title: w.quota, kind: 'qty' },
          {
            key: 'free',
            title: w.free,
            kind: 'qty',
            render: (row) => (
              <a href={open(row)}>
                <Qty value={row.free} />
              </a>
            ),
          },
          { key: 'valueMinor', title: w.value, kind: 'money' },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'siteId',
            label: w.site,
            options: (sites.data?.items ?? []).map(({ id, code }) => ({ value: id, label: code })),
          },
        ]}
        actions={
          <>
            <Button href={paths.stockAsOf}>{w.otherTime}</Button>
            {receive}
          </>
        }
        empty={
          <Teach title={w.emptyStock} text={w.emptyStockText}>
            {receive}
          </Teach>
        }
      />
      <ReceiveForm isOpen={isReceiving} onClose={() => setReceiving(false)} />
    </Page>
  )
}
