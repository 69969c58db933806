// HTTP and use cases of shops: few enough to stand together.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Bilingual, notFound, staleEdit } from '#kernel/errors.ts'
import { houseCurrency, houseTimeZone } from '#kernel/house.ts'
import { handleWrite, type Web } from '#kernel/http.ts'
import { newId } from '#kernel/ids.ts'
import { decodeCursor, handleList, toPage } from '#kernel/lists.ts'
import { readSetting } from '#kernel/settings.ts'
import { createSite } from '#modules/places'
import { shopsApi as api, type PLATFORMS } from './contract.ts'

const SHOP: Bilingual = { zh: '店铺', en: 'shop' }

export function routes(web: Web): void {
  handleList(web, api.shops, async ({ db, query }) =>
    toPage(await listShops(db, query), query.limit, (row) => [row.code, row.id]),
  )
  handleWrite(web, api.addShop, async ({ tx, actor, body }) => ({
    id: await addShop(tx, actor, body),
  }))
  handleWrite(web, api.editShop, async ({ tx, actor, params, body }) => ({
    version: await editShop(tx, actor, { id: params.id, ...body }),
  }))
}

export interface NewShop {
  readonly code: string
  readonly name: string
  readonly platform: (typeof PLATFORMS)[number]
  /** Left out: the house's, as the time zone. */
  readonly currency?: string | undefined
  readonly timeZone?: string | undefined
  readonly stockSite?: string | undefined
}

export async function addShop(tx: Tx, actor: Actor, shop: NewShop): Promise<string> {
  const id = newId()
  const currency = shop.currency ?? (await readSetting(tx, houseCurrency))
  const timeZone = shop.timeZone ?? (await readSetting(tx, houseTimeZone))
  const siteId =
    shop.stockSite === undefined ? null : await siteByCode(tx, actor, shop.stockSite, timeZone)
  await tx
    .insertInto('shops.shops')
    .values({
      id,
      code: shop.code,
      name: shop.name,
      platform: shop.platform,
      currency,
      time_zone: timeZone,
      stock_site_id: siteId,
    })
    .execute()
  await recordAudit(tx, actor, {
    action: 'shops.shop.add',
    subjectType: 'shop',
    subjectId: id,
    after: { ...shop, currency, timeZone },
  })
  return id
}

async function siteByCode(tx: Tx, actor: Actor, code: string, timeZone: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select id from places.sites where upper(code) = ${code.toUpperCase()}`.execute(tx)
  if (rows[0]) return rows[0].id
  return createSite(tx, actor, { code, name: code, kind: 'warehouse', timeZone })
}

async function editShop(
  tx: Tx,
  actor: Actor,
  edit: { id: string; version: number; name: string; active: boolean },
): Promise<number> {
  const { rows } = await sql<{ name: string; active: boolean; version: number }>`
    select name, active, version from shops.shops where id = ${edit.id} for update`.execute(tx)
  const before = rows[0]
  if (!before) throw notFound(SHOP, edit.id)
  const yours = { name: edit.name, active: edit.active }
  if (before.version !== edit.version) {
    throw staleEdit(SHOP, {
      givenVersion: edit.version,
      currentVersion: before.version,
      yours,
      current: { ...before },
    })
  }
  await sql`
    update shops.shops set name = ${edit.name}, active = ${edit.active}, version = version + 1 where id = ${edit.id}`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'shops.shop.edit',
    subjectType: 'shop',
    subjectId: edit.id,
    before,
    after: yours,
  })
  return before.version + 1
}

export interface Shop {
  readonly id: string
  readonly code: string
  readonly platform: string
  readonly currency: string
  readonly timeZone: string
  readonly stockSiteId: string | null
}

/** A shop by its code, without regard to case. Throws `kernel.not_found`. */
export async function shopByCode(db: Db, code: string): Promise<Shop> {
  const { rows } = await sql<Shop>`
    select id, code, platform, currency, time_zone as "timeZone", stock_site_id as "stockSiteId"
    from shops.shops where upper(code) = ${code.toUpperCase()}`.execute(db)
  if (rows[0]) return rows[0]
  throw notFound(SHOP, code)
}

async function listShops(
  db: Db,
  { q, cursor, limit }: { q?: string | undefined; cursor?: string | undefined; limit: number },
) {
  const [code = null, id = null] = cursor ? decodeCursor(cursor, 2) : []
  const { rows } = await sql<{
    id: string
    code: string
    name: string
    platform: (typeof PLATFORMS)[number]
    currency: string
    timeZone: string
    stockSiteId: string | null
    stockSiteCode: string | null
    active: boolean
    orders: bigint
    version: number
  }>`
    select s.id, s.code, s.name, s.platform, s.currency, s.time_zone as "timeZone", s.stock_site_id as "stockSiteId",
      p.code as "stockSiteCode", s.active, s.version,
      (select count(*) from sales.orders o where o.shop_id = s.id) as orders
    from shops.shops s left join places.sites p on p.id = s.stock_site_id
    where (${q ?? null}::text is null or s.code ilike '%' || ${q ?? ''} || '%' or s.name ilike '%' || ${q ?? ''} || '%')
      and (${code}::text is null or (s.code, s.id) > (${code}::text, ${id}::uuid))
    order by s.code, s.id limit ${limit + 1}`.execute(db)
  return rows
}
