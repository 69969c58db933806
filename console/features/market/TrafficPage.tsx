// Traffic, ads and offline sales as reports tell them: three tables of platforms and one of our own people.
import { Button, Segmented } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { marketApi } from '../../../src/modules/market/contract.ts'
import { paths } from '../../paths.ts'
import { useWords } from '../../ui/language.ts'
import { Facts, Page, Panel } from '../../ui/Page.tsx'
import { Teach } from '../../ui/Teach.tsx'
import type { Column } from '../../ui/table/columns.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import type { Filter } from '../../ui/table/filters.ts'
import { useAddress, useSetAddress } from '../../ui/table/use-address.ts'
import { StatusTag } from '../../ui/values.tsx'
import { cellOf } from '../../ui/table/columns.tsx'
import { OriginPanels } from './Origin.tsx'
import { Totals } from './Totals.tsx'
import { words } from './words.ts'

type ShopRow = Result<(typeof marketApi)['shopTraffic']>['items'][number]
type ItemRow = Result<(typeof marketApi)['itemTraffic']>['items'][number]
type AdRow = Result<(typeof marketApi)['ads']>['items'][number]
type OfflineRow = Result<(typeof marketApi)['offlineSales']>['items'][number]
type Words = ReturnType<typeof useWords<typeof words>>

const TABS = ['shop', 'item', 'ad', 'offline'] as const
type Tab = (typeof TABS)[number]

export function TrafficPage() {
  const w = useWords(words)
  const address = useAddress()
  const setAddress = useSetAddress()
  const tab = TABS.find((one) => one === address['tab']) ?? 'shop'
  const labels: Readonly<Record<Tab, string>> = {
    shop: w.shopTab,
    item: w.itemTab,
    ad: w.adTab,
    offline: w.offlineTab,
  }
  const Body = { shop: ShopTab, item: ItemTab, ad: AdTab, offline: OfflineTab }[tab]
  return (
    <Page
      title={w.traffic}
      help={w.trafficHelp}
      isFilling
      aside={
        <Segmented<Tab>
          value={tab}
          options={TABS.map((value) => ({ value, label: labels[value] }))}
          onChange={(next) =>
            // Days and shop go along; what only one table knows does not.
            setAddress({
              tab: next === 'shop' ? null : next,
              q: null,
              channel: null,
              kind: null,
              open: null,
            })
          }
        />
      }
    >
      <Body key={tab} w={w} />
    </Page>
  )
}

function useFilters(w: Words, hasShop: boolean, more: readonly Filter[] = []): readonly Filter[] {
  const { data } = useRead(api.shops.shops, { query: { limit: 200 } }, { enabled: hasShop })
  const shops = data?.items.map(({ code, name }) => ({ value: code, label: name })) ?? []
  return [
    ...(hasShop ? [{ kind: 'choice' as const, key: 'shop', label: w.shop, options: shops }] : []),
    { kind: 'date', key: 'from', label: w.from },
    { kind: 'date', key: 'to', label: w.to },
    ...more,
  ]
}

/** The part of the address that filters, as the totals take it. */
function useChosen(keys: readonly string[]): Record<string, string> {
  const address = useAddress()
  return Object.fromEntries(keys.flatMap((key) => (address[key] ? [[key, address[key]]] : [])))
}

const importButton = (w: Words) => (
  <Button type="primary" href={paths.imports}>
    {w.toImports}
  </Button>
)

function visitColumns<T>(w: Words): Column<T>[] {
  return [
    { key: 'visitors', title: w.visitors, kind: 'qty' },
    { key: 'pageViews', title: w.pageViews, kind: 'qty' },
    { key: 'cartUsers', title: w.cartUsers, kind: 'qty' },
    { key: 'favUsers', title: w.favUsers, kind: 'qty' },
    { key: 'paidBuyers', title: w.paidBuyers, kind: 'qty' },
    { key: 'paidMinor', title: w.paidMinor, kind: 'money' },
    { key: 'paidRate', title: w.paidRate, kind: 'percent', width: 100, hint: w.paidRateHint },
    { key: 'refundMinor', title: w.refundMinor, kind: 'money' },
    { key: 'bounceRate', title: w.bounceRate, kind: 'percent', isHidden: true },
    { key: 'dwellSeconds', title: w.dwellSeconds, isHidden: true, width: 110 },
    { key: 'cartQty', title: w.cartQty, kind: 'qty', isHidden: true },
    { key: 'orderBuyers', title: w.orderBuyers, kind: 'qty', isHidden: true },
    { key: 'orderMinor', title: w.orderMinor, kind: 'money', isHidden: true },
    { key: 'paidQty', title: w.paidQty, kind: 'qty', isHidden: true },
    { key: 'returningBuyers', title: w.returningBuyers, kind: 'qty', isHidden: true },
    { key: 'returningMinor', title: w.returningMinor, kind: 'money', isHidden: true },
  ]
}

