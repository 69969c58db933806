// Settings staff change on a screen. Each is defined, by the module that uses it, with its type, default, range
// and words; the value lives in PostgreSQL and is read where it is used, so that a change holds at once in every
// process and nothing restarts.
import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import type { Actor } from './actor.ts'
import { recordAudit } from './audit.ts'
import type { Db, Tx } from './db.ts'
import { type Bilingual, invalid, notFound, staleEdit } from './errors.ts'
import { formatYuan } from './money.ts'

interface Words {
  readonly title: Bilingual
  /** What it changes, and when to change it. */
  readonly help: Bilingual
}

export interface Setting<T = unknown> extends Words {
  /** `inventory.approval_over`: the module, then what. */
  readonly key: `${string}.${string}`
  readonly kind: 'text' | 'whole' | 'money' | 'time_zone' | 'currency'
  readonly initial: T
  /** From the text that is kept. */
  readonly schema: z.ZodType<T>
  /** What is allowed, in words. */
  readonly allowed: Bilingual
  readonly unit: Bilingual | null
}

type Own<T> = Words & { readonly key: Setting['key']; readonly initial: T }

export function textSetting(own: Own<string> & { readonly maxLength: number }): Setting<string> {
  const { maxLength, ...rest } = own
  return {
    ...rest,
    kind: 'text',
    unit: null,
    schema: z
      .string()
      .trim()
      .max(maxLength)
      // oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused
      .regex(/^[^\u0000-\u001f]*$/),
    allowed: {
      zh: `最多 ${maxLength} 个字,可留空`,
      en: `at most ${maxLength} characters, may be empty`,
    },
  }
}

export function wholeSetting(
  own: Own<number> & { readonly min: number; readonly max: number; readonly unit: Bilingual },
): Setting<number> {
  const { min, max, ...rest } = own
  return {
    ...rest,
    kind: 'whole',
    schema: z
      .string()
      .regex(/^\d{1,9}$/)
      .transform(Number)
      .pipe(z.number().min(min).max(max)),
    allowed: { zh: `${min}–${max} ${own.unit.zh}`, en: `${min} to ${max} ${own.unit.en}` },
  }
}

export function moneySetting(
  own: Own<bigint> & { readonly min: bigint; readonly max: bigint },
): Setting<bigint> {
  const { min, max, ...rest } = own
  return {
    ...rest,
    kind: 'money',
    unit: { zh: '元', en: 'yuan' },
    schema: z
      .string()
      .regex(/^\d{1,15}$/)
      .transform(BigInt)
      .refine((minor) => minor >= min && minor <= max),
    allowed: {
      zh: `${formatYuan(min)}–${formatYuan(max)} 元`,
      en: `${formatYuan(min)} to ${formatYuan(max)} yuan`,
    },
  }
}

export function timeZoneSetting(own: Own<string>): Setting<string> {
  return {
    ...own,
    kind: 'time_zone',
    unit: null,
    schema: z
      .string()
      .refine((zone) => zone === 'UTC' || Intl.supportedValuesOf('timeZone').includes(zone)),
    allowed: {
      zh: '时区名称,如 Asia/Shanghai',
      en: 'the name of a time zone, such as Asia/Shanghai',
    },
  }
}

export function currencySetting(own: Own<string>): Setting<string> {
  return {
    ...own,
    kind: 'currency',
    unit: null,
    schema: z.string().refine((code) => Intl.supportedValuesOf('currency').includes(code)),
    allowed: { zh: 'ISO 4217 币种代码,如 CNY', en: 'an ISO 4217 currency code, such as CNY' },
  }
}

export async function readSetting<T>(db: Db, setting: Setting<T>): Promise<T> {
  const { rows } = await sql<{ value: string }>`
    select value from kernel.settings where key = ${setting.key}`.execute(db)
  return valueOf(setting, rows[0]?.value)
}

/** Its value inside a statement, for the few that are asked on every request. Only for whole numbers. */
export function settingInSql(setting: Setting<number>): RawBuilder<number> {
  return sql<number>`coalesce((select s.value from kernel.settings s where s.key = ${setting.key})::int, ${setting.initial}::int)`
}

/** A range may have become narrower since a value was stored; the default is then the safe answer. */
function valueOf<T>(setting: Setting<T>, stored: string | undefined): T {
  if (stored === undefined) return setting.initial
  const read = setting.schema.safeParse(stored)
  return read.success ? read.data : setting.initial
}

export interface SettingState {
  readonly setting: Setting
  /** As text, the way it is kept. */
  readonly value: string
  readonly initial: string
  /** 0 as long as nobody has changed it. */
  readonly version: number
  readonly updatedBy: string | null
  readonly updatedAt: Date | null
}

export async function listSettings(
  db: Db,
  settings: readonly Setting[],
): Promise<readonly SettingState[]> {
  const { rows } = await sql<{
    key: string
    value: string
    version: number
    updatedBy: string
    updatedAt: Date
  }>`
    select key, value, version, updated_by as "updatedBy", updated_at as "updatedAt" from kernel.settings`.execute(
    db,
  )
  const stored = new Map(rows.map((row) => [row.key, row]))
  return settings.map((setting) => {
    const { version = 0, updatedBy = null, updatedAt = null, value } = stored.get(setting.key) ?? {}
    const initial = String(setting.initial)
    return {
      setting,
      value: String(valueOf(setting, value)),
      initial,
      version,
      updatedBy,
      updatedAt,
    }
  })
}

const SETTING: Bilingual = { zh: '设置项', en: 'setting' }

export async function changeSetting(
  tx: Tx,
  actor: Actor,
  settings: readonly Setting[],
  change: { readonly key: string; readonly version: number; readonly value: string },
): Promise<number> {
  const setting = settings.find(({ key }) => key === change.key)
  if (!setting) throw notFound(SETTING, change.key)
  const read = setting.schema.safeParse(change.value)
  if (!read.success) {
    const { zh, en } = setting.allowed
    throw invalid([
      { path: 'value', code: 'settings.not_allowed', zh: `应为:${zh}`, en: `should be ${en}` },
    ])
  }
  // The row may not exist yet: the lock is on the key, so that two first changes meet.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`setting:${change.key}`}, 7700))`.execute(
    tx,
  )
  const [before] = await listSettings(tx, [setting])
  const value = String(read.data)
  if (before && before.version !== change.version) {
    throw staleEdit(SETTING, {
      givenVersion: change.version,
      currentVersion: before.version,
      yours: { value },
      current: { value: before.value },
    })
  }
  const { rows } = await sql<{ version: number }>`
    insert into kernel.settings (key, value, updated_by) values (${change.key}, ${value}, ${actor.name})
    on conflict (key) do update set value = excluded.value, version = kernel.settings.version + 1,
      updated_by = excluded.updated_by, updated_at = now()
    returning version`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'settings.change',
    subjectType: 'setting',
    subjectId: change.key,
    before: { value: before?.value },
    after: { value },
  })
  return rows[0]?.version ?? 0
}
