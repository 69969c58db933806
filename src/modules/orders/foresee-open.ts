// The forecast of everything open, kept on its clock: who will be late is a queue of the desk and an event.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { addMs, instant, now } from '#kernel/time.ts'
import { defaultCalendar } from '#modules/calendars'
import { keepForecasts } from '#modules/clocks'
import { SHIP } from './end-ship-clocks.ts'
import { foresee, type OpenOrder, type Stage, STAGES } from './forecast.ts'
import { deskSettings } from './settings.ts'
import { readPaces, refreshPaces, usualHoldMs } from './stage-paces.ts'

/** Clocks written in one transaction. */
const BATCH = 5000

interface Row {
  readonly id: string
  readonly stage: Stage
  readonly dueAt: Date
  readonly isHeld: boolean
}

export async function foreseeOpen(db: Db): Promise<void> {
  await db.transaction().execute(refreshPaces)
  const forecast = await forecastOpen(db)
  const all = [...forecast].map(([subjectId, at]) => ({ subjectId, kind: SHIP, at }))
  for (let from = 0; from < all.length; from += BATCH)
    await db.transaction().execute((tx) => keepForecasts(tx, all.slice(from, from + BATCH)))
}

/** Before anything was measured, each is expected after the time the house has set. */
export async function forecastOpen(db: Db): Promise<ReadonlyMap<string, Date>> {
  const orders = await openOrders(db)
  const paces = await readPaces(db)
  const at = now()
  if (paces.length === 0) {
    const { leadMinutes } = await deskSettings(db)
    return new Map(orders.map(({ id }) => [id, addMs(at, leadMinutes * 60_000)]))
  }
  const calendar = await defaultCalendar(db)
  return foresee(orders, paces, { calendar, now: at, holdMs: await usualHoldMs(db) })
}

async function openOrders(db: Db): Promise<OpenOrder[]> {
  const { rows } = await sql<Row>`
    select id, status as stage, coalesce(due_at, 'infinity') as "dueAt", cardinality(hold_codes) > 0 as "isHeld"
    from orders.fulfil_orders where status = any(${[...STAGES]}::text[]) and due_at is not null
    order by due_at, id limit 200000`.execute(db)
  return rows.map(({ dueAt, ...row }) => ({ ...row, dueMs: instant(dueAt).getTime() }))
}
