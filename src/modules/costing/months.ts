// Closing a month: its values stand from then on. What is recorded later but happened in it is booked on the
// first open day, and shows there.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { houseToday } from '#kernel/house.ts'
import { refuse } from '#kernel/errors.ts'
import { OWN_GOODS } from '#modules/parties'

export interface Month {
  readonly month: string
  /** Its last day has passed: it may be closed. */
  readonly isOver: boolean
  readonly isClosed: boolean
  readonly openingMinor: bigint
  readonly inMinor: bigint
  readonly soldMinor: bigint
  readonly otherOutMinor: bigint
  readonly closingMinor: bigint
  readonly closingFifoMinor: bigint
}

/** Our own goods: opening + in − sold − other out = closing, by moving average; FIFO beside it. Newest first. */
export async function listMonths(db: Db): Promise<Month[]> {
  const { rows } = await sql<Month>`
    with sums as (
      select date_trunc('month', booked_on)::date as month,
        sum(average_minor) filter (where qty > 0 and reason <> 'return') as came,
        sum(average_minor) filter (where reason in ('ship', 'return')) as sold,
        sum(average_minor) filter (where qty < 0 and reason not in ('ship', 'return')) as other,
        sum(average_minor) as average, sum(fifo_minor) as fifo
      from costing.entries where owner_id = ${OWN_GOODS} group by 1)
    select month::text as month, month + interval '1 month' <= ${await houseToday(db)}::date as "isOver", exists (select 1 from costing.closed_months c where c.month = s.month) as "isClosed",
      (sum(average) over upto - average)::bigint as "openingMinor", coalesce(came, 0)::bigint as "inMinor",
      coalesce(-sold, 0)::bigint as "soldMinor", coalesce(-other, 0)::bigint as "otherOutMinor",
      (sum(average) over upto)::bigint as "closingMinor", (sum(fifo) over upto)::bigint as "closingFifoMinor"
    from sums s window upto as (order by month) order by month desc limit 240`.execute(db)
  return rows
}

/** Close a month and all before it. Refused while the month runs, or while its moves wait for their value. */
export async function closeMonth(tx: Tx, actor: Actor, month: string): Promise<void> {
  await sql`lock table costing.closed_months in share row exclusive mode`.execute(tx)
  if ((await houseToday(tx)).slice(0, 7) <= month.slice(0, 7)) {
    throw refuse('costing.month_not_over', 409, {
      zh: `${month.slice(0, 7)} 还没过完,月底后再结`,
      en: `${month.slice(0, 7)} is not over. Close it after its last day.`,
    })
  }
  const { rows: waiting } = await sql<{ count: number }>`
    select count(*)::int as count from inventory.moves m
    join places.locations f on f.id = m.from_location join places.locations t on t.id = m.to_location
    where f.is_real <> t.is_real and m.effective_at < (${month}::date + interval '1 month')
      and not exists (select 1 from costing.entries e where e.sku_id = m.sku_id and e.move_id = m.id)`.execute(
    tx,
  )
  if (waiting[0]!.count > 0) {
    throw refuse('costing.moves_waiting', 409, {
      zh: `还有 ${waiting[0]!.count} 笔流水在计价,稍后再结`,
      en: `${waiting[0]!.count} move(s) still wait for their value. Close a little later.`,
    })
  }
  await sql`
    insert into costing.closed_months (month, closed_by)
    select day::date, ${actor.id} from generate_series(
      least(${month}::date, (select date_trunc('month', min(booked_on))::date from costing.entries)), ${month}::date,
      interval '1 month') as day
    on conflict do nothing`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'costing.month.close',
    subjectType: 'month',
    subjectId: month,
  })
}

/** Open the last closed month again, with a reason. What was booked later stays where it is. */
export async function reopenMonth(
  tx: Tx,
  actor: Actor,
  asked: { month: string; reason: string },
): Promise<void> {
  const { rows } = await sql`
    delete from costing.closed_months
    where month = ${asked.month}::date and month = (select max(month) from costing.closed_months) returning month`.execute(
    tx,
  )
  if (rows.length === 0) {
    throw refuse('costing.not_last_closed', 409, {
      zh: '只能反结最近一个已结的月份',
      en: 'Only the last closed month can be opened again.',
    })
  }
  await recordAudit(tx, actor, {
    action: 'costing.month.reopen',
    subjectType: 'month',
    subjectId: asked.month,
    reason: asked.reason,
  })
}
