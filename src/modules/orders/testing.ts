// Factories for tests: a shop whose orders come to the desk, goods on shelves, and words of its platform.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { runChecks } from '#kernel/checks.ts'
import { newId } from '#kernel/ids.ts'
import type { Services } from '#kernel/services.ts'
import { addMs, now } from '#kernel/time.ts'
import { PERMISSIONS } from '#modules/access'
import { checks as stockChecks } from '#modules/inventory'
import type { ImportFile } from '#modules/layouts'
import type { TestApp } from '#test/app.ts'
import { buildSite, stock, type TestSite } from '#test/factories.ts'
import { systemActor } from '#kernel/actor.ts'
import { createSku } from '#modules/catalog'
import { checks } from './checks.ts'
import { bringTo, type Cells, fileOf, newShop } from '../sales/testing.ts'

const STATES = {
  待付款: 'pending_payment',
  待发货: 'awaiting_shipment',
  锁定: 'on_hold',
  已发货: 'shipped',
  已签收: 'delivered',
  已完成: 'completed',
  已取消: 'cancelled',
  退款关闭: 'closed_refunded',
}

export interface DeskRig {
  readonly shopId: string
  readonly shopCode: string
  readonly site: TestSite
  readonly skuId: string
  readonly code: string
}

/** One desk shop, one site, one SKU with so many on the shelf. */
export async function buildDesk(services: Services, qty = 1000n): Promise<DeskRig> {
  const { db } = services
  const shopId = await newShop(services)
  const site = await buildSite(db)
  const code = `K-${newId().slice(-10)}`.toUpperCase()
  const skuId = await db
    .transaction()
    .execute((tx) => createSku(tx, systemActor('test'), { code, name: '紫砂壶' }))
  if (qty > 0n) await stock(db, site, skuId, qty)
  const { rows } = await sql<{ code: string }>`
    update shops.shops set fulfilment = 'desk', desk_from = '2026-01-01', stock_site_id = ${site.id}
    where id = ${shopId} returning code`.execute(db)
  return { shopId, shopCode: rows[0]!.code, site, skuId, code }
}

/** Wall clock of China, so many hours from now. */
export const wall = (hours: number): string =>
  addMs(now(), (hours + 8) * 3_600_000)
    .toISOString()
    .slice(0, 19)
    .replace('T', ' ')

/** A row of an order to ship, paid an hour ago; override what matters. */
export const row = (rig: DeskRig, order_id: string, extra: Cells = {}): Cells => ({
  order_id,
  line_id: `${order_id}-1`,
  status: '待发货',
  created_at: wall(-2),
  paid_at: wall(-1),
  order_amount: '100.00',
  freight: '0',
  qty: '2',
  unit_price: '50.00',
  title: '紫砂壶',
  platform_sku: `P-${rig.code}`,
  sku_code: rig.code,
  receiver_name: `王小${order_id}`,
  phone: `138${String(hash(order_id)).padStart(8, '0')}`,
  address: '浙江省杭州市西湖区文三路 9 号',
  refund_status: '',
  ...extra,
})

const hash = (text: string) =>
  [...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 100_000_000, 7)

export function deskFile(rows: readonly Cells[]): ImportFile {
  const file = fileOf('line', rows)
  const fields = [...new Set(rows.flatMap((one) => Object.keys(one)))]
  return {
    ...file,
    columns: new Map(fields.map((field, at) => [field, at])),
    layout: {
      ...file.layout,
      fields: {
        ...file.layout.fields,
        refund_status: ['退款状态'],
        ship_deadline: ['最晚发货'],
        refund_amount: ['退款金额'],
      },
      statuses: STATES,
    },
  }
}

/** The platform says so, as of a second later each time. */
let second = 0
export const say = (services: Services, rig: DeskRig, rows: readonly Cells[]) =>
  bringTo(services, rig.shopId, deskFile(rows), addMs(now(), (second += 1) * 1000))

export interface Standing {
  readonly id: string
  readonly no: string
  readonly platformNo: string
  readonly status: string
  readonly holds: string[]
  readonly isAllocated: boolean
  readonly net: bigint
  readonly qty: bigint
  readonly version: number
}

/** System orders of a shop as they stand, by platform number. */
export async function standing({ db }: Services, rig: DeskRig): Promise<Standing[]> {
  const { rows } = await sql<Standing>`
    select id, no, platform_nos[1] as "platformNo", status, hold_codes as holds, is_allocated as "isAllocated",
      net_minor as net, qty, version
    from orders.fulfil_orders where shop_id = ${rig.shopId} order by platform_nos, no`.execute(db)
  return rows
}

/** Somebody who may do anything at the desk. */
export const CLERK = {
  kind: 'user' as const,
  id: newId(),
  name: '小张',
  role: 'owner',
  permissions: new Set(Object.keys(PERMISSIONS)),
}

/** What tests of the desk say and look at, in one word each; of the app and rig there are when it is said. */
export function atDesk(at: () => { readonly app: TestApp; readonly rig: DeskRig }) {
  const db = () => at().app.services.db
  const all = () => standing(at().app.services, at().rig)
  return {
    all,
    hear: async (...rows: Parameters<typeof say>[2]) => {
      const { app, rig } = at()
      await say(app.services, rig, rows)
      await app.drain()
    },
    one: async () => {
      const [first, ...rest] = await all()
      assert(first && rest.length === 0, 'exactly one system order')
      return first
    },
    write: <T>(work: (tx: never) => Promise<T>) =>
      db()
        .transaction()
        .execute((tx) => work(tx as never)),
    holds: async () => {
      const broken = (await runChecks(db(), [...checks, ...stockChecks])).filter(
        ({ violations }) => violations.length > 0,
      )
      assert.deepEqual(broken, [])
    },
    setting: (key: string, value: string) =>
      sql`insert into kernel.settings (key, value, updated_by) values (${`orders.${key}`}, ${value}, 'test')
        on conflict (key) do update set value = excluded.value`.execute(db()),
    onShelf: async () => {
      const { rows } = await sql<{ qty: bigint }>`
        select coalesce(sum(good), 0)::bigint as qty from inventory.pools where sku_id = ${at().rig.skuId}`.execute(
        db(),
      )
      return rows[0]!.qty
    },
  }
}
