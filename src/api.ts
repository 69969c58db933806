// All contracts of the HTTP API, grouped as the console and the OpenAPI document show them.
import { accessApi } from './modules/access/contract.ts'
import { catalogApi } from './modules/catalog/contract.ts'
import { partiesApi } from './modules/parties/contract.ts'
import { placesApi } from './modules/places/contract.ts'
import { systemApi } from './modules/system/contract.ts'

export const api = {
  access: accessApi,
  catalog: catalogApi,
  parties: partiesApi,
  places: placesApi,
  system: systemApi,
} as const

export type Api = typeof api
