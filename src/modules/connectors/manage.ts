// What people do with links: make one, change it, ask for a poll, say what a shop should show and what was sent.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { type Bilingual, notFound, staleEdit } from '#kernel/errors.ts'
import { pgArray } from '#kernel/pg-array.ts'
import type { Vault } from '#kernel/vault.ts'
import { retellWaiting } from '#modules/sales'
import { setLiveStock, shopByCode } from '#modules/shops'
import type { Connector, Credentials, Parcel } from './connector.ts'
import { cannot, shipmentTold, shopStands, stockIsFed } from './errors.ts'
import { feedAll } from './feed.ts'
import { credentialsContext } from './links.ts'
import { wakePoll } from './wake-poll.ts'
import { connectorById } from './registry.ts'

const LINK: Bilingual = { zh: '接入', en: 'link' }

export interface NewLink {
  readonly shop: string
  readonly connector: string
  readonly address: string
  readonly remoteShop: string
  readonly appKey: string
  readonly secret: string
}

export async function addLink(tx: Tx, actor: Actor, vault: Vault, link: NewLink): Promise<string> {
  const { id } = await shopByCode(tx, link.shop)
  const credentials: Credentials = { secret: link.secret, tokens: null }
  await tx
    .insertInto('connectors.links')
    .values({
      shop_id: id,
      connector: link.connector,
      address: link.address,
      remote_shop: link.remoteShop,
      app_key: link.appKey,
      credentials_sealed: vault.seal(JSON.stringify(credentials), credentialsContext(id)),
    })
    .execute()
  const { secret: _secret, ...shown } = link
  await recordAudit(tx, actor, {
    action: 'connectors.link.add',
    subjectType: 'shop',
    subjectId: id,
    after: shown,
  })
  await wakePoll(tx, id)
  return id
}

export interface LinkEdit {
  readonly id: string
  readonly version: number
  readonly address: string
  readonly active: boolean
  /** Left out: as it is. Stands once a record was read: two shops in one would never come apart again. */
  readonly remoteShop?: string | undefined
  readonly appKey?: string | undefined
  /** Left out: as it is. A new secret begins with new tokens. */
  readonly secret?: string | undefined
}

interface LinkRow {
  readonly address: string
  readonly active: boolean
  readonly version: number
  readonly remoteShop: string
  readonly appKey: string
}

export async function editLink(
  tx: Tx,
  actor: Actor,
  vault: Vault,
  edit: LinkEdit,
): Promise<number> {
  const { rows } = await sql<LinkRow>`
    select address, active, version, remote_shop as "remoteShop", app_key as "appKey" from connectors.links
    where shop_id = ${edit.id} for update`.execute(tx)
  const before = rows[0]
  if (!before) throw notFound(LINK, edit.id)
  const yours = {
    address: edit.address,
    active: edit.active,
    remoteShop: edit.remoteShop ?? before.remoteShop,
    appKey: edit.appKey ?? before.appKey,
  }
  if (before.version !== edit.version) {
    throw staleEdit(LINK, {
      givenVersion: edit.version,
      currentVersion: before.version,
      yours,
      current: { ...before },
    })
  }
  if (yours.remoteShop !== before.remoteShop && (await hasRead(tx, edit.id))) throw shopStands()
  const sealed =
    edit.secret === undefined
      ? null
      : vault.seal(
          JSON.stringify({ secret: edit.secret, tokens: null } satisfies Credentials),
          credentialsContext(edit.id),
        )
  await sql`
    update connectors.links set address = ${yours.address}, active = ${yours.active}, remote_shop = ${yours.remoteShop},
      app_key = ${yours.appKey}, version = version + 1, credentials_sealed = coalesce(${sealed}, credentials_sealed) where shop_id = ${edit.id}`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'connectors.link.edit',
    subjectType: 'shop',
    subjectId: edit.id,
    before,
    after: { ...yours, isSecretNew: sealed !== null },
  })
  if (edit.active) await wakePoll(tx, edit.id)
  return before.version + 1
}

