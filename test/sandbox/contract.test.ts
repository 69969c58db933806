// The contract kit against the sandbox platform, with every fault on.
import assert from 'node:assert/strict'
import { contractKit } from '../../src/modules/connectors/contract-kit.ts'
import { openLink, readLink } from '../../src/modules/connectors/links.ts'
import { HOUR } from '../../sandbox/change.ts'
import { signPush } from '../../sandbox/sign.ts'
import { buildRig } from './rig.ts'

contractKit('sandbox', async () => {
  const rig = await buildRig({ seed: 'contract', orders: 400, days: 0.5, shipsItself: false })
  await rig.sandbox.advance(20 * HOUR)
  const { id, remote } = rig.shops[0]!
  const link = await readLink(rig.app.services, id)
  assert.ok(link)
  const { orders } = rig.sandbox.world
  const offer = remote.offers[0]!
  return {
    open: openLink(rig.app.services, link, new AbortController().signal),
    endTokens: () => void (remote.token = { ...remote.token!, access: 'gone' }),
    offer: { platformItem: offer.itemId, platformSku: offer.skuId },
    shownStock: () => BigInt(offer.stock),
    toShip: Object.values(orders)
      .filter(({ shopId, state }) => shopId === remote.id && state === 'to_ship')
      .map(({ no }) => no)
      .slice(0, 60),
    waybillOf: (no) => orders[no]!.waybill,
    push(no) {
      const body = JSON.stringify([
        { tag: '110', msg_id: 'm1', data: JSON.stringify({ order_id: no }) },
      ])
      return { headers: { 'event-sign': signPush(remote.secret, remote.appKey, body) }, body }
    },
    [Symbol.asyncDispose]: () => rig[Symbol.asyncDispose](),
  }
})
