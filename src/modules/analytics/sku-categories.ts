// 类目 of SKUs beside the facts, looked up when somebody asks by category: history is told by the tree as it is today, and
// moving goods rewrites this small table instead of years of order lines.
import { sql } from 'kysely'
import type { DomainEvent } from '#kernel/background.ts'
import type { Clickhouse } from '#kernel/clickhouse.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Services } from '#kernel/services.ts'
import { waitForWriter, WRITER_LOCK } from './one-writer.ts'

export const CATEGORIES_HANDLER = 'analytics.sku_categories'

/** However many goods moved: the table as it is now. */
export async function projectCategories(
  tx: Tx,
  _events: readonly DomainEvent[],
  { clickhouse }: Services,
): Promise<void> {
  await waitForWriter(tx, WRITER_LOCK)
  await fillCategories(tx, clickhouse)
}

/** Rows written at once. */
const BATCH = 20_000

/** Beside the table in use, which answers until the new one takes its place. */
export async function fillCategories(db: Db, clickhouse: Clickhouse): Promise<void> {
  const { rows } = await sql<{ sku: string; path: string[] }>`
    select upper(k.sku_code) as sku,
      array(select array_to_string(p.names[1:depth], '/') from generate_series(1, cardinality(p.names)) as depth order by depth) as path
    from catalog.sku_categories k join catalog.category_paths p on p.category_id = k.category_id`.execute(
    db,
  )
  await clickhouse.command('drop table if exists sku_categories_next')
  await clickhouse.command('create table sku_categories_next as sku_categories')
  for (let at = 0; at < rows.length; at += BATCH) {
    await clickhouse.insert('sku_categories_next', rows.slice(at, at + BATCH), `categories:${at}`)
  }
  await clickhouse.command('exchange tables sku_categories and sku_categories_next')
  await clickhouse.command('drop table sku_categories_next')
}
