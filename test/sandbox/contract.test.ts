// The contract kit against the sandbox platform, with every fault on.
import assert from 'node:assert/strict'
import { instant } from '#kernel/time.ts'
import { contractKit, type KitRig } from '../../src/modules/connectors/contract-kit.ts'
import { openLink, readLink } from '../../src/modules/connectors/links.ts'
import { DAY, HOUR } from '../../sandbox/change.ts'
import { planOrders } from '../../sandbox/life.ts'
import { signPush } from '../../sandbox/sign.ts'
import { buildRig } from './rig.ts'

async function rigFor(counts: boolean): Promise<KitRig> {
  const rig = await buildRig({
    seed: counts ? 'counting' : 'contract',
    orders: 300,
    days: 5,
    incrementShops: counts ? 2 : 0,
    masks: true,
  })
  // Old orders are settled; of the new ones some wait to be shipped, some ask for their money back.
  await rig.sandbox.advance(10 * DAY)
  planOrders(rig.sandbox.world, 900, 0.3)
  await rig.sandbox.advance(9 * HOUR)
  const { id, remote } = rig.shops[0]!
  const link = await readLink(rig.app.services, id)
  assert.ok(link)
  const { orders, aftersales, bills, decodes } = rig.sandbox.world
  const mine = Object.values(orders).filter(({ shopId }) => shopId === remote.id)
  const toShip = mine
    .filter(
      ({ state, lines }) => state === 'to_ship' && lines.every(({ aftersale }) => aftersale === ''),
    )
    .map(({ no }) => no)
  const offer = remote.offers[0]!
  return {
    open: openLink(rig.app.services, link, new AbortController().signal),
    endTokens: () => void (remote.token = { ...remote.token!, access: 'gone' }),
    offer: { platformItem: offer.itemId, platformSku: offer.skuId },
    shownStock: () => BigInt(offer.stock),
    buy: (qty) => void (offer.stock -= Number(qty)),
    shownPrice: () => BigInt(offer.price),
    shownListing: () => ({ title: offer.title, isOnSale: offer.isOnSale }),
    toShip: toShip.slice(0, 30),
    toAsk: toShip.slice(30, 50),
    waybillOf: (no) => orders[no]!.waybill,
    toPayBack: Object.values(aftersales)
      .filter(
        ({ shopId, state, type }) =>
          shopId === remote.id && state === 'requested' && type === 'refund_only',
      )
      .map(({ no, amount }) => ({ no, amountMinor: BigInt(amount) })),
    timesPaidBack: (no) => aftersales[no]!.paidTimes,
    askedDate: (no) => {
      const asked = orders[no]!.appointment
      return asked === null ? null : instant(asked.shipBy)
    },
    receiverOf: (no) => orders[no]!.receiver,
    openedFor: (no) => decodes.filter((one) => one.no === no).map(({ scene }) => scene),
    billLines: () =>
      Object.values(bills)
        .filter(({ shopId }) => shopId === remote.id)
        .map(
          ({ no, orderNo, kind, amount }) =>
            `${no} ${orderNo} ${kind === 'deposit' ? 'other' : kind} ${amount}`,
        ),
    push(no) {
      const body = JSON.stringify([
        { tag: '110', msg_id: 'm1', data: JSON.stringify({ order_id: no }) },
      ])
      return { headers: { 'event-sign': signPush(remote.secret, remote.appKey, body) }, body }
    },
    [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose](),
  }
}

contractKit('sandbox', () => rigFor(false))
contractKit('sandbox that counts', () => rigFor(true))
