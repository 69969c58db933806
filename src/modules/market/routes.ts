// HTTP of reports: reads only, since imports write them.
import { handle, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { marketApi as api } from './contract.ts'
import {
  listAds,
  listItemTraffic,
  listOfflineSales,
  listPrices,
  listReviews,
  listShopTraffic,
  priceHistory,
  sumRows,
} from './queries.ts'

export function routes(web: Web): void {
  handleList(web, api.shopTraffic, async ({ db, query }) =>
    toPage(await listShopTraffic(db, query), query.limit, (row) => [row.day, row.id]),
  )
  handle(web, api.shopTrafficTotals, ({ db, query }) => sumRows(db, 'shop_traffic', query))
  handleList(web, api.itemTraffic, async ({ db, query }) =>
    toPage(await listItemTraffic(db, query), query.limit, (row) => [row.fromOn, row.id]),
  )
  handle(web, api.itemTrafficTotals, ({ db, query }) => sumRows(db, 'item_traffic', query))
  handleList(web, api.ads, async ({ db, query }) =>
    toPage(await listAds(db, query), query.limit, (row) => [row.fromOn, row.id]),
  )
  handle(web, api.adTotals, ({ db, query }) => sumRows(db, 'ad_spend', query))
  handleList(web, api.offlineSales, async ({ db, query }) =>
    toPage(await listOfflineSales(db, query), query.limit, (row) => [row.day, row.id]),
  )
  handle(web, api.offlineTotals, ({ db, query }) => sumRows(db, 'offline_sales', query))
  handleList(web, api.reviews, async ({ db, query }) =>
    toPage(await listReviews(db, query), query.limit, (row) => [
      row.writtenAt ?? '0001-01-01T00:00:00.000Z',
      row.id,
    ]),
  )
  handleList(web, api.prices, async ({ db, query }) =>
    toPage(await listPrices(db, query), query.limit, (row) => [row.observedOn, row.id]),
  )
  handle(web, api.priceHistory, ({ db, params }) => priceHistory(db, params.id))
}
