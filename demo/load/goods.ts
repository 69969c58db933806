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
    await loadCosts(client, demand, id, sku)
    await client.call('PUT', `/api/catalog/skus/${id}/packs`, {
      version: 1,
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

async function loadCosts(client: Client, demand: Demand, id: string, sku: string): Promise<void> {
  for (const day of new Set([demand.from, eventOf(demand.events, 'cost-rise').from])) {
    await client.call('PUT', `/api/catalog/skus/${id}/costs/${day}`, {
      costMinor: String(costOn(demand, sku, day)),
    })
  }
}
