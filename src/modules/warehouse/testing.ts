// What tests of the floor make before they begin: a site with aisles, goods of three kinds, a carrier with its own numbers, devices,
// orders that were paid, prepared and audited.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { runChecks } from '#kernel/checks.ts'
import { newId } from '#kernel/ids.ts'
import { createSku } from '#modules/catalog'
import { checks as stockChecks } from '#modules/inventory'
import { checks as orderChecks } from '#modules/orders'
import type { Answer, TestApp } from '#test/app.ts'
import { stock, TESTER } from '#test/factories.ts'
import { openCarriers } from '../carriers/testing.ts'
import { buildDesk, type DeskRig, row, say, standing } from '../orders/testing.ts'
import { checks } from './checks.ts'

export interface Goods {
  readonly id: string
  readonly code: string
}

export const ok = <T>(answer: Answer<T>): T => {
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body
}

export const codeOf = (answer: Answer<unknown>) =>
  `${answer.status} ${(answer.body as { code: string }).code}`

/** Lines of an order: goods and how many of them. */
type Wanted = readonly (readonly [Goods, number])[]

export async function openFloor(app: TestApp) {
  const { services } = app
  const rig = await buildDesk(services, 0n)
  const db = services.db
  const planner = await app.as('planner')
  const worker = await app.as('warehouse')
  const owner = await app.as('owner')
  const { build } = await openCarriers(app)
  const carrier = await build({ account: null, carrier: { numberPrefix: 'MR' } })
  ok(
    await planner.post(`/api/places/sites/${rig.site.id}/locations`, {
      kind: 'bin',
      zone: 'Z',
      aisles: 3,
      racks: 6,
      levels: 1,
    }),
  )
  const { rows: bins } = await sql<{ id: string; code: string }>`
    select id, code from places.locations where site_id = ${rig.site.id} and zone = 'Z' order by code`.execute(
    db,
  )
  const site = { ...rig.site, bins: bins.map(({ id }) => id) }
  const sku = async (name: string, bin: number, qty: bigint, lot = ''): Promise<Goods> => {
    const code = `G${newId().slice(-9)}`.toUpperCase()
    const id = await db.transaction().execute((tx) => createSku(tx, TESTER, { code, name }))
    await sql`
      update catalog.skus set weight_grams = 400, length_mm = 100, width_mm = 80, height_mm = 80 where id = ${id}`.execute(
      db,
    )
    await sql`insert into catalog.barcodes (barcode, sku_id) values (${`69${code.slice(1)}`}, ${id})`.execute(
      db,
    )
    if (qty > 0n) await stock(db, site, id, qty, { bin, lot })
    return { id, code }
  }
  const device = async (own: object = {}) =>
    ok(
      await planner.post<{ id: string }>('/api/warehouse/devices', {
        siteId: site.id,
        code: `D${newId().slice(-6)}`,
        name: '拣货车',
        units: 3,
        compartments: null,
        maxOrders: 40,
        maxGrams: '60000',
        maxCm3: '300000',
        ...own,
      }),
    ).id
  return {
    app,
    db,
    rig,
    site,
    bins,
    carrier,
    planner,
    worker,
    owner,
    sku,
    device,
    ...work(app, rig, site.id),
    ...walks(app, site.id),
  }
}

function work(app: TestApp, rig: DeskRig, siteId: string) {
  const { services } = app
  const hear = async (
    orders: Readonly<Record<string, Wanted>>,
    extra: Record<string, string> = {},
  ) => {
    const rows = Object.entries(orders).flatMap(([no, lines]) =>
      lines.map(([goods, qty], n) =>
        row(rig, no, {
          line_id: `${no}-${n + 1}`,
          sku_code: goods.code,
          platform_sku: `P-${goods.code}`,
          title: goods.code,
          qty: String(qty),
          unit_price: '50.00',
          order_amount: String(lines.reduce((sum, [, own]) => sum + own * 50, 0)),
          ...extra,
        }),
      ),
    )
    await say(services, rig, rows)
    await app.drain()
  }
  const all = () => standing(services, rig)
  const order = async (no: string) => {
    const found = (await all()).find(({ platformNo }) => platformNo === no)
    assert(found, no)
    return found
  }
  const audit = async () => {
    const owner = await app.as('owner')
    for (const { id, status } of await all())
      if (status === 'WAIT_AUDIT') ok(await owner.post(`/api/desk/orders/${id}/audit`, {}))
  }
  const release = async (own: object = {}) => {
    const worker = await app.as('warehouse')
    return ok(
      await worker.post<{
        released: number
        refused: { orderId: string; no: string; text: { zh: string } }[]
      }>(`/api/warehouse/sites/${siteId}/release`, own),
    )
  }
  return { hear, all, order, audit, release }
}

