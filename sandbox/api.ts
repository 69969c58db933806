// The signed API. Every call checks key, clock, signature and token, in that order; faults are played around the answer.
import { z } from 'zod'
import { type Answer, bad, method, type Methods, ok, own, pageOf, WINDOW } from './answers.ts'
import { ship } from './life.ts'
import { offerOf, SELLER_METHODS, SELLER_WRITES } from './seller-api.ts'
import { soldByCode } from './stock.ts'
import { canonical, isSame, signCall } from './sign.ts'
import { type Aftersale, masked, type Order, paidOf, type Shop, type World } from './world.ts'

/** What the platform allows a caller's clock to be off. */
const CLOCK_TOLERANCE_MS = 10 * 60_000
const TOKEN_LIVES_MS = 24 * 3_600_000
const MOST_DETAILS = 50

export interface Call {
  readonly method: string
  readonly appKey: string
  readonly timestamp: string
  readonly v: string
  readonly sign: string
  readonly accessToken: string
  readonly params: unknown
}

/** Methods that change something: an answer may be lost after they did. */
export const WRITES = new Set(['order.logisticsAdd', 'sku.syncStock', ...SELLER_WRITES])

export function answer(world: World, call: Call): Answer {
  const shop = world.shops.find(({ appKey }) => appKey === call.appKey)
  if (!shop) return bad(30001, 'unknown app_key')
  if (!(Math.abs(Number(call.timestamp) * 1000 - world.now) <= CLOCK_TOLERANCE_MS))
    return bad(30002, 'timestamp is too far from the clock of the platform')
  const right = signCall(shop.secret, { ...call, paramJson: canonical(call.params) })
  if (!isSame(call.sign, right)) return bad(30003, 'wrong signature')
  const open = TOKEN_METHODS[call.method]
  if (open) return open(world, shop, call.params)
  if (shop.token?.access !== call.accessToken) return bad(30005, 'unknown access_token')
  if (shop.token.expiresAt <= world.now) return bad(30007, 'access_token has expired')
  const method = METHODS[call.method] ?? SELLER_METHODS[call.method]
  return method ? method(world, shop, call.params) : bad(30009, 'unknown method')
}

function newToken(world: World, shop: Shop): Answer {
  world.seq += 1
  shop.token = {
    access: `at-${shop.id}-${world.seq}`,
    refresh: `rt-${shop.id}-${world.seq}`,
    expiresAt: world.now + TOKEN_LIVES_MS,
  }
  const { access, refresh, expiresAt } = shop.token
  return ok({
    access_token: access,
    refresh_token: refresh,
    expires_at: expiresAt,
    shop_id: shop.id,
  })
}

const TOKEN_METHODS: Methods = {
  'token.create': method(z.object({ shop_id: z.string() }), (world, shop, { shop_id }) =>
    shop_id === shop.id
      ? newToken(world, shop)
      : bad(40004, 'the app does not belong to this shop'),
  ),
  'token.refresh': method(z.object({ refresh_token: z.string() }), (world, shop, params) =>
    shop.token?.refresh === params.refresh_token
      ? newToken(world, shop)
      : bad(30008, 'refresh_token is used up; create a token again'),
  ),
}

const NUMBERS = z.array(z.string().max(60)).min(1).max(MOST_DETAILS)

