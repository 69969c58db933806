// A clock stands while its cause does, if whoever started it allows that cause (OP-CLK-6); what a platform counts never stands.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { type Bilingual, notFound, refuse } from '#kernel/errors.ts'
import { emitAll } from '#kernel/outbox.ts'
import type { Source } from './due.ts'
import { PAUSE_REASONS } from './reasons.ts'
import { recount } from './set-clocks.ts'

const CLOCK: Bilingual = { zh: '时钟', en: 'clock' }

export const SOURCE_WORDS: Readonly<Record<Source, Bilingual>> = {
  platform: { zh: '平台', en: 'the platform' },
  law: { zh: '法律', en: 'the law' },
  contract: { zh: '合同', en: 'a contract' },
  internal: { zh: '内部', en: 'our own rule' },
}

interface Clock {
  readonly id: string
  readonly subjectId: string
  readonly kind: string
  readonly isEnded: boolean
  readonly sources: readonly string[]
  readonly paused: readonly string[]
}

export interface AskedPause {
  readonly id: string
  readonly source: Source
  readonly reason: string
  readonly note: string
}

/** Throws `clocks.never_pauses`, `clocks.reason_not_allowed`, `clocks.not_running`. */
export async function pauseClock(tx: Tx, actor: Actor, asked: AskedPause): Promise<void> {
  const clock = await lockClock(tx, asked.id)
  const allowed = PAUSE_REASONS[asked.source]
  if (allowed.length === 0) throw neverPauses()
  if (!allowed.some(({ id }) => id === asked.reason)) throw reasonNotAllowed(asked.source)
  if (clock.isEnded || !clock.sources.includes(asked.source) || clock.paused.includes(asked.source))
    throw notRunning(asked.source)
  await sql`
    insert into clocks.pauses (clock_id, source, reason, note, paused_by)
    values (${clock.id}, ${asked.source}, ${asked.reason}, ${asked.note}, ${actor.name})`.execute(
    tx,
  )
  await afterwards(tx, clock)
  await recordAudit(tx, actor, {
    action: 'clocks.clock.pause',
    subjectType: 'clock',
    subjectId: clock.id,
    after: { source: asked.source, reason: asked.reason },
    reason: asked.note,
  })
}

export async function resumeClock(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly source: Source },
): Promise<void> {
  const clock = await lockClock(tx, asked.id)
  if (!clock.paused.includes(asked.source)) {
    throw refuse('clocks.not_paused', 409, {
      zh: `${SOURCE_WORDS[asked.source].zh}的时钟没有暂停;请刷新`,
      en: `The clock of ${SOURCE_WORDS[asked.source].en} is not paused. Refresh.`,
    })
  }
  await sql`
    update clocks.pauses set to_at = clock_timestamp(), resumed_by = ${actor.name}
    where clock_id = ${clock.id} and source = ${asked.source} and to_at is null`.execute(tx)
  await afterwards(tx, clock)
  await recordAudit(tx, actor, {
    action: 'clocks.clock.resume',
    subjectType: 'clock',
    subjectId: clock.id,
    after: { source: asked.source },
  })
}

/** Whoever keeps a due of its own hears that it moved. */
async function afterwards(tx: Tx, clock: Clock): Promise<void> {
  const effective = (await recount(tx, [clock.id])).get(clock.id)
  await emitAll(tx, [
    {
      type: 'clock.due_changed',
      key: clock.subjectId,
      payload: { clockId: clock.id, kind: clock.kind, dueAt: effective?.dueAt ?? null },
    },
  ])
}

async function lockClock(tx: Tx, id: string): Promise<Clock> {
  const { rows } = await sql<Clock>`
    select c.id, c.subject_id as "subjectId", c.kind, c.ended_at is not null as "isEnded",
      array(select distinct source from clocks.dues where clock_id = c.id and replaced_at is null) as sources,
      array(select source from clocks.pauses where clock_id = c.id and to_at is null) as paused
    from clocks.clocks c where c.id = ${id} for update of c`.execute(tx)
  if (!rows[0]) throw notFound(CLOCK, id)
  return rows[0]
}

const neverPauses = () =>
  refuse('clocks.never_pauses', 409, {
    zh: '平台计的时不能在这里暂停;请在平台上申请延期,同步后自动更新',
    en: 'What a platform counts cannot be paused here. Ask the platform for more time; its answer comes with the next poll.',
  })

function reasonNotAllowed(source: Source) {
  const names = PAUSE_REASONS[source]
  return refuse(
    'clocks.reason_not_allowed',
    400,
    {
      zh: `${SOURCE_WORDS[source].zh}的时钟只能因为这些原因暂停:${names.map(({ zh }) => zh).join('、')}`,
      en: `A clock of ${SOURCE_WORDS[source].en} pauses only for: ${names.map(({ en }) => en).join('; ')}.`,
    },
    { source, allowed: names.map(({ id }) => id) },
  )
}

const notRunning = (source: Source) =>
  refuse('clocks.not_running', 409, {
    zh: `${SOURCE_WORDS[source].zh}的时钟现在没有在走:没有这个来源、已暂停或已结束`,
    en: `No clock of ${SOURCE_WORDS[source].en} is running: it has no such source, is paused, or has ended.`,
  })
