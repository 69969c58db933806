// Which shop a file belongs to: what a person said, else what the file itself shows; and what speaks against it.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import type { AppError } from '#kernel/errors.ts'
import { fitsPlatform, type ImportShop, type Layout } from '#modules/layouts'
import { shopNamedOtherwise, wrongPlatform, wrongShop } from './errors.ts'
import type { Needs, Warning } from './runs.ts'
import type { Scan } from './scan.ts'

export interface ShopChoice {
  readonly shop: ImportShop | null
  readonly refusal: AppError | null
  readonly needs: Needs | null
  readonly warnings: readonly Warning[]
}

interface NamedShop extends ImportShop {
  readonly name: string
}

const SHOP = sql`select id, code, name, platform, currency, time_zone as "timeZone" from shops.shops`

export async function shopById(db: Db, id: string): Promise<ImportShop | null> {
  const { rows } = await sql<NamedShop>`${SHOP} where id = ${id}`.execute(db)
  return rows[0] ?? null
}

export async function chooseShop(
  db: Db,
  asked: {
    readonly layout: Layout
    readonly scan: Scan
    readonly given: ImportShop | null
    readonly isConfirmed: boolean
  },
): Promise<ShopChoice> {
  const { layout, scan, given, isConfirmed } = asked
  const { rows: shops } = await sql<NamedShop>`${SHOP} where active order by code`.execute(db)
  const held = await holdersOf(db, scan.orderIds)
  if (given === null) return chooseAmong(shops, layout, scan, held)
  // A shop of our own, or of a platform we do not know, may have any file.
  const isFree = given.platform === 'own' || given.platform === 'other'
  const refusal =
    !isFree && !fitsPlatform(layout, given.platform)
      ? wrongPlatform(layout.name, given.code, given.platform)
      : isConfirmed
        ? null
        : belongsElsewhere(given, shops, scan, held)
  const strays = held.filter(({ shopId }) => shopId !== given.id)
  const warnings =
    refusal === null && strays.length > 0
      ? [
          {
            code: 'ids_elsewhere',
            zh: `有订单号在别的店铺也出现过(${strays.map(({ code }) => code).join('、')})`,
            en: `Some order numbers are known in other shops (${strays.map(({ code }) => code).join(', ')})`,
          },
        ]
      : []
  return { shop: given, refusal, needs: null, warnings }
}

interface Holder {
  readonly shopId: string
  readonly code: string
  readonly hits: number
}

async function holdersOf(db: Db, orderIds: readonly string[]): Promise<Holder[]> {
  if (orderIds.length === 0) return []
  const { rows } = await sql<Holder>`
    select o.shop_id as "shopId", s.code, count(*)::int as hits
    from sales.orders o join shops.shops s on s.id = o.shop_id
    where o.platform_no = any(${[...orderIds]}::text[]) group by 1, 2 order by 3 desc`.execute(db)
  return rows
}

/** More than half of what was looked at. A few numbers may meet by chance; half of a file never does. */
function belongsElsewhere(
  given: ImportShop,
  shops: readonly NamedShop[],
  scan: Scan,
  held: readonly Holder[],
): AppError | null {
  const own = held.find(({ shopId }) => shopId === given.id)?.hits ?? 0
  const other = held.find(({ shopId }) => shopId !== given.id)
  if (other && other.hits > own && other.hits * 2 > scan.orderIds.length) {
    return wrongShop(given.code, other.code, other.hits, scan.orderIds.length)
  }
  const named = scan.shopNames.length === 1 ? scan.shopNames[0]! : null
  const stranger = shops.find(({ id, name }) => named === name && id !== given.id)
  return stranger && named !== null ? shopNamedOtherwise(named, given.code) : null
}

function chooseAmong(
  shops: readonly NamedShop[],
  layout: Layout,
  scan: Scan,
  held: readonly Holder[],
): ShopChoice {
  const fitting = shops.filter(
    ({ platform }) => fitsPlatform(layout, platform) || platform === 'own' || platform === 'other',
  )
  const onPlatform = fitting.filter(
    ({ platform }) => layout.platform !== null && fitsPlatform(layout, platform),
  )
  const byOrders = fitting.filter(({ id }) => held.some(({ shopId }) => shopId === id))
  const byName = fitting.filter(({ name, code }) =>
    scan.shopNames.some((named) => named === name || named === code),
  )
  const chosen = [byOrders, byName, onPlatform, fitting].find((list) => list.length === 1)?.[0]
  if (chosen) return { shop: chosen, refusal: null, needs: null, warnings: [] }
  return {
    shop: null,
    refusal: null,
    warnings: [],
    needs: {
      ask: 'shop',
      zh: shops.length === 0 ? '还没有店铺,请先建店铺' : '请选这个文件是哪个店铺的',
      en: shops.length === 0 ? 'There is no shop yet; make one first' : 'Say which shop this is of',
    },
  }
}
