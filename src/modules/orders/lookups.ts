// What a run has to know beside the orders themselves: the blacklist, orders that look alike, what the goods cost.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { needsOf } from './allocate.ts'
import type { DeskOrder } from './load.ts'

export interface Lookups {
  readonly blacklist: ReadonlyMap<string, readonly { label: string; reason: string }[]>
  readonly twins: ReadonlyMap<string, readonly string[]>
  readonly costs: ReadonlyMap<string, bigint | null>
}

export async function lookUp(
  db: Db,
  orders: readonly DeskOrder[],
  duplicateHours: number,
): Promise<Lookups> {
  return {
    blacklist: await blacklisted(db, orders),
    twins: duplicateHours === 0 ? new Map() : await twinsOf(db, orders, duplicateHours),
    costs: await costsOf(db, orders),
  }
}

async function blacklisted(db: Db, orders: readonly DeskOrder[]) {
  const { rows } = await sql<{ kind: string; key: string; label: string; reason: string }>`
    select kind, key, label, reason from orders.blacklist where removed_at is null
      and key = any(${orders.flatMap(({ receiverKey, buyerKey }) => [receiverKey, buyerKey]).filter((key) => key !== null)}::text[])`.execute(
    db,
  )
  return new Map(
    orders.map(({ id, receiverKey, buyerKey }) => [
      id,
      rows.filter(({ kind, key }) => key === (kind === 'receiver' ? receiverKey : buyerKey)),
    ]),
  )
}

/** Earlier orders of the same receiver with the same goods, within so many hours. The later one is the suspect. */
async function twinsOf(db: Db, orders: readonly DeskOrder[], hours: number) {
  const { rows } = await sql<{ id: string; twin: string }>`/* plan anew */
    select distinct o.id, t.no as twin
    from orders.fulfil_orders o
    join orders.fulfil_orders t on t.receiver_key = o.receiver_key and t.id <> o.id
      and t.ordered_at between o.ordered_at - make_interval(hours => ${hours}) and o.ordered_at
      and (t.ordered_at, t.no) < (o.ordered_at, o.no)
      and t.status not in ('CANCELLED', 'MERGED', 'SPLIT') and not t.platform_nos && o.platform_nos
    cross join lateral (select min(s.shape) as shape from orders.fulfil_lines l join orders.line_links k on k.fulfil_line_id = l.id
      join orders.sources s on s.platform_order_id = k.platform_order_id where l.order_id = o.id) as own
    cross join lateral (select min(s.shape) as shape from orders.fulfil_lines l join orders.line_links k on k.fulfil_line_id = l.id
      join orders.sources s on s.platform_order_id = k.platform_order_id where l.order_id = t.id) as other
    where o.id = any(${orders.map(({ id }) => id)}::uuid[]) and own.shape = other.shape and own.shape <> ''
    order by o.id, t.no`.execute(db)
  const byOrder = Map.groupBy(rows, ({ id }) => id)
  return new Map([...byOrder].map(([id, all]) => [id, all.map(({ twin }) => twin)]))
}

/** At standard cost; null as soon as one part has none. */
async function costsOf(db: Db, orders: readonly DeskOrder[]) {
  const needs = await needsOf(db, orders)
  const skuIds = [...new Set([...needs.values()].flat().map(({ skuId }) => skuId))]
  const { rows } = await sql<{ skuId: string; costMinor: bigint }>`
    select distinct on (sku_id) sku_id as "skuId", cost_minor as "costMinor" from catalog.standard_costs
    where sku_id = any(${skuIds}::uuid[]) and valid_from <= current_date
    order by sku_id, valid_from desc`.execute(db)
  const cost = new Map(rows.map(({ skuId, costMinor }) => [skuId, costMinor]))
  return new Map(
    orders.map(({ id }) => {
      const own = needs.get(id) ?? []
      const isKnown = own.length > 0 && own.every(({ skuId }) => cost.has(skuId))
      return [
        id,
        isKnown ? own.reduce((sum, { skuId, qty }) => sum + cost.get(skuId)! * qty, 0n) : null,
      ]
    }),
  )
}
