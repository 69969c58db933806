// What being late costs, by platform, kind and day (INV-CLK-4): rows people keep, each with its source and whether it was confirmed.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Bilingual, invalid, notFound, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import type { PenaltySize } from './due.ts'

const PENALTY: Bilingual = { zh: '时效赔付规则', en: 'penalty rule' }

export interface PenaltyDraft extends PenaltySize {
  readonly platform: string
  readonly kind: string
  readonly validFrom: string
  readonly validTo: string | null
  readonly source: string
  readonly verified: boolean
  readonly note: string
}

export interface Penalty extends PenaltyDraft {
  readonly id: string
  readonly version: number
}

const COLUMNS = sql`id, platform, kind, share_ppm as "sharePpm", fixed_minor as "fixedMinor", least_minor as "leastMinor",
  most_minor as "mostMinor", valid_from::text as "validFrom", valid_to::text as "validTo", source, verified, note, version`

export async function listPenalties(db: Db): Promise<Penalty[]> {
  const { rows } = await sql<Penalty>`
    select ${COLUMNS} from clocks.penalties order by kind, platform, valid_from desc limit 1000`.execute(
    db,
  )
  return rows
}

/** A few dozen rows: read whole, and asked for each clock. */
export const penaltiesOn = listPenalties

/** The platform's own row of that day; else the one for all platforms. */
export function penaltyFor(
  all: readonly Penalty[],
  asked: { readonly platform: string; readonly kind: string; readonly on: string },
): Penalty | null {
  const inForce = all.filter(
    ({ kind, validFrom, validTo }) =>
      kind === asked.kind && validFrom <= asked.on && (validTo === null || validTo >= asked.on),
  )
  return (
    inForce.find(({ platform }) => platform === asked.platform) ??
    inForce.find(({ platform }) => platform === '') ??
    null
  )
}

export async function addPenalty(tx: Tx, actor: Actor, draft: PenaltyDraft): Promise<string> {
  refuseNonsense(draft)
  const id = newId()
  await sql`
    insert into clocks.penalties (id, platform, kind, share_ppm, fixed_minor, least_minor, most_minor, valid_from, valid_to,
      source, verified, note)
    values (${id}, ${draft.platform}, ${draft.kind}, ${draft.sharePpm}, ${draft.fixedMinor}, ${draft.leastMinor},
      ${draft.mostMinor}, ${draft.validFrom}::date, ${draft.validTo}::date, ${draft.source}, ${draft.verified}, ${draft.note})`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'clocks.penalty.add',
    subjectType: 'penalty',
    subjectId: id,
    after: draft,
  })
  return id
}

export async function editPenalty(
  tx: Tx,
  actor: Actor,
  id: string,
  version: number,
  draft: PenaltyDraft,
): Promise<number> {
  const { rows } = await sql<Penalty>`
    select ${COLUMNS} from clocks.penalties where id = ${id} for update`.execute(tx)
  const before = rows[0]
  if (!before) throw notFound(PENALTY, id)
  if (before.version !== version) {
    throw staleEdit(PENALTY, {
      givenVersion: version,
      currentVersion: before.version,
      yours: { ...draft },
      current: { ...before },
    })
  }
  refuseNonsense(draft)
  await sql`
    update clocks.penalties set platform = ${draft.platform}, kind = ${draft.kind}, share_ppm = ${draft.sharePpm},
      fixed_minor = ${draft.fixedMinor}, least_minor = ${draft.leastMinor}, most_minor = ${draft.mostMinor},
      valid_from = ${draft.validFrom}::date, valid_to = ${draft.validTo}::date, source = ${draft.source},
      verified = ${draft.verified}, note = ${draft.note}, version = version + 1
    where id = ${id}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'clocks.penalty.edit',
    subjectType: 'penalty',
    subjectId: id,
    before,
    after: draft,
  })
  return version + 1
}

function refuseNonsense(draft: PenaltyDraft): void {
  if (draft.sharePpm !== null && draft.fixedMinor !== null) {
    throw invalid([
      {
        path: 'sharePpm',
        code: 'penalty.one_value',
        zh: '比例和金额只填一个;都不填表示还不知道',
        en: 'give a share or an amount; leave both empty while it is not known',
      },
    ])
  }
  if (draft.mostMinor !== null && draft.mostMinor < draft.leastMinor) {
    throw invalid([
      {
        path: 'mostMinor',
        code: 'penalty.bounds',
        zh: '最高低于最低',
        en: 'the most is below the least',
      },
    ])
  }
  if (draft.validTo !== null && draft.validTo < draft.validFrom) {
    throw invalid([
      {
        path: 'validTo',
        code: 'penalty.dates',
        zh: '结束日期早于开始日期',
        en: 'ends before it begins',
      },
    ])
  }
}
