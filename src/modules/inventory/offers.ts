// What may be offered: the waterfall of a SKU from real rows, and the rules behind it (safety, shares,
// exclusive quotas).
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { componentsOf } from '#modules/catalog'
import {
  bundleAvailable,
  type SafetyRule,
  safetyFor,
  safetyForStaleness,
  type SitePool,
  type Step,
  waterfall,
} from './ats.ts'
import { lockPools, post } from './ledger.ts'
import { ANYWHERE } from './posting.ts'
import { expireReservations } from './reserve.ts'

/** Stands in a rule for "every site". */
export const EVERY_SITE = ANYWHERE

export interface Waterfall {
  readonly steps: readonly Step[]
  readonly sites: readonly (SitePool & { readonly siteCode: string })[]
  readonly bundle: {
    readonly publish: bigint
    readonly short: bigint
    readonly parts: readonly BundlePart[]
  } | null
}

export interface BundlePart {
  readonly skuId: string
  readonly code: string
  readonly perBundle: bigint
  /** Unpromised, and what of it this channel may be offered. */
  readonly free: bigint
  readonly offered: bigint
}

/** The waterfall of a SKU for a channel ('' is nobody's channel), over all sites or one. */
export async function waterfallOf(
  db: Db,
  asked: { skuId: string; siteId?: string | undefined; channel: string },
): Promise<Waterfall> {
  const parts = (await componentsOf(db, [asked.skuId])).get(asked.skuId) ?? []
  const own = parts.length === 1 && parts[0]!.skuId === asked.skuId
  if (!own) return bundleWaterfall(db, asked, parts)
  const sites = await sitePools(db, asked)
  const share = await shareOf(db, asked.skuId, asked.channel)
  return { steps: waterfall(sites, asked.channel, share), sites, bundle: null }
}

/** A bundle is offered by what its parts may be offered: their safety and the quotas of others stay. */
async function bundleWaterfall(
  db: Db,
  asked: { skuId: string; siteId?: string | undefined; channel: string },
  needed: readonly { skuId: string; qty: bigint }[],
): Promise<Waterfall> {
  const parts: BundlePart[] = []
  for (const { skuId, qty } of needed) {
    const sites = await sitePools(db, { ...asked, skuId })
    const steps = waterfall(sites, asked.channel, { percent: 100, cap: null })
    const value = (key: string) => steps.find((step) => step.key === key)?.value ?? 0n
    parts.push({
      skuId,
      code: await codeOf(db, skuId),
      perBundle: qty,
      free: value('free'),
      offered: value('ats'),
    })
  }
  const share = await shareOf(db, asked.skuId, asked.channel)
  return { steps: [], sites: [], bundle: { ...bundleAvailable(parts, share), parts } }
}

async function codeOf(db: Db, skuId: string): Promise<string> {
  const { rows } = await sql<{
    code: string
  }>`select code from catalog.skus where id = ${skuId}`.execute(db)
  return rows[0]?.code ?? skuId
}

async function sitePools(
  db: Db,
  asked: { skuId: string; siteId?: string | undefined; channel: string },
) {
  const { rows } = await sql<Omit<SitePool, 'quotas' | 'safety'> & { siteCode: string }>`
    with held as (
      select l.site_id, sum(b.qty)::bigint as on_hand
      from inventory.balances b join places.locations l on l.id = b.location_id
      where b.sku_id = ${asked.skuId} and l.is_real group by 1)
    select s.id as "siteId", s.code as "siteCode", coalesce(h.on_hand, 0) as "onHand",
      coalesce(h.on_hand, 0) - coalesce(p.good, 0) as "notGood", coalesce(p.good, 0) as good, coalesce(p.soft, 0) as soft,
      coalesce(p.ordered, 0) as ordered, coalesce(p.hard, 0) as hard, coalesce(p.frozen, 0) as frozen
    from places.sites s
    left join inventory.pools p on p.site_id = s.id and p.sku_id = ${asked.skuId}
    left join held h on h.site_id = s.id
    where (p.sku_id is not null or h.on_hand <> 0) and (${asked.siteId ?? null}::uuid is null or s.id = ${asked.siteId ?? null}::uuid)
    order by s.code`.execute(db)
  const quotas = await sql<{ siteId: string; channel: string; left: bigint }>`
    select site_id as "siteId", channel, sum(outstanding)::bigint as left from inventory.reservations
    where sku_id = ${asked.skuId} and kind = 'QUOTA' and outstanding > 0 and (expires_at is null or expires_at > now())
    group by 1, 2`.execute(db)
  const rules = await safetyRules(db, asked.skuId)
  return rows.map((row) => ({
    ...row,
    quotas: quotas.rows.filter(({ siteId }) => siteId === row.siteId),
    safety: safetyFor(rules, row.siteId, asked.channel),
  }))
}

