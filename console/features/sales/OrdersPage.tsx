// Orders as the platform said them: what waits, the list, and one order with everything about it.
import { Button, Flex } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { salesApi } from '../../../src/modules/sales/contract.ts'
import { formatInteger } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import type { Filter } from '../../ui/table/filters.ts'
import { useAddress, useSetAddress } from '../../ui/table/use-address.ts'
import { Money, StatusTag } from '../../ui/values.tsx'
import { OrderDetail } from './OrderDetail.tsx'
import { Amount, STATE_TONES } from './values.tsx'
import { words } from './words.ts'

export type Order = Result<(typeof salesApi)['orders']>['items'][number]

const KINDS = ['sale', 'refund', 'write_off', 'free'] as const

const STATES = [
  'pending_payment',
  'on_hold',
  'awaiting_shipment',
  'partially_shipped',
  'shipped',
  'delivered',
  'completed',
  'cancelled',
  'closed_refunded',
] as const

const QUEUES = [
  'to_ship',
  'overdue',
  'on_hold',
  'stock_short',
  'unmapped',
  'doubtful_address',
  'does_not_add_up',
  'lines_missing',
] as const

export function OrdersPage() {
  const w = useWords(words)
  const { queue } = useAddress()
  return (
    <Page title={w.orders} help={w.help} isFilling>
      <Queues />
      <DataTable<Order>
        name="sales.orders"
        empty={
          queue ? (
            <Teach title={w.noneHere} text="" />
          ) : (
            <Teach title={w.noneOrders} text={w.noneOrdersText} />
          )
        }
        label={w.orders}
        list={api.sales.orders}
        rowKey={({ id }) => id}
        columns={useColumns()}
        filters={useFilters()}
        detailTitle={(row) => row?.platformNo ?? w.orders}
        detail={(id) => <OrderDetail id={id} />}
      />
    </Page>
  )
}

function useColumns() {
  const w = useWords(words)
  const money = (
    key:
      | 'goodsMinor'
      | 'freightMinor'
      | 'discountMinor'
      | 'serviceMinor'
      | 'payableMinor'
      | 'paidMinor'
      | 'refundedMinor',
    title: string,
    isHidden = false,
  ) => ({
    key,
    title,
    kind: 'money' as const,
    width: 108,
    isHidden,
    render: (o: Order) => <Amount minor={o[key]} currency={o.currency} />,
  })
  return [
    { key: 'platformNo', title: w.no, kind: 'code' as const, width: 170 },
    { key: 'shopCode', title: w.shop, width: 80 },
    {
      key: 'status',
      title: w.status,
      width: 112,
      render: (o: Order) =>
        o.kind === 'sale' ? (
          <StatusTag tone={STATE_TONES[o.status]}>{w[o.status]}</StatusTag>
        ) : (
          <StatusTag tone="warn">{w[o.kind]}</StatusTag>
        ),
    },
    { key: 'orderedAt', title: w.ordered, kind: 'instant' as const },
    { key: 'shipDueAt', title: w.due, kind: 'instant' as const, isHidden: true },
    { key: 'receiverMasked', title: w.receiver, grow: true },
    { key: 'country', title: w.country, width: 110, isHidden: true },
    { key: 'customerRef', title: w.customer, width: 100, isHidden: true },
    { key: 'lines', title: w.lines, kind: 'number' as const, width: 64 },
    money('goodsMinor', w.goods),
    money('discountMinor', w.discounts, true),
    money('freightMinor', w.freight, true),
    money('serviceMinor', w.services, true),
    money('payableMinor', w.payable),
    money('refundedMinor', w.refunded),
    { key: 'waybill', title: w.parcel, kind: 'code' as const, width: 130, isHidden: true },
  ]
}

function useFilters(): Filter[] {
  const w = useWords(words)
  const shops = useRead(api.shops.shops, { query: { limit: 200 } })
  const choices = (values: readonly Exclude<keyof typeof words, 'shortOf'>[]) =>
    values.map((value) => ({ value, label: w[value] }))
  return [
    {
      kind: 'choice',
      key: 'shop',
      label: w.shop,
      options: (shops.data?.items ?? []).map(({ code }) => ({ value: code, label: code })),
    },
    { kind: 'choice', key: 'status', label: w.status, options: choices(STATES) },
    { kind: 'choice', key: 'queue', label: w.queue, options: choices(QUEUES) },
    { kind: 'choice', key: 'kind', label: w.kind, options: choices(KINDS) },
    { kind: 'date', key: 'from', label: w.from },
    { kind: 'date', key: 'to', label: w.to },
    { kind: 'text', key: 'sku', label: w.sku },
  ]
}

/** What waits, counted, with its money; one click filters the list. */
function Queues() {
  const w = useWords(words)
  const address = useAddress()
  const setAddress = useSetAddress()
  const { data } = useRead(api.sales.queues, {
    query: address['shop'] ? { shop: address['shop'] } : {},
  })
  const waiting = (data?.queues ?? []).filter(
    ({ queue, orders }) => orders > 0 || queue === address['queue'],
  )
  if (waiting.length === 0) return null
  return (
    <Flex gap={8} wrap role="group" aria-label={w.queue} style={{ marginBottom: 12 }}>
      {waiting.map(({ queue, orders, payableMinor, isMore }) => (
        <Button
          key={queue}
          size="small"
          type={address['queue'] === queue ? 'primary' : 'default'}
          aria-pressed={address['queue'] === queue}
          onClick={() => setAddress({ queue: address['queue'] === queue ? null : queue })}
        >
          {w[queue]}{' '}
          <strong>
            {formatInteger(orders)}
            {isMore ? '+' : ''}
          </strong>{' '}
          {isMore ? null : <Money minor={payableMinor} isShort />}
        </Button>
      ))}
    </Flex>
  )
}
