// Which places are looked at, and when: by the class of what lies in them, when they fall empty, and after a
// picker found less than the books say. Never two open tasks for one place and SKU (the index
// counts_one_open); who asks second finds the first (OP-STK-12).
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { DomainEvent } from '#kernel/background.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Bilingual, notFound, refuse } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { OWN_GOODS } from '#modules/parties'
import { thawCounted } from './freeze-missing.ts'
import { assertSite } from './locations.ts'
import { judgeEdit } from './offer-rules.ts'
import type { Quality } from './posting.ts'

export type CountClass = 'A' | 'B' | 'C'

/** The class of each SKU that has one; the rest count as C. Handed in by the wiring (costing knows). */
export type ClassesOf = (db: Db) => Promise<ReadonlyMap<string, CountClass>>

const COUNT_RULE: Bilingual = { zh: '盘点周期', en: 'count rule' }

/** Tasks made by one planning: what two people count in a day. 行业经验值. */
const TASKS_A_DAY = 200

export interface CountRule {
  readonly class: CountClass | 'zero'
  readonly everyDays: number | null
  readonly isOn: boolean
  readonly version: number
}

export async function countRules(db: Db): Promise<CountRule[]> {
  const { rows } = await sql<CountRule>`
    select class, every_days as "everyDays", is_on as "isOn", version from inventory.count_rules order by class`.execute(
    db,
  )
  return rows
}