async function safetyRules(db: Db, skuId: string): Promise<SafetyRule[]> {
  const { rows } = await sql<SafetyRule>`
    select nullif(site_id, ${EVERY_SITE}::uuid) as "siteId", nullif(channel, '') as channel, qty
    from inventory.safety_rules where sku_id = ${skuId}`.execute(db)
  return rows
}

async function shareOf(db: Db, skuId: string, channel: string) {
  const { rows } = await sql<{ percent: number; cap: bigint | null }>`
    select percent, cap from inventory.channel_shares where sku_id = ${skuId} and channel = ${channel}`.execute(
    db,
  )
  return rows[0] ?? { percent: 100, cap: null }
}

/**
 * The rules behind a SKU's offers, and the safety its own peak asks for: the most that was promised or shipped
 * within one minute of the last 28 days, for as long as a channel's stock may be stale (OP-STK-2).
 */
export async function rulesOf(db: Db, skuId: string, staleSeconds: number) {
  const safety = await sql<{
    siteId: string | null
    site: string | null
    channel: string
    qty: bigint
    version: number
  }>`
    select nullif(r.site_id, ${EVERY_SITE}::uuid) as "siteId", s.code as site, r.channel, r.qty, r.version
    from inventory.safety_rules r left join places.sites s on s.id = r.site_id
    where r.sku_id = ${skuId} order by s.code nulls first, r.channel`.execute(db)
  const shares = await sql<{
    channel: string
    percent: number
    cap: bigint | null
    version: number
  }>`
    select channel, percent, cap, version from inventory.channel_shares where sku_id = ${skuId} order by channel`.execute(
    db,
  )
  const quotas = await sql<{
    orderRef: string
    site: string
    channel: string
    left: bigint
    expiresAt: Date | null
  }>`
    select r.order_ref as "orderRef", s.code as site, r.channel, r.outstanding as left, r.expires_at as "expiresAt"
    from inventory.reservations r join places.sites s on s.id = r.site_id
    where r.sku_id = ${skuId} and r.kind = 'QUOTA' and r.outstanding > 0 order by r.channel, s.code`.execute(
    db,
  )
  const peak = await sql<{ qty: bigint }>`
    select coalesce(max(qty), 0)::bigint as qty from (
      select sum(delta) as qty from inventory.reservation_entries
      where sku_id = ${skuId} and reason = 'reserve' and kind in ('SOFT', 'ORDER') and recorded_at > now() - interval '28 days'
      group by date_trunc('minute', recorded_at)
      union all
      select sum(qty) from inventory.moves
      where sku_id = ${skuId} and reason = 'ship' and effective_at > now() - interval '28 days'
      group by date_trunc('minute', effective_at)) as minutes`.execute(db)
  const peakPerMinute = peak.rows[0]?.qty ?? 0n
  return {
    safety: safety.rows,
    shares: shares.rows,
    quotas: quotas.rows,
    stale: { peakPerMinute, qty: safetyForStaleness(peakPerMinute, BigInt(staleSeconds)) },
  }
}

/** Keep stock for one channel for a time. Refused when it does not fit into unpromised stock (I7). */
export async function grantQuota(
  tx: Tx,
  actor: Actor,
  asked: {
    skuId: string
    siteId: string
    channel: string
    qty: bigint
    expiresAt?: Date | undefined
  },
): Promise<string> {
  await lockPools(tx, [asked])
  await expireReservations(tx, [asked.skuId])
  const [pool] = await lockPools(tx, [asked])
  if (!pool) throw notFound({ zh: '库存', en: 'stock of SKU' }, asked.skuId)
  const free = pool.good - pool.soft - pool.ordered - pool.hard - pool.frozen - pool.quota
  if (asked.qty > free) {
    throw refuse(
      'inventory.quota_too_large',
      409,
      {
        zh: `可分配的只有 ${free},不够配额 ${asked.qty}`,
        en: `Only ${free} can be kept apart; ${asked.qty} are asked for.`,
      },
      { free, asked: asked.qty },
    )
  }
  const id = newId()
  await post(tx, actor, {
    cause: `quota:${id}`,
    document: `quota:${id}`,
    entries: [
      {
        skuId: asked.skuId,
        siteId: asked.siteId,
        orderRef: `quota:${id}`,
        lineRef: '1',
        kind: 'QUOTA',
        locationId: ANYWHERE,
        lot: '',
        ownerId: ANYWHERE,
        delta: asked.qty,
        reason: 'reserve',
        channel: asked.channel,
        expiresAt: asked.expiresAt,
      },
    ],
  })
  await recordAudit(tx, actor, {
    action: 'inventory.quota.grant',
    subjectType: 'sku',
    subjectId: asked.skuId,
    after: asked,
  })
  return id
}