/** All figures of a row, shown or hidden in the table, then its origin. */
function rowDetail<T extends { id: string } & Parameters<typeof OriginPanels>[0]['row']>(
  w: Words,
  columns: readonly Column<T>[],
) {
  return function RowDetail(_key: string, row: T | undefined) {
    if (!row) return null
    return (
      <>
        <Panel title={w.figures}>
          <Facts items={columns.map((column) => [column.title, cellOf(column, row)])} />
        </Panel>
        <OriginPanels row={row} />
      </>
    )
  }
}

function ShopTab({ w }: { readonly w: Words }) {
  const filters = useFilters(w, true, [{ kind: 'text', key: 'channel', label: w.channel }])
  const chosen = useChosen(['shop', 'from', 'to', 'channel'])
  const sums = useRead(api.market.shopTrafficTotals, { query: chosen })
  const columns: Column<ShopRow>[] = [
    { key: 'day', title: w.day, kind: 'date' },
    { key: 'shopCode', title: w.shop, kind: 'code', width: 110 },
    {
      key: 'channel',
      title: w.channel,
      grow: true,
      render: (row) =>
        row.channel === '' ? <span className="mr-quiet">{w.wholeShop}</span> : row.channel,
    },
    ...visitColumns<ShopRow>(w),
    { key: 'newVisitors', title: w.newVisitors, kind: 'qty', isHidden: true },
    { key: 'returningVisitors', title: w.returningVisitors, kind: 'qty', isHidden: true },
    { key: 'paidOrders', title: w.paidOrders, kind: 'qty', isHidden: true },
  ]
  return (
    <>
      <Totals data={sums.data} error={sums.error} hasPeople />
      <DataTable<ShopRow>
        name="market.shop_traffic"
        label={w.shopTab}
        list={api.market.shopTraffic}
        search={false}
        rowKey={({ id }) => id}
        columns={columns}
        filters={filters}
        detail={rowDetail(w, columns)}
        detailTitle={(row) => (row ? `${row.shopCode} · ${row.day}` : w.shopTab)}
        empty={
          <Teach title={w.noneShop} text={w.noneShopText}>
            {importButton(w)}
          </Teach>
        }
      />
    </>
  )
}

const spanOf = ({ fromOn, toOn }: { fromOn: string; toOn: string }) =>
  fromOn === toOn ? fromOn : `${fromOn} ~ ${toOn}`

function ItemTab({ w }: { readonly w: Words }) {
  const filters = useFilters(w, true)
  const chosen = useChosen(['q', 'shop', 'from', 'to'])
  const sums = useRead(api.market.itemTrafficTotals, { query: chosen })
  const columns: Column<ItemRow>[] = [
    { key: 'fromOn', title: w.days, width: 190, render: spanOf },
    { key: 'shopCode', title: w.shop, kind: 'code', width: 100 },
    { key: 'platformItem', title: w.platformItem, kind: 'code', width: 140 },
    { key: 'title', title: w.title, grow: true },
    { key: 'productCode', title: w.productCode, kind: 'code', isHidden: true },
    ...visitColumns<ItemRow>(w),
    { key: 'orderQty', title: w.orderQty, kind: 'qty', isHidden: true },
    { key: 'newBuyers', title: w.newBuyers, kind: 'qty', isHidden: true },
    { key: 'searchVisitors', title: w.searchVisitors, kind: 'qty', isHidden: true },
    { key: 'searchBuyers', title: w.searchBuyers, kind: 'qty', isHidden: true },
  ]
  return (
    <>
      <Totals data={sums.data} error={sums.error} hasPeople />
      <DataTable<ItemRow>
        name="market.item_traffic"
        label={w.itemTab}
        list={api.market.itemTraffic}
        rowKey={({ id }) => id}
        columns={columns}
        filters={filters}
        detail={rowDetail(w, columns)}
        detailTitle={(row) => row?.title || row?.platformItem || w.itemTab}
        empty={
          <Teach title={w.noneItems} text={w.noneItemsText}>
            {importButton(w)}
          </Teach>
        }
      />
    </>
  )
}

