// Layouts that people made by mapping a file by hand: remembered, recognised next time, editable.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, refuse, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'
import { toJson } from '#kernel/wire.ts'
import { FIELDS } from './fields.ts'
import type { ImportKind, Layout } from './importing.ts'

const LAYOUT = { zh: '版式', en: 'layout' }

export const constraintErrors: ConstraintErrors = {
  custom_name_once: refuse('layouts.name_taken', 409, {
    zh: '已有同名的版式,请换一个名字',
    en: 'A layout has this name. Choose another.',
  }),
}

export interface CustomLayout {
  readonly name: string
  readonly platform: string | null
  readonly shopId: string | null
  readonly kind: ImportKind
  readonly grain: Layout['grain']
  readonly headers: readonly string[]
  /** Field → header. */
  readonly fields: Readonly<Record<string, string>>
  readonly statuses: Readonly<Record<string, string>>
  readonly traits: readonly string[]
}

export interface StoredLayout extends CustomLayout {
  readonly id: string
  readonly active: boolean
  readonly version: number
  readonly createdBy: string
  readonly updatedAt: Date
}

export async function addCustomLayout(tx: Tx, actor: Actor, given: CustomLayout): Promise<string> {
  judge(given)
  const id = newId()
  await sql`
    insert into layouts.custom (id, name, platform, shop_id, kind, grain, headers, fields, statuses, traits, created_by)
    values (${id}, ${given.name}, ${given.platform}, ${given.shopId}, ${given.kind}, ${given.grain}, ${[...given.headers]}::text[],
      ${toJson(given.fields)}::jsonb, ${toJson(given.statuses)}::jsonb, ${[...given.traits]}::text[], ${actor.name})`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'layouts.custom.add',
    subjectType: 'layout',
    subjectId: id,
    after: given,
  })
  return id
}

export async function editCustomLayout(
  tx: Tx,
  actor: Actor,
  edit: {
    readonly id: string
    readonly version: number
    readonly name: string
    readonly active: boolean
    readonly fields: Readonly<Record<string, string>>
    readonly statuses: Readonly<Record<string, string>>
  },
): Promise<number> {
  const { rows } = await sql<StoredLayout>`
    ${SELECT} where id = ${edit.id} for update`.execute(tx)
  const before = rows[0]
  if (!before) throw notFound(LAYOUT, edit.id)
  const yours = {
    name: edit.name,
    active: edit.active,
    fields: edit.fields,
    statuses: edit.statuses,
  }
  if (before.version !== edit.version) {
    // Column by column and word by word: so that each can be taken from one side or the other.
    throw staleEdit(LAYOUT, {
      givenVersion: edit.version,
      currentVersion: before.version,
      yours: { ...flat(before, true), ...flat(edit) },
      current: { ...flat(edit, true), ...flat(before) },
    })
  }
  judge({ ...before, ...yours })
  await sql`
    update layouts.custom set name = ${edit.name}, active = ${edit.active}, fields = ${toJson(edit.fields)}::jsonb,
      statuses = ${toJson(edit.statuses)}::jsonb, version = version + 1, updated_at = now()
    where id = ${edit.id}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'layouts.custom.edit',
    subjectType: 'layout',
    subjectId: edit.id,
    before,
    after: yours,
  })
  return before.version + 1
}

type Editable = Pick<StoredLayout, 'name' | 'active' | 'fields' | 'statuses'>

/** `fields.order_id`: the column. Empty, to say which of them there are at all. */
function flat(
  { name, active, fields, statuses }: Editable,
  isEmpty = false,
): Record<string, string | boolean> {
  const part = (of: Readonly<Record<string, string>>, prefix: string) =>
    Object.entries(of).map(([key, value]) => [`${prefix}.${key}`, isEmpty ? '' : value])
  return {
    name,
    active,
    ...(Object.fromEntries([...part(fields, 'fields'), ...part(statuses, 'statuses')]) as Record<
      string,
      string
    >),
  }
}

/** A mapping without what its kind needs would refuse every row: better said at once. */
function judge({ kind, fields, headers }: Pick<CustomLayout, 'kind' | 'fields' | 'headers'>): void {
  const known = new Map(FIELDS[kind].map((field) => [field.key, field]))
  const strange = Object.entries(fields).filter(
    ([field, header]) => !known.has(field) || !headers.includes(header),
  )
  const missing = FIELDS[kind].filter(({ key, isRequired }) => isRequired && !fields[key])
  if (strange.length === 0 && missing.length === 0) return
  throw refuse(
    'layouts.mapping_incomplete',
    400,
    {
      zh:
        missing.length > 0
          ? `还缺必填的列:${missing.map(({ name }) => name.zh).join('、')}`
          : `文件没有这些列:${strange.map(([, header]) => header).join('、')}`,
      en:
        missing.length > 0
          ? `Required columns are missing: ${missing.map(({ name }) => name.en).join(', ')}.`
          : `The file has no such columns: ${strange.map(([, header]) => header).join(', ')}.`,
    },
    { missing: missing.map(({ key }) => key) },
  )
}

const SELECT = sql`
  select id, name, platform, shop_id as "shopId", kind, grain, headers, fields, statuses, traits, active, version,
    created_by as "createdBy", updated_at as "updatedAt"
  from layouts.custom`

export async function customLayout(db: Db | Tx, id: string): Promise<StoredLayout> {
  const { rows } = await sql<StoredLayout>`${SELECT} where id = ${id}`.execute(db)
  if (!rows[0]) throw notFound(LAYOUT, id)
  return rows[0]
}

export async function customLayouts(db: Db | Tx): Promise<StoredLayout[]> {
  const { rows } =
    await sql<StoredLayout>`${SELECT} order by active desc, updated_at desc limit 500`.execute(db)
  return rows
}

/** As recognition and importers know layouts. */
export function layoutOf(stored: StoredLayout): Layout {
  const mapped = [...new Set(Object.values(stored.fields))]
  return {
    id: `custom:${stored.id}`,
    platform: stored.platform,
    kind: stored.kind,
    name: { zh: stored.name, en: stored.name },
    grain: stored.grain,
    headers: stored.headers,
    requires: FIELDS[stored.kind].filter(({ isRequired }) => isRequired).map(({ key }) => key),
    detect: mapped,
    fields: Object.fromEntries(
      Object.entries(stored.fields).map(([field, name]) => [field, [name]]),
    ),
    statuses: stored.statuses,
    traits: stored.traits,
    provenance: `mapped by ${stored.createdBy}`,
  }
}
