// What may happen to a promise after it was made: given back, made firm, pinned to a shelf, kept. Each is a
// posting with a cause of its own, so each happens once; none can take more than is outstanding.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import { OWN_GOODS } from '#modules/parties'
import { nothingLeft, notInLocation, notOurGoods, notReservedHere } from './errors.ts'
import { lockPools, post } from './ledger.ts'
import { ANYWHERE, type Entry, type Kind, type Move } from './posting.ts'

interface Open {
  readonly skuId: string
  readonly siteId: string
  readonly orderRef: string
  readonly lineRef: string
  readonly kind: Kind
  readonly locationId: string
  readonly lot: string
  outstanding: bigint
}

export interface PromiseLine {
  readonly lineRef: string
  readonly skuId: string
  readonly qty: bigint
}

/** Lock the pools behind an order's promises, then read them; nothing moves until we commit. */
async function lockOrder(tx: Tx, orderRef: string): Promise<Open[]> {
  const read = () =>
    sql<Open>`
      select sku_id as "skuId", site_id as "siteId", order_ref as "orderRef", line_ref as "lineRef", kind,
        location_id as "locationId", lot, outstanding
      from inventory.reservations
      where order_ref = ${orderRef} and outstanding > 0 and kind in ('SOFT', 'ORDER', 'HARD')
      order by case kind when 'SOFT' then 1 when 'ORDER' then 2 else 3 end, site_id, location_id, lot`.execute(
      tx,
    )
  const before = await read()
  await lockPools(tx, before.rows)
  return (await read()).rows
}

async function alreadyPosted(tx: Tx, cause: string): Promise<boolean> {
  const { rows } = await sql`select 1 from inventory.postings where cause = ${cause}`.execute(tx)
  return rows.length > 0
}

/**
 * Give promises back, by exactly what was cancelled. Without `lines`, everything the order still has.
 * Throws `inventory.more_than_outstanding`: ship-then-cancel cannot release twice.
 */
export async function release(
  tx: Tx,
  actor: Actor,
  asked: { orderRef: string; cause: string; lines?: readonly PromiseLine[] | undefined },
): Promise<void> {
  const open = await lockOrder(tx, asked.orderRef)
  if (await alreadyPosted(tx, asked.cause)) return
  const owners = await hardOwners(tx, open)
  const lines =
    asked.lines ??
    open.map(({ lineRef, skuId, outstanding }) => ({ lineRef, skuId, qty: outstanding }))
  const entries = lines.flatMap((line) =>
    take(open, asked.orderRef, line, () => true).map((part) => negative(part, 'release', owners)),
  )
  if (entries.length === 0) return
  await post(tx, actor, { cause: asked.cause, document: `order:${asked.orderRef}`, entries })
}

/** Take a line's quantity off its open promises, softest first. Throws when there is not so much. */
function take(
  open: Open[],
  orderRef: string,
  line: PromiseLine,
  eligible: (one: Open) => boolean,
): { one: Open; qty: bigint }[] {
  const mine = open.filter(
    (o) => o.lineRef === line.lineRef && o.skuId === line.skuId && o.outstanding > 0n,
  )
  const usable = mine.filter(eligible)
  const outstanding = usable.reduce((sum, o) => sum + o.outstanding, 0n)
  if (outstanding < line.qty) {
    throw nothingLeft({
      orderRef,
      lineRef: line.lineRef,
      skuId: line.skuId,
      asked: line.qty,
      outstanding,
    })
  }
  let rest = line.qty
  const parts: { one: Open; qty: bigint }[] = []
  for (const one of usable) {
    if (rest === 0n) break
    const qty = one.outstanding < rest ? one.outstanding : rest
    one.outstanding -= qty
    rest -= qty
    parts.push({ one, qty })
  }
  return parts
}

function negative(
  { one, qty }: { one: Open; qty: bigint },
  reason: Entry['reason'],
  owners: ReadonlyMap<string, string>,
): Entry {
  const ownerId = owners.get(holdKey(one)) ?? ANYWHERE
  const { outstanding: _outstanding, ...key } = one
  return { ...key, ownerId, delta: -qty, reason }
}

const holdKey = (o: { skuId: string; locationId: string; lot: string }) =>
  `${o.skuId}|${o.locationId}|${o.lot}`