const METHODS: Methods = {
  'order.searchList': method(WINDOW, (world, shop, asked) =>
    pageOf(world, shop, Object.values(world.orders), asked, (order) => ({
      order_id: order.no,
      update_time: order.modifiedAt,
      pay_amount: paidOf(order),
    })),
  ),
  'order.orderDetail': method(z.object({ order_ids: NUMBERS }), (world, shop, { order_ids }) =>
    ok({
      orders: order_ids
        .flatMap((no) => own(world.orders[no], shop) ?? [])
        .map((order) => ({
          ...orderDetail(order),
          ...(shop.masks ? { receiver: masked(order.receiver) } : {}),
        })),
    }),
  ),
  'afterSale.List': method(WINDOW, (world, shop, asked) =>
    pageOf(world, shop, Object.values(world.aftersales), asked, (record) => ({
      aftersale_id: record.no,
      update_time: record.modifiedAt,
      pay_amount: record.amount,
    })),
  ),
  'afterSale.Detail': method(z.object({ aftersale_ids: NUMBERS }), (world, shop, params) =>
    ok({
      aftersales: params.aftersale_ids
        .flatMap((no) => own(world.aftersales[no], shop) ?? [])
        .map(aftersaleDetail),
    }),
  ),
  'order.logisticsAdd': method(
    z.object({
      order_id: z.string(),
      company_code: z.string().min(1).max(40),
      logistics_code: z.string().min(5).max(40),
    }),
    (world, shop, params) => {
      const order = own(world.orders[params.order_id], shop)
      if (!order) return bad(50001, 'no such order')
      if (order.shippedAt !== null) return bad(50002, 'the order has been shipped')
      if (order.state !== 'to_ship')
        return bad(50003, `an order that is ${order.state} is not shipped`)
      ship(world, order, params.company_code, params.logistics_code)
      return ok({})
    },
  ),
  'sku.syncStock': method(
    z.object({
      product_id: z.string(),
      sku_id: z.string(),
      stock_num: z.int().min(0),
      version: z.int().min(1),
    }),
    (_world, shop, params) => {
      const offer = offerOf(shop, params)
      if (!offer) return bad(50011, 'no such sku')
      if (shop.stockMode === 'increment')
        return bad(50012, 'stock of this shop can only be counted up and down')
      // The last value wins; one that comes late is answered with what holds.
      if (params.version > offer.stockVersion) {
        offer.stock = params.stock_num
        offer.stockVersion = params.version
      }
      return ok({ stock_num: offer.stock, version: offer.stockVersion })
    },
  ),
}

export const orderDetail = (order: Order) => ({
  order_id: order.no,
  update_time: order.modifiedAt,
  status: order.state,
  open_buyer_id: order.buyer,
  create_time: order.createdAt,
  pay_time: order.paidAt,
  ship_time: order.shippedAt,
  finish_time: order.completedAt,
  exp_ship_time: order.shipDueAt,
  post_amount: order.freight,
  company_code: order.carrier,
  logistics_code: order.waybill,
  close_reason: order.closeReason,
  buyer_words: order.buyerNote,
  seller_words: order.sellerNote,
  presale: order.presale && {
    deposit_amount: order.presale.deposit,
    deposit_time: order.presale.depositAt,
    tail_start: order.presale.tailFrom,
    tail_end: order.presale.tailUntil,
  },
  appointment: order.appointment && {
    ship_by: order.appointment.shipBy,
    state: order.appointment.state,
  },
  receiver: order.receiver,
  sku_order_list: order.lines.map((line) => ({
    sku_order_id: line.id,
    product_id: line.itemId,
    sku_id: line.skuId,
    out_sku_id: line.code,
    product_name: line.title,
    spec: line.spec,
    item_num: line.qty,
    origin_amount: line.price,
    shop_discount: line.discountShop,
    platform_discount: line.discountPlatform,
    pay_amount: line.pay,
    refund_amount: line.refunded,
    after_sale_status: line.aftersale,
    status: line.notSent ? 'not_sent' : '',
  })),
})

export const aftersaleDetail = (record: Aftersale) => ({
  aftersale_id: record.no,
  order_id: record.orderNo,
  sku_order_id: record.lineId,
  update_time: record.modifiedAt,
  type: record.type,
  status: record.state,
  reason: record.reason,
  refund_amount: record.amount,
  item_num: record.qty,
  create_time: record.createdAt,
  close_time: record.closedAt,
  refund_time: record.refundedAt,
  return_logistics_code: record.returnWaybill,
})

/** The platform's own account, for whoever wants to know whether somebody else's is right. */
export function truth(world: World) {
  return {
    seed: world.seed,
    now: world.now,
    faults: world.faults,
    shops: world.shops.map(({ id, name, offers }) => ({ id, name, offers })),
    bills: Object.values(world.bills),
    planted: world.planted,
    reviews: Object.values(world.reviews),
    sold: soldByCode(world),
    orders: Object.values(world.orders).map((order) => ({
      shop_id: order.shopId,
      pay_amount: paidOf(order),
      ...orderDetail(order),
    })),
    aftersales: Object.values(world.aftersales).map((record) => ({
      shop_id: record.shopId,
      ...aftersaleDetail(record),
    })),
  }
}
