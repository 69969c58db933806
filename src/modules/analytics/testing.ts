// Orders as platforms tell them, put straight where module sales keeps them, with the event it would send. For tests of facts
// that must not depend on the layout of some file.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { emitAll } from '#kernel/outbox.ts'
import type { Caller, TestApp } from '#test/app.ts'
import type { MetricId } from './metrics.ts'

export interface TestLine {
  readonly sku?: string
  readonly skuId?: string
  readonly qty?: bigint
  readonly amount: bigint
  readonly discount?: bigint
  readonly refunded?: bigint
  readonly isGoods?: boolean
  readonly isGift?: boolean
  readonly ref?: string
}

export interface TestOrder {
  readonly id?: string
  readonly no?: string
  readonly kind?: 'sale' | 'refund'
  readonly status?: string
  readonly orderedOn: string
  /** Left out: the day of order. Null: not paid. */
  readonly paidOn?: string | null
  readonly shippedOn?: string | null
  readonly completedOn?: string | null
  readonly customer?: string | null
  readonly country?: string | null
  readonly province?: string | null
  readonly source?: string
  readonly lines: readonly TestLine[]
  readonly freight?: bigint
  readonly residual?: bigint
  readonly discounts?: { shop?: bigint; platform?: bigint; talent?: bigint }
  readonly refunded?: bigint
  readonly withdrawn?: boolean
}

/** New, or in place of what was there. Returns the ids. */
export async function putOrders(
  db: Db,
  shopId: string,
  orders: readonly TestOrder[],
): Promise<string[]> {
  return db.transaction().execute(async (tx) => {
    const ids: string[] = []
    for (const order of orders) {
      const id = order.id ?? newId()
      ids.push(id)
      const sum = (isGoods: boolean) =>
        order.lines
          .filter((line) => (line.isGoods ?? true) === isGoods)
          .reduce((total, { amount }) => total + amount, 0n)
      const off = order.discounts ?? {}
      const [goods, services] = [sum(true), sum(false)]
      const payable =
        goods +
        services +
        (order.freight ?? 0n) -
        (off.shop ?? 0n) -
        (off.platform ?? 0n) -
        (off.talent ?? 0n) +
        (order.residual ?? 0n)
      const paidOn = order.paidOn === undefined ? order.orderedOn : order.paidOn
      await sql`delete from sales.order_lines where order_id = ${id}`.execute(tx)
      await sql`
        insert into sales.orders (id, shop_id, platform_no, kind, status, ordered_at, ordered_on, paid_on, shipped_on, completed_on,
          customer_ref, country, province_code, source_channel, goods_minor, service_minor, freight_minor, discount_shop_minor,
          discount_platform_minor, discount_talent_minor, residual_minor, payable_minor, paid_minor, refunded_minor, withdrawn,
          version, content_hash)
        values (${id}, ${shopId}, ${order.no ?? id}, ${order.kind ?? 'sale'}, ${order.status ?? 'completed'},
          ${`${order.orderedOn}T04:30:00Z`}, ${order.orderedOn}, ${paidOn}, ${order.shippedOn ?? null}, ${order.completedOn ?? null},
          ${order.customer ?? null}, ${order.country ?? null}, ${order.province ?? null}, ${order.source ?? ''}, ${goods}, ${services},
          ${order.freight ?? 0n}, ${off.shop ?? 0n}, ${off.platform ?? 0n}, ${off.talent ?? 0n}, ${order.residual ?? 0n}, ${payable},
          ${paidOn === null ? 0n : payable}, ${order.refunded ?? 0n}, ${order.withdrawn ?? false}, 1, ${id})
        on conflict (id) do update set kind = excluded.kind, status = excluded.status, ordered_at = excluded.ordered_at,
          ordered_on = excluded.ordered_on, paid_on = excluded.paid_on, shipped_on = excluded.shipped_on,
          completed_on = excluded.completed_on, customer_ref = excluded.customer_ref, country = excluded.country,
          province_code = excluded.province_code, source_channel = excluded.source_channel, goods_minor = excluded.goods_minor,
          service_minor = excluded.service_minor, freight_minor = excluded.freight_minor,
          discount_shop_minor = excluded.discount_shop_minor, discount_platform_minor = excluded.discount_platform_minor,
          discount_talent_minor = excluded.discount_talent_minor, residual_minor = excluded.residual_minor,
          payable_minor = excluded.payable_minor, paid_minor = excluded.paid_minor, refunded_minor = excluded.refunded_minor,
          withdrawn = excluded.withdrawn, version = orders.version + 1`.execute(tx)
      for (const [n, line] of order.lines.entries()) {
        await sql`
          insert into sales.order_lines (order_id, line_no, sku_id, platform_sku, title, is_goods, qty, unit_price_text,
            amount_minor, discount_minor, refunded_minor, is_gift, line_ref)
          values (${id}, ${n + 1}, ${line.skuId ?? null}, ${line.sku ?? 'SKU-1'}, ${line.sku ?? 'SKU-1'}, ${line.isGoods ?? true},
            ${line.qty ?? 1n}, '', ${line.amount}, ${line.discount ?? 0n}, ${line.refunded ?? 0n}, ${line.isGift ?? false},
            ${line.ref ?? ''})`.execute(tx)
      }
    }
    await emitAll(
      tx,
      ids.map((id) => ({ type: 'platform.order.snapshotted', key: id, payload: { orderId: id } })),
    )
    return ids
  })
}

