// Shops: adding, editing, finding.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Bilingual, notFound, refuse, staleEdit } from '#kernel/errors.ts'
import { houseCurrency, houseTimeZone } from '#kernel/house.ts'
import { newId } from '#kernel/ids.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { readSetting } from '#kernel/settings.ts'
import { createSite } from '#modules/places'
import type { PLATFORMS } from './contract.ts'

const SHOP: Bilingual = { zh: '店铺', en: 'shop' }

export interface NewShop {
  readonly code: string
  readonly name: string
  readonly platform: (typeof PLATFORMS)[number]
  /** Left out: the house's, as the time zone. */
  readonly currency?: string | undefined
  readonly timeZone?: string | undefined
  readonly stockSite?: string | undefined
  readonly channel?: string | undefined
  readonly ownerId?: string | null | undefined
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
      channel: shop.channel ?? '',
      owner_id: shop.ownerId ?? null,
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

interface ShopEdit {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly active: boolean
  readonly channel?: string | undefined
  readonly ownerId?: string | null | undefined
  readonly currency?: string | undefined
  readonly timeZone?: string | undefined
}

export async function editShop(tx: Tx, actor: Actor, edit: ShopEdit): Promise<number> {
  const { rows } = await sql<{
    name: string
    active: boolean
    channel: string
    ownerId: string | null
    currency: string
    timeZone: string
    version: number
  }>`
    select name, active, channel, owner_id as "ownerId", currency, time_zone as "timeZone", version
    from shops.shops where id = ${edit.id} for update`.execute(tx)
  const before = rows[0]
  if (!before) throw notFound(SHOP, edit.id)
  const { version, ...held } = before
  const yours = {
    name: edit.name,
    active: edit.active,
    channel: edit.channel ?? held.channel,
    ownerId: edit.ownerId === undefined ? held.ownerId : edit.ownerId,
    currency: edit.currency ?? held.currency,
    timeZone: edit.timeZone ?? held.timeZone,
  }
  if (version !== edit.version) {
    throw staleEdit(SHOP, {
      givenVersion: edit.version,
      currentVersion: version,
      yours,
      current: { ...before },
    })
  }
  await refuseIfOrdersStand(tx, edit.id, held, yours)
  await sql`
    update shops.shops set name = ${yours.name}, active = ${yours.active}, channel = ${yours.channel},
      owner_id = ${yours.ownerId}, currency = ${yours.currency}, time_zone = ${yours.timeZone}, version = version + 1
    where id = ${edit.id}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'shops.shop.edit',
    subjectType: 'shop',
    subjectId: edit.id,
    before,
    after: yours,
  })
  return version + 1
}

/** Amounts and days of orders were read with them: changing either would silently change what they say. */
async function refuseIfOrdersStand(
  tx: Tx,
  id: string,
  held: { readonly currency: string; readonly timeZone: string },
  yours: { readonly currency: string; readonly timeZone: string },
): Promise<void> {
  const field =
    held.currency !== yours.currency
      ? { zh: '币种', en: 'currency' }
      : held.timeZone !== yours.timeZone
        ? { zh: '时区', en: 'time zone' }
        : null
  if (field === null) return
  const { rows } = await sql`select 1 from sales.orders where shop_id = ${id} limit 1`.execute(tx)
  if (rows.length === 0) return
  throw refuse(
    'shops.has_orders',
    409,
    {
      zh: `店铺已有订单,${field.zh}不能再改:订单的金额和日期都按它算过。请另建一个店铺`,
      en: `The shop has orders; its ${field.en} stands, since their amounts and days were read with it. Add another shop instead.`,
    },
    { field: field.en },
  )
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

export async function listShops(
  db: Db,
  {
    q,
    channel,
    cursor,
    limit,
  }: {
    q?: string | undefined
    channel?: string | undefined
    cursor?: string | undefined
    limit: number
  },
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
    ownerId: string | null
    ownerName: string | null
    channel: string
    fulfilment: 'platform' | 'desk'
    deskFrom: Date | null
    active: boolean
    orders: bigint
    version: number
  }>`
    select s.id, s.code, s.name, s.platform, s.currency, s.time_zone as "timeZone", s.stock_site_id as "stockSiteId",
      p.code as "stockSiteCode", s.owner_id as "ownerId", u.display_name as "ownerName", s.channel, s.fulfilment,
      s.desk_from as "deskFrom", s.active, s.version,
      (select count(*) from sales.orders o where o.shop_id = s.id) as orders
    from shops.shops s left join places.sites p on p.id = s.stock_site_id
    left join access.users u on u.id = s.owner_id
    where (${q ?? null}::text is null or s.code ilike '%' || ${q ?? ''} || '%' or s.name ilike '%' || ${q ?? ''} || '%')
      and (${channel ?? null}::text is null or s.channel = ${channel ?? null})
      and (${code}::text is null or (s.code, s.id) > (${code}::text, ${id}::uuid))
    order by s.code, s.id limit ${limit + 1}`.execute(db)
  return rows
}

/** People who can be named as the owner of a shop. */
export async function listPeople(db: Db): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, display_name as name from access.users where disabled_at is null order by display_name limit 500`.execute(
    db,
  )
  return rows
}

/** Whether orders of the shop hold stock of its site, and its offers show what may still be sold. */
export async function setLiveStock(
  tx: Tx,
  actor: Actor,
  shopId: string,
  live: { readonly isOn: boolean; readonly site?: string | undefined },
): Promise<void> {
  const { rows } = await sql<{ siteId: string | null; liveStock: boolean; timeZone: string }>`
    select stock_site_id as "siteId", live_stock as "liveStock", time_zone as "timeZone"
    from shops.shops where id = ${shopId} for update`.execute(tx)
  const before = rows[0]
  if (!before) throw notFound(SHOP, shopId)
  const siteId =
    live.site === undefined
      ? before.siteId
      : await siteByCode(tx, actor, live.site, before.timeZone)
  if (live.isOn && siteId === null)
    throw refuse('shops.live_stock_needs_site', 409, {
      zh: '先说明从哪个仓库出货(出货仓),才能用库存供货',
      en: 'Say which site the goods leave from first; without one there is no stock to sell out of.',
    })
  if (before.siteId !== null && siteId !== before.siteId && (await hasShipped(tx, shopId)))
    throw refuse('shops.site_stands', 409, {
      zh: '这个店铺已经从原来的仓库出过货或占过货,不能换仓;需要时另建一个店铺',
      en: 'Goods of this shop left its site, or are held there, so the site stands. Add another shop if needed.',
    })
  await sql`
    update shops.shops set live_stock = ${live.isOn}, stock_site_id = ${siteId}, version = version + 1
    where id = ${shopId}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'shops.shop.live_stock',
    subjectType: 'shop',
    subjectId: shopId,
    before,
    after: { liveStock: live.isOn, siteId },
  })
}

async function hasShipped(tx: Tx, shopId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from sales.orders o where o.shop_id = ${shopId} and (
      exists (select 1 from inventory.moves m where m.document = 'order:' || o.id)
      or exists (select 1 from inventory.reservations r where r.order_ref = o.id::text and r.outstanding > 0)) limit 1`.execute(
    tx,
  )
  return rows.length > 0
}
