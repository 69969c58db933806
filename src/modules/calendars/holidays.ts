// The national arrangement of a year: typed or pasted by a person, replaced as a whole, tried first. The
// government announces it each autumn for the next year, so nobody may guess it here.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type FieldProblem, refuse, staleEdit } from '#kernel/errors.ts'
import { isDate } from '#kernel/time.ts'

export interface HolidayDay {
  readonly day: string
  readonly kind: 'off' | 'work'
  readonly name: string
}

interface Read {
  readonly days: readonly HolidayDay[]
  readonly problems: readonly FieldProblem[]
}

const KIND_WORDS: Readonly<Record<string, 'off' | 'work'>> = {
  off: 'off',
  true: 'off',
  休: 'off',
  放假: 'off',
  work: 'work',
  false: 'work',
  班: 'work',
  上班: 'work',
  调休: 'work',
}

/** Lines of `day,name,off`, or the JSON of holiday-cn. Pure; every bad row is named. */
export function readArrangement(text: string, year: number): Read {
  const rows = /^\s*\{/.test(text) ? jsonRows(text) : lineRows(text)
  if (!Array.isArray(rows)) return { days: [], problems: [rows] }
  const problems: FieldProblem[] = []
  const seen = new Map<string, number>()
  const days = rows.flatMap(({ no, day, name, kind }): HolidayDay[] => {
    const say = (column: string, zh: string, en: string) =>
      void problems.push({
        path: `row ${no}, column ${column}`,
        code: 'calendars.bad_row',
        zh: `第 ${no} 行:${zh}`,
        en: `row ${no}: ${en}`,
      })
    const read = KIND_WORDS[kind.toLowerCase()]
    const before = seen.get(day)
    if (!isDate(day))
      say(
        'day',
        `「${day}」不是日期,应如 ${year}-10-01`,
        `"${day}" is no date such as ${year}-10-01`,
      )
    else if (!isNear(day, year))
      say(
        'day',
        `${day} 不在 ${year} 年,也不在上一年 12 月`,
        `${day} is neither in ${year} nor in the December before`,
      )
    else if (before !== undefined)
      say('day', `${day} 与第 ${before} 行重复`, `${day} is on row ${before} already`)
    if (name === '' || name.length > 60)
      say('name', '节日名称要有 1–60 个字', 'the name needs 1 to 60 characters')
    if (!read) say('kind', `「${kind}」应为 休 或 班`, `"${kind}" should be off or work`)
    seen.set(day, no)
    return read ? [{ day, name, kind: read }] : []
  })
  if (rows.length === 0) problems.push(problemAtAll('没有一行日期', 'there is no row'))
  return { days, problems }
}

const isNear = (day: string, year: number) =>
  day.startsWith(`${year}-`) || day.startsWith(`${year - 1}-12-`)

interface Row {
  readonly no: number
  readonly day: string
  readonly name: string
  readonly kind: string
}

const problemAtAll = (zh: string, en: string): FieldProblem => ({
  path: 'text',
  code: 'calendars.bad_row',
  zh,
  en,
})

function lineRows(text: string): Row[] {
  return text.split(/\r\n|\r|\n/).flatMap((line, index) => {
    const [day = '', name = '', kind = ''] = line.split(/[,,\t]/).map((cell) => cell.trim())
    // A header, or an empty line at the end.
    if (line.trim() === '' || (index === 0 && /^(day|date|日期)$/i.test(day))) return []
    return [{ no: index + 1, day, name, kind }]
  })
}

function jsonRows(text: string): Row[] | FieldProblem {
  const wrong = problemAtAll(
    'JSON 应为 {"days":[{"date":"…","name":"…","isOffDay":true}]}',
    'the JSON should be {"days":[{"date":"…","name":"…","isOffDay":true}]}',
  )
  try {
    const { days } = JSON.parse(text) as { days?: unknown }
    if (!Array.isArray(days)) return wrong
    return days.map((day: unknown, index) => {
      const { date = '', name = '', isOffDay = '' } = (day ?? {}) as Record<string, unknown>
      return { no: index + 1, day: String(date), name: String(name), kind: String(isOffDay) }
    })
  } catch {
    return wrong
  }
}

export interface SavedArrangement {
  readonly dryRun: boolean
  readonly version: number
  readonly read: number
  readonly added: number
  readonly changed: number
  readonly removed: number
  readonly unchanged: number
}

export async function saveArrangement(
  tx: Tx,
  actor: Actor,
  asked: {
    readonly region: string
    readonly year: number
    readonly version: number
    readonly source: string
    readonly text: string
    readonly dryRun: boolean
  },
): Promise<SavedArrangement> {
  const { region, year } = asked
  const { days, problems } = readArrangement(asked.text, year)
  if (problems.length > 0) throw badArrangement(problems)
  const before = await lockYear(tx, asked, days)
  const old = new Map(before.days.map((day) => [day.day, day]))
  const same = (a: HolidayDay, b: HolidayDay | undefined) =>
    b !== undefined && a.kind === b.kind && a.name === b.name
  const unchanged = days.filter((day) => same(day, old.get(day.day))).length
  const added = days.filter(({ day }) => !old.has(day)).length
  const counts = {
    read: days.length,
    added,
    unchanged,
    changed: days.length - added - unchanged,
    removed: before.days.length - (days.length - added),
  }
  await refuseTaken(tx, region, year, days)
  if (asked.dryRun) return { dryRun: true, version: before.version, ...counts }
  await replaceYear(tx, asked, days)
  await recordAudit(tx, actor, {
    action: 'calendars.holidays.save',
    subjectType: 'holidays',
    subjectId: `${region}-${year}`,
    before: { source: before.source, days: before.days },
    after: { source: asked.source, days },
  })
  return { dryRun: false, version: before.version + 1, ...counts }
}

async function lockYear(
  tx: Tx,
  asked: { region: string; year: number; version: number; source: string },
  days: readonly HolidayDay[],
) {
  // The row may not exist yet: the lock is on the year itself, so that two first entries meet.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`holidays:${asked.region}:${asked.year}`}, 7700))`.execute(
    tx,
  )
  const before = await readYear(tx, asked.region, asked.year)
  if (before.version !== asked.version) {
    throw staleEdit(
      { zh: `${asked.year} 年节假日安排`, en: `holiday arrangement of ${asked.year}` },
      {
        givenVersion: asked.version,
        currentVersion: before.version,
        yours: { source: asked.source, days },
        current: { source: before.source, days: before.days },
      },
    )
  }
  return before
}

