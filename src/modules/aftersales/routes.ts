// HTTP of after-sale records: reads only, since imports write them.
import { handle, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { aftersalesApi as api } from './contract.ts'
import { cursorOf, listRecords, oneRecord } from './queries.ts'

export function routes(web: Web): void {
  handleList(web, api.records, async ({ db, query }) =>
    toPage(await listRecords(db, query), query.limit, cursorOf),
  )
  handle(web, api.record, ({ db, params }) => oneRecord(db, params.id))
}
