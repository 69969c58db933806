// What time alone changes, once a minute: dates that come, deadlines that can no longer be met, stock that was missed.
import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { breachOverdue } from '#modules/clocks'
import { OPEN } from './filter.ts'
import { changeHolds } from './holds.ts'
import { foreseeOpen } from './foresee-open.ts'
import { DESK, lockOrders } from './load.ts'
import { rejudge } from './prepare.ts'
import { retry } from './retry-stock.ts'
import { deskSettings } from './settings.ts'
import { settle } from './settle.ts'

/** Orders looked at in one transaction. */
const BATCH = 500

export async function tick(db: Db): Promise<void> {
  await db.transaction().execute(releaseDates)
  await db.transaction().execute(warnLate)
  await db.transaction().execute(breachOverdue)
  await db.transaction().execute(startMissing)
  await foreseeOpen(db)
  const { rows } = await sql<{ skuId: string }>`
    select distinct w.sku_id as "skuId" from orders.stock_waits w join inventory.pools p on p.sku_id = w.sku_id
    where p.good > p.soft + p.ordered + p.hard + p.frozen order by 1 limit 200`.execute(db)
  if (rows.length > 0)
    await db.transaction().execute(
      async (tx) =>
        void (await retry(
          tx,
          rows.map(({ skuId }) => skuId),
        )),
    )
}

async function releaseDates(tx: Tx): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from orders.fulfil_orders where hold_until <= now() order by id limit ${BATCH}`.execute(
    tx,
  )
  const orders = await lockOrders(
    tx,
    rows.map(({ id }) => id),
  )
  await changeHolds(
    tx,
    DESK,
    orders.map(({ id, holdCodes }) => ({
      orderId: id,
      standing: holdCodes,
      raise: [],
      clear: ['H-DATE' as const],
    })),
  )
  await sql`
    update orders.fulfil_orders set hold_until = null where id = any(${orders.map(({ id }) => id)}::uuid[])`.execute(
    tx,
  )
  await settle(
    tx,
    orders.map(({ id }) => id),
    await deskSettings(tx),
  )
}

/** Orders from before there were clocks. */
async function startMissing(tx: Tx): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select o.id from orders.fulfil_orders o
    where ${OPEN} and o.status <> 'PRE' and not exists (select 1 from clocks.clocks c where c.subject_id = o.id)
    order by o.id limit ${BATCH}`.execute(tx)
  await rejudge(
    tx,
    DESK,
    rows.map(({ id }) => id),
  )
}

/** Not audited, and not enough time left: H-DEADLINE. */
async function warnLate(tx: Tx): Promise<void> {
  const { leadMinutes } = await deskSettings(tx)
  const { rows } = await sql<{ id: string }>`
    select o.id from orders.fulfil_orders o
    where o.status in ('WAIT_AUDIT', 'WAIT_FIN') and o.due_at < now() + make_interval(mins => ${leadMinutes})
      and not o.hold_codes @> '{H-DEADLINE}'
      and not exists (select 1 from orders.holds h where h.order_id = o.id and h.code = 'H-DEADLINE'
        and h.cleared_at is not null and h.is_by_person
        and h.basis = to_char(o.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
    order by o.due_at, o.id limit ${BATCH}`.execute(tx)
  await rejudge(
    tx,
    DESK,
    rows.map(({ id }) => id),
  )
}
