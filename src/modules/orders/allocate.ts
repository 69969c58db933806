// Promise each order's goods from one site, all or nothing. Which site is a pure choice over what was free a moment ago; whether
// it holds is decided under the ledger's own lock, and an order that loses that race is out of stock like any other.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { componentsOf } from '#modules/catalog'
import { reserveBatch } from '#modules/inventory'
import type { DeskOrder } from './load.ts'
import { shippingKinds } from './settings.ts'

export interface Site {
  readonly id: string
  readonly code: string
}

/** What an order needs of one part, bundles opened. */
export interface Need {
  readonly skuId: string
  readonly qty: bigint
}

export interface Wants {
  readonly orderId: string
  /** Best first. */
  readonly sites: readonly Site[]
  readonly needs: readonly Need[]
}

export interface Choice {
  readonly orderId: string
  readonly site: Site | null
  /** Per site that lost, why. */
  readonly losers: readonly { readonly site: Site; readonly short: readonly Need[] }[]
}

/** First come, first served: each order takes the first of its sites that has all of it. Pure; `free` is used up. */
export function chooseSites(wants: readonly Wants[], free: Map<string, bigint>): Choice[] {
  return wants.map(({ orderId, sites, needs }) => {
    const losers: { site: Site; short: Need[] }[] = []
    for (const site of sites) {
      const short = needs.flatMap(({ skuId, qty }) => {
        const there = free.get(`${skuId}|${site.id}`) ?? 0n
        return there < qty ? [{ skuId, qty: qty - (there > 0n ? there : 0n) }] : []
      })
      if (short.length > 0) {
        losers.push({ site, short })
        continue
      }
      for (const { skuId, qty } of needs) {
        const key = `${skuId}|${site.id}`
        free.set(key, (free.get(key) ?? 0n) - qty)
      }
      return { orderId, site, losers }
    }
    return { orderId, site: null, losers }
  })
}

export interface Allocated {
  readonly order: DeskOrder
  readonly site: Site | null
  readonly short: readonly Need[]
  readonly losers: Choice['losers']
}

/** Orders in the order they should be served. Each comes back promised whole from a site, or with what it lacks. */
export async function allocateOrders(
  tx: Tx,
  actor: Actor,
  orders: readonly DeskOrder[],
): Promise<Allocated[]> {
  if (orders.length === 0) return []
  const sites = await shippingSites(tx)
  const needs = await needsOf(tx, orders)
  const wants = orders.map((order) => ({
    orderId: order.id,
    sites: preferred(sites, order.stockSiteId).filter(
      ({ id, ships }) => ships || id === order.stockSiteId,
    ),
    needs: needs.get(order.id) ?? [],
  }))
  const choices = chooseSites(wants, await freeStock(tx, [...needs.values()].flat()))
  const chosen = choices.map((choice, at) => ({ choice, order: orders[at]!, own: wants[at]! }))
  const outcomes = await reserveBatch(
    tx,
    chosen.flatMap(({ choice, order }) =>
      choice.site === null
        ? []
        : [
            {
              actor,
              orderRef: order.id,
              cause: `desk:reserve:${order.id}:${order.runs + 1}`,
              kind: 'ORDER' as const,
              siteIds: [choice.site.id],
              channel: order.shopCode,
              lines: order.lines.map(({ id, skuId, qty }) => ({ lineRef: id, skuId: skuId!, qty })),
            },
          ],
    ),
  )
  let next = 0
  return chosen.map(({ choice, order }) => {
    const { site, losers } = choice
    if (site === null) return { order, site, losers, short: leastShort(losers) }
    const outcome = outcomes[next++]!
    if (outcome.ok) return { order, site, losers, short: [] }
    const short = outcome.short.map(({ skuId, wanted, available }) => ({
      skuId,
      qty: wanted - available,
    }))
    return { order, site: null, losers: [...losers, { site, short }], short }
  })
}

/** What is missing at the site that misses least. */
function leastShort(losers: Choice['losers']): readonly Need[] {
  const total = (short: readonly Need[]) => short.reduce((sum, { qty }) => sum + qty, 0n)
  return (
    losers.reduce<readonly Need[] | null>(
      (best, { short }) => (best === null || total(short) < total(best) ? short : best),
      null,
    ) ?? []
  )
}

/** The shop's own site first, the others by code. */
function preferred<T extends Site>(sites: readonly T[], own: string | null): readonly T[] {
  const first = sites.filter(({ id }) => id === own)
  return first.length === 0 ? sites : [...first, ...sites.filter(({ id }) => id !== own)]
}

export interface ShippingSite extends Site {
  /** For every shop; one that does not is still asked by a shop whose own site it is. */
  readonly ships: boolean
}

/** Warehouses ship to buyers. Stores and plants hold goods for something else, until a setting says that they ship, too. */
export async function shippingSites(db: Db): Promise<ShippingSite[]> {
  const kinds = await shippingKinds(db)
  const { rows } = await sql<ShippingSite>`
    select id, code, kind = any(${[...kinds]}::text[]) as ships
    from places.sites where active order by code limit 200`.execute(db)
  return rows
}

export async function needsOf(db: Db, orders: readonly DeskOrder[]): Promise<Map<string, Need[]>> {
  const skuIds = [
    ...new Set(orders.flatMap(({ lines }) => lines.flatMap(({ skuId }) => skuId ?? []))),
  ]
  const parts = await componentsOf(db, skuIds)
  return new Map(
    orders.map(({ id, lines }) => {
      const sums = new Map<string, bigint>()
      for (const { skuId, qty } of lines)
        for (const part of skuId === null ? [] : (parts.get(skuId) ?? []))
          sums.set(part.skuId, (sums.get(part.skuId) ?? 0n) + part.qty * qty)
      return [id, [...sums].map(([skuId, qty]) => ({ skuId, qty }))]
    }),
  )
}

async function freeStock(db: Db, needs: readonly Need[]): Promise<Map<string, bigint>> {
  const skuIds = [...new Set(needs.map(({ skuId }) => skuId))]
  const { rows } = await sql<{ key: string; free: bigint }>`
    select sku_id || '|' || site_id as key, good - soft - ordered - hard - frozen as free
    from inventory.pools where sku_id = any(${skuIds}::uuid[])`.execute(db)
  return new Map(rows.map(({ key, free }) => [key, free]))
}
