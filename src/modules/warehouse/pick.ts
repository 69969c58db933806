// Picking: what a picker took goes from its shelf to the pack station, promise and all, in one posting. A stop is one place with one
// kind of goods; where the wave is sorted afterwards it serves several orders at once. What was taken for an order that has been
// pulled meanwhile is not booked: it goes back where it was (offline devices learn it here).
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { freezeMissing, post, reportShortPick } from '#modules/inventory'
import { advance, type DeskOrder, deskSettings, lockOrders, situationOf } from '#modules/orders'
import { OWN_GOODS } from '#modules/parties'
import { standardLocation } from '#modules/places'
import { nothingToPick, tooMany, waveNotNow, waveTaken } from './errors.ts'
import { type Pin, whyNot } from './floor.ts'
import { stepsOf, type Stop } from './path.ts'
import { pullOrder } from './pull.ts'
import { settleWave, type WaveStatus } from './settle-wave.ts'
import { followPins } from './tasks.ts'
import { type WaveHead, waveOf } from './waves.ts'
import { noteWork } from './work.ts'

export interface PickStop {
  readonly waveId: string
  readonly locationId: string
  readonly skuId: string
  readonly lot: string
  /** Only for the order in this compartment (sorted while picking). */
  readonly slot?: number | undefined
}

export interface AskedPick extends PickStop {
  readonly qty: bigint
  /** Nothing more is there: the rest of the stop is missing. */
  readonly isShort: boolean
}

export interface Picked {
  readonly accepted: bigint
  /** For orders pulled meanwhile: back on the shelf with it. */
  readonly returned: bigint
  readonly missing: bigint
  /** Places proposed instead. */
  readonly elsewhere: readonly { readonly locationId: string; readonly qty: bigint }[]
  /** Orders that cannot be served and went back to the desk. */
  readonly pulled: readonly string[]
  readonly wave: WaveStatus
}

interface Task {
  readonly id: string
  readonly floorId: string
  readonly orderId: string
  readonly lineRef: string
  readonly qty: bigint
}

/** Throws `warehouse.wave_not_now`, `warehouse.nothing_to_pick`, `warehouse.too_many`. */
export async function pick(tx: Tx, actor: Actor, asked: AskedPick): Promise<Picked> {
  const wave = await waveOf(tx, asked.waveId)
  if (!['RELEASED', 'PICKING', 'SORTING', 'CHECKING'].includes(wave.status))
    throw waveNotNow(wave.no, wave.status, { zh: '拣货', en: 'picked' })
  const first = await openTasks(tx, asked, false)
  const orders = new Map(
    (await lockOrders(tx, [...new Set(first.map(({ orderId }) => orderId))])).map((order) => [
      order.id,
      order,
    ]),
  )
  // Orders first, then tasks: whoever pulls an order holds it, and what was pulled is not open any more.
  const live = (await openTasks(tx, asked, true)).filter(({ orderId }) => {
    const order = orders.get(orderId)
    return order !== undefined && whyNot(order) === null
  })
  const parts = shareOut(live, asked.qty)
  const accepted = parts.reduce((sum, { qty }) => sum + qty, 0n)
  const returned = asked.qty - accepted
  if (returned > 0n || (live.length === 0 && asked.isShort))
    await refuseExcess(tx, asked, accepted, returned)
  const stage = await standardLocation(tx, wave.siteId, 'pack')
  if (parts.length > 0) {
    await startOrders(tx, actor, parts, orders)
    await book(tx, actor, wave.siteId, asked, stage, parts)
  }
  const steps = await stepsTo(tx, actor, asked)
  const shortage = asked.isShort
    ? await reportMissing(tx, actor, asked, live, parts, orders)
    : { missing: 0n, elsewhere: [], pulled: [] }
  await noteWork(tx, actor, {
    siteId: wave.siteId,
    kind: 'pick',
    waveId: wave.id,
    lines: parts.length,
    units: accepted,
    steps,
    detail: {
      locationId: asked.locationId,
      skuId: asked.skuId,
      missing: shortage.missing,
      returned,
    },
  })
  await claim(tx, actor, wave)
  return { accepted, returned, ...shortage, wave: await settleWave(tx, wave.id) }
}

async function openTasks(tx: Tx, stop: PickStop, isLocking: boolean): Promise<Task[]> {
  const { rows } = await sql<Task>`
    select t.id, t.floor_id as "floorId", f.order_id as "orderId", t.line_ref as "lineRef", t.qty
    from warehouse.tasks t join warehouse.floor_orders f on f.id = t.floor_id
    where f.wave_id = ${stop.waveId} and f.state = 'open' and t.state = 'open' and t.location_id = ${stop.locationId}
      and t.sku_id = ${stop.skuId} and t.lot = ${stop.lot} and (${stop.slot ?? null}::int is null or f.slot = ${stop.slot ?? null})
    order by coalesce(f.due_at, 'infinity'), f.slot, t.id ${isLocking ? sql`for update of t` : sql``}`.execute(
    tx,
  )
  return rows
}

