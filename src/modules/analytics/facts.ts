// PostgreSQL → ClickHouse (INV-ANALYTICS-1). An event names an order; its newest version is read and written whole. The table
// replaces a line by its newest version, so repeating a batch, or writing it after a crash, changes nothing;
// lines a newer version no longer has are marked deleted.
import { sql } from 'kysely'
import type { DomainEvent } from '#kernel/background.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Services } from '#kernel/services.ts'

interface Fact {
  readonly order_id: string
  readonly line_no: number
  readonly version: number
}

export async function projectOrders(
  tx: Tx,
  events: readonly DomainEvent[],
  { clickhouse }: Services,
): Promise<void> {
  const orderIds = [...new Set(events.map(({ key }) => key))]
  const facts = await readFacts(tx, orderIds)
  const gone = await linesGone(clickhouse, events, facts)
  const token = `order_lines:${events[0]!.id}-${events.at(-1)!.id}:${events.length}`
  await clickhouse.insert('order_lines', [...facts, ...gone], token)
}

async function readFacts(db: Db, orderIds: readonly string[]): Promise<Fact[]> {
  const { rows } = await sql<Fact>`
    select o.shop_id, o.id as order_id, l.line_no, o.version, 0 as deleted, s.code as shop, o.platform_no, o.kind,
      l.is_goods::int as is_goods, o.ordered_on::text as day, coalesce(o.country, '') as country,
      coalesce(o.customer_ref, '') as customer, l.platform_sku as sku, l.title, l.qty, l.amount_minor
    from sales.orders o join shops.shops s on s.id = o.shop_id join sales.order_lines l on l.order_id = o.id
    where o.id = any(${[...orderIds]}::uuid[])`.execute(db)
  return rows
}

/** Lines of changed orders that their newest version does not have. New orders have none. */
async function linesGone(
  clickhouse: Services['clickhouse'],
  events: readonly DomainEvent[],
  facts: readonly Fact[],
): Promise<object[]> {
  const changed = [
    ...new Set(
      events.filter(({ payload }) => Number(payload['version']) > 1).map(({ key }) => key),
    ),
  ]
  if (changed.length === 0) return []
  const now = new Set(facts.map(({ order_id, line_no }) => `${order_id}|${line_no}`))
  const version = new Map(facts.map(({ order_id, version: v }) => [order_id, v]))
  const stored = await clickhouse.query<Fact & { shop_id: string }>(
    `select * from order_lines final where order_id in {ids:Array(UUID)}`,
    { ids: changed },
  )
  return stored
    .filter(({ order_id, line_no }) => !now.has(`${order_id}|${line_no}`))
    .map((line) => ({
      ...line,
      deleted: 1,
      version: version.get(line.order_id) ?? line.version + 1,
    }))
}

/** Orders read at once while rebuilding. */
const REBUILD_BATCH = 2000

/** All facts anew from PostgreSQL, with the same result. Returns the number of lines. */
export async function rebuildFacts({ db, clickhouse }: Services): Promise<bigint> {
  await clickhouse.command('truncate table order_lines')
  let after = '00000000-0000-0000-0000-000000000000'
  let lines = 0n
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select id from sales.orders where id > ${after}::uuid order by id limit ${REBUILD_BATCH}`.execute(
      db,
    )
    const last = rows.at(-1)
    if (!last) return lines
    const facts = await readFacts(
      db,
      rows.map(({ id }) => id),
    )
    await clickhouse.insert(
      'order_lines',
      facts,
      `rebuild:${performance.timeOrigin}:${performance.now()}:${last.id}`,
    )
    lines += BigInt(facts.length)
    after = last.id
  }
}
