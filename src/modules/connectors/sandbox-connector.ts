// The connector of the sandbox platform (folder `sandbox/`). It signs like Douyin: HMAC-SHA256 over canonical JSON.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import {
  CallFailed,
  type Connector,
  type PushMessage,
  type Reach,
  type Session,
} from './connector.ts'
import { callerOf, readClock } from './sandbox-calls.ts'
import { BILLS, tells, toBills } from './sandbox-tells.ts'
import {
  AFTERSALE,
  aftersaleRow,
  HEADS,
  LAYOUTS,
  ORDER,
  orderRows,
  toHeads,
} from './sandbox-rows.ts'

const HOUR_MS = 3_600_000

const TOKENS = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  expires_at: z.int(),
})

/** An answer that was lost has used the token up all the same. */
const REFRESH_USED = '30008'

function open(reach: Reach): Session {
  const call = callerOf(reach)
  const anew = () => call('token.create', { shop_id: reach.remoteShop }, TOKENS)
  return {
    clock: () => readClock(reach.address),
    async newTokens() {
      const { tokens } = reach.credentials
      const fresh = tokens
        ? await call('token.refresh', { refresh_token: tokens.refresh }, TOKENS).catch(
            (error: unknown) => {
              if (error instanceof CallFailed && error.message.startsWith(REFRESH_USED))
                return anew()
              throw error
            },
          )
        : await anew()
      return {
        access: fresh.access_token,
        refresh: fresh.refresh_token,
        expiresAt: fresh.expires_at,
      }
    },
    heads: async (kind, { from, until }, cursor) =>
      toHeads(
        await call(
          kind === 'orders' ? 'order.searchList' : 'afterSale.List',
          {
            update_time_start: from.getTime(),
            update_time_end: until.getTime(),
            cursor: cursor ?? '',
            size: 100,
          },
          HEADS,
        ),
      ),
    async details(kind, nos) {
      if (kind === 'orders') {
        const { orders } = await call(
          'order.orderDetail',
          { order_ids: nos },
          z.object({ orders: z.array(ORDER) }),
        )
        return orders.map((order) => orderRows(order, reach.timeZone))
      }
      const schema = z.object({ aftersales: z.array(AFTERSALE) })
      const { aftersales } = await call('afterSale.Detail', { aftersale_ids: nos }, schema)
      return aftersales.map((record) => aftersaleRow(record, reach.timeZone))
    },
    bills: async ({ from, until }, cursor) =>
      toBills(
        await call(
          'bill.list',
          {
            update_time_start: from.getTime(),
            update_time_end: until.getTime(),
            cursor: cursor ?? '',
            size: 100,
          },
          BILLS,
        ),
      ),
    ...tells(call),
    async ship({ orderNo, carrier, waybill }) {
      const params = { order_id: orderNo, company_code: carrier, logistics_code: waybill }
      await call('order.logisticsAdd', params, z.unknown())
    },
  }
}

const PUSHES = z
  .array(z.object({ tag: z.string(), msg_id: z.string().min(1).max(100), data: z.string() }))
  .max(1000)
const PUSHED = z.object({
  order_id: z.string().min(1).max(60).optional(),
  aftersale_id: z.string().min(1).max(60).optional(),
})

function readPush(
  { appKey, secret }: { appKey: string; secret: string },
  headers: Readonly<Record<string, unknown>>,
  body: string,
): readonly PushMessage[] | null {
  const given = Buffer.from(String(headers['event-sign'] ?? ''))
  const right = Buffer.from(
    createHmac('sha256', secret)
      .update(appKey + body)
      .digest('hex'),
  )
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null
  return PUSHES.parse(JSON.parse(body)).flatMap(({ tag, msg_id, data }) => {
    const { order_id, aftersale_id } = PUSHED.parse(JSON.parse(data))
    const no = aftersale_id ?? order_id
    // What is about something else is taken and left alone.
    if (no === undefined) return []
    return [
      { id: msg_id, tag, kind: aftersale_id === undefined ? 'orders' : 'aftersales', no } as const,
    ]
  })
}

export const sandboxConnector: Connector = {
  id: 'sandbox',
  name: { zh: '沙箱平台', en: 'Sandbox platform' },
  capabilities: {
    pulls: ['orders', 'aftersales'],
    bills: true,
    stock: 'absolute',
    prices: true,
    listings: true,
    shipments: true,
    refunds: true,
    dates: true,
    decode: true,
    pushes: true,
  },
  rate: { perSecond: 200, burst: 400 },
  backOffMs: 20,
  longestWindowMs: 24 * HOUR_MS,
  remembersMs: 90 * 24 * HOUR_MS,
  mostDetails: 50,
  layouts: LAYOUTS,
  open,
  readPush,
}

/** As Kuaishou: stock is only counted up and down. */
export const sandboxCountingConnector: Connector = {
  ...sandboxConnector,
  id: 'sandbox_counting',
  name: { zh: '沙箱平台(库存只能增减)', en: 'Sandbox platform (stock counted up and down)' },
  capabilities: { ...sandboxConnector.capabilities, stock: 'increment' },
}
