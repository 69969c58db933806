// Lists: keyset pagination, and an export that walks the same handler page by page, so that a file
// never disagrees with the screen it came from.
import { Readable } from 'node:stream'
import { z } from 'zod'
import { type ExportColumn, exportQuery, MAX_PAGE, type Permission } from './contract.ts'
import type { Bilingual } from './errors.ts'
import { refuse } from './errors.ts'
import { houseTimeZone, letterhead } from './house.ts'
import { handle, type ReadRequest, type Web } from './http.ts'
import type { Sendable } from './contract.ts'
import { readSetting } from './settings.ts'
import { sheetStream } from './sheet.ts'

interface ListContract<Q extends z.ZodType, I extends z.ZodType, F extends z.ZodType> {
  readonly method: 'GET'
  readonly path: string
  readonly summary: Bilingual
  readonly permission: Permission
  readonly query: Q
  readonly response: z.ZodObject<{ items: z.ZodArray<I>; nextCursor: z.ZodNullable<z.ZodString> }>
  readonly columns: readonly ExportColumn[]
  readonly filters: F
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

/** Rows one export may hold. More is a report, made by a job. */
export const MAX_EXPORT_ROWS = 200_000

export function handleList<Q extends z.ZodType, I extends z.ZodType, F extends z.ZodType>(
  web: Web,
  list: ListContract<Q, I, F>,
  readPage: (
    asked: Omit<ReadRequest<{ query: Q }>, 'params' | 'body'> & {
      readonly params: Readonly<Record<string, string>>
    },
  ) => Promise<Page<Sendable<z.input<I>>>>,
): void {
  type Asked = Parameters<typeof readPage>[0]
  handle(
    web,
    list as never,
    (asked) =>
      readPage({
        ...(asked as unknown as Asked),
        params: asked.request.params as Record<string, string>,
      }) as never,
  )
  const query = (list.filters as unknown as z.ZodObject).extend(exportQuery)
  const contract = exportContract(list, query)
  handle(web, contract, async (asked) => {
    const {
      format,
      lang,
      columns: wanted,
      ...filters
    } = asked.query as z.output<typeof query> & {
      format: 'xlsx' | 'csv'
      lang: 'zh' | 'en'
      columns?: string
    }
    const columns = chooseColumns(list.columns, wanted)
    const rows = allRows((cursor) =>
      readPage({
        ...(asked as unknown as Asked),
        params: asked.request.params as Record<string, string>,
        query: { ...filters, limit: MAX_PAGE, ...(cursor ? { cursor } : {}) },
      } as Asked),
    )
    const file = sheetStream(rows, columns, {
      format,
      lang,
      title: list.summary[lang],
      filters,
      letterhead: await letterhead(asked.db),
      timeZone: await readSetting(asked.db, houseTimeZone),
    })
    const name = `${list.summary[lang]}.${format}`
    asked.reply.header(
      'content-disposition',
      `attachment; filename="export.${format}"; filename*=UTF-8''${encodeURIComponent(name)}`,
    )
    asked.reply.type(
      format === 'csv'
        ? 'text/csv; charset=utf-8'
        : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    )
    return asked.reply.send(Readable.from(file)) as never
  })
}

function exportContract(list: ListContract<z.ZodType, z.ZodType, z.ZodType>, query: z.ZodType) {
  return {
    method: 'GET' as const,
    path: `${list.path}/export`,
    summary: { zh: `${list.summary.zh}(导出)`, en: `${list.summary.en} (export)` },
    permission: list.permission,
    query,
    response: z.any(),
    raw: true,
  }
}

function chooseColumns(
  all: readonly ExportColumn[],
  wanted: string | undefined,
): readonly ExportColumn[] {
  if (wanted === undefined) return all
  const chosen = wanted.split(',').flatMap((key) => all.find((column) => column.key === key) ?? [])
  return chosen.length > 0 ? chosen : all
}

async function* allRows<T>(read: (cursor: string | null) => Promise<Page<T>>) {
  let cursor: string | null = null
  let count = 0
  do {
    const page: Page<T> = await read(cursor)
    for (const item of page.items) yield item as Readonly<Record<string, unknown>>
    count += page.items.length
    cursor = page.nextCursor
  } while (cursor !== null && count < MAX_EXPORT_ROWS)
}

/** An opaque cursor over the sort values of the last row of a page. */
export function encodeCursor(values: readonly (string | number | bigint | Date | null)[]): string {
  const plain = values.map((value) =>
    value instanceof Date ? value.toISOString() : typeof value === 'bigint' ? String(value) : value,
  )
  return Buffer.from(JSON.stringify(plain)).toString('base64url')
}

/** The values back, all as text (cast them in SQL). Throws a refusal on a cursor that is not ours. */
export function decodeCursor(cursor: string, length: number): string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(values) && values.length === length) return values.map(String)
  } catch {
    // Falls through to the refusal below.
  }
  throw refuse('kernel.bad_cursor', 400, {
    zh: '翻页标记无效,请从第一页重新开始',
    en: 'The page cursor is not valid. Start again from the first page.',
  })
}

/** Cut `limit + 1` fetched rows into a page; `keyOf` names the sort values of a row. */
export function toPage<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => readonly (string | number | bigint | Date | null)[],
): Page<T> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const more = rows.length > limit && last !== undefined
  return { items, nextCursor: more ? encodeCursor(keyOf(last)) : null }
}
