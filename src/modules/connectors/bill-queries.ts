// Bills beside what the shop's own fee rules say. A commission is taken of what was settled with it: the other lines of the same
// order at the same moment. Half a 分 goes away from zero, as platforms round.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { decodeCursor } from '#kernel/lists.ts'

export interface BillRow {
  readonly shopId: string
  readonly shopCode: string
  readonly lineNo: string
  readonly orderNo: string
  readonly kind: 'income' | 'refund' | 'commission' | 'other'
  readonly word: string
  readonly amountMinor: bigint
  readonly billedAt: Date
  readonly expectedMinor: bigint | null
  readonly differenceMinor: bigint | null
  readonly disagrees: boolean
}

export async function bills(
  db: Db,
  {
    shopId,
    different,
    cursor,
    limit,
  }: {
    readonly shopId?: string | undefined
    readonly different?: boolean | undefined
    readonly cursor?: string | null | undefined
    readonly limit: number
  },
): Promise<readonly BillRow[]> {
  const [at = null, no = null, shop = null] = cursor ? decodeCursor(cursor, 3) : []
  const { rows } = await sql<BillRow>`
    select b.shop_id as "shopId", s.code as "shopCode", b.line_no as "lineNo", b.order_no as "orderNo", b.kind, b.word,
      b.amount_minor as "amountMinor", date_trunc('milliseconds', b.billed_at) as "billedAt", x.expected as "expectedMinor",
      b.amount_minor - x.expected as "differenceMinor", b.disagrees
    from connectors.bill_lines b join shops.shops s on s.id = b.shop_id
    left join lateral (
      select -round(sum(o.amount_minor) * f.rate_ppm / 1000000.0)::bigint as expected
      from shops.fee_rules f join connectors.bill_lines o on o.shop_id = b.shop_id and o.order_no = b.order_no
        and o.billed_at = b.billed_at and o.kind in ('income', 'refund')
      where b.kind = 'commission' and b.order_no <> '' and f.shop_id = b.shop_id and f.kind = 'commission' and f.category = ''
        and f.rate_ppm is not null and f.base in ('paid', 'confirmed', 'settled')
        and b.billed_on between f.valid_from and coalesce(f.valid_to, 'infinity'::date)
      group by f.rate_ppm) x on true
    where (${shopId ?? null}::uuid is null or b.shop_id = ${shopId ?? null}::uuid)
      and (${different ?? false} = false or b.disagrees or b.amount_minor <> x.expected)
      and (${at}::timestamptz is null or (date_trunc('milliseconds', b.billed_at), b.line_no, b.shop_id::text)
        < (${at}::timestamptz, ${no}::text, ${shop}::text))
    order by date_trunc('milliseconds', b.billed_at) desc, b.line_no desc, b.shop_id::text desc limit ${limit + 1}`.execute(
    db,
  )
  return rows
}
