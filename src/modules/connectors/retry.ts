// Trying again what failed, when a person has mended the reason. Nothing is repeated blindly: records are read again, a figure of
// stock is absolute, and a parcel is looked for before it is told (INV-CONN-1).
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { pgArray } from '#kernel/pg-array.ts'
import type { Failing } from './contract.ts'
import { wakePoll } from './wake-poll.ts'

export interface FailedItem {
  readonly what: Failing
  readonly no: string
}

/** Without `items`: all that failed at this shop. */
export async function retryFailed(
  tx: Tx,
  actor: Actor,
  shopId: string,
  items: readonly FailedItem[] | undefined,
): Promise<number> {
  const { rows: links } = await sql`
    select 1 from connectors.links where shop_id = ${shopId} for no key update`.execute(tx)
  if (links.length === 0) throw notFound({ zh: '接入', en: 'link' }, shopId)
  const asked = (what: Failing) =>
    items === undefined
      ? null
      : pgArray(items.filter((item) => item.what === what).map(({ no }) => no))
  const retried = [
    ...(await retryReads(tx, shopId, 'orders', asked('orders'))),
    ...(await retryReads(tx, shopId, 'aftersales', asked('aftersales'))),
    ...(await retryStock(tx, shopId, asked('stock'))),
    ...(await retryShipments(tx, shopId, asked('shipments'))),
    ...(await retryWants(tx, shopId, 'prices', asked('prices'))),
    ...(await retryWants(tx, shopId, 'listings', asked('listings'))),
    ...(await retryActs(tx, shopId, 'refunds', asked('refunds'))),
    ...(await retryActs(tx, shopId, 'dates', asked('dates'))),
  ]
  if (retried.length === 0) return 0
  await recordAudit(tx, actor, {
    action: 'connectors.retry',
    subjectType: 'shop',
    subjectId: shopId,
    after: { items: items ?? 'all', retried: retried.length },
  })
  await wakePoll(tx, shopId)
  return retried.length
}

type Nos = ReturnType<typeof pgArray> | null

async function retryReads(tx: Tx, shopId: string, kind: 'orders' | 'aftersales', nos: Nos) {
  const { rows } = await sql`
    update connectors.marks set next_try_at = clock_timestamp(), tries = 0
    where shop_id = ${shopId} and kind = ${kind} and dirty and problem <> ''
      and (${nos}::text[] is null or no = any(${nos}::text[])) returning 1`.execute(tx)
  return rows
}

async function retryStock(tx: Tx, shopId: string, nos: Nos) {
  const { rows } = await sql`
    update connectors.stock set problem = ''
    where shop_id = ${shopId} and problem <> ''
      and (${nos}::text[] is null or platform_item || '/' || platform_sku = any(${nos}::text[])) returning 1`.execute(
    tx,
  )
  return rows
}

async function retryShipments(tx: Tx, shopId: string, nos: Nos) {
  const { rows } = await sql`
    update connectors.shipments set status = 'doubtful', calls = 0
    where shop_id = ${shopId} and status = 'refused'
      and (${nos}::text[] is null or order_no = any(${nos}::text[])) returning 1`.execute(tx)
  return rows
}

async function retryWants(tx: Tx, shopId: string, kind: 'prices' | 'listings', nos: Nos) {
  const { rows } = await sql`
    update connectors.wants set problem = ''
    where shop_id = ${shopId} and kind = ${kind} and problem <> ''
      and (${nos}::text[] is null or platform_item || '/' || platform_sku = any(${nos}::text[])) returning 1`.execute(
    tx,
  )
  return rows
}

/** Looked at before they are told again, like a parcel, and not before their time (INV-CONN-5). */
async function retryActs(tx: Tx, shopId: string, kind: 'refunds' | 'dates', nos: Nos) {
  const { rows } = await sql`
    update connectors.acts set status = 'doubtful', calls = 0
    where shop_id = ${shopId} and kind = ${kind} and status = 'refused'
      and (${nos}::text[] is null or no = any(${nos}::text[])) returning 1`.execute(tx)
  return rows
}
