// Who carries the parcels: carriers with a price list each, contract shares, and the parcels of today in every state of their way.
import type { Order } from '../orders.ts'
import { CARRIER_TERMS } from '../people.ts'
import { promisedOf } from '../present.ts'
import { provinceCode } from '../regions.ts'
import type { Loading } from './history.ts'

/** Parcels of today, and of ten of them: with a number, printed, handed over. */
const MADE = 24
const DRAWN = 8
const PRINTED = 6
const GONE = 4

const NEAR: Readonly<Record<string, readonly string[]>> = {
  JH: ['330000', '320000', '310000', '340000'],
  GZ: ['440000', '450000', '430000'],
}
const REMOTE = ['650000', '540000', '630000', '150000']

export async function loadCarriers(loading: Loading): Promise<void> {
  const { client, house } = loading
  const services = new Map<string, string[]>()
  for (const terms of CARRIER_TERMS) {
    const serviceId = await loadCarrier(loading, terms)
    services.set(terms.site, [...(services.get(terms.site) ?? []), serviceId])
  }
  const [first, second] = services.get('JH')!
  await client.call('PUT', `/api/carriers/quotas/${house.sites.get('JH')}`, {
    shares: [
      { serviceId: first, sharePpm: 550_000 },
      { serviceId: second, sharePpm: 450_000 },
    ],
  })
  await loadRules(loading, { central: first!, southern: second! })
  const today = promisedOf(loading.year.orders).slice(0, MADE)
  for (const [at, order] of today.entries()) await ship(loading, order, (at * 10) / today.length)
}

/** What the house has said about carriers: one is not used where it is slow, heavy parcels go with the other. */
async function loadRules(
  { client }: Loading,
  { central, southern }: { readonly central: string; readonly southern: string },
): Promise<void> {
  const rules = [
    {
      name: '西部不走江南快递',
      condition: { all: [{ field: 'region', op: 'in', value: ['650000', '540000', '620000'] }] },
      outcomes: [{ kind: 'avoid', params: { service: southern } }],
      why: '三月瘫痪之后,西部线路一直慢',
    },
    {
      name: '5 公斤以上走中原速运',
      condition: { all: [{ field: 'grams', op: 'gte', value: '5000' }] },
      outcomes: [{ kind: 'use', params: { service: central } }],
      why: '大件价更低',
    },
  ]
  for (const [at, { name, condition, outcomes, why }] of rules.entries()) {
    await client.call('POST', '/api/rules', {
      purpose: 'carrier',
      note: why,
      draft: {
        name,
        priority: (at + 1) * 100,
        stops: false,
        active: true,
        validFrom: null,
        validTo: null,
        condition,
        outcomes,
      },
    })
  }
}

async function loadCarrier(
  { client, house, year }: Loading,
  { code, name, site, minor, latePpm }: (typeof CARRIER_TERMS)[number],
): Promise<string> {
  const siteId = house.sites.get(site)
  const { id } = await client.call<{ id: string }>('POST', '/api/carriers', {
    code,
    name,
    port: 'own',
    address: '',
    apiAccount: '',
    apiCode: '',
    numberPrefix: code,
    active: true,
  })
  const { id: serviceId } = await client.call<{ id: string }>(
    'POST',
    `/api/carriers/${id}/services`,
    {
      code: 'STD',
      name: '标准快递',
      divisor: 8000,
      maxGrams: 30_000,
      maxSideMm: 1500,
      forbids: [],
      latePpm,
      claimPpm: 2_000,
      pickupHours: 24,
      stallHours: 36,
      deliveryHours: 72,
      active: true,
    },
  )
  const { id: accountId } = await client.call<{ id: string }>(
    'POST',
    `/api/carriers/${id}/accounts`,
    {
      branchCode: `${code}-01`,
      name: `${name} ${site} 网点`,
      siteId,
      metered: false,
      lowAt: '500',
      active: true,
    },
  )
  await client.call('POST', `/api/carriers/accounts/${accountId}/entries`, {
    qty: '20000',
    note: '演示:单号充值',
  })
  await client.call(
    'POST',
    `/api/carriers/services/${serviceId}/tariffs`,
    tariffOf(name, minor, { siteId, near: NEAR[site]!, validFrom: year.demand.from }),
  )
  return serviceId
}

const tariffOf = (
  name: string,
  minor: readonly [number, number, number],
  where: {
    readonly siteId: string | undefined
    readonly near: readonly string[]
    readonly validFrom: string
  },
) => ({
  siteId: where.siteId,
  name: `${name} 年度报价`,
  validFrom: where.validFrom,
  validTo: null,
  source: '演示报价单',
  verified: true,
  stepGrams: 500,
  heavyFromGrams: null,
  heavyStepGrams: null,
  zones: [
    { name: '近', regions: where.near, first: minor[0], days: 1 },
    { name: '远', regions: ['000000'], first: minor[1], days: 3 },
    { name: '偏远', regions: REMOTE, first: minor[2], days: 6 },
  ].map(({ name: zone, regions, first, days }) => ({
    name: zone,
    regions,
    firstGrams: 1000,
    firstMinor: String(first),
    addGrams: 1000,
    addMinor: String(Math.round(first / 3)),
    days,
  })),
  surcharges: [],
})

async function ship({ client, house }: Loading, order: Order, tenth: number): Promise<void> {
  const { region } = order
  const { parcelIds } = await client.call<{ parcelIds: string[] }>('POST', '/api/parcels', {
    orderRef: order.no,
    shipmentRef: `${order.no}-1`,
    receiver: {
      name: '收件人(演示)',
      phone: '00000000000',
      division: `${region.province}${region.city}${region.district}`,
      address: '演示路 1 号',
    },
    pieces: [
      {
        grams: order.lines.reduce((sum, { qty }) => sum + qty * 420, 80),
        sidesMm: [260, 180, 120],
        contents: order.lines.map(({ offer, qty }) => `${offer.of} × ${qty}`).join(','),
      },
    ],
    siteId: house.sites.get(order.shop.site),
    region: provinceCode(region),
    platform: order.shop.platform,
    shop: order.shop.code,
  })
  const parcel = `/api/parcels/${parcelIds[0]}`
  if (tenth < DRAWN) await client.call('POST', `${parcel}/draw`)
  if (tenth < PRINTED) {
    await client.fetchRaw('POST', `${parcel}/print`, { format: 'pdf' })
    await client.call('POST', `${parcel}/prints/1/ack`)
  }
  if (tenth < GONE) await client.call('POST', `${parcel}/hand-over`)
}