/** Whose goods each HARD promise holds: the balance that carries the hold. */
async function hardOwners(tx: Tx, open: readonly Open[]): Promise<Map<string, string>> {
  const hard = open.filter(({ kind }) => kind === 'HARD')
  if (hard.length === 0) return new Map()
  const { rows } = await sql<{ skuId: string; locationId: string; lot: string; ownerId: string }>`
    select distinct on (sku_id, location_id, lot) sku_id as "skuId", location_id as "locationId", lot, owner_id as "ownerId"
    from inventory.balances
    where quality = 'good' and (sku_id, location_id) in (
      select * from unnest(${hard.map(({ skuId }) => skuId)}::uuid[], ${hard.map(({ locationId }) => locationId)}::uuid[]))
    order by sku_id, location_id, lot, hard desc`.execute(tx)
  return new Map(rows.map((row) => [holdKey(row), row.ownerId]))
}

/** A paid cart: soft promises become an order's. */
export async function confirm(
  tx: Tx,
  actor: Actor,
  asked: { orderRef: string; cause: string },
): Promise<void> {
  const open = await lockOrder(tx, asked.orderRef)
  if (await alreadyPosted(tx, asked.cause)) return
  const soft = open.filter(({ kind }) => kind === 'SOFT')
  if (soft.length === 0)
    throw notFound({ zh: '订单的预占', en: 'soft reservation of order' }, asked.orderRef)
  await post(tx, actor, {
    cause: asked.cause,
    document: `order:${asked.orderRef}`,
    entries: soft.flatMap(({ outstanding, ...key }) => [
      { ...key, ownerId: ANYWHERE, delta: -outstanding, reason: 'change' as const },
      {
        ...key,
        kind: 'ORDER' as const,
        ownerId: ANYWHERE,
        delta: outstanding,
        reason: 'change' as const,
      },
    ]),
  })
}

interface Shelf {
  readonly skuId: string
  readonly locationId: string
  readonly lot: string
  readonly ownerId: string
  free: bigint
}

/**
 * Release to the floor: pool promises are pinned to shelves, first expired lot first, then in walking
 * order; never to a pack station, where goods are on their way out or back. Throws when a shelf total falls short (goods on the dock, say, but none on a shelf).
 */
export async function pinToShelves(
  tx: Tx,
  actor: Actor,
  asked: { orderRef: string; cause: string },
): Promise<void> {
  const open = await lockOrder(tx, asked.orderRef)
  if (await alreadyPosted(tx, asked.cause)) return
  const ordered = open.filter(({ kind }) => kind === 'ORDER')
  const entries: Entry[] = []
  for (const { outstanding, ...key } of ordered) {
    let rest = outstanding
    for (const shelf of await freeShelves(tx, key.skuId, key.siteId, entries)) {
      if (rest === 0n) break
      const qty = shelf.free < rest ? shelf.free : rest
      rest -= qty
      entries.push({
        ...key,
        kind: 'HARD',
        locationId: shelf.locationId,
        lot: shelf.lot,
        ownerId: shelf.ownerId,
        delta: qty,
        reason: 'change',
      })
    }
    if (rest > 0n) {
      throw notInLocation({
        skuId: key.skuId,
        locationId: key.siteId,
        asked: outstanding,
        available: outstanding - rest,
      })
    }
    entries.push({ ...key, ownerId: ANYWHERE, delta: -outstanding, reason: 'change' })
  }
  if (entries.length === 0)
    throw notFound({ zh: '订单的占用', en: 'reservation of order' }, asked.orderRef)
  await post(tx, actor, { cause: asked.cause, document: `order:${asked.orderRef}`, entries })
}

export async function freeShelves(
  tx: Tx,
  skuId: string,
  siteId: string,
  taken: readonly Entry[],
): Promise<Shelf[]> {
  const { rows } = await sql<Shelf>`
    select b.sku_id as "skuId", b.location_id as "locationId", b.lot, b.owner_id as "ownerId", b.qty - b.hard as free
    from inventory.balances b join places.locations l on l.id = b.location_id
    where b.sku_id = ${skuId} and l.site_id = ${siteId} and l.kind in ('bin', 'pick', 'stage')
      and b.quality = 'good' and b.owner_id = ${OWN_GOODS} and b.qty > b.hard
      -- A picker did not find what the books say is here: nobody is sent again before it is counted.
      and not exists (select 1 from inventory.counts c where c.sku_id = b.sku_id and c.location_id = b.location_id
        and c.lot = b.lot and c.cause = 'short_pick' and c.status in ('open', 'recount'))
    -- A lot is named by its expiry (YYMMDD…) wherever expiry matters, so text order is FEFO.
    order by b.lot = '', b.lot, l.kind <> 'pick', l.walk_order, l.code limit 500`.execute(tx)
  for (const shelf of rows) {
    for (const entry of taken) {
      if (entry.kind === 'HARD' && holdKey(entry) === holdKey(shelf)) shelf.free -= entry.delta
    }
  }
  return rows.filter(({ free }) => free > 0n)
}

