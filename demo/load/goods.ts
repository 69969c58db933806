// Products with their variants, barcodes, packs and costs; bundles by their parts.
import type { Demand } from '../demand.ts'
import { eventOf } from '../events.ts'
import { costOn } from '../stock.ts'
import { barcodeOf, BUNDLES, PRODUCTS, SKUS } from '../trade.ts'
import type { Client } from './client.ts'

/** SKU code → id, bundles among them. */
export type SkuIds = ReadonlyMap<string, string>

export async function loadGoods(client: Client, demand: Demand): Promise<SkuIds> {
  const spus = new Map<string, string>()
  for (const { spu, name } of PRODUCTS) {
    const body = { code: spu, name, axes: ['颜色', '容量'] }
    spus.set(spu, (await client.call<{ id: string }>('POST', '/api/catalog/spus', body)).id)
  }
  const ids = new Map<string, string>()
  await client.each([...SKUS.entries()], async ([at, { sku, name, product, variant }]) => {
    const [lengthMm, widthMm, heightMm] = product.boxMm
    const { id } = await client.call<{ id: string }>('POST', '/api/catalog/skus', {
      code: sku,
      name,
      baseUnit: product.priceMinor < 5_000 ? '套' : '只',
      barcode: barcodeOf(at),
      spuId: spus.get(product.spu),
      variant: { 颜色: variant.colour, 容量: product.size },
      weightGrams: product.weightGrams,
      lengthMm,
      widthMm,
      heightMm,
    })
    ids.set(sku, id)
    const version = await loadCosts(client, demand, id, sku)
    await client.call('PUT', `/api/catalog/skus/${id}/packs`, {
      version,
      packs: [{ unit: '箱', qty: String(product.perCarton) }],
    })
  })
  for (const { sku, name, weightGrams, parts } of BUNDLES) {
    const { id } = await client.call<{ id: string }>('POST', '/api/catalog/skus', {
      code: sku,
      kind: 'bundle',
      name,
      baseUnit: '套',
      weightGrams,
    })
    ids.set(sku, id)
    await client.call('PUT', `/api/catalog/skus/${id}/components`, {
      version: 1,
      components: parts.map((part) => ({ skuId: ids.get(part.sku), qty: String(part.qty) })),
    })
  }
  return ids
}

/** Returns the version the SKU then has: each change names the one it saw. */
async function loadCosts(client: Client, demand: Demand, id: string, sku: string): Promise<number> {
  let seen = 1
  for (const day of new Set([demand.from, eventOf(demand.events, 'cost-rise').from])) {
    const { version } = await client.call<{ version: number }>(
      'PUT',
      `/api/catalog/skus/${id}/costs/${day}`,
      { version: seen, costMinor: String(costOn(demand, sku, day)) },
    )
    seen = version
  }
  return seen
}