interface Part {
  readonly task: Task
  readonly qty: bigint
}

/** The most urgent orders first; where less was found, the least urgent go without. */
function shareOut(tasks: readonly Task[], qty: bigint): Part[] {
  let rest = qty
  return tasks.flatMap((task) => {
    const own = task.qty < rest ? task.qty : rest
    rest -= own
    return own > 0n ? [{ task, qty: own }] : []
  })
}

/** More than was wanted: right only when an order of this stop was pulled after the picker saw it. */
async function refuseExcess(
  tx: Tx,
  stop: AskedPick,
  accepted: bigint,
  returned: bigint,
): Promise<void> {
  const { rows } = await sql<{ gone: bigint }>`
    select coalesce(sum(t.qty), 0)::bigint as gone from warehouse.tasks t join warehouse.floor_orders f on f.id = t.floor_id
    left join orders.fulfil_orders o on o.id = f.order_id
    where f.wave_id = ${stop.waveId} and t.location_id = ${stop.locationId} and t.sku_id = ${stop.skuId} and t.lot = ${stop.lot}
      and (t.state in ('cancelled', 'short') or (t.state = 'open' and cardinality(o.hold_codes) > 0))`.execute(
    tx,
  )
  const { gone } = rows[0]!
  if (returned <= gone && gone > 0n) return
  if (accepted === 0n) throw nothingToPick()
  throw tooMany(stop.qty, accepted)
}

async function startOrders(
  tx: Tx,
  actor: Actor,
  parts: readonly Part[],
  orders: ReadonlyMap<string, DeskOrder>,
): Promise<void> {
  const settings = await deskSettings(tx)
  const fresh = [...new Set(parts.map(({ task }) => task.orderId))].flatMap((id) => {
    const order = orders.get(id)!
    return order.status === 'RELEASED' ? [order] : []
  })
  await advance(
    tx,
    actor,
    fresh.map((order) => ({
      order,
      situation: situationOf(order, settings),
      event: 'start_pick' as const,
    })),
  )
}

/** Goods and promise go together: pinned to the shelf before, to the pack station after. */
async function book(
  tx: Tx,
  actor: Actor,
  siteId: string,
  stop: AskedPick,
  stage: string,
  parts: readonly Part[],
): Promise<void> {
  const common = {
    skuId: stop.skuId,
    siteId,
    lot: stop.lot,
    ownerId: OWN_GOODS,
    reason: 'change' as const,
    kind: 'HARD' as const,
  }
  await post(tx, actor, {
    cause: `pick:${newId()}`,
    document: `wave:${stop.waveId}`,
    moves: parts.map(({ task, qty }) => ({
      skuId: stop.skuId,
      qty,
      from: stop.locationId,
      to: stage,
      fromQuality: 'good' as const,
      toQuality: 'good' as const,
      lot: stop.lot,
      ownerId: OWN_GOODS,
      reason: 'put_away' as const,
      document: `order:${task.orderId}`,
    })),
    entries: parts.flatMap(({ task, qty }) => [
      {
        ...common,
        orderRef: task.orderId,
        lineRef: task.lineRef,
        locationId: stop.locationId,
        delta: -qty,
      },
      { ...common, orderRef: task.orderId, lineRef: task.lineRef, locationId: stage, delta: qty },
    ]),
  })
  for (const { task, qty } of parts) {
    if (qty === task.qty) {
      await sql`
        update warehouse.tasks set state = 'picked', stage_id = ${stage}, picked_by = ${actor.name}, picked_at = clock_timestamp()
        where id = ${task.id}`.execute(tx)
      continue
    }
    await sql`update warehouse.tasks set qty = qty - ${qty} where id = ${task.id}`.execute(tx)
    await sql`
      insert into warehouse.tasks (id, floor_id, line_ref, sku_id, location_id, lot, qty, state, stage_id, picked_by, picked_at)
      values (${newId()}, ${task.floorId}, ${task.lineRef}, ${stop.skuId}, ${stop.locationId}, ${stop.lot}, ${qty}, 'picked',
        ${stage}, ${actor.name}, clock_timestamp())`.execute(tx)
  }
}

/**
 * What is missing is pinned to other shelves, in this wave's walk; an order that finds none goes back to the desk, where another
 * site may serve it, or it waits for stock. Somebody is sent to count the shelf (OP-WMS-3).
 */