export async function setCountRule(
  tx: Tx,
  actor: Actor,
  rule: {
    class: CountRule['class']
    everyDays?: number | undefined
    isOn: boolean
    version: number
  },
): Promise<void> {
  if ((rule.class === 'zero') !== (rule.everyDays === undefined)) {
    throw refuse('inventory.count_rule_days', 400, {
      zh: 'A、B、C 类要写每几天盘一次;零库存确认不写天数',
      en: 'Classes A, B and C need a number of days; zero confirmation has none.',
    })
  }
  await sql`select 1 from inventory.count_rules where class = ${rule.class} for update`.execute(tx)
  const before = (await countRules(tx)).find((one) => one.class === rule.class)!
  const yours = { everyDays: rule.everyDays ?? null, isOn: rule.isOn }
  if (!judgeEdit(COUNT_RULE, rule.version, yours, { ...before })) return
  await sql`
    update inventory.count_rules set every_days = ${yours.everyDays}, is_on = ${rule.isOn}, version = version + 1
    where class = ${rule.class}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'inventory.count_rule.set',
    subjectType: 'count_rule',
    subjectId: rule.class,
    before,
    after: rule,
  })
}

interface Place {
  readonly skuId: string
  readonly locationId: string
  readonly lot: string
  readonly quality: Quality
}

interface Task extends Place {
  readonly cause: 'cycle' | 'zero_confirm' | 'short_pick'
  readonly class?: CountClass | undefined
  readonly orderRef?: string | undefined
}

/** Open tasks where none is open. Returns how many are new. */
export async function openTasks(tx: Tx, tasks: readonly Task[]): Promise<number> {
  if (tasks.length === 0) return 0
  const { rows } = await sql`
    insert into inventory.counts (id, sku_id, location_id, lot, quality, owner_id, cause, status, class, order_ref)
    select id, sku_id, location_id, lot, quality, ${OWN_GOODS}::uuid, cause, 'open', class, order_ref from unnest(
      ${tasks.map(() => newId())}::uuid[], ${tasks.map((t) => t.skuId)}::uuid[], ${tasks.map((t) => t.locationId)}::uuid[],
      ${tasks.map((t) => t.lot)}::text[], ${tasks.map((t) => t.quality)}::text[], ${tasks.map((t) => t.cause)}::text[],
      ${tasks.map((t) => t.class ?? null)}::text[], ${tasks.map((t) => t.orderRef ?? null)}::text[]
    ) as task (id, sku_id, location_id, lot, quality, cause, class, order_ref)
    on conflict (sku_id, location_id, lot, quality, owner_id) where status in ('open', 'recount') do nothing
    returning id`.execute(tx)
  return rows.length
}

interface Due extends Place {
  readonly class: CountClass
}

/**
 * Open the tasks that are due: places with goods whose last count (or first receipt) is longer ago than the
 * rule of their class allows. A before B before C, longest ago first, in walking order.
 */
export async function planCounts(
  tx: Tx,
  actor: Actor,
  classesOf: ClassesOf,
  asked: { siteId?: string | undefined; limit?: number | undefined } = {},
): Promise<{ opened: number; due: number }> {
  if (asked.siteId) await assertSite(tx, asked.siteId)
  const classes = [...(await classesOf(tx))]
  const { rows } = await sql<Due>`
    with classed as (
      select * from unnest(${classes.map(([id]) => id)}::uuid[], ${classes.map(([, c]) => c)}::text[]) as c (sku_id, class)),
    held as (
      select b.sku_id, b.location_id, b.lot, b.quality, coalesce(c.class, 'C') as class, l.walk_order, l.code
      from inventory.balances b join places.locations l on l.id = b.location_id left join classed c on c.sku_id = b.sku_id
      where b.qty > 0 and b.owner_id = ${OWN_GOODS} and l.kind in ('bin', 'pick')
        and (${asked.siteId ?? null}::uuid is null or l.site_id = ${asked.siteId ?? null}::uuid)),
    seen as (
      select h.*, coalesce(
        (select max(counted_at) from inventory.counts c
         where c.status = 'posted' and c.owner_id = ${OWN_GOODS} and (c.sku_id, c.location_id, c.lot, c.quality) = (h.sku_id, h.location_id, h.lot, h.quality)),
        (select min(recorded_at) from inventory.moves m where m.sku_id = h.sku_id and m.to_location = h.location_id
           and m.owner_id = ${OWN_GOODS})) as since
      from held h)
    select s.sku_id as "skuId", s.location_id as "locationId", s.lot, s.quality, s.class
    from seen s join inventory.count_rules r on r.class = s.class and r.is_on
    where s.since <= now() - make_interval(days => r.every_days) and not exists (
      select 1 from inventory.counts c where c.status in ('open', 'recount') and c.owner_id = ${OWN_GOODS}
        and (c.sku_id, c.location_id, c.lot, c.quality) = (s.sku_id, s.location_id, s.lot, s.quality))
    order by s.class, s.since, s.walk_order, s.code`.execute(tx)
  const chosen = rows.slice(0, asked.limit ?? TASKS_A_DAY)
  const opened = await openTasks(
    tx,
    chosen.map((place) => ({ ...place, cause: 'cycle' })),
  )
  if (opened > 0) {
    await recordAudit(tx, actor, {
      action: 'inventory.count.plan',
      subjectType: 'count',
      subjectId: asked.siteId ?? 'all',
      after: { opened, due: rows.length },
    })
  }
  return { opened, due: rows.length }
}

/** A move older than this is history being recorded, and no reason to send somebody to the shelf. */
const FRESH = "interval '1 day'"

/** Bins that have just fallen empty are looked at: an empty bin is the cheapest count there is. */
export async function confirmZeros(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const causes = [...new Set(events.map(({ payload }) => String(payload['cause'])))]
  const { rows } = await sql<Place>`
    select distinct m.sku_id as "skuId", m.from_location as "locationId", m.lot, m.from_quality as quality
    from inventory.moves m join places.locations l on l.id = m.from_location and l.kind in ('bin', 'pick')
    join inventory.balances b on (b.sku_id, b.location_id, b.lot, b.quality, b.owner_id)
      = (m.sku_id, m.from_location, m.lot, m.from_quality, m.owner_id)
    where m.cause = any(${causes}::text[]) and m.reason in ('ship', 'put_away', 'transfer') and m.owner_id = ${OWN_GOODS}
      and m.effective_at > now() - ${sql.raw(FRESH)} and b.qty = 0
      and exists (select 1 from inventory.count_rules where class = 'zero' and is_on)`.execute(tx)
  await openTasks(
    tx,
    rows.map((place) => ({ ...place, cause: 'zero_confirm' })),
  )
}

export async function cancelCount(
  tx: Tx,
  actor: Actor,
  asked: { id: string; reason: string },
): Promise<void> {
  const { rows } = await sql<{ status: string }>`
    select status from inventory.counts where id = ${asked.id} for update`.execute(tx)
  if (!rows[0]) throw notFound({ zh: '盘点任务', en: 'count' }, asked.id)
  if (rows[0].status !== 'open' && rows[0].status !== 'recount') {
    throw refuse('inventory.count_ended', 409, {
      zh: '这个盘点任务已结束',
      en: 'This count has ended.',
    })
  }
  await sql`
    update inventory.counts set status = 'cancelled', cancel_reason = ${asked.reason} where id = ${asked.id}`.execute(
    tx,
  )
  await thawCounted(tx, actor, asked.id)
  await recordAudit(tx, actor, {
    action: 'inventory.count.cancel',
    subjectType: 'count',
    subjectId: asked.id,
    before: rows[0],
    reason: asked.reason,
  })
}

export interface Accuracy {
  readonly class: CountClass | '-'
  readonly counted: number
  readonly exact: number
  readonly expectedQty: bigint
  /** Σ of what was too much or too little, signs left out: one place does not make up for another. */
  readonly offQty: bigint
  readonly open: number
}

/** How true the books were where somebody looked, by class. Ratios are left to the reader: sums add up. */
export async function countAccuracy(db: Db, days: number): Promise<Accuracy[]> {
  const { rows } = await sql<Accuracy>`
    select coalesce(class, '-') as class,
      count(*) filter (where status = 'posted' and recent)::int as counted,
      count(*) filter (where status = 'posted' and recent and variance = 0)::int as exact,
      coalesce(sum(expected_qty) filter (where status = 'posted' and recent), 0)::bigint as "expectedQty",
      coalesce(sum(abs(variance)) filter (where status = 'posted' and recent), 0)::bigint as "offQty",
      count(*) filter (where status in ('open', 'recount'))::int as open
    from (select *, counted_at > now() - make_interval(days => ${days}::int) as recent from inventory.counts
          where status in ('open', 'recount') or (status = 'posted' and counted_at > now() - make_interval(days => ${days}::int))) as c
    group by 1 order by 1`.execute(db)
  return rows
}
