// How far each source of each shop has come, and which days lack one. A source is expected of a shop once it has ever told
// something of that kind, up to yesterday; what is not there is missing, not 0. Today is never whole.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { houseZone } from '#kernel/house.ts'
import type { Services } from '#kernel/services.ts'
import { addDays, now, dateIn } from '#kernel/time.ts'
import type { Filters } from './compile.ts'
import { ensureFacts } from './build-facts.ts'
import type { Period } from './periods.ts'

export type Kind = 'orders' | 'traffic' | 'ads'

export interface SourceState {
  readonly shop: string
  readonly kind: Kind
  readonly firstDay: string
  readonly lastDay: string
  /** The last day it could have told by now. */
  readonly expectedDay: string
  readonly isCurrent: boolean
}

export interface MissingDay {
  readonly day: string
  readonly missing: readonly { readonly shop: string; readonly kind: Kind | 'day' }[]
}

export interface Freshness {
  readonly today: string
  readonly lastDay: string | null
  readonly sources: readonly SourceState[]
  readonly incomplete: readonly MissingDay[]
}

/** What shops count in, that of most orders first. */
export async function currencies({ db, clickhouse }: Services): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string; currency: string }>`
    select s.id, s.currency from shops.shops s where exists (select 1 from sales.orders o where o.shop_id = s.id)`.execute(
    db,
  )
  const all = [...new Set(rows.map(({ currency }) => currency))]
  if (all.length < 2) return all
  const counted = await clickhouse.query<{ shop_id: string; orders: string }>(
    `select shop_id, sum(value) as orders from shop_days final
     where (source, measure) = ('ordered', 'orders') group by shop_id`,
  )
  const ordersOf = new Map(counted.map(({ shop_id, orders }) => [shop_id, Number(orders)]))
  const sum = (currency: string) =>
    rows
      .filter((row) => row.currency === currency)
      .reduce((total, { id }) => total + (ordersOf.get(id) ?? 0), 0)
  return all.toSorted((a, b) => sum(b) - sum(a) || (a < b ? -1 : 1))
}

interface ShopRow {
  readonly id: string
  readonly code: string
  readonly timeZone: string
  readonly active: boolean
  readonly firstOn: string | null
  readonly lastOn: string | null
  readonly toldAt: Date | null
}

/** Most days a period may have for its days to be judged one by one. */
const MAX_DAYS = 1100

export async function freshness(
  services: Services,
  { from, to }: Period,
  filters: Filters,
): Promise<Freshness> {
  await ensureFacts(services)
  const shops = await readShops(services.db, filters)
  const told = await toldDays(services, { from, to })
  const states: SourceState[] = []
  const missing = new Map<string, MissingDay['missing'][number][]>()
  const lack = (day: string, shop: string, kind: Kind | 'day') => {
    const list = missing.get(day) ?? []
    list.push({ shop, kind })
    missing.set(day, list)
  }
  for (const shop of shops) {
    const today = dateIn(now(), shop.timeZone)
    const until = (last: string) => (shop.active ? addDays(today, -1) : last)
    if (shop.firstOn !== null && shop.lastOn !== null) {
      // A file made on the day it tells about does not hold the rest of that day.
      const isCut = shop.toldAt !== null && dateIn(shop.toldAt, shop.timeZone) <= shop.lastOn
      const whole = isCut ? addDays(shop.lastOn, -1) : shop.lastOn
      states.push(stateOf(shop.code, 'orders', shop.firstOn, shop.lastOn, until(shop.lastOn)))
      eachDay(from, to, MAX_DAYS, (day) => {
        if (day >= shop.firstOn! && day > whole && day < today && day <= until(day)) {
          lack(day, shop.code, 'orders')
        }
      })
    }
    for (const kind of ['traffic', 'ads'] as const) {
      const of = told.get(`${shop.id}|${kind}`)
      if (!of) continue
      states.push(stateOf(shop.code, kind, of.first, of.last, until(of.last)))
      eachDay(from, to, MAX_DAYS, (day) => {
        if (day >= of.first && day < today && day <= until(of.last) && !of.days.has(day)) {
          lack(day, shop.code, kind)
        }
      })
    }
    if (today >= from && today <= to && shop.lastOn !== null && shop.active)
      lack(today, shop.code, 'day')
  }
  const lastDays = shops.flatMap(({ lastOn }) => (lastOn === null ? [] : [lastOn])).toSorted()
  // Of one shop its own today; of many the house's.
  const zone = shops.length === 1 ? shops[0]!.timeZone : await houseZone(services.db)
  return {
    today: dateIn(now(), zone),
    lastDay: lastDays.at(-1) ?? null,
    sources: states,
    incomplete: [...missing]
      .map(([day, list]) => ({ day, missing: list }))
      .toSorted((a, b) => (a.day < b.day ? -1 : 1)),
  }
}

const stateOf = (
  shop: string,
  kind: Kind,
  firstDay: string,
  lastDay: string,
  expectedDay: string,
): SourceState => ({
  shop,
  kind,
  firstDay,
  lastDay,
  expectedDay,
  isCurrent: lastDay >= expectedDay,
})

function eachDay(from: string, to: string, most: number, visit: (day: string) => void): void {
  for (let day = from, n = 0; day <= to && n < most; day = addDays(day, 1), n += 1) visit(day)
}

/** Asked of PostgreSQL: an index answers, however many orders there are. */
async function readShops(db: Db, filters: Filters): Promise<ShopRow[]> {
  const { shop = null, platform = null, money } = filters
  const currency = money?.currency ?? null
  const { rows } = await sql<ShopRow>`
    select s.id, s.code, s.time_zone as "timeZone", s.active, first.ordered_on::text as "firstOn", last.ordered_on::text as "lastOn",
      (select v.recorded_at from sales.order_versions v where v.order_id = last.id order by v.version desc limit 1) as "toldAt"
    from shops.shops s
    left join lateral (
      select ordered_on from sales.orders where shop_id = s.id and not withdrawn order by ordered_at, id limit 1) as first on true
    left join lateral (
      select id, ordered_on from sales.orders where shop_id = s.id and not withdrawn order by ordered_at desc, id desc limit 1) as last on true
    where (${shop}::text is null or upper(s.code) = upper(${shop}))
      and (${platform}::text is null or upper(s.platform) = upper(${platform}))
      and (${currency}::text is null or s.currency = ${currency})
    order by s.code`.execute(db)
  return rows
}

interface Told {
  readonly first: string
  readonly last: string
  readonly days: ReadonlySet<string>
}

async function toldDays({ clickhouse }: Services, { from, to }: Period) {
  const rows = await clickhouse.query<{
    shop_id: string
    kind: Kind
    first: string
    last: string
    days: string[]
  }>(
    `select shop_id, 'traffic' as kind, toString(min(day)) as first, toString(max(day)) as last,
       arrayMap(d -> toString(d), groupUniqArrayIf(day, day between {from:Date} and {to:Date})) as days
     from shop_traffic final where traffic_source = '' and visitors is not null group by shop_id
     union all
     select shop_id, 'ads', toString(min(from_on)), toString(max(to_on)),
       arrayMap(d -> toString(d), arrayDistinct(arrayFlatten(groupArrayIf(
         arrayMap(n -> from_on + n, range(toUInt32(to_on - from_on) + 1)), to_on >= {from:Date} and from_on <= {to:Date}))))
     from ad_spend final group by shop_id`,
    { from, to },
  )
  return new Map<string, Told>(
    rows.map(({ shop_id, kind, first, last, days }) => [
      `${shop_id}|${kind}`,
      { first, last, days: new Set(days) },
    ]),
  )
}
