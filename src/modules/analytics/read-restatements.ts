// What changed after people saw it, told per sum and cause: from what to what, when and why (restate.ts keeps it).
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import type { Bilingual } from '#kernel/errors.ts'
import { houseZone } from '#kernel/house.ts'
import { isMoney, type MeasureName, measureOf } from './measures.ts'
import { type MetricId, METRICS } from './metrics.ts'
import type { Period } from './periods.ts'

export interface Restatement {
  readonly measure: MeasureName
  readonly says: Bilingual
  readonly metrics: readonly MetricId[]
  readonly unit: 'money' | 'count'
  readonly currency: string
  readonly from: string
  readonly to: string
  readonly before: bigint
  readonly after: bigint
  readonly at: Date
  readonly why: Bilingual
}

interface Chosen {
  readonly shop?: string | undefined
  readonly platform?: string | undefined
  readonly currency?: string | undefined
}

interface Row {
  readonly measure: MeasureName
  readonly cause: string
  readonly currency: string
  readonly fileName: string | null
  readonly from: string
  readonly to: string
  readonly before: bigint
  readonly after: bigint
  readonly at: Date
}

const MOST = 100

export async function readRestatements(
  db: Db,
  { from, to }: Period,
  { shop, platform, currency }: Chosen,
): Promise<Restatement[]> {
  const { rows } = await sql<Row>`
    select r.measure, r.cause, s.currency, x.file_name as "fileName", min(r.day)::text as "from", max(r.day)::text as "to",
      sum(r.from_value)::bigint as before, sum(r.to_value)::bigint as after, max(r.last_at) as at
    from analytics.restatements r join shops.shops s on s.id = r.shop_id
    left join intake.runs x on x.id::text = substring(r.cause from 'import:(.*)$')
    where r.day between ${from}::date and ${to}::date and r.from_value <> r.to_value
      and (${shop ?? null}::text is null or upper(s.code) = upper(${shop ?? null}))
      and (${platform ?? null}::text is null or upper(s.platform) = upper(${platform ?? null}))
      and (${currency ?? null}::text is null or s.currency = ${currency ?? null})
    group by r.measure, r.cause, s.currency, x.file_name
    order by max(r.last_at) desc, r.measure limit ${MOST}`.execute(db)
  return rows.map(({ cause, fileName, measure, ...row }) => ({
    ...row,
    measure,
    says: measureOf(measure).says,
    metrics: metricsOf(measure),
    unit: isMoney(measureOf(measure)) ? 'money' : 'count',
    why: whyOf(cause, fileName),
  }))
}

const metricsOf = (measure: MeasureName): MetricId[] =>
  METRICS.filter(({ parts }) =>
    parts.some((part) => part === measure || measureOf(part).keptAs === measure),
  ).map(({ id }) => id)

function whyOf(cause: string, fileName: string | null): Bilingual {
  const file = fileName ?? ''
  if (cause.startsWith('undo:')) return { zh: `撤销导入 ${file}`, en: `the undo of ${file}` }
  if (cause.startsWith('import:')) return { zh: `导入 ${file}`, en: `the import of ${file}` }
  if (cause.startsWith('connector:'))
    return { zh: '平台后来更新的订单或售后', en: 'what the platform told later' }
  return { zh: '订单后来的变化', en: 'a later change of its orders' }
}

/** Whose clocks a file shows: those of the only shop asked for, else those of the house. */
export async function zoneOf(db: Db, { shop }: Chosen): Promise<string> {
  if (shop === undefined) return houseZone(db)
  const { rows } = await sql<{ timeZone: string }>`
    select time_zone as "timeZone" from shops.shops where upper(code) = upper(${shop})`.execute(db)
  return rows[0]?.timeZone ?? (await houseZone(db))
}
