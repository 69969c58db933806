// The contract of the HTTP API: one Zod definition per route gives validation, OpenAPI and the
// console's typed client. Contract files import only zod and this file, so that the console can take
// their types without taking the server along.
import { z } from 'zod'
import type { Bilingual } from './errors.ts'
import { instant } from './time.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** `inventory.receive`; `public` needs no account, `signed-in` any account or key. */
export type Permission = 'public' | 'signed-in' | `${string}.${string}`

export interface Route<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  readonly method: Method
  /** Fastify style: `/api/skus/:id`. */
  readonly path: string
  readonly summary: Bilingual
  readonly permission: Permission
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly response: R
  /** A POST that creates must carry an `Idempotency-Key`; replaying it returns the first answer. */
  readonly creates?: boolean
  /** The body is multipart/form-data and is read by the handler as a stream. */
  readonly upload?: boolean
  /** The answer is a file or a page; `response` then documents nothing. */
  readonly raw?: boolean
  /** Refusal codes a caller should expect, beside the general ones. */
  readonly errors?: readonly string[]
}

// Any route, whatever its schemas.
export type AnyRoute = Route<z.ZodType, z.ZodType, z.ZodType, z.ZodType>

export function route<
  P extends z.ZodType = z.ZodNever,
  Q extends z.ZodType = z.ZodNever,
  B extends z.ZodType = z.ZodNever,
  R extends z.ZodType = z.ZodNever,
>(definition: Route<P, Q, B, R>): Route<P, Q, B, R> {
  return definition
}

/** How an exported column is written into a spreadsheet. */
export type ColumnKind = 'text' | 'qty' | 'money' | 'number' | 'instant' | 'date' | 'boolean'

export interface ExportColumn {
  readonly key: string
  readonly zh: string
  readonly en: string
  readonly kind: ColumnKind
}

/** Most rows one page may hold: enough for a screen of work, small enough to stay quick. */
export const MAX_PAGE = 200

const page = {
  cursor: z.string().max(500).optional().describe('nextCursor of the page before'),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(50),
}

/**
 * A list with keyset pagination and its export. The export route (`<path>/export`) walks the same
 * handler page by page, so a file never disagrees with the screen.
 */
export function listRoute<Q extends z.ZodRawShape, I extends z.ZodObject>(definition: {
  readonly path: string
  readonly summary: Bilingual
  readonly permission: Permission
  readonly params?: z.ZodType
  readonly filters: Q
  readonly item: I
  readonly columns: readonly ExportColumn[]
}) {
  const filters = z.object(definition.filters)
  const query = z.object({ ...definition.filters, ...page })
  const response = z.object({
    items: z.array(definition.item),
    nextCursor: z.string().nullable(),
  })
  return {
    method: 'GET' as const,
    path: definition.path,
    summary: definition.summary,
    permission: definition.permission,
    query,
    response,
    columns: definition.columns,
    filters,
  }
}

export const exportQuery = {
  format: z.enum(['xlsx', 'csv']).default('xlsx'),
  lang: z.enum(['zh', 'en']).default('zh'),
  columns: z.string().max(2000).optional().describe('column keys, comma separated, in order'),
}

const DIGITS = /^-?\d{1,18}$/

/** Types as they travel: bigint and instants are text (JSON numbers lose digits). */
export const wire = {
  id: z.uuid(),
  /** 分, as text. */
  minor: z.string().regex(DIGITS).meta({ format: 'int64', description: 'amount in 分' }),
  /** Base units, as text. */
  qty: z.string().regex(DIGITS).meta({ format: 'int64', description: 'quantity in base units' }),
  big: z.string().regex(DIGITS).meta({ format: 'int64' }),
  instant: z.iso.datetime(),
  date: z.iso.date(),
}

const toBig = (text: string | number) => BigInt(text)

/** Largest quantity a person may state at once: a typing error beyond it is far likelier than truth. */
export const MAX_QTY = 1_000_000_000_000n

/** What comes in: text or a safe integer, turned into bigint, bounds checked. */
export const input = {
  id: z.uuid(),
  /** A positive quantity in base units. */
  qty: z
    .union([z.string().regex(/^-?\d{1,19}$/), z.int()])
    .transform(toBig)
    .refine((qty) => qty > 0n, { error: 'qty.not_positive' })
    .refine((qty) => qty <= MAX_QTY, { error: 'qty.too_large' }),
  /** A quantity that may be zero (a count, a safety stock). */
  qtyOrZero: z
    .union([z.string().regex(/^-?\d{1,19}$/), z.int()])
    .transform(toBig)
    .refine((qty) => qty >= 0n, { error: 'qty.negative' })
    .refine((qty) => qty <= MAX_QTY, { error: 'qty.too_large' }),
  /** An amount of 分, zero or more. */
  minor: z
    .union([z.string().regex(/^-?\d{1,19}$/), z.int()])
    .transform(toBig)
    .refine((minor) => minor >= 0n, { error: 'minor.negative' })
    .refine((minor) => minor <= 9_000_000_000_000_000n, { error: 'minor.too_large' }),
  instant: z.iso.datetime({ offset: true }).transform((text) => instant(text)),
  date: z.iso.date(),
  /** A short code: what people type and scan. No blanks at the ends, no control characters. */
  code: z
    .string()
    .trim()
    .min(1)
    .max(64)
    // oxlint-disable-next-line no-control-regex -- control characters are exactly what is refused
    .regex(/^[^\u0000-\u001f]+$/),
  name: z
    .string()
    .trim()
    .min(1)
    .max(200)
    // oxlint-disable-next-line no-control-regex -- as above
    .regex(/^[^\u0000-\u001f]+$/),
  note: z.string().trim().max(2000),
  version: z.coerce.number().int().min(1),
  flag: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]),
}

type Out<T> = [T] extends [z.ZodNever] ? undefined : T extends z.ZodType ? z.output<T> : undefined

export type Params<R> = R extends { params?: infer P } ? Out<P> : undefined
export type Query<R> = R extends { query?: infer Q } ? Out<Q> : undefined
export type Body<R> = R extends { body?: infer B } ? Out<B> : undefined

/** What a handler may return for a wire type: bigint and Date where text travels. */
export type Sendable<T> = T extends string
  ? string extends T
    ? string | bigint | Date
    : T
  : T extends number | boolean | null | undefined
    ? T
    : T extends readonly (infer U)[]
      ? readonly Sendable<U>[]
      : T extends object
        ? { readonly [K in keyof T]: Sendable<T[K]> }
        : T

export type Answer<R> = R extends { response: infer O }
  ? O extends z.ZodType
    ? Sendable<z.input<O>>
    : never
  : never
