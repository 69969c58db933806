// What a contract says of its fields, read so that tests can put wrong values at every one of them.
import { connect } from 'node:net'
import type pg from 'pg'
import { z } from 'zod'
import { newId } from '#kernel/ids.ts'

export interface Schema {
  readonly type?: string
  readonly format?: string
  readonly pattern?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly minLength?: number
  readonly minimum?: number
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly prefixItems?: readonly Schema[]
  readonly additionalProperties?: Schema | boolean
}

export const schemaOf = (schema: z.ZodType | undefined): Schema =>
  schema ? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema) : {}

/** A shop as people add it. */
export const SHOP = {
  code: 'SHOP1',
  name: '店',
  platform: 'other',
  currency: 'CNY',
  timeZone: 'Asia/Shanghai',
}

export type Path = readonly (string | number)[]

export interface Leaf {
  readonly path: Path
  readonly schema: Schema
}

/** Every place a value can stand, one of each list. */
export function leavesOf(schema: Schema, path: Path = []): Leaf[] {
  if (schema.properties) {
    return Object.entries(schema.properties).flatMap(([key, of]) => leavesOf(of, [...path, key]))
  }
  if (schema.type === 'array' && schema.items) return leavesOf(schema.items, [...path, 0])
  // A free object (the state of a saved view) holds what its page put there.
  return schema.type === 'object' ? [] : [{ path, schema }]
}

export function put(body: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  const copy: Record<string | number, unknown> = Array.isArray(body)
    ? (Object.assign([], body) as never)
    : { ...(body as object) }
  copy[key] = put(copy[key] ?? (typeof rest[0] === 'number' ? [] : {}), rest, value)
  return copy
}

export const options = (schema: Schema): readonly Schema[] =>
  schema.anyOf ?? schema.oneOf ?? [schema]
export const isId = (schema: Schema) => options(schema).some(({ format }) => format === 'uuid')
export const isQty = (schema: Schema) =>
  options(schema).some(({ type, pattern }) => type === 'string' && pattern === '^-?\\d{1,19}$')
export const isText = (schema: Schema) =>
  options(schema).some(
    ({ type, format, enum: choice, pattern, const: one }) =>
      type === 'string' &&
      format === undefined &&
      choice === undefined &&
      one === undefined &&
      (pattern === undefined || pattern.includes('u0000')),
  )

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, one]) => [key, ...strings(one)])
}

/** Say that a large body comes and wait for the answer without sending it. */
export function announce(
  url: string,
  method: string,
  path: string,
  cookie: string,
  bytes: number,
): Promise<string> {
  const { hostname, port, origin } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    let text = ''
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      if (text.includes('\r\n\r\n') && text.includes('body_too_large')) socket.destroy()
    })
    socket.on('close', () => resolve(text))
    socket.on('error', reject)
    socket.setTimeout(5000, () => socket.destroy())
    socket.write(
      `${method} ${path} HTTP/1.1\r\nhost: ${hostname}:${port}\r\norigin: ${origin}\r\ncookie: ${cookie}\r\nconnection: close\r\n` +
        `content-type: application/json\r\nidempotency-key: ${newId()}\r\ncontent-length: ${bytes}\r\n\r\n{`,
    )
  })
}

/** Every row of every business table, as one number; sessions and rate limits live their own life. */
export async function fingerprintOf(pool: pg.Pool): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema', 'graphile_worker')
      and format('%I.%I', schemaname, tablename) not in ('access.sessions', 'access.failed_sign_ins', 'audit.seals', 'kernel.idempotency_keys')
    order by 1`)
  const { rows } = await pool.query<{ sum: string }>(
    tables
      .map(
        ({ name }) =>
          `select '${name}' as t, count(*) as n, sum(hashtextextended(t::text, 0)) as h from ${name} t`,
      )
      // Many tables are read by several workers at once, and answer in any order.
      .join(' union all ') + ' order by t',
  )
  return JSON.stringify(rows, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  )
}

/** Every text anywhere in the database, JSON opened. */
export async function allText(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ at: string; column: string }>(`
    select format('%I.%I', table_schema, table_name) as at, format('%I', column_name) as column
    from information_schema.columns
    where data_type in ('text', 'jsonb', 'ARRAY') and table_schema not in ('pg_catalog', 'information_schema', 'graphile_worker')`)
  const texts: string[] = []
  for (const { at, column } of rows) {
    const found = await pool.query<{ value: unknown }>(
      `select ${column} as value from ${at} where ${column}::text like '%onerror%'`,
    )
    for (const { value } of found.rows) texts.push(...strings(value))
  }
  return texts.join('\n')
}
