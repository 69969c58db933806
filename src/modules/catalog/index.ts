// The front door: what the rest of the house may use.
export { type Component, componentsOf, setComponents } from './bundles.ts'
export { constraintErrors } from './errors.ts'
export { ensureSkus } from './ensure-skus.ts'
export { importSkuFile } from './import-sku-file.ts'
export { likePattern, searchText } from './search-text.ts'
export { skuIdsByCode } from './queries.ts'
export { routes } from './routes.ts'
export { createSku, setCost } from './skus.ts'
