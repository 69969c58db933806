// What every method of the API has in common: parameters checked, answers with a code, pages in the order of change.
import { z } from 'zod'
import type { Shop, World } from './world.ts'

export interface Answer {
  readonly code: number
  readonly msg: string
  readonly data?: unknown
}

export const OK = 10000
export const ok = (data: unknown): Answer => ({ code: OK, msg: 'success', data })
export const bad = (code: number, msg: string): Answer => ({ code, msg })

export type Method = (world: World, shop: Shop, params: unknown) => Answer
export type Methods = Readonly<Record<string, Method>>

export function method<T>(
  schema: z.ZodType<T>,
  run: (world: World, shop: Shop, params: T) => Answer,
): Method {
  return (world, shop, params) => {
    const parsed = schema.safeParse(params)
    if (parsed.success) return run(world, shop, parsed.data)
    const [issue] = parsed.error.issues
    return bad(40001, `${issue?.path.join('.')}: ${issue?.message}`)
  }
}

const MOST_ON_A_PAGE = 100

export const WINDOW = z.object({
  update_time_start: z.int(),
  update_time_end: z.int(),
  cursor: z.string().max(100).default(''),
  size: z.int().min(1).max(MOST_ON_A_PAGE).default(MOST_ON_A_PAGE),
})

interface Listed {
  readonly no: string
  readonly shopId: string
  readonly modifiedAt: number
  readonly listedAt: number
}

/** Oldest change first: what moves while somebody pages comes again later, and nothing slips between pages. */
export function pageOf<T extends Listed>(
  world: World,
  shop: Shop,
  records: readonly T[],
  asked: z.output<typeof WINDOW>,
  head: (record: T) => unknown,
): Answer {
  const keyOf = ({ modifiedAt, no }: T) => `${String(modifiedAt).padStart(15, '0')}.${no}`
  const found = records
    .filter(
      (one) =>
        one.shopId === shop.id &&
        one.listedAt <= world.now &&
        one.modifiedAt >= asked.update_time_start &&
        one.modifiedAt < asked.update_time_end &&
        keyOf(one) > asked.cursor,
    )
    .toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const page = found.slice(0, asked.size)
  const last = page.at(-1)
  return ok({
    list: page.map(head),
    has_more: found.length > page.length,
    next_cursor: last ? keyOf(last) : asked.cursor,
  })
}

export const own = <T extends { shopId: string }>(
  record: T | undefined,
  shop: Shop,
): T | undefined => (record?.shopId === shop.id ? record : undefined)
