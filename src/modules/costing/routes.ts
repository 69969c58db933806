// HTTP of stock value.
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { costingApi as api } from './contract.ts'
import { closeMonth, listMonths, reopenMonth } from './months.ts'
import { listEntries, listValues } from './queries.ts'

export function routes(web: Web): void {
  handleList(web, api.values, async ({ db, query }) =>
    toPage(await listValues(db, query), query.limit, (row) => [row.sku, row.owner]),
  )
  handleList(web, api.entries, async ({ db, query }) =>
    toPage(await listEntries(db, query), query.limit, (row) => [row.moveId, row.skuId]),
  )
  handle(web, api.months, async ({ db }) => ({ items: await listMonths(db) }))
  handleWrite(web, api.closeMonth, async ({ tx, actor, body }) => {
    await closeMonth(tx, actor, body.month)
    return { done: true as const }
  })
  handleWrite(web, api.reopenMonth, async ({ tx, actor, body }) => {
    await reopenMonth(tx, actor, body)
    return { done: true as const }
  })
}
