// The front door: what the rest of the house may use.
export { FIELDS } from './figures.ts'
export { importAds } from './import-ads.ts'
export { importOfflineSales } from './import-offline-sales.ts'
export { importPrices } from './import-prices.ts'
export { importReviews } from './import-reviews.ts'
export { importItemTraffic, importShopTraffic } from './import-traffic.ts'
export { routes } from './routes.ts'
export { undoImport } from './undo.ts'
