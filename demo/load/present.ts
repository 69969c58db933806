// The day the program begins, done as people do it: one call a deed.
import { piecesOf } from '../account.ts'
import { type Present, promisedOf } from '../present.ts'
import type { Loading } from './history.ts'

interface Places {
  readonly stage: ReadonlyMap<string, string>
  readonly dock: ReadonlyMap<string, string>
  readonly bins: ReadonlyMap<string, readonly string[]>
}

export async function loadPresent(loading: Loading, present: Present): Promise<void> {
  const places = await findPlaces(loading)
  await lookAtReturns(loading, present, places)
  const shelves = await putAway(loading, present, places)
  for (const transfer of present.transfers) await carry(loading, transfer, places)
  await count(loading, present, shelves)
  await adjust(loading, present, places)
  await setRules(loading, present)
  await promise(loading)
}

async function findPlaces({ client, house }: Loading): Promise<Places> {
  const of = async (site: string, kind: string) => {
    const { items } = await client.call<{ items: { id: string }[] }>(
      'GET',
      `/api/places/locations?siteId=${house.sites.get(site)}&kind=${kind}&limit=100`,
    )
    return items.map(({ id }) => id)
  }
  const first = async (kind: string) =>
    new Map(
      await client.each(
        [...house.sites.keys()],
        async (site) => [site, (await of(site, kind))[0]!] as const,
      ),
    )
  return {
    stage: await first('stage'),
    dock: await first('return_dock'),
    bins: new Map([
      ['JH', await of('JH', 'bin')],
      ['GZ', await of('GZ', 'bin')],
    ]),
  }
}

async function lookAtReturns(
  { client, skus }: Loading,
  { passed, seconds }: Present,
  { stage, dock }: Places,
) {
  const all = [
    ...passed.map((one) => ({ ...one, to: stage, quality: 'good', reason: '验货合格,重新上架' })),
    ...seconds.map((one) => ({
      ...one,
      to: dock,
      quality: 'seconds',
      reason: '密封圈不良,转残次',
    })),
  ]
  await client.each(all, ({ site, sku, qty, to, quality, reason }) =>
    client.call('POST', '/api/inventory/moves', {
      skuId: skus.get(sku),
      qty: String(qty),
      from: dock.get(site),
      to: to.get(site),
      fromQuality: 'inspection',
      toQuality: quality,
      reason,
    }),
  )
}

/** Returns the shelf of each SKU and site. */
async function putAway(
  { client, skus }: Loading,
  { putAway: goods }: Present,
  { stage, bins }: Places,
) {
  const shelves = new Map<string, string>()
  const shelved = goods.map((one, at) => {
    const of = bins.get(one.site)!
    return { ...one, shelf: of[at % of.length]! }
  })
  await client.each(shelved, async ({ site, sku, qty, shelf }) => {
    shelves.set(`${site}|${sku}`, shelf)
    await client.call('POST', '/api/inventory/moves', {
      skuId: skus.get(sku),
      qty: String(qty),
      from: stage.get(site),
      to: shelf,
      reason: '上架',
    })
  })
  return shelves
}

async function carry(
  { client, house, skus }: Loading,
  { from, to, short, lines }: Present['transfers'][number],
  { stage }: Places,
): Promise<void> {
  const { id } = await client.call<{ id: string }>('POST', '/api/inventory/transfers', {
    toSiteId: house.sites.get(to),
    note: short === null ? '补广州分仓' : '工厂入总仓',
    lines: lines.map(({ sku, qty }) => ({
      skuId: skus.get(sku),
      qty: String(qty),
      fromLocationId: stage.get(from),
    })),
  })
  if (short === null) return
  await client.call('PUT', `/api/inventory/transfers/${id}/receipt`, {
    lines: lines.map(({ qty }, at) =>
      at === 0
        ? { lineNo: 1, receivedQty: String(qty - short), reason: '少一只,装车时漏扫' }
        : { lineNo: at + 1, receivedQty: String(qty) },
    ),
  })
}

async function count(
  { client, skus }: Loading,
  { counts }: Present,
  shelves: ReadonlyMap<string, string>,
) {
  for (const { site, sku, qty, missing } of counts) {
    const { id } = await client.call<{ id: string }>('POST', '/api/inventory/counts', {
      skuId: skus.get(sku),
      locationId: shelves.get(`${site}|${sku}`),
      cause: 'cycle',
    })
    if (missing === null) continue
    await client.call('PUT', `/api/inventory/counts/${id}/result`, {
      countedQty: String(qty - missing),
    })
  }
}

async function adjust(
  { client, skus }: Loading,
  { adjusted, proposed }: Present,
  { stage }: Places,
) {
  const all = [
    ...adjusted.map((one) => ({ ...one, direction: 'less', reason: '门店样品损坏' })),
    ...proposed.map((one) => ({ ...one, direction: 'more', reason: '产线尾数未入账,待复核' })),
  ]
  for (const { site, sku, qty, direction, reason } of all) {
    await client.call('POST', '/api/inventory/adjustments', {
      skuId: skus.get(sku),
      locationId: stage.get(site),
      direction,
      qty: String(qty),
      reason,
    })
  }
}

async function setRules({ client, house, skus }: Loading, { safety }: Present): Promise<void> {
  await client.each(safety, ({ site, sku, qty }) =>
    client.call('PUT', `/api/inventory/skus/${skus.get(sku)}/safety`, {
      siteId: house.sites.get(site),
      qty: String(qty),
    }),
  )
  const first = skus.get(safety[0]!.sku)
  for (const [channel, percent] of [
    ['天猫', 50],
    ['拼多多', 30],
  ] as const)
    await client.call('PUT', `/api/inventory/skus/${first}/shares/${encodeURIComponent(channel)}`, {
      percent,
    })
}

/** What is paid and not shipped is promised, so that the waterfall has something to show. */
async function promise({ client, house, year, skus }: Loading): Promise<void> {
  await client.each(promisedOf(year.orders), async (order) => {
    const pieces = piecesOf(order)
    if (pieces.length === 0) return
    await client.call('PUT', `/api/inventory/orders/${order.no}/reservation`, {
      causeId: `demo:${order.no}`,
      channel: order.shop.channel,
      siteIds: [house.sites.get(order.shop.site)],
      lines: pieces.map(({ sku, qty }, at) => ({
        lineRef: String(at + 1),
        skuId: skus.get(sku),
        qty: String(qty),
      })),
    })
  })
}
