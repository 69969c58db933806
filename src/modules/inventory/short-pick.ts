// A picker finds less on the shelf than was pinned there. What is missing goes back to the pool, is pinned to
// other shelves as far as they hold it, and somebody is sent to count the first one. The books of the shelf
// change by that count, never by the picker's word (OP-STK-12).
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/errors.ts'
import { openTasks } from './count-plans.ts'
import { lockPools, post } from './ledger.ts'
import { ANYWHERE, type Entry } from './posting.ts'
import { freeShelves } from './promises.ts'

export interface ShortPick {
  readonly orderRef: string
  readonly causeId: string
  readonly lineRef: string
  readonly skuId: string
  readonly locationId: string
  readonly lot?: string | undefined
  /** What was there of what was pinned. */
  readonly foundQty: bigint
}

export async function reportShortPick(
  tx: Tx,
  actor: Actor,
  asked: ShortPick,
): Promise<{ missing: bigint; elsewhere: bigint; countOpened: boolean }> {
  const lot = asked.lot ?? ''
  const cause = `short:${asked.orderRef}:${asked.causeId}`
  const pinned = await lockPinned(tx, asked, lot)
  const again = await sql`select 1 from inventory.postings where cause = ${cause}`.execute(tx)
  if (again.rows.length > 0) return { missing: 0n, elsewhere: 0n, countOpened: false }
  const missing = pinned.outstanding - asked.foundQty
  if (missing <= 0n) throw nothingMissing(pinned.outstanding)
  const { entries, rest } = await pinElsewhere(tx, asked, pinned, missing)
  await post(tx, actor, { cause, document: `order:${asked.orderRef}`, entries })
  const opened = await openTasks(tx, [
    {
      skuId: asked.skuId,
      locationId: asked.locationId,
      lot,
      quality: 'good',
      cause: 'short_pick',
      orderRef: asked.orderRef,
    },
  ])
  await recordAudit(tx, actor, {
    action: 'inventory.short_pick',
    subjectType: 'order',
    subjectId: asked.orderRef,
    after: { ...asked, missing, elsewhere: missing - rest },
  })
  return { missing, elsewhere: missing - rest, countOpened: opened > 0 }
}

/** What is missing leaves this shelf for others that have it; the rest becomes a promise on the pool. */
async function pinElsewhere(
  tx: Tx,
  asked: ShortPick,
  pinned: Pinned,
  missing: bigint,
): Promise<{ entries: Entry[]; rest: bigint }> {
  const key = {
    skuId: asked.skuId,
    siteId: pinned.siteId,
    orderRef: asked.orderRef,
    lineRef: asked.lineRef,
    reason: 'change' as const,
  }
  const entries: Entry[] = [
    {
      ...key,
      kind: 'HARD',
      locationId: asked.locationId,
      lot: asked.lot ?? '',
      ownerId: pinned.ownerId,
      delta: -missing,
    },
  ]
  let rest = missing
  for (const { locationId, lot, ownerId, free } of await freeShelves(
    tx,
    asked.skuId,
    pinned.siteId,
    [],
  )) {
    if (rest === 0n) break
    if (locationId === asked.locationId) continue
    const delta = free < rest ? free : rest
    rest -= delta
    entries.push({ ...key, kind: 'HARD', locationId, lot, ownerId, delta })
  }
  if (rest > 0n) {
    const pool = { kind: 'ORDER' as const, locationId: ANYWHERE, lot: '', ownerId: ANYWHERE }
    entries.push({ ...key, ...pool, delta: rest })
  }
  return { entries, rest }
}

interface Pinned {
  readonly siteId: string
  readonly ownerId: string
  readonly outstanding: bigint
}

async function lockPinned(tx: Tx, asked: ShortPick, lot: string): Promise<Pinned> {
  const read = async () =>
    (
      await sql<Pinned>`
        select r.site_id as "siteId", r.outstanding, coalesce((
          select owner_id from inventory.balances b
          where b.sku_id = r.sku_id and b.location_id = r.location_id and b.lot = r.lot and b.quality = 'good'
          order by hard desc limit 1), ${ANYWHERE}::uuid) as "ownerId"
        from inventory.reservations r
        where r.sku_id = ${asked.skuId} and r.order_ref = ${asked.orderRef} and r.line_ref = ${asked.lineRef} and r.kind = 'HARD'
          and r.location_id = ${asked.locationId} and r.lot = ${lot}`.execute(tx)
    ).rows[0]
  const before = await read()
  if (!before) throw nothingMissing(0n)
  await lockPools(tx, [{ skuId: asked.skuId, siteId: before.siteId }])
  return (await read()) ?? before
}

const nothingMissing = (pinned: bigint) =>
  refuse(
    'inventory.not_short',
    409,
    {
      zh: `这个库位为该订单行占用 ${pinned},实际找到的不少于它,没有缺货可报`,
      en: `This location holds ${pinned} for the order line, and no less was found: nothing is missing.`,
    },
    { pinned },
  )
