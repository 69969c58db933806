// What the sandbox platform is told beside parcels, what it settled, and receivers it opens.
import { z } from 'zod'
import type { BillPage, Session, ShownStock } from './connector.ts'
import type { Caller } from './sandbox-calls.ts'
import { RECEIVER, time } from './sandbox-rows.ts'

export const BILLS = z.object({
  list: z.array(
    z.object({
      bill_no: z.string().min(1).max(60),
      order_id: z.string(),
      type: z.string(),
      amount: z.int().transform(BigInt),
      time,
    }),
  ),
  has_more: z.boolean(),
  next_cursor: z.string(),
})

const KINDS = ['income', 'refund', 'commission'] as const

export const toBills = ({ list, has_more, next_cursor }: z.output<typeof BILLS>): BillPage => ({
  lines: list.map((line) => ({
    no: line.bill_no,
    orderNo: line.order_id,
    kind: KINDS.find((kind) => kind === line.type) ?? 'other',
    word: line.type,
    amountMinor: line.amount,
    at: line.time,
  })),
  next: has_more ? next_cursor : null,
})

const SHOWN = z
  .object({ stock_num: z.int(), version: z.int() })
  .transform(({ stock_num, version }): ShownStock => {
    return { qty: BigInt(stock_num), version: BigInt(version) }
  })

const DECODED = z.object({
  receivers: z.array(z.object({ order_id: z.string(), receiver: RECEIVER })),
})

interface Offer {
  readonly platformItem: string
  readonly platformSku: string
}

type Tells = Pick<
  Session,
  | 'setStock'
  | 'stockShown'
  | 'addStock'
  | 'setPrice'
  | 'setListing'
  | 'agreeRefund'
  | 'askDate'
  | 'decode'
>

export function tells(call: Caller): Tells {
  const offer = ({ platformItem, platformSku }: Offer) => ({
    product_id: platformItem,
    sku_id: platformSku,
  })
  const tell = async (method: string, params: unknown) =>
    void (await call(method, params, z.unknown()))
  return {
    setStock: ({ qty, version, ...of }) =>
      tell('sku.syncStock', { ...offer(of), stock_num: Number(qty), version: Number(version) }),
    stockShown: (of) => call('sku.stock', offer(of), SHOWN),
    addStock: ({ delta, after, version, ...of }) =>
      call(
        'sku.addStock',
        {
          ...offer(of),
          change: Number(delta),
          after_version: Number(after),
          version: Number(version),
        },
        SHOWN,
      ),
    setPrice: ({ priceMinor, version, ...of }) =>
      tell('product.updatePrice', {
        ...offer(of),
        price: Number(priceMinor),
        version: Number(version),
      }),
    setListing: ({ title, isOnSale, version, ...of }) =>
      tell('product.edit', { ...offer(of), title, on_sale: isOnSale, version: Number(version) }),
    agreeRefund: ({ aftersaleNo, amountMinor }) =>
      tell('afterSale.agree', { aftersale_id: aftersaleNo, amount: Number(amountMinor) }),
    askDate: ({ orderNo, shipBy }) =>
      tell('order.appointment', { order_id: orderNo, ship_by: shipBy.getTime() }),
    async decode(orderNo, scene) {
      const said = await call('order.batchDecrypt', { order_ids: [orderNo], scene }, DECODED)
      const found = said.receivers.find(({ order_id }) => order_id === orderNo)?.receiver
      if (!found) return null
      const { name, phone, province, city, district, address } = found
      return { name, phone, address: [province, city, district, address].join(' ') }
    },
  }
}
