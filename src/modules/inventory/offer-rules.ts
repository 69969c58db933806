// The rules by which stock is offered, as two people edit them: who saves a rule that changed since they saw it
// is shown the difference. The same again is done already, so a save may be sent twice.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { type Bilingual, refuse, staleEdit } from '#kernel/errors.ts'
import { assertSite } from './locations.ts'
import { EVERY_SITE } from './offers.ts'

const SAFETY: Bilingual = { zh: '安全库存规则', en: 'safety stock rule' }
const SHARE: Bilingual = { zh: '渠道比例', en: 'share of the channel' }

/** Of the rule that was seen; 0 when there was none. */
type Seen = { readonly version: number }

/**
 * Write a rule over the one that was seen. `held` is locked. True when there is something to write; throws
 * `kernel.stale_edit` when the rule is another one by now.
 */
export function judgeEdit(
  what: Bilingual,
  seen: number,
  yours: Readonly<Record<string, unknown>>,
  held: (Readonly<Record<string, unknown>> & Seen) | undefined,
): boolean {
  const { version: currentVersion, ...current }: Readonly<Record<string, unknown>> & Seen =
    held ?? {
      version: 0,
    }
  const isSame =
    held !== undefined && Object.keys(yours).every((key) => yours[key] === current[key])
  if (currentVersion === seen) return !isSame
  if (isSame) return false
  throw staleEdit(what, { givenVersion: seen, currentVersion, yours, current })
}

export async function setSafety(
  tx: Tx,
  actor: Actor,
  rule: Seen & {
    skuId: string
    siteId?: string | undefined
    channel?: string | undefined
    qty: bigint
  },
): Promise<void> {
  if (rule.channel && !rule.siteId) {
    throw refuse('inventory.safety_scope', 400, {
      zh: '按渠道设安全库存时要同时指定仓库',
      en: 'A safety stock for a channel needs a site as well.',
    })
  }
  // "Every site" is no row of places, so no foreign key can say it.
  if (rule.siteId) await assertSite(tx, rule.siteId)
  const siteId = rule.siteId ?? EVERY_SITE
  const channel = rule.channel ?? ''
  const key = sql`sku_id = ${rule.skuId} and site_id = ${siteId} and channel = ${channel}`
  await lockRule(tx, `safety:${rule.skuId}:${siteId}:${channel}`)
  const { rows } = await sql<Seen & { qty: bigint }>`
    select qty, version from inventory.safety_rules where ${key}`.execute(tx)
  if (!judgeEdit(SAFETY, rule.version, { qty: rule.qty }, rows[0])) return
  await sql`
    insert into inventory.safety_rules as r (sku_id, site_id, channel, qty)
    values (${rule.skuId}, ${siteId}, ${channel}, ${rule.qty})
    on conflict (sku_id, site_id, channel) do update set qty = excluded.qty, version = r.version + 1`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'inventory.safety.set',
    subjectType: 'sku',
    subjectId: rule.skuId,
    before: rows[0],
    after: rule,
  })
}

export async function setShare(
  tx: Tx,
  actor: Actor,
  share: Seen & { skuId: string; channel: string; percent: number; cap?: bigint | undefined },
): Promise<void> {
  await lockRule(tx, `share:${share.skuId}:${share.channel}`)
  const { rows } = await sql<Seen & { percent: number; cap: bigint | null }>`
    select percent, cap, version from inventory.channel_shares
    where sku_id = ${share.skuId} and channel = ${share.channel}`.execute(tx)
  const yours = { percent: share.percent, cap: share.cap ?? null }
  if (!judgeEdit(SHARE, share.version, yours, rows[0])) return
  await sql`
    insert into inventory.channel_shares as r (sku_id, channel, percent, cap)
    values (${share.skuId}, ${share.channel}, ${share.percent}, ${share.cap ?? null})
    on conflict (sku_id, channel) do update set percent = excluded.percent, cap = excluded.cap, version = r.version + 1`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'inventory.share.set',
    subjectType: 'sku',
    subjectId: share.skuId,
    before: rows[0],
    after: share,
  })
}

/** A rule that is not there yet has no row to lock: its name is locked instead, until the commit. */
async function lockRule(tx: Tx, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx)
}
