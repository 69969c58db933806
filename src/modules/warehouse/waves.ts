// Waves on a real database: what waits is read and locked, built by the pure builder, and written down. A plan can be looked at
// before anything is written (dry run).
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { now } from '#kernel/time.ts'
import { toJson } from '#kernel/wire.ts'
import {
  type Built,
  buildWaves,
  type BuiltWave,
  type Device,
  type Grouping,
  type OrderPick,
  type WaveOrder,
} from './build-waves.ts'
import { DEVICE, nothingToBuild, noDevice, WAVE, waveNotNow } from './errors.ts'
import type { Stop } from './path.ts'
import { type Profile, profileAll, type ProfileReason } from './profiles.ts'
import { pullOrder } from './pull.ts'
import { settleWave, type WaveStatus } from './settle-wave.ts'
import { profileLimits } from './settings.ts'

export interface AskedWaves {
  readonly siteId: string
  readonly deviceId: string
  readonly groupings: readonly Grouping[]
  readonly maxOrders: number
  readonly dueBucketHours: number
  readonly savingSteps: number
  readonly slackMinutes: number
  readonly profiles: readonly Profile[]
  readonly carriers: readonly string[]
}

export interface WaitingOrder extends WaveOrder {
  readonly orderId: string
  readonly reason: ProfileReason
}

/** Released and in no wave, profiled together as of now. */
export async function loadWaiting(
  db: Db,
  siteId: string,
  isLocking = false,
): Promise<{ orders: WaitingOrder[]; stops: Map<string, Stop> }> {
  type Row = Omit<WaitingOrder, 'picks' | 'profile' | 'reason'> & { tags: string[] }
  const { rows } = await sql<Row>`
    select f.id, f.order_id as "orderId", f.site_id as "siteId", f.carrier, f.zone, f.due_at as "dueAt", f.grams, f.cm3, o.tags
    from warehouse.floor_orders f join orders.fulfil_orders o on o.id = f.order_id
    where f.site_id = ${siteId} and f.state = 'open' and f.wave_id is null and o.status = 'RELEASED' and o.is_allocated
    order by f.id ${isLocking ? sql`for update of f` : sql``}`.execute(db)
  const { rows: picks } = await sql<OrderPick & { floorId: string }>`
    select t.floor_id as "floorId", t.sku_id as "skuId", t.qty, t.location_id as "locationId"
    from warehouse.tasks t join warehouse.floor_orders f on f.id = t.floor_id
    where f.site_id = ${siteId} and f.state = 'open' and f.wave_id is null and t.state = 'open'`.execute(
    db,
  )
  const { rows: places } = await sql<Stop>`
    select id as "locationId", coalesce(zone, '') as zone, walk_order as "walkOrder", code from places.locations
    where site_id = ${siteId} and is_real`.execute(db)
  const byOrder = Map.groupBy(picks, ({ floorId }) => floorId)
  const found = rows.map((row) => ({ ...row, picks: byOrder.get(row.id) ?? [] }))
  const profiles = profileAll(
    found.map((order) => ({ ...order, needs: needsOf(order.picks) })),
    await profileLimits(db),
    now(),
  )
  return {
    orders: found.map((order) => ({ ...order, ...profiles.get(order.id)! })),
    stops: new Map(places.map((stop) => [stop.locationId, stop])),
  }
}

function needsOf(picks: readonly OrderPick[]) {
  const needs = new Map<string, bigint>()
  for (const { skuId, qty } of picks) needs.set(skuId, (needs.get(skuId) ?? 0n) + qty)
  return [...needs].map(([skuId, qty]) => ({ skuId, qty }))
}

async function plan(
  db: Db,
  asked: AskedWaves,
  isLocking: boolean,
): Promise<Built & { orders: WaitingOrder[] }> {
  const device = await deviceOf(db, asked.siteId, asked.deviceId)
  const { orders, stops } = await loadWaiting(db, asked.siteId, isLocking)
  const wanted = orders.filter(
    ({ profile, carrier }) =>
      (asked.profiles.length === 0 || asked.profiles.includes(profile)) &&
      (asked.carriers.length === 0 || asked.carriers.includes(carrier)),
  )
  if (wanted.length === 0) throw nothingToBuild()
  return { orders: wanted, ...buildWaves(wanted, stops, { ...asked, device }, now()) }
}

async function deviceOf(db: Db, siteId: string, id: string): Promise<Device> {
  const { rows } = await sql<Device>`
    select id, code, compartments, max_orders as "maxOrders", max_grams as "maxGrams", max_cm3 as "maxCm3"
    from warehouse.devices where id = ${id} and site_id = ${siteId} and active`.execute(db)
  if (!rows[0]) throw notFound(DEVICE, id)
  return rows[0]
}

/** What would be built, and nothing written. */
export const simulateWaves = (db: Db, asked: AskedWaves): Promise<Built> => plan(db, asked, false)

/** Two who build from the same orders at once: the second finds what the first has left. */
export async function makeWaves(
  tx: Tx,
  actor: Actor,
  asked: AskedWaves,
): Promise<{ ids: string[]; left: number }> {
  const { waves, left, orders } = await plan(tx, asked, true)
  const { rows: numbers } = await sql<{ n: number }>`
    select nextval('warehouse.wave_no')::int as n from generate_series(1, ${waves.length})`.execute(
    tx,
  )
  const ids = waves.map(() => newId())
  for (const [at, wave] of waves.entries())
    await insertWave(tx, actor, asked, wave, {
      id: ids[at]!,
      no: `W${String(numbers[at]!.n).padStart(6, '0')}`,
    })
  const slots = waves.flatMap(({ orderIds }, at) =>
    orderIds.map((floorId, n) => ({ floorId, waveId: ids[at]!, slot: n + 1 })),
  )
  await sql`
    update warehouse.floor_orders f set wave_id = fresh.wave_id, slot = fresh.slot
    from unnest(${slots.map(({ floorId }) => floorId)}::uuid[], ${slots.map(({ waveId }) => waveId)}::uuid[],
      ${slots.map(({ slot }) => slot)}::int[]) as fresh (id, wave_id, slot)
    where f.id = fresh.id`.execute(tx)
  await keepProfiles(tx, orders)
  await recordAudit(tx, actor, {
    action: 'warehouse.wave.build',
    subjectType: 'site',
    subjectId: asked.siteId,
    after: { ...asked, waves: waves.length, orders: slots.length, left: left.length },
  })
  return { ids, left: left.length }
}