async function reportMissing(
  tx: Tx,
  actor: Actor,
  stop: AskedPick,
  live: readonly Task[],
  parts: readonly Part[],
  orders: ReadonlyMap<string, DeskOrder>,
): Promise<Pick<Picked, 'missing' | 'elsewhere' | 'pulled'>> {
  const taken = new Map(parts.map(({ task, qty }) => [task.id, qty]))
  const elsewhere: Pin[] = []
  const pulled: string[] = []
  let missing = 0n
  const place = { skuId: stop.skuId, locationId: stop.locationId, lot: stop.lot }
  for (const task of live) {
    const rest = task.qty - (taken.get(task.id) ?? 0n)
    if (rest === 0n) continue
    missing += rest
    const found = await reportShortPick(tx, actor, {
      ...place,
      orderRef: task.orderId,
      causeId: newId(),
      lineRef: task.lineRef,
      foundQty: 0n,
    })
    await sql`update warehouse.tasks set state = 'short' where id = ${task.id}`.execute(tx)
    elsewhere.push(...(await followPins(tx, task)))
    if (found.elsewhere === found.missing) {
      await freezeMissing(tx, actor, { ...place, qty: found.missing })
      continue
    }
    await pullOrder(tx, actor, {
      orderId: task.orderId,
      rule: 'short_pick',
      because: { zh: '拣货缺货,别处也没有', en: 'short on its shelf and nowhere else' },
      between: async () => void (await freezeMissing(tx, actor, { ...place, qty: found.missing })),
    })
    pulled.push(orders.get(task.orderId)!.no)
  }
  return {
    missing,
    elsewhere: elsewhere.map(({ locationId, qty }) => ({ locationId, qty })),
    pulled,
  }
}

/** Steps from this picker's last stop in the wave. */
async function stepsTo(tx: Tx, actor: Actor, stop: PickStop): Promise<number> {
  const { rows } = await sql<Stop>`
    select l.id as "locationId", coalesce(l.zone, '') as zone, l.walk_order as "walkOrder", l.code
    from (values (0, (select (detail ->> 'locationId')::uuid from warehouse.work
      where wave_id = ${stop.waveId} and actor_id = ${actor.id} and kind = 'pick' order by id desc limit 1)),
      (1, ${stop.locationId}::uuid)) as walk (n, id)
    join places.locations l on l.id = walk.id order by walk.n`.execute(tx)
  const [before] = rows
  return rows.length < 2 ? stepsOf(rows) : stepsOf(rows) - stepsOf([before!])
}

async function claim(tx: Tx, actor: Actor, wave: WaveHead): Promise<void> {
  if (wave.pickerId !== null) return
  await sql`
    update warehouse.waves set picker_id = ${actor.id}, picker_name = ${actor.name}
    where id = ${wave.id} and picker_id is null`.execute(tx)
}

/** A wave is one picker's until somebody takes it over. */
export async function takeWave(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly isTakeOver: boolean },
): Promise<void> {
  const wave = await waveOf(tx, asked.id, true)
  if (!['RELEASED', 'PICKING', 'SORTING'].includes(wave.status))
    throw waveNotNow(wave.no, wave.status, { zh: '领取', en: 'taken' })
  if (wave.pickerId === actor.id) return
  if (wave.pickerId !== null && !asked.isTakeOver) throw waveTaken(wave.no, wave.pickerName)
  await sql`
    update warehouse.waves set picker_id = ${actor.id}, picker_name = ${actor.name} where id = ${wave.id}`.execute(
    tx,
  )
}

/** To the end of the walk, not lost. */
export async function skip(tx: Tx, stop: PickStop): Promise<void> {
  const tasks = await openTasks(tx, stop, true)
  if (tasks.length === 0) throw nothingToPick()
  await sql`
    update warehouse.tasks set skips = 1 + (
      select coalesce(max(t.skips), 0) from warehouse.tasks t join warehouse.floor_orders f on f.id = t.floor_id
      where f.wave_id = ${stop.waveId} and t.state = 'open')
    where id = any(${tasks.map(({ id }) => id)}::uuid[])`.execute(tx)
}

/** What a scanned code stands for: a SKU by barcode (with the pieces it stands for) or by its own code. */
export async function skuOfCode(
  db: Db,
  code: string,
): Promise<{ skuId: string; qty: bigint } | null> {
  const { rows } = await sql<{ skuId: string; qty: bigint }>`
    select sku_id as "skuId", pack_qty as qty from catalog.barcodes where barcode = ${code}
    union all select id, 1::bigint from catalog.skus where upper(code) = upper(${code}) limit 1`.execute(
    db,
  )
  return rows[0] ?? null
}
