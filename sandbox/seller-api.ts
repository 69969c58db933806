// What sellers tell the platform beside parcels and stock, and what it lets them see for a reason.
import { z } from 'zod'
import { payBack, toReturn } from './aftersales.ts'
import { bad, method, type Methods, ok, own, pageOf, WINDOW } from './answers.ts'
import { DAY, HOUR, MINUTE, plan, touch } from './change.ts'
import { chanceOf } from './random.ts'
import type { Offer, Shop } from './world.ts'

/** Methods that change something: an answer may be lost after they did. */
export const SELLER_WRITES = [
  'sku.addStock',
  'product.updatePrice',
  'product.edit',
  'order.appointment',
  'afterSale.agree',
]

const OFFER = { product_id: z.string(), sku_id: z.string() }
const VERSION = z.int().min(1)

export const offerOf = (
  shop: Shop,
  { product_id, sku_id }: { product_id: string; sku_id: string },
): Offer | undefined =>
  shop.offers.find(({ itemId, skuId }) => itemId === product_id && skuId === sku_id)

const SCENES = ['waybill', 'after_sale', 'care'] as const
const MOST_DECODES_A_DAY = 500

export const SELLER_METHODS: Methods = {
  'bill.list': method(WINDOW, (world, shop, asked) =>
    pageOf(world, shop, Object.values(world.bills), asked, (bill) => ({
      bill_no: bill.no,
      order_id: bill.orderNo,
      type: bill.kind,
      amount: bill.amount,
      time: bill.modifiedAt,
    })),
  ),
  'sku.stock': method(z.object(OFFER), (_world, shop, params) => {
    const offer = offerOf(shop, params)
    if (!offer) return bad(50011, 'no such sku')
    return ok({ stock_num: offer.stock, version: offer.stockVersion })
  }),
  'sku.addStock': method(
    z.object({ ...OFFER, change: z.int(), after_version: z.int().min(0), version: VERSION }),
    (_world, shop, params) => {
      const offer = offerOf(shop, params)
      if (!offer) return bad(50011, 'no such sku')
      if (shop.stockMode !== 'increment') return bad(50012, 'this shop sets its stock')
      if (params.after_version !== offer.stockVersion || params.version <= offer.stockVersion)
        return bad(50013, `the newest version is ${offer.stockVersion}`)
      // Buyers go on buying while somebody counts: below nothing there is nothing.
      offer.stock = Math.max(0, offer.stock + params.change)
      offer.stockVersion = params.version
      return ok({ stock_num: offer.stock, version: offer.stockVersion })
    },
  ),
  'product.updatePrice': method(
    z.object({ ...OFFER, price: z.int().min(1), version: VERSION }),
    (_world, shop, params) => {
      const offer = offerOf(shop, params)
      if (!offer) return bad(50011, 'no such sku')
      if (params.version > offer.priceVersion) {
        offer.price = params.price
        offer.priceVersion = params.version
      }
      return ok({ price: offer.price, version: offer.priceVersion })
    },
  ),
  'product.edit': method(
    z.object({
      ...OFFER,
      title: z.string().min(1).max(60),
      on_sale: z.boolean(),
      version: VERSION,
    }),
    (_world, shop, params) => {
      const offer = offerOf(shop, params)
      if (!offer) return bad(50011, 'no such sku')
      if (params.version > offer.listingVersion) {
        offer.title = params.title
        offer.isOnSale = params.on_sale
        offer.listingVersion = params.version
      }
      return ok({ version: offer.listingVersion })
    },
  ),
  'order.appointment': method(
    z.object({ order_id: z.string(), ship_by: z.int() }),
    (world, shop, { order_id, ship_by }) => {
      const order = own(world.orders[order_id], shop)
      if (!order) return bad(50001, 'no such order')
      if (order.appointment?.shipBy === ship_by) return ok({ state: order.appointment.state })
      if (order.state !== 'to_ship' && order.state !== 'held')
        return bad(50003, `an order that is ${order.state} has no date to agree on`)
      if (ship_by <= world.now || ship_by > world.now + 15 * DAY)
        return bad(50015, 'the date must lie within the next fifteen days')
      order.appointment = { shipBy: ship_by, state: 'asked' }
      touch(world, order, '112')
      const chance = chanceOf(`${world.seed}/${order.no}/date/${ship_by}`)
      plan(world, 'answer_date', order.no, world.now + chance.int(10 * MINUTE, 3 * HOUR))
      return ok({ state: 'asked' })
    },
  ),
  'afterSale.agree': method(
    z.object({ aftersale_id: z.string(), amount: z.int().min(0) }),
    (world, shop, params) => {
      const record = own(world.aftersales[params.aftersale_id], shop)
      if (!record) return bad(50020, 'no such after-sale')
      if (params.amount !== record.amount) return bad(50021, `the amount is ${record.amount}`)
      if (record.state === 'refunded') {
        // Nobody stops a seller who pays twice: the money is gone.
        record.paidTimes += 1
        return ok({ state: record.state })
      }
      if (record.state !== 'requested') return bad(50022, `an after-sale that is ${record.state}`)
      if (record.type === 'refund_only') payBack(world, record)
      else toReturn(world, record, chanceOf(`${world.seed}/${record.no}/as_judge`))
      return ok({ state: record.state })
    },
  ),
  'order.batchDecrypt': method(
    z.object({ order_ids: z.array(z.string()).min(1).max(20), scene: z.enum(SCENES) }),
    (world, shop, { order_ids, scene }) => {
      const today = world.decodes.filter(
        ({ shopId, at }) => shopId === shop.id && at > world.now - DAY,
      )
      if (today.length + order_ids.length > MOST_DECODES_A_DAY)
        return bad(40029, 'no more receivers are opened today')
      const orders = order_ids.flatMap((no) => own(world.orders[no], shop) ?? [])
      for (const { no } of orders) world.decodes.push({ shopId: shop.id, no, scene, at: world.now })
      return ok({
        receivers: orders.map(({ no, receiver }) => ({ order_id: no, receiver })),
      })
    },
  ),
}