function walks(app: TestApp, siteId: string) {
  const { services } = app
  const waves = async (deviceId: string, own: object = {}) => {
    const worker = await app.as('warehouse')
    const { ids } = ok(
      await worker.post<{ ids: string[] }>('/api/warehouse/waves', { siteId, deviceId, ...own }),
    )
    for (const id of ids) ok(await worker.post(`/api/warehouse/waves/${id}/release`))
    return ids
  }
  /** Stops of a wave as its picker sees them. */
  const walk = async (id: string) => {
    const worker = await app.as('warehouse')
    return ok(
      await worker.get<{
        status: string
        stops: {
          locationId: string
          location: string
          skuId: string
          lot: string
          qty: string
          slot: number | null
        }[]
        pulled: { no: string; picked: string }[]
      }>(`/api/warehouse/waves/${id}/picks`),
    )
  }
  const pickAll = async (id: string) => {
    const worker = await app.as('warehouse')
    for (const { locationId, skuId, lot, qty, slot } of (await walk(id)).stops)
      ok(
        await worker.post(`/api/warehouse/waves/${id}/pick`, {
          locationId,
          skuId,
          lot,
          qty,
          ...(slot === null ? {} : { slot }),
        }),
      )
  }
  /** Ledger, desk and floor, each invariant asked of the whole database. */
  const assertSound = async () =>
    assert.deepEqual(
      (await runChecks(services.db, [...checks, ...orderChecks, ...stockChecks])).filter(
        ({ violations }) => violations.length > 0,
      ),
      [],
    )
  return { waves, walk, pickAll, assertSound }
}

export type FloorRig = Awaited<ReturnType<typeof openFloor>>

/** What is done at the pack station and said by the platform, in one word each. */
export function atStation(app: TestApp, floor: FloorRig) {
  const setting = (key: string, value: string) =>
    sql`insert into kernel.settings (key, value, updated_by) values (${`warehouse.${key}`}, ${value}, 'test')
      on conflict (key) do update set value = excluded.value`.execute(app.services.db)
  const ready = async (orders: Parameters<FloorRig['hear']>[0]) => {
    await floor.hear(orders)
    await floor.audit()
    return floor.release()
  }
  const scan = (orderId: string, code: string) =>
    floor.worker.post<{ outcome: string; left: string }>(
      `/api/warehouse/pack/orders/${orderId}/scan`,
      { code },
    )
  const label = (orderId: string) =>
    floor.worker.post<{ parcelId: string; waybill: string }>(
      `/api/warehouse/pack/orders/${orderId}/label`,
      {},
    )
  const weigh = (orderId: string, grams: string | null) =>
    floor.worker.post<{ isInBand: boolean; isShipped: boolean }>(
      `/api/warehouse/pack/orders/${orderId}/weigh`,
      { grams },
    )
  const print = async (parcelId: string) => {
    ok(await floor.worker.post(`/api/parcels/${parcelId}/print`, { format: 'zpl' }))
    ok(await floor.worker.post(`/api/warehouse/pack/parcels/${parcelId}/confirm`))
  }
  const statuses = async () =>
    Object.fromEntries((await floor.all()).map((o) => [o.platformNo, o.status]))
  const refundAsked = async (no: string, goods: Goods, qty: number) => {
    await say(app.services, floor.rig, [
      row(floor.rig, no, {
        line_id: `${no}-1`,
        sku_code: goods.code,
        platform_sku: `P-${goods.code}`,
        title: goods.code,
        qty: String(qty),
        order_amount: String(qty * 50),
        refund_status: '退款中',
      }),
    ])
    await app.drain()
  }
  return { setting, ready, scan, label, weigh, print, statuses, refundAsked }
}
