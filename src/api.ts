// All contracts of the HTTP API, grouped as the console and the OpenAPI document show them.
import { accessApi } from './modules/access/contract.ts'
import { aftersalesApi } from './modules/aftersales/contract.ts'
import { analyticsApi } from './modules/analytics/contract.ts'
import { calendarsApi } from './modules/calendars/contract.ts'
import { carriersApi } from './modules/carriers/contract.ts'
import { catalogApi } from './modules/catalog/contract.ts'
import { clocksApi } from './modules/clocks/contract.ts'
import { connectorsApi } from './modules/connectors/contract.ts'
import { costingApi } from './modules/costing/contract.ts'
import { intakeApi } from './modules/intake/contract.ts'
import { inventoryApi } from './modules/inventory/contract.ts'
import { listingsApi } from './modules/listings/contract.ts'
import { marketApi } from './modules/market/contract.ts'
import { ordersApi } from './modules/orders/contract.ts'
import { partiesApi } from './modules/parties/contract.ts'
import { placesApi } from './modules/places/contract.ts'
import { regionsApi } from './modules/regions/contract.ts'
import { rulesApi } from './modules/rules/contract.ts'
import { salesApi } from './modules/sales/contract.ts'
import { shopsApi } from './modules/shops/contract.ts'
import { systemApi } from './modules/system/contract.ts'
import { warehouseApi } from './modules/warehouse/contract.ts'

export const api = {
  access: accessApi,
  aftersales: aftersalesApi,
  analytics: analyticsApi,
  calendars: calendarsApi,
  carriers: carriersApi,
  catalog: catalogApi,
  clocks: clocksApi,
  connectors: connectorsApi,
  costing: costingApi,
  intake: intakeApi,
  inventory: inventoryApi,
  listings: listingsApi,
  market: marketApi,
  orders: ordersApi,
  parties: partiesApi,
  places: placesApi,
  regions: regionsApi,
  rules: rulesApi,
  sales: salesApi,
  shops: shopsApi,
  system: systemApi,
  warehouse: warehouseApi,
} as const

export type Api = typeof api
