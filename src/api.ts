// All contracts of the HTTP API, grouped as the console and the OpenAPI document show them.
import { accessApi } from './modules/access/contract.ts'

export const api = {
  access: accessApi,
} as const

export type Api = typeof api
