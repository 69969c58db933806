// Our books beside the platform's: every order, line and after-sale, to the 分.
import type pg from 'pg'
import { truth } from '../../sandbox/api.ts'
import type { World } from '../../sandbox/world.ts'

const STATES: Readonly<Record<string, string>> = {
  unpaid: 'pending_payment',
  deposit_paid: 'pending_payment',
  held: 'on_hold',
  to_ship: 'awaiting_shipment',
  part_shipped: 'partially_shipped',
  shipped: 'shipped',
  completed: 'completed',
  cancelled: 'cancelled',
  refunded: 'closed_refunded',
}

const AFTERSALES: Readonly<Record<string, string>> = {
  requested: 'requested',
  awaiting_return: 'awaiting_return',
  returning: 'return_in_transit',
  refunded: 'refunded',
  exchanged: 'exchanged',
  rejected: 'merchant_rejected',
  closed: 'closed',
}

export interface Books {
  readonly orders: readonly string[]
  readonly aftersales: readonly string[]
}

export function theirs(world: World): Books {
  const said = truth(world)
  const instant = (at: number | null) => (at === null ? '-' : String(Math.floor(at / 1000)))
  return {
    orders: said.orders
      .map((o) => {
        const paid = o.pay_time === null ? 0 : o.pay_amount
        const refunded = o.sku_order_list.reduce((sum, line) => sum + line.refund_amount, 0)
        const lines = o.sku_order_list.map(
          (l) => `${l.sku_order_id}:${l.sku_id}×${l.item_num}=${l.pay_amount}-${l.refund_amount}`,
        )
        return [
          o.order_id,
          STATES[o.status],
          o.pay_amount,
          paid,
          o.post_amount,
          refunded,
          o.logistics_code,
          instant(o.exp_ship_time),
          instant(o.ship_time),
          o.seller_words === '' ? '' : 'noted',
          o.update_time,
          ...lines,
        ].join(' ')
      })
      .toSorted(),
    aftersales: said.aftersales
      .map((a) =>
        [
          a.aftersale_id,
          a.order_id,
          a.type,
          AFTERSALES[a.status],
          a.refund_amount,
          a.item_num,
        ].join(' '),
      )
      .toSorted(),
  }
}

export async function ours(pool: pg.Pool): Promise<Books> {
  const orders = await pool.query<{ text: string }>(`
    select concat_ws(' ', o.platform_no, o.status, o.payable_minor, o.paid_minor, o.freight_minor, o.refunded_minor, o.waybill,
      coalesce(floor(extract(epoch from o.ship_due_at))::text, '-'), coalesce(floor(extract(epoch from o.shipped_at))::text, '-'),
      case when o.has_seller_note then 'noted' else '' end, round(extract(epoch from o.snapshot_at) * 1000)::bigint,
      (select string_agg(l.line_ref || ':' || l.platform_sku || '×' || l.qty || '=' || l.net_minor || '-' || l.refunded_minor, ' '
         order by l.line_no) from sales.order_lines l where l.order_id = o.id)) as text
    from sales.orders o where not o.withdrawn`)
  const aftersales = await pool.query<{ text: string }>(`
    select concat_ws(' ', aftersale_no, order_no, type, status, refund_minor, qty) as text from aftersales.records`)
  return {
    orders: orders.rows.map(({ text }) => text).toSorted(),
    aftersales: aftersales.rows.map(({ text }) => text).toSorted(),
  }
}