/** Un-audit: shelf promises become pool promises again. */
export async function unpin(
  tx: Tx,
  actor: Actor,
  asked: { orderRef: string; cause: string },
): Promise<void> {
  const open = await lockOrder(tx, asked.orderRef)
  if (await alreadyPosted(tx, asked.cause)) return
  const hard = open.filter(({ kind }) => kind === 'HARD')
  const owners = await hardOwners(tx, hard)
  if (hard.length === 0)
    throw notFound({ zh: '订单的库位占用', en: 'shelf reservation of order' }, asked.orderRef)
  await post(tx, actor, {
    cause: asked.cause,
    document: `order:${asked.orderRef}`,
    entries: hard.flatMap((one) => {
      const { outstanding, ...key } = one
      return [
        negative({ one, qty: outstanding }, 'change', owners),
        {
          ...key,
          kind: 'ORDER' as const,
          locationId: ANYWHERE,
          lot: '',
          ownerId: ANYWHERE,
          delta: outstanding,
          reason: 'change' as const,
        },
      ]
    }),
  })
}

export interface ShipLine extends PromiseLine {
  readonly locationId: string
  readonly lot?: string | undefined
  readonly ownerId: string
  /** When goods of several documents leave in one parcel. */
  readonly document?: string | undefined
}

/**
 * Keep the promise: goods leave the shelf for the customer and the reservation ends, in one posting. What
 * this order has reserved counts as available to it; a line reserved elsewhere is refused here.
 */
export async function ship(
  tx: Tx,
  actor: Actor,
  asked: {
    orderRef: string
    cause: string
    lines: readonly ShipLine[]
    effectiveAt?: Date | undefined
  },
): Promise<boolean> {
  const open = await lockOrder(tx, asked.orderRef)
  if (await alreadyPosted(tx, asked.cause)) return false
  const owners = await hardOwners(tx, open)
  const sites = await siteOf(
    tx,
    asked.lines.map(({ locationId }) => locationId),
  )
  const entries: Entry[] = []
  const moves: Move[] = []
  for (const line of asked.lines) {
    if (line.ownerId !== OWN_GOODS) throw notOurGoods(line)
    const lot = line.lot ?? ''
    const { siteId, customer } = sites.get(line.locationId)!
    const mine = open.filter(
      (o) => o.lineRef === line.lineRef && o.skuId === line.skuId && o.outstanding > 0n,
    )
    const here = (o: Open) =>
      o.kind === 'HARD'
        ? o.locationId === line.locationId && o.lot === lot
        : o.kind === 'ORDER' && o.siteId === siteId
    if (mine.length > 0 && !mine.some(here)) {
      throw notReservedHere({
        orderRef: asked.orderRef,
        lineRef: line.lineRef,
        reservedAt: mine.map((o) => (o.kind === 'HARD' ? o.locationId : o.siteId)),
        asked: line.locationId,
      })
    }
    entries.push(
      ...take(open, asked.orderRef, line, here).map((part) => negative(part, 'consume', owners)),
    )
    moves.push({
      skuId: line.skuId,
      qty: line.qty,
      from: line.locationId,
      to: customer,
      fromQuality: 'good',
      toQuality: 'good',
      lot,
      ownerId: line.ownerId,
      reason: 'ship',
      document: line.document,
    })
  }
  return post(tx, actor, {
    cause: asked.cause,
    document: `order:${asked.orderRef}`,
    moves,
    entries,
    ...(asked.effectiveAt ? { effectiveAt: asked.effectiveAt } : {}),
  })
}

async function siteOf(tx: Tx, locationIds: readonly string[]) {
  const { rows } = await sql<{ id: string; siteId: string; customer: string; isReal: boolean }>`
    select l.id, l.site_id as "siteId", l.is_real as "isReal", c.id as customer
    from places.locations l join places.locations c on c.site_id = l.site_id and c.kind = 'customer'
    where l.id = any(${[...locationIds]}::uuid[])`.execute(tx)
  const map = new Map(rows.map((row) => [row.id, row]))
  for (const id of locationIds) {
    const place = map.get(id)
    if (!place) throw notFound({ zh: '库位', en: 'location' }, id)
    if (!place.isReal) {
      throw refuse('inventory.not_a_shelf', 400, {
        zh: '不能从虚拟库位发货,请选择库内库位',
        en: 'Goods cannot be shipped from a virtual location. Choose a real one.',
      })
    }
  }
  return map
}