async function hasRead(tx: Tx, shopId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from connectors.marks where shop_id = ${shopId} and have_at is not null limit 1`.execute(
    tx,
  )
  return rows.length > 0
}

export async function connectorOf(tx: Tx, shopId: string): Promise<Connector> {
  const { rows } = await sql<{ connector: string }>`
    select connector from connectors.links where shop_id = ${shopId} for update`.execute(tx)
  if (!rows[0]) throw notFound(LINK, shopId)
  return connectorById(rows[0].connector)
}

/** Whether this shop sells out of our stock: orders hold it, offers show it. */
export async function feedLink(
  tx: Tx,
  actor: Actor,
  shopId: string,
  feed: { readonly isOn: boolean; readonly site?: string | undefined },
): Promise<void> {
  const { capabilities, name } = await connectorOf(tx, shopId)
  if (capabilities.stock === null) throw cannot({ zh: '推送库存', en: 'setting stock' }, name.en)
  await setLiveStock(tx, actor, shopId, feed)
  await retellWaiting(tx, shopId)
  if (!feed.isOn)
    return void (await sql`delete from connectors.feed where shop_id = ${shopId}`.execute(tx))
  await feedAll(tx, shopId)
  await wakePoll(tx, shopId)
}

export async function pollNow(tx: Tx, shopId: string): Promise<void> {
  await connectorOf(tx, shopId)
  await wakePoll(tx, shopId)
}

export interface WantedStock {
  readonly platformItem: string
  readonly platformSku: string
  readonly qty: bigint
}

/** The last value wins; a figure that has not changed is not sent again. */
export async function wantStock(
  tx: Tx,
  shopId: string,
  items: readonly WantedStock[],
): Promise<number> {
  const { capabilities, name } = await connectorOf(tx, shopId)
  if (capabilities.stock === null) throw cannot({ zh: '推送库存', en: 'setting stock' }, name.en)
  const { rows: shops } = await sql<{ isFed: boolean }>`
    select live_stock as "isFed" from shops.shops where id = ${shopId} for key share`.execute(tx)
  // A figure by hand could promise what is not there (I6).
  if (shops[0]?.isFed) throw stockIsFed()
  const last = new Map(items.map((one) => [`${one.platformItem}\x1f${one.platformSku}`, one]))
  const all = [...last.values()].toSorted((a, b) => (a.platformSku < b.platformSku ? -1 : 1))
  const { rows } = await sql`
    insert into connectors.stock as s (shop_id, platform_item, platform_sku, qty)
    select ${shopId}::uuid, * from unnest(${pgArray(all.map((one) => one.platformItem))}::text[],
      ${pgArray(all.map((one) => one.platformSku))}::text[], ${pgArray(all.map((one) => one.qty))}::bigint[])
    on conflict (shop_id, platform_item, platform_sku) do update set qty = excluded.qty, version = s.version + 1,
      problem = '', wanted_at = clock_timestamp()
    where s.qty <> excluded.qty or s.problem <> ''
    returning 1`.execute(tx)
  if (rows.length > 0) await wakePoll(tx, shopId)
  return rows.length
}

/** One parcel an order. The same parcel twice is once. */
export async function wantShipment(
  tx: Tx,
  actor: Actor,
  shopId: string,
  { orderNo, carrier, waybill }: Parcel,
): Promise<void> {
  const { capabilities, name } = await connectorOf(tx, shopId)
  if (!capabilities.shipments) throw cannot({ zh: '回传发货', en: 'telling shipments' }, name.en)
  const { rows } = await sql<{ waybill: string; carrier: string; status: string }>`
    select waybill, carrier, status from connectors.shipments
    where shop_id = ${shopId} and order_no = ${orderNo} for update`.execute(tx)
  const before = rows[0]
  if (before && before.status !== 'refused') {
    if (before.waybill === waybill && before.carrier === carrier) return
    throw shipmentTold(before.waybill)
  }
  await sql`
    insert into connectors.shipments (shop_id, order_no, carrier, waybill, asked_by)
    values (${shopId}, ${orderNo}, ${carrier}, ${waybill}, ${actor.name})
    on conflict (shop_id, order_no) do update set carrier = excluded.carrier, waybill = excluded.waybill, calls = 0,
      status = 'waiting', problem = '', asked_by = excluded.asked_by`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'connectors.shipment.ask',
    subjectType: 'order',
    subjectId: orderNo,
    ...(before ? { before } : {}),
    after: { shopId, carrier, waybill },
  })
  await wakePoll(tx, shopId)
}
