// Twelve months, part by part, in the order they happened: what was bought in, the platforms' files, what came back. The next
// part waits until the ledger has taken in this one, so that costs come out the same each time.
import { returnsOf } from '../account.ts'
import { companyFiles } from '../files/company.ts'
import { filesOf, type Part } from '../files/all.ts'
import { PACKS } from '../trade.ts'
import type { Year } from '../year.ts'
import type { Client } from './client.ts'
import type { SkuIds } from './goods.ts'
import type { House } from './house.ts'

export interface Loading {
  readonly client: Client
  readonly year: Year
  readonly house: House
  readonly skus: SkuIds
}

/** Returns the number of rows. */
export async function loadPart(loading: Loading, part: Part): Promise<number> {
  const { client, year } = loading
  await receive(loading, part)
  let rows = 0
  for (const { shop, files } of filesOf(year, part)) {
    rows += await client.imported(await client.upload(shop.code, files))
    // The ledger takes in one shop before the next comes: costs are rounded move by move, so their order is part of the result.
    await client.settle('sales.move_stock')
  }
  await client.settle()
  await mapPacks(loading)
  await takeBack(loading, part)
  return rows
}

export async function loadCompany({ client, year }: Loading): Promise<number> {
  return client.imported(await client.upload(null, companyFiles(year)))
}

async function receive({ client, year, house, skus }: Loading, { days }: Part): Promise<void> {
  const within = new Set(days)
  const receipts = year.receipts.filter(({ day }) => within.has(day))
  const groups = Map.groupBy(receipts, ({ day, site }) => `${day}|${site}`)
  // One after the other: costs follow the order of the ledger.
  for (const lines of groups.values()) {
    const { day, site, isOpening } = lines[0]!
    await client.call('POST', '/api/inventory/receipts', {
      siteId: house.sites.get(site),
      note: isOpening ? '期初:历史起点库存' : `生产入库 ${year.demand.days[day]}`,
      effectiveAt: `${year.demand.days[day]}T00:00:00+08:00`,
      lines: lines.map(({ sku, qty, unitCostMinor }) => ({
        skuId: skus.get(sku),
        qty: String(qty),
        unitCostMinor: String(unitCostMinor),
      })),
    })
  }
}

interface Listing {
  readonly id: string
  readonly shop: string
  readonly version: number
  readonly merchantCode: string
}

/** A pack's code is no SKU: a person says what it is. The one of Pinduoduo is left for whoever looks around. */
async function mapPacks({ client, skus }: Loading): Promise<void> {
  const { items } = await client.call<{ items: Listing[] }>(
    'GET',
    '/api/listings?state=unmapped&limit=50',
  )
  for (const { id, shop, version, merchantCode } of items) {
    const pack = PACKS.find(({ code }) => code === merchantCode)
    if (pack === undefined || shop === 'PDD') continue
    await client.call('PUT', `/api/listings/${id}/mapping`, {
      state: 'mapped',
      version,
      skuId: skus.get(pack.sku),
      skuQty: String(pack.qty),
      reason: '2只装',
    })
    await client.settle()
  }
}

/** Returned goods wait on the dock to be looked at. */
async function takeBack(
  { client, year, house, skus }: Loading,
  { days, name }: Part,
): Promise<void> {
  const within = new Set(days)
  const back = returnsOf(year).filter(({ day }) => within.has(day))
  for (const [site, pieces] of Map.groupBy(back, (piece) => piece.site)) {
    const siteId = house.sites.get(site)
    const { items } = await client.call<{ items: { id: string }[] }>(
      'GET',
      `/api/places/locations?siteId=${siteId}&kind=return_dock&limit=1`,
    )
    const last = year.demand.days[days.at(-1)!]
    await client.call('POST', '/api/inventory/receipts', {
      siteId,
      locationId: items[0]!.id,
      note: `退货入库 ${name}`,
      effectiveAt: `${last}T23:00:00+08:00`,
      lines: [...Map.groupBy(pieces, ({ sku }) => sku)].map(([sku, some]) => ({
        skuId: skus.get(sku),
        qty: String(some.reduce((sum, { qty }) => sum + qty, 0)),
        quality: 'inspection',
      })),
    })
  }
}
