// Parcels are never told twice without looking (INV-CONN-1): what the order shows decides, not what a call answered.
import { sql } from 'kysely'
import { CallFailed, type Detail, type Parcel } from './connector.ts'
import type { OpenLink } from './links.ts'
import { markPushed } from './marks.ts'

/** After so many calls a person has to look. */
const MOST_CALLS = 8

interface OpenParcel extends Parcel {
  readonly status: 'waiting' | 'doubtful'
  readonly calls: number
}

export async function tellShipments(open: OpenLink): Promise<void> {
  const { services, link } = open
  const { rows } = await sql<OpenParcel>`
    select order_no as "orderNo", carrier, waybill, status, calls from connectors.shipments
    where shop_id = ${link.shopId} and status in ('waiting', 'doubtful') order by created_at, order_no`.execute(
    services.db,
  )
  for (const parcel of rows) await tellShipment(open, parcel)
}

async function tellShipment(open: OpenLink, parcel: OpenParcel): Promise<void> {
  if (parcel.status === 'doubtful') {
    const seen = await look(open, parcel)
    if (seen.verdict !== 'call') return keep(open, parcel, seen)
    if (parcel.calls >= MOST_CALLS)
      return keep(open, parcel, {
        verdict: 'refused',
        problem: `已试 ${parcel.calls} 次仍未确认 · not confirmed after ${parcel.calls} calls`,
      })
  }
  await beforeCalling(open, parcel)
  try {
    await open.call((session) => session.ship(parcel), { once: true })
    await keep(open, parcel, { verdict: 'told', problem: '' })
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    const problem = error.message.slice(0, 500)
    // Whatever the platform answered: what it shows of the order decides.
    const seen = await look(open, parcel)
    await keep(open, parcel, seen.verdict === 'call' ? { verdict: 'doubtful', problem } : seen)
  }
}

/** Committed before the call: after a crash nobody believes that it was never made. */
async function beforeCalling({ services, link }: OpenLink, { orderNo }: Parcel): Promise<void> {
  await sql`
    update connectors.shipments set status = 'doubtful', calls = calls + 1
    where shop_id = ${link.shopId} and order_no = ${orderNo}`.execute(services.db)
}

async function look(open: OpenLink, parcel: Parcel): Promise<Seen> {
  const { orderNo } = parcel
  const details = await open.call((session) => session.details('orders', [orderNo]))
  const words = open.connector.layouts.orders.statuses
  const order = details.find(({ no }) => no === orderNo) ?? null
  return judgeParcel(parcel, order, (word) => words[word] ?? word)
}

interface Seen {
  readonly verdict: 'told' | 'refused' | 'call' | 'doubtful'
  readonly problem: string
}

const CAN_SHIP = new Set(['awaiting_shipment', 'partially_shipped'])

/** What the order shows: our parcel, somebody else's, or none yet. Pure. */
export function judgeParcel(
  parcel: Parcel,
  order: Detail | null,
  stateOf: (word: string) => string,
): Seen {
  if (order === null) return { verdict: 'refused', problem: '平台没有这张订单 · no such order' }
  const waybills = order.rows.map((row) => row['waybill'] ?? '').filter((text) => text !== '')
  if (waybills.includes(parcel.waybill)) return { verdict: 'told', problem: '' }
  if (waybills.length > 0) {
    const other = waybills.join(' ')
    return {
      verdict: 'refused',
      problem: `已用别的运单发货:${other} · shipped with another waybill: ${other}`,
    }
  }
  const status = stateOf(order.rows[0]?.['status'] ?? '')
  if (CAN_SHIP.has(status)) return { verdict: 'call', problem: '' }
  if (status === 'on_hold')
    return { verdict: 'doubtful', problem: '平台暂未放行,放行后再发 · held by the platform' }
  return {
    verdict: 'refused',
    problem: `订单状态 ${status} 不能发货 · an order that is ${status} is not shipped`,
  }
}

async function keep(open: OpenLink, { orderNo }: Parcel, seen: Seen): Promise<void> {
  const { services, link } = open
  await services.db.transaction().execute(async (tx) => {
    await sql`
      update connectors.shipments set status = ${seen.verdict}, problem = ${seen.problem},
        told_at = case when ${seen.verdict} = 'told' then clock_timestamp() end
      where shop_id = ${link.shopId} and order_no = ${orderNo}`.execute(tx)
    await markPushed(tx, link.shopId, 'orders', [orderNo])
  })
}
