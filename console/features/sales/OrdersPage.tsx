// Orders as the platform said them: versions, lines, money, and what they did to stock.
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { salesApi } from '../../../src/modules/sales/contract.ts'
import { formatYuan } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Facts, Page, Panel } from '../../ui/Page.tsx'
import { Loading } from '../../ui/states.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Qty, StatusTag, type Tone, When } from '../../ui/values.tsx'
import { REASON_WORDS } from '../inventory/LedgerPages.tsx'

const words = {
  noneOrders: { zh: '还没有平台单', en: 'No orders yet' },
  noneOrdersText: {
    zh: '在「导入」里拖进平台导出的订单文件,先试算再入账。',
    en: 'Drop an order file of your platform under Imports: it is tried before it counts.',
  },
  orders: { zh: '平台单', en: 'Platform orders' },
  help: {
    zh: '平台怎么说就怎么存:每次变化是一个新版本,原始行不改。点开看行、金额核对、版本和库存影响。',
    en: 'Kept as the platform said it: each change is a version, the raw rows never change. Open one for lines, money, versions and its effect on stock.',
  },
  no: { zh: '平台单号', en: 'Platform no.' },
  shop: { zh: '店铺', en: 'Shop' },
  kind: { zh: '类型', en: 'Kind' },
  sale: { zh: '销售', en: 'Sale' },
  refund: { zh: '退款', en: 'Refund' },
  write_off: { zh: '核销', en: 'Write-off' },
  free: { zh: '赠送', en: 'Given away' },
  ordered: { zh: '下单时间', en: 'Ordered' },
  customer: { zh: '客户号', en: 'Customer' },
  country: { zh: '国家', en: 'Country' },
  lines: { zh: '行数', en: 'Lines' },
  goods: { zh: '商品', en: 'Goods' },
  services: { zh: '服务', en: 'Services' },
  payable: { zh: '应付', en: 'Payable' },
  version: { zh: '版本', en: 'Version' },
  versions: { zh: '版本', en: 'Versions' },
  stock: { zh: '库存影响', en: 'Effect on stock' },
  flags: { zh: '标记', en: 'Flags' },
  from: { zh: '起', en: 'From' },
  to: { zh: '止', en: 'To' },
  sku: { zh: 'SKU', en: 'SKU' },
  identity: { zh: '商品 + 服务 = 应付', en: 'goods + services = payable' },
  duplicate_rows: { zh: '有完全相同的行', en: 'equal rows' },
  negative_price: { zh: '有负价', en: 'a negative price' },
  zero_price: { zh: '有零价', en: 'a zero price' },
} as const

type Order = Result<(typeof salesApi)['orders']>['items'][number]

const TONES: Readonly<Record<Order['kind'], Tone>> = {
  sale: 'good',
  refund: 'warn',
  write_off: 'neutral',
  free: 'info',
}

const Amount = ({ minor, currency }: { readonly minor: string; readonly currency: string }) => (
  <span className={`mr-num${minor.startsWith('-') ? ' mr-bad' : ''}`}>
    {formatYuan(minor)} {currency === 'CNY' ? '' : currency}
  </span>
)

