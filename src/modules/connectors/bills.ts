// What the platform has settled, by time and page like the lists. A line counts once, by its number (INV-CONN-6); one that comes
// again with other contents is marked, and the first word stands until somebody has looked.
import { sql } from 'kysely'
import { pgArray } from '#kernel/pg-array.ts'
import { dateIn } from '#kernel/time.ts'
import type { BillLine, BillPage } from './connector.ts'
import type { OpenLink } from './links.ts'
import { eachWindow } from './pull.ts'

export async function pullBills(open: OpenLink): Promise<void> {
  await eachWindow(open, 'bills', async (window) => {
    let cursor: string | null = null
    do {
      const at: string | null = cursor
      const page: BillPage = await open.call((session) => session.bills(window, at))
      await keepLines(open, page.lines)
      cursor = page.next
    } while (cursor !== null)
  })
}

export async function keepLines(
  { services, link }: Pick<OpenLink, 'services' | 'link'>,
  lines: readonly BillLine[],
): Promise<void> {
  const once = [...new Map(lines.map((line) => [line.no, line])).values()].toSorted((a, b) =>
    a.no < b.no ? -1 : 1,
  )
  if (once.length === 0) return
  const of = <T>(pick: (line: BillLine) => T) => pgArray(once.map(pick) as string[])
  await sql`
    insert into connectors.bill_lines as b (shop_id, line_no, order_no, kind, word, amount_minor, billed_at, billed_on)
    select ${link.shopId}::uuid, * from unnest(${of(({ no }) => no)}::text[], ${of(({ orderNo }) => orderNo)}::text[],
      ${of(({ kind }) => kind)}::text[], ${of(({ word }) => word)}::text[], ${of(({ amountMinor }) => amountMinor)}::bigint[],
      ${of(({ at }) => at)}::timestamptz[], ${of(({ at }) => dateIn(at, link.timeZone))}::date[])
    on conflict (shop_id, line_no) do update set disagrees = true
    where (b.order_no, b.kind, b.amount_minor) is distinct from (excluded.order_no, excluded.kind, excluded.amount_minor)`.execute(
    services.db,
  )
}