interface Row {
  readonly keys: Record<string, string>
  readonly labels?: Record<string, { zh: string; en: string }>
  readonly values: Record<string, string | number | null>
  readonly before?: Record<string, string | number | null>
}

export interface Answered {
  readonly currency: string | null
  readonly behind: string
  readonly compared: { from: string; to: string } | null
  readonly rows: Row[]
}

export const YEAR = { from: '2026-01-01', to: '2026-12-31' }

/** Somebody who makes shops, puts orders into them and asks for numbers over HTTP. */
export function analyst(app: TestApp, owner: Caller) {
  let shops = 0
  async function buildShop(currency = 'CNY', platform = 'tmall') {
    const code = `SHOP${(shops += 1)}`
    const { body } = await owner.post<{ id: string }>('/api/shops', {
      code,
      name: code,
      currency,
      platform,
      timeZone: 'Asia/Shanghai',
    })
    return { id: body.id, code }
  }
  const put = async (shopId: string, orders: readonly TestOrder[]) => {
    const ids = await putOrders(app.services.db, shopId, orders)
    await app.drain()
    return ids
  }
  const query = (body: Record<string, unknown>) =>
    owner.post<Answered>('/api/analytics/query', { ...YEAR, ...body })
  const numbers = async (shop: string, metrics: readonly MetricId[], more = {}) => {
    const { body, status } = await query({ metrics, filters: { shop }, ...more })
    assert.equal(status, 200, JSON.stringify(body))
    return body.rows[0]!.values
  }
  const sumOfRows = async (shop: string, metric: MetricId, more = '') => {
    let cursor = ''
    let total = 0n
    const seen = new Set<string>()
    do {
      const { body, status } = await owner.get<{
        items: { key: string; amountMinor: string | null; count: string | null }[]
        nextCursor: string | null
      }>(
        `/api/analytics/rows?metric=${metric}&shop=${shop}&from=${YEAR.from}&to=${YEAR.to}&limit=7${more}${cursor}`,
      )
      assert.equal(status, 200, JSON.stringify(body))
      for (const { key, amountMinor, count } of body.items) {
        assert.ok(!seen.has(key), `${key} appears once`)
        seen.add(key)
        total += BigInt(amountMinor ?? count ?? '0')
      }
      cursor = body.nextCursor ? `&cursor=${encodeURIComponent(body.nextCursor)}` : ''
    } while (cursor !== '')
    return total
  }

  /** Asked for and done. */
  const rebuild = async () => {
    const { status, body } = await owner.post<{ jobId: string }>('/api/analytics/rebuild')
    assert.equal(status, 200)
    await app.runJobs()
    const { body: job } = await owner.get<{ status: string; progress: unknown }>(
      `/api/jobs/${body.jobId}`,
    )
    assert.equal(job.status, 'done')
    return job
  }

  return { buildShop, put, query, numbers, sumOfRows, rebuild }
}