async function insertWave(
  tx: Tx,
  actor: Actor,
  asked: AskedWaves,
  wave: BuiltWave,
  { id, no }: { readonly id: string; readonly no: string },
): Promise<void> {
  await sql`
    insert into warehouse.waves (id, no, site_id, method, profile, carrier, device_id, template, orders, lines, qty, grams, cm3,
      steps, naive_steps, minutes, jumps, due_at, created_by)
    values (${id}, ${no}, ${wave.siteId}, ${wave.method}, ${wave.profile}, ${wave.carrier}, ${wave.deviceId},
      ${toJson(asked)}::jsonb, ${wave.orderIds.length}, ${wave.lines}, ${wave.qty}, ${wave.grams}, ${wave.cm3}, ${wave.steps},
      ${wave.naiveSteps}, ${wave.minutes}, ${toJson(wave.jumps)}::jsonb, ${wave.dueAt}, ${actor.name})`.execute(
    tx,
  )
}

async function keepProfiles(tx: Tx, orders: readonly WaitingOrder[]): Promise<void> {
  await sql`
    update warehouse.floor_orders f set profile = fresh.profile, profile_reason = fresh.reason
    from unnest(${orders.map(({ id }) => id)}::uuid[], ${pgArray(orders.map(({ profile }) => profile))}::text[],
      ${pgArray(orders.map(({ reason }) => toJson(reason)))}::jsonb[]) as fresh (id, profile, reason)
    where f.id = fresh.id and f.profile <> fresh.profile`.execute(tx)
}

export interface WaveHead {
  readonly id: string
  readonly no: string
  readonly siteId: string
  readonly status: WaveStatus
  readonly method: 'sku' | 'batch' | 'cluster'
  readonly deviceId: string
  readonly pickerId: string | null
  readonly pickerName: string
}

export async function waveOf(db: Db, id: string, isLocking = false): Promise<WaveHead> {
  const { rows } = await sql<WaveHead>`
    select id, no, site_id as "siteId", status, method, device_id as "deviceId", picker_id as "pickerId", picker_name as "pickerName"
    from warehouse.waves where id = ${id} ${isLocking ? sql`for update` : sql``}`.execute(db)
  if (!rows[0]) throw notFound(WAVE, id)
  return rows[0]
}

/** To the floor: a device has to be free for it. */
export async function releaseWave(tx: Tx, actor: Actor, id: string): Promise<void> {
  const wave = await waveOf(tx, id, true)
  if (wave.status !== 'DRAFT')
    throw waveNotNow(wave.no, wave.status, { zh: '释放', en: 'released' })
  const { rows } = await sql<{ code: string; units: number }>`
    select code, units from warehouse.devices where id = ${wave.deviceId} for update`.execute(tx)
  const { rows: used } = await sql<{ used: number }>`
    select count(*)::int as used from warehouse.waves
    where device_id = ${wave.deviceId} and status in ('RELEASED', 'PICKING', 'SORTING')`.execute(tx)
  if (used[0]!.used >= rows[0]!.units) throw noDevice(rows[0]!.code, rows[0]!.units)
  await sql`
    update warehouse.waves set status = 'RELEASED', released_at = clock_timestamp(), version = version + 1 where id = ${id}`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'warehouse.wave.release',
    subjectType: 'wave',
    subjectId: id,
    after: { no: wave.no },
  })
  await settleWave(tx, id)
}

/** Untouched orders go back among those that wait; what was begun is pulled and put back. */
export async function cancelWave(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly note: string },
): Promise<{ freed: number; pulled: number }> {
  const wave = await waveOf(tx, asked.id)
  if (wave.status === 'DONE' || wave.status === 'CANCELLED')
    throw waveNotNow(wave.no, wave.status, { zh: '取消', en: 'cancelled' })
  const { rows } = await sql<{ orderId: string; isTouched: boolean }>`
    select f.order_id as "orderId", o.status <> 'RELEASED' as "isTouched"
    from warehouse.floor_orders f join orders.fulfil_orders o on o.id = f.order_id
    where f.wave_id = ${asked.id} and f.state = 'open' order by o.id for update of o`.execute(tx)
  const touched = rows.filter(({ isTouched }) => isTouched)
  for (const { orderId } of touched)
    await pullOrder(tx, actor, {
      orderId,
      rule: 'wave_cancelled',
      because: { zh: '波次取消', en: 'its wave was cancelled' },
      note: asked.note,
    })
  await sql`
    update warehouse.floor_orders set wave_id = null, slot = null where wave_id = ${asked.id} and state = 'open'`.execute(
    tx,
  )
  await sql`
    update warehouse.waves set status = 'CANCELLED', ended_at = clock_timestamp(), version = version + 1 where id = ${asked.id}`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'warehouse.wave.cancel',
    subjectType: 'wave',
    subjectId: asked.id,
    before: { status: wave.status },
    reason: asked.note,
  })
  return { freed: rows.length - touched.length, pulled: touched.length }
}
