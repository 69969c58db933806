// Which function reads which kind of file. Written by hand, like all wiring. Bills are kept until settlement can read
// them.
import * as aftersales from '#modules/aftersales'
import * as catalog from '#modules/catalog'
import type { Importers } from '#modules/intake'
import * as intake from '#modules/intake'
import * as listings from '#modules/listings'
import * as market from '#modules/market'
import * as sales from '#modules/sales'

export const importers: Importers = {
  orders: { run: sales.importOrders, undo: sales.undoOrders },
  aftersales: { run: aftersales.importAftersales, undo: aftersales.undoAftersales },
  listings: { run: listings.importListings, undo: listings.undoListings },
  skus: { run: catalog.importSkuFile, undo: null },
  opening_stock: { run: intake.importOpeningStock, undo: intake.undoOpeningStock },
  offline_sales: { run: market.importOfflineSales, undo: market.undoImport('offline_sales') },
  shop_traffic: { run: market.importShopTraffic, undo: market.undoImport('shop_traffic') },
  item_traffic: {
    run: market.importItemTraffic,
    undo: market.undoImport('item_traffic', 'shop_traffic'),
  },
  ad_spend: { run: market.importAds, undo: market.undoImport('ad_spend') },
  reviews: { run: market.importReviews, undo: market.undoImport('reviews') },
  prices: { run: market.importPrices, undo: market.undoImport('prices') },
  bills: 'parked',
}