function AdTab({ w }: { readonly w: Words }) {
  const kinds = [
    { value: 'row', label: w.row },
    { value: 'hosted', label: w.hosted },
  ]
  const filters = useFilters(w, true, [
    { kind: 'choice', key: 'kind', label: w.rowKind, options: kinds },
  ])
  const chosen = useChosen(['q', 'shop', 'from', 'to', 'kind'])
  const sums = useRead(api.market.adTotals, { query: chosen })
  const columns: Column<AdRow>[] = [
    { key: 'fromOn', title: w.days, width: 190, render: spanOf },
    { key: 'shopCode', title: w.shop, kind: 'code', width: 100 },
    {
      key: 'planName',
      title: w.plan,
      width: 170,
      render: (row) =>
        row.rowKind === 'hosted' ? (
          <span title={w.hostedHint}>
            <StatusTag tone="info">{w.hosted}</StatusTag>
          </span>
        ) : (
          row.planName || row.planId || null
        ),
    },
    {
      key: 'subjectName',
      title: w.subject,
      grow: true,
      render: (row) => row.subjectName || row.subjectId || null,
    },
    { key: 'spendMinor', title: w.spendMinor, kind: 'money' },
    { key: 'impressions', title: w.impressions, kind: 'qty', width: 100 },
    { key: 'clicks', title: w.clicks, kind: 'qty' },
    { key: 'clickRate', title: w.clickRate, kind: 'percent' },
    { key: 'salesOrders', title: w.salesOrders, kind: 'qty' },
    { key: 'salesMinor', title: w.salesMinor, kind: 'money' },
    {
      key: 'roi',
      title: w.roi,
      width: 72,
      hint: w.roiHint,
      render: (row) => (row.roi === null ? null : row.roi.toFixed(2)),
    },
    { key: 'tool', title: w.tool, isHidden: true },
    { key: 'scene', title: w.scene, isHidden: true },
    { key: 'accountName', title: w.account, isHidden: true },
    { key: 'keyword', title: w.keyword, isHidden: true },
    { key: 'attribution', title: w.attribution, width: 90, isHidden: true },
    { key: 'directMinor', title: w.directMinor, kind: 'money', isHidden: true },
    { key: 'indirectMinor', title: w.indirectMinor, kind: 'money', isHidden: true },
    { key: 'cartAdds', title: w.cartAdds, kind: 'qty', isHidden: true },
    { key: 'favs', title: w.favs, kind: 'qty', isHidden: true },
    { key: 'newBuyers', title: w.newBuyers, kind: 'qty', isHidden: true },
    { key: 'naturalMinor', title: w.naturalMinor, kind: 'money', isHidden: true },
    { key: 'naturalImpressions', title: w.naturalImpressions, kind: 'qty', isHidden: true },
  ]
  return (
    <>
      <Totals data={sums.data} error={sums.error} hasPeople={false} />
      <DataTable<AdRow>
        name="market.ads"
        label={w.adTab}
        list={api.market.ads}
        rowKey={({ id }) => id}
        columns={columns}
        filters={filters}
        detail={rowDetail(w, columns)}
        detailTitle={(row) => row?.planName || row?.subjectName || w.adTab}
        empty={
          <Teach title={w.noneAds} text={w.noneAdsText}>
            {importButton(w)}
          </Teach>
        }
      />
    </>
  )
}

function OfflineTab({ w }: { readonly w: Words }) {
  const filters = useFilters(w, false, [{ kind: 'text', key: 'channel', label: w.salesChannel }])
  const chosen = useChosen(['q', 'from', 'to', 'channel'])
  const sums = useRead(api.market.offlineTotals, { query: chosen })
  const columns: Column<OfflineRow>[] = [
    { key: 'day', title: w.day, kind: 'date' },
    { key: 'channel', title: w.salesChannel, width: 120 },
    { key: 'region', title: w.region, width: 100 },
    { key: 'customer', title: w.customer, width: 160 },
    { key: 'skuCode', title: w.sku, kind: 'code' },
    { key: 'skuName', title: w.name, grow: true },
    { key: 'qty', title: w.qty, kind: 'qty' },
    { key: 'amountMinor', title: w.amountMinor, kind: 'money' },
    { key: 'documentNo', title: w.document, kind: 'code', isHidden: true },
  ]
  return (
    <>
      <Totals data={sums.data} error={sums.error} hasPeople={false} />
      <DataTable<OfflineRow>
        name="market.offline_sales"
        label={w.offlineTab}
        list={api.market.offlineSales}
        rowKey={({ id }) => id}
        columns={columns}
        filters={filters}
        detail={rowDetail(w, columns)}
        detailTitle={(row) => (row ? `${row.channel} · ${row.day}` : w.offlineTab)}
        empty={
          <Teach title={w.noneOffline} text={w.noneOfflineText}>
            {importButton(w)}
          </Teach>
        }
      />
    </>
  )
}