export function OrdersPage() {
  const w = useWords(words)
  const shops = useRead(api.shops.shops, { query: { limit: 200 } })
  return (
    <Page title={w.orders} help={w.help} isFilling>
      <DataTable<Order>
        name="sales.orders"
        empty={<Teach title={w.noneOrders} text={w.noneOrdersText} />}
        label={w.orders}
        list={api.sales.orders}
        rowKey={({ id }) => id}
        columns={[
          { key: 'platformNo', title: w.no, kind: 'code', width: 120 },
          { key: 'shopCode', title: w.shop, width: 80 },
          {
            key: 'kind',
            title: w.kind,
            width: 90,
            render: ({ kind }) => <StatusTag tone={TONES[kind]}>{w[kind]}</StatusTag>,
          },
          { key: 'orderedAt', title: w.ordered, kind: 'instant' },
          { key: 'customerRef', title: w.customer, width: 90 },
          { key: 'country', title: w.country, grow: true },
          { key: 'lines', title: w.lines, kind: 'number', width: 70 },
          {
            key: 'goodsMinor',
            title: w.goods,
            kind: 'money',
            width: 140,
            render: (o) => <Amount minor={o.goodsMinor} currency={o.currency} />,
          },
          {
            key: 'serviceMinor',
            title: w.services,
            kind: 'money',
            width: 130,
            render: (o) => <Amount minor={o.serviceMinor} currency={o.currency} />,
          },
          {
            key: 'payableMinor',
            title: w.payable,
            kind: 'money',
            width: 140,
            render: (o) => <Amount minor={o.payableMinor} currency={o.currency} />,
          },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'shop',
            label: w.shop,
            options: (shops.data?.items ?? []).map(({ code }) => ({ value: code, label: code })),
          },
          {
            kind: 'choice',
            key: 'kind',
            label: w.kind,
            options: (['sale', 'refund', 'write_off', 'free'] as const).map((value) => ({
              value,
              label: w[value],
            })),
          },
          { kind: 'date', key: 'from', label: w.from },
          { kind: 'date', key: 'to', label: w.to },
          { kind: 'text', key: 'sku', label: w.sku },
        ]}
        detailTitle={(row) => row?.platformNo ?? w.orders}
        detail={(id) => <OrderDetail id={id} />}
      />
    </Page>
  )
}

function OrderDetail({ id }: { readonly id: string }) {
  const w = useWords(words)
  const reasons = useWords(REASON_WORDS)
  const { data: order, error } = useRead(api.sales.order, { params: { id } })
  if (error) return <ProblemAlert problem={error} />
  if (!order) return <Loading />
  return (
    <>
      <Panel title={`${order.platformNo} · ${w[order.kind]}`}>
        <Facts
          items={[
            [w.ordered, <When key="at" at={order.orderedAt} />],
            [w.customer, order.customerRef ?? '—'],
            [w.country, order.country ?? '—'],
            [w.goods, <Amount key="goods" minor={order.goodsMinor} currency={order.currency} />],
            [
              w.services,
              <Amount key="services" minor={order.serviceMinor} currency={order.currency} />,
            ],
            [
              `${w.payable} (${w.identity})`,
              <Amount key="payable" minor={order.payableMinor} currency={order.currency} />,
            ],
            ...(order.flags.length > 0
              ? [
                  [
                    w.flags,
                    order.flags
                      .map((flag) => (flag in words ? w[flag as 'zero_price'] : flag))
                      .join('、'),
                  ] as const,
                ]
              : []),
          ]}
        />
      </Panel>
      <Panel title={`${w.lines} ${order.items.length}`}>
        <table style={{ width: '100%' }}>
          <tbody>
            {order.items.map((line) => (
              <tr key={line.lineNo} style={{ height: 28 }}>
                <td className="mr-code">{line.platformSku}</td>
                <td>{line.title}</td>
                <td style={{ textAlign: 'right' }}>
                  <Qty value={line.qty} /> × {line.unitPriceText}
                </td>
                <td style={{ textAlign: 'right' }}>
                  <Amount minor={line.amountMinor} currency={order.currency} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title={w.stock}>
        <Facts
          items={order.moves.map((move, index) => [
            `${move.sku} ${String(reasons[move.reason] ?? move.reason)}`,
            <span key={index}>
              {move.from} → {move.to} <Qty value={move.qty} />
            </span>,
          ])}
        />
      </Panel>
      <Panel title={w.versions}>
        <Facts
          items={order.versions.map((one) => [
            `${w.version} ${one.version} · ${one.source}`,
            <When key={one.version} at={one.recordedAt} />,
          ])}
        />
      </Panel>
    </>
  )
}