async function replaceYear(
  tx: Tx,
  { region, year, source }: { region: string; year: number; source: string },
  days: readonly HolidayDay[],
): Promise<void> {
  await sql`
    insert into calendars.holiday_years (region, year, source) values (${region}, ${year}, ${source})
    on conflict (region, year) do update set source = excluded.source,
      version = calendars.holiday_years.version + 1, recorded_at = now()`.execute(tx)
  await sql`delete from calendars.holidays where region = ${region} and year = ${year}`.execute(tx)
  await sql`
    insert into calendars.holidays (region, year, day, kind, name)
    select ${region}, ${year}::int, * from unnest(${days.map(({ day }) => day)}::date[],
      ${days.map(({ kind }) => kind)}::text[], ${days.map(({ name }) => name)}::text[])`.execute(tx)
}

/** A day belongs to one year's notice: 2018-12-29 stands in that for 2019. */
async function refuseTaken(tx: Tx, region: string, year: number, days: readonly HolidayDay[]) {
  const { rows } = await sql<{ day: string; year: number }>`
    select day, year from calendars.holidays
    where region = ${region} and year <> ${year} and day = any(${days.map(({ day }) => day)}::date[])
    order by day limit 1`.execute(tx)
  const taken = rows[0]
  if (taken) throw dayOfOtherYear(taken.day, taken.year)
}

export const dayOfOtherYear = (day: string, year: number | string) =>
  refuse('calendars.day_of_other_year', 409, {
    zh: `${day} 已在 ${year} 年的安排里;请从其中一处去掉`,
    en: `${day} is in the arrangement of ${year} already. Take it out of one of them.`,
  })

function badArrangement(problems: readonly FieldProblem[]) {
  return refuse(
    'calendars.bad_arrangement',
    400,
    {
      zh: `${problems.length} 处有误,什么都没有保存:${problems[0]?.zh ?? ''}`,
      en: `${problems.length} problem(s), nothing was saved: ${problems[0]?.en ?? ''}`,
    },
    { fields: problems },
  )
}

/** Version 0 and no days: the year is not covered. */
export async function readYear(db: Db, region: string, year: number) {
  const { rows } = await sql<{ source: string; version: number }>`
    select source, version from calendars.holiday_years where region = ${region} and year = ${year}`.execute(
    db,
  )
  const { rows: days } = await sql<HolidayDay>`
    select day, kind, name from calendars.holidays where region = ${region} and year = ${year} order by day`.execute(
    db,
  )
  return { source: rows[0]?.source ?? '', version: rows[0]?.version ?? 0, days }
}
