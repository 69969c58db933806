// The sheet a platform takes many shipments from. A parcel stands on one sheet at a time: making a sheet takes what nobody has told, and
// what the platform did not take is given back with the reason before it stands on another.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { nothingToTell, shopIsLinked } from './errors.ts'

/** Platforms take a thousand rows or so a file; what is left is the next sheet. */
const MOST_ROWS = 1000

/** Throws `orders.shop_is_linked`, `orders.nothing_to_tell`. Two people at once never put one parcel on two sheets (INV-ORDERS-6). */
export async function makeShipSheet(
  tx: Tx,
  actor: Actor,
  shopId: string,
): Promise<{ id: string; rows: number }> {
  const { rows: shops } = await sql<{ code: string; isLinked: boolean; header: string[] | null }>`
    select h.code, l.shop_id is not null as "isLinked",
      case when y.platform is not null then array[y.order_header, y.carrier_header, y.waybill_header] end as header
    from shops.shops h left join connectors.links l on l.shop_id = h.id
    left join orders.ship_sheet_layouts y on y.platform = h.platform where h.id = ${shopId}`.execute(
    tx,
  )
  const shop = shops[0]
  if (!shop) throw notFound({ zh: '店铺', en: 'shop' }, shopId)
  if (shop.isLinked) throw shopIsLinked(shop.code)
  const { rows } = await sql<{ id: string }>`
    select id from orders.shipments where shop_id = ${shopId} and told = 'waiting'
    order by shipped_at, id limit ${MOST_ROWS} for update`.execute(tx)
  if (rows.length === 0) throw nothingToTell(shop.code)
  const sheetId = newId()
  const header = shop.header ?? ['订单号', '快递公司', '快递单号']
  await sql`
    insert into orders.ship_sheets (id, shop_id, header, rows, made_by)
    values (${sheetId}, ${shopId}, ${header}::text[], ${rows.length}, ${actor.name})`.execute(tx)
  await sql`
    insert into orders.ship_sheet_rows (sheet_id, n, shipment_id, platform_no, carrier, waybill)
    select ${sheetId}, row_number() over (order by s.shipped_at, s.id), s.id, s.platform_no, coalesce(c.name, s.carrier), s.waybill
    from orders.shipments s left join carriers.carriers c on c.code = upper(s.carrier)
    where s.id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(tx)
  await sql`
    update orders.shipments set told = 'told', told_at = clock_timestamp(), told_by = ${actor.name}, sheet_id = ${sheetId}, problem = ''
    where id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'orders.ship_sheet.make',
    subjectType: 'shop',
    subjectId: shopId,
    after: { sheetId, rows: rows.length },
  })
  return { id: sheetId, rows: rows.length }
}

export interface SheetText {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** As it was handed out, however often it is asked for. */
export async function readShipSheet(db: Db, id: string): Promise<SheetText> {
  const { rows: heads } = await sql<{ header: string[]; code: string; day: string }>`
    select t.header, h.code, to_char(t.made_at at time zone h.time_zone, 'YYYYMMDD-HH24MI') as day
    from orders.ship_sheets t join shops.shops h on h.id = t.shop_id where t.id = ${id}`.execute(db)
  const head = heads[0]
  if (!head) throw notFound({ zh: '上传表', en: 'sheet' }, id)
  const { rows } = await sql<{ cells: string[] }>`
    select array[platform_no, carrier, waybill] as cells from orders.ship_sheet_rows where sheet_id = ${id} order by n`.execute(
    db,
  )
  return {
    name: `${head.code}-发货-${head.day}`,
    header: head.header,
    rows: rows.map(({ cells }) => cells),
  }
}

/** Long numbers stay text: a spreadsheet that rounds an order number ships nothing. */
export async function sheetFile({ header, rows }: SheetText): Promise<Uint8Array> {
  const { writeXlsx } = await import('hucre/xlsx')
  return writeXlsx({
    sheets: [{ name: 'Sheet1', rows: [[...header], ...rows.map((row) => [...row])] }],
  })
}

/** Told by a sheet and not taken: they wait again, with the reason. Those of links and confirmed ones are left as they are. */
export async function takeBackTold(
  tx: Tx,
  actor: Actor,
  { ids, reason }: { readonly ids: readonly string[]; readonly reason: string },
): Promise<number> {
  const { rows: there } = await sql<{ id: string }>`
    select id from orders.shipments where id = any(${[...ids]}::uuid[])`.execute(tx)
  const known = new Set(there.map(({ id }) => id))
  const stranger = ids.find((id) => !known.has(id))
  if (stranger !== undefined) throw notFound({ zh: '发货', en: 'shipment' }, stranger)
  const { rows } = await sql<{ id: string }>`
    update orders.shipments s set told = 'waiting', told_at = null, told_by = '', sheet_id = null, problem = ${reason}
    where s.id = any(${[...ids]}::uuid[]) and s.told = 'told'
      and not exists (select 1 from connectors.links l where l.shop_id = s.shop_id)
    returning s.id`.execute(tx)
  if (rows.length === 0) return 0
  await recordAudit(tx, actor, {
    action: 'orders.ship_sheet.take_back',
    subjectType: 'shipment',
    subjectId: rows[0]!.id,
    after: { ids: rows.map(({ id }) => id), reason },
  })
  return rows.length
}

export async function setShipSheetLayout(
  tx: Tx,
  actor: Actor,
  wanted: {
    readonly platform: string
    readonly version: number
    readonly orderHeader: string
    readonly carrierHeader: string
    readonly waybillHeader: string
    readonly verified: boolean
  },
): Promise<number> {
  const { platform, version: givenVersion, ...after } = wanted
  const { rows: found } = await sql<typeof after & { version: number }>`
    select version, order_header as "orderHeader", carrier_header as "carrierHeader", waybill_header as "waybillHeader", verified
    from orders.ship_sheet_layouts where platform = ${wanted.platform} for update`.execute(tx)
  const before = found[0]
  if (!before) throw notFound({ zh: '平台', en: 'platform' }, wanted.platform)
  if (before.version !== givenVersion) {
    throw staleEdit(
      { zh: '上传表列名', en: 'sheet' },
      {
        givenVersion,
        currentVersion: before.version,
        yours: after,
        current: { ...before },
      },
    )
  }
  const { rows } = await sql<{ version: number }>`
    update orders.ship_sheet_layouts set order_header = ${wanted.orderHeader}, carrier_header = ${wanted.carrierHeader},
      waybill_header = ${wanted.waybillHeader}, verified = ${wanted.verified}, version = version + 1
    where platform = ${wanted.platform} returning version`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'orders.ship_sheet.layout',
    subjectType: 'platform',
    subjectId: platform,
    before,
    after,
  })
  return rows[0]!.version
}
