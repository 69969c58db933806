// What people want a platform to be told: prices and listings (last value wins), refunds and dates (once, and looked at before
// they are told again).
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import type { Bilingual } from '#kernel/errors.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { actStands, cannot } from './errors.ts'
import { connectorOf } from './manage.ts'
import { wakePoll } from './wake-poll.ts'
import type { ActKind } from './tell-acts.ts'

export interface WantedOffer {
  readonly platformItem: string
  readonly platformSku: string
  readonly value: Readonly<Record<string, unknown>>
}

const WORDS: Readonly<Record<'prices' | 'listings' | ActKind, Bilingual>> = {
  prices: { zh: '改价', en: 'setting prices' },
  listings: { zh: '改商品', en: 'changing listings' },
  refunds: { zh: '同意退款', en: 'agreeing to refunds' },
  dates: { zh: '约发货时间', en: 'asking for a date' },
}

const ACTIONS = {
  prices: { action: 'connectors.prices.want' },
  listings: { action: 'connectors.listings.want' },
  refunds: { action: 'connectors.refunds.ask', subjectType: 'aftersale' },
  dates: { action: 'connectors.dates.ask', subjectType: 'order' },
} as const

/** A value that has not changed is not sent again. */
export async function wantOffers(
  tx: Tx,
  actor: Actor,
  shopId: string,
  kind: 'prices' | 'listings',
  items: readonly WantedOffer[],
): Promise<number> {
  const { capabilities, name } = await connectorOf(tx, shopId)
  if (!capabilities[kind]) throw cannot(WORDS[kind], name.en)
  const last = new Map(items.map((one) => [`${one.platformItem}\x1f${one.platformSku}`, one]))
  const all = [...last.values()].toSorted((a, b) => (a.platformSku < b.platformSku ? -1 : 1))
  const texts = all.map(({ value }) =>
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === 'bigint' ? inner.toString() : inner,
    ),
  )
  const { rows } = await sql`
    insert into connectors.wants as w (shop_id, kind, platform_item, platform_sku, value, asked_by)
    select ${shopId}::uuid, ${kind}, item, sku, value, ${actor.name} from unnest(
      ${pgArray(all.map((one) => one.platformItem))}::text[], ${pgArray(all.map((one) => one.platformSku))}::text[],
      ${pgArray(texts)}::jsonb[]) as x (item, sku, value)
    on conflict (shop_id, kind, platform_item, platform_sku) do update set value = excluded.value, version = w.version + 1,
      problem = '', asked_by = excluded.asked_by, wanted_at = clock_timestamp()
    where w.value <> excluded.value or w.problem <> ''
    returning 1`.execute(tx)
  if (rows.length === 0) return 0
  await recordAudit(tx, actor, {
    ...ACTIONS[kind],
    subjectType: 'shop',
    subjectId: shopId,
    after: {
      items: all.map(({ platformItem, platformSku }, at) => ({
        platformItem,
        platformSku,
        value: texts[at],
      })),
    },
  })
  await wakePoll(tx, shopId)
  return rows.length
}

/** One act a record. The same act twice is once; another waits until the first is settled. */
export async function wantAct(
  tx: Tx,
  actor: Actor,
  shopId: string,
  act: {
    readonly kind: ActKind
    readonly no: string
    readonly value: Readonly<Record<string, string>>
  },
): Promise<void> {
  const { capabilities, name } = await connectorOf(tx, shopId)
  if (!capabilities[act.kind]) throw cannot(WORDS[act.kind], name.en)
  const value = JSON.stringify(act.value)
  const { rows } = await sql<{ same: boolean; status: string }>`
    select value = ${value}::jsonb as same, status from connectors.acts
    where shop_id = ${shopId} and kind = ${act.kind} and no = ${act.no} for update`.execute(tx)
  const before = rows[0]
  if (before && before.status !== 'refused') {
    if (before.same) return
    // A second date may follow the first once it was told; money never follows money.
    if (act.kind === 'refunds' || before.status !== 'told') throw actStands(act.no)
  }
  await sql`
    insert into connectors.acts (shop_id, kind, no, value, asked_by)
    values (${shopId}, ${act.kind}, ${act.no}, ${value}::jsonb, ${actor.name})
    on conflict (shop_id, kind, no) do update set value = excluded.value, status = 'waiting', calls = 0, problem = '',
      told_at = null, asked_by = excluded.asked_by, created_at = clock_timestamp()`.execute(tx)
  await recordAudit(tx, actor, {
    ...ACTIONS[act.kind],
    subjectId: act.no,
    after: { shopId, ...act.value },
  })
  await wakePoll(tx, shopId)
}
