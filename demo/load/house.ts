// The house before its first order: settings, people, places, shifts, suppliers, shops with what their platforms charge.
import { randomBytes } from 'node:crypto'
import { LETTERHEAD, PLANT, SITES, STAFF, SUPPLIERS } from '../people.ts'
import { SHOPS } from '../shops.ts'
import type { Client } from './client.ts'

export interface House {
  /** Site code → id. */
  readonly sites: ReadonlyMap<string, string>
}

export async function loadHouse(client: Client, from: string): Promise<House> {
  for (const [key, value] of Object.entries(LETTERHEAD))
    await client.call('PUT', `/api/settings/${key}`, { version: 0, value })
  const people = await loadPeople(client)
  const sites = await loadSites(client)
  await loadShifts(client)
  await client.each(SUPPLIERS, (supplier) =>
    client.call('POST', '/api/parties/suppliers', supplier),
  )
  for (const shop of SHOPS) await loadShop(client, shop, people.get(shop.owner) ?? null, from)
  return { sites }
}

/** Nobody signs in as them: their passwords are drawn and thrown away. */
async function loadPeople(client: Client): Promise<ReadonlyMap<string, string>> {
  const ids = await client.each(STAFF, async ({ username, name, role }) => {
    const password = randomBytes(18).toString('base64url')
    const { id } = await client.call<{ id: string }>('POST', '/api/access/users', {
      username,
      displayName: name,
      role,
      password,
    })
    return [username, id] as const
  })
  return new Map(ids)
}

async function loadSites(client: Client): Promise<ReadonlyMap<string, string>> {
  const sites = new Map<string, string>()
  for (const { code, name, kind } of SITES) {
    const { id } = await client.call<{ id: string }>('POST', '/api/places/sites', {
      code,
      name,
      kind,
    })
    sites.set(code, id)
  }
  const shelves = [
    ['JH', { kind: 'bin', zone: 'A', aisles: 2, racks: 6, levels: 3 }],
    ['JH', { kind: 'pick', zone: 'P', aisles: 1, racks: 8, levels: 2 }],
    ['GZ', { kind: 'bin', zone: 'A', aisles: 1, racks: 6, levels: 3 }],
  ] as const
  for (const [code, pattern] of shelves)
    await client.call('POST', `/api/places/sites/${sites.get(code)}/locations`, pattern)
  return sites
}

async function loadShifts(client: Client): Promise<void> {
  const working = PLANT.shifts.map(({ from, to }) => ({ from, to }))
  await client.call('POST', '/api/calendars', {
    code: 'PLANT',
    name: '永康工厂两班制',
    timeZone: 'Asia/Shanghai',
    region: 'CN',
    swapWeekday: 1,
    week: [working, working, working, working, working, working, []],
  })
}

async function loadShop(
  client: Client,
  { code, name, platform, channel, site }: (typeof SHOPS)[number],
  ownerId: string | null,
  from: string,
): Promise<void> {
  const { id } = await client.call<{ id: string }>('POST', '/api/shops', {
    code,
    name,
    platform,
    channel,
    ownerId,
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
    stockSite: site,
  })
  const { items } = await client.call<{
    items: { id: string; kind: string; category: string; blocked: unknown; range: unknown }[]
  }>('GET', `/api/shops/${id}/fee-templates?validFrom=${from}`)
  const free = items.filter(({ blocked, range }) => blocked === null && range === null)
  // One of each kind and category: two for one day would overlap.
  const ids = [...Map.groupBy(free, ({ kind, category }) => `${kind}|${category}`).values()].map(
    (group) => group[0]!.id,
  )
  if (ids.length > 0)
    await client.call('POST', `/api/shops/${id}/fee-templates`, { ids, validFrom: from })
}
