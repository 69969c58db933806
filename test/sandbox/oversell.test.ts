// OP-STK-2: three shops sell one SKU in a flash sale while each shows a figure that is thirty seconds old. What we promise never
// exceeds what there is; each order that cannot be kept is stopped and says what it lacks; with the safety that covers rate ×
// staleness nobody is stopped at all.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { safetyForStaleness } from '../../src/modules/inventory/ats.ts'
import { SECOND } from '../../sandbox/change.ts'
import { planRush } from '../../sandbox/life.ts'
import { buildRig, type Rig } from './rig.ts'

const STOCK = 300
const STALE_SECONDS = 30
const CODE = 'L1-1'
const RUSH = { orders: 700, seconds: 420 } as const

interface Stopped {
  readonly platformNo: string
  readonly stockShort: readonly {
    readonly code: string
    readonly wanted: string
    readonly available: string
  }[]
}

async function rush(options: { readonly chaos: number; readonly safety: bigint }): Promise<Rig> {
  const rig = await buildRig({
    seed: 'rush',
    orders: 0,
    days: 1,
    shops: 3,
    chaos: options.chaos,
    shipsItself: false,
    stock: STOCK,
  })
  if (options.safety > 0n) {
    const { body } = await rig.owner.get<{ items: { id: string }[] }>(`/api/catalog/skus?q=${CODE}`)
    await rig.owner.send('PUT', `/api/inventory/skus/${body.items[0]!.id}/safety`, {
      qty: options.safety.toString(),
    })
  }
  // An order by somebody in each shop, so that we know what its offers are.
  for (const { remote } of rig.shops) await buyOne(rig, remote.id)
  await settleStock(rig)
  planRush(rig.sandbox.world, CODE, RUSH.orders, RUSH.seconds)
  for (let at = 0; at <= RUSH.seconds + 2 * STALE_SECONDS; at += STALE_SECONDS) {
    await rig.sandbox.advance(STALE_SECONDS * SECOND)
    await settleStock(rig)
  }
  await rig.settle()
  return rig
}

async function buyOne({ sandbox }: Rig, shop: string): Promise<void> {
  const offer = sandbox.world.shops
    .find(({ id }) => id === shop)!
    .offers.find(({ code }) => code === CODE)!
  const bought = await fetch(`${sandbox.url}/buy`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `shop=${shop}&sku=${offer.skuId}&qty=1`,
    redirect: 'manual',
  })
  assert.equal(bought.status, 303)
  await sandbox.advance(0)
}

/** Heard, promised, told: what a minute of the running program does. */
async function settleStock(rig: Rig): Promise<void> {
  for (const { id } of rig.shops) await rig.poll(id)
  await rig.drain()
  for (const { id } of rig.shops) await rig.poll(id)
}

async function booksOf(rig: Rig) {
  const { rows } = await rig.app.services.pool.query<{ good: number; promised: number }>(`
    select p.good::int as good, (p.soft + p.ordered + p.hard + p.frozen)::int as promised
    from inventory.pools p join catalog.skus k on k.id = p.sku_id where k.code = '${CODE}'`)
  const peak = await rig.app.services.pool.query<{ qty: bigint }>(`
    select max(qty)::bigint as qty from (
      select sum(l.qty) as qty from sales.orders o join sales.order_lines l on l.order_id = o.id
      group by date_trunc('minute', o.ordered_at)) as minutes`)
  const stopped = await stoppedOf(rig)
  return { ...rows[0]!, peakPerMinute: peak.rows[0]!.qty, stopped }
}

async function stoppedOf({ owner }: Rig): Promise<readonly Stopped[]> {
  const { body } = await owner.get<{ items: Stopped[] }>('/api/orders?queue=stock_short&limit=200')
  return body.items
}

/** Pieces of the SKU that buyers hold a paid order for; some change their mind and take another variant. */
const soldBy = ({ sandbox }: Rig): number =>
  Object.values(sandbox.world.orders)
    .filter(({ state }) => state === 'to_ship' || state === 'held')
    .flatMap(({ lines }) => lines.filter(({ code, notSent }) => code === CODE && !notSent))
    .reduce((sum, { qty }) => sum + qty, 0)

describe('OP-STK-2 oversell drill: three shops, one SKU, thirty seconds of stale stock', () => {
  let peakPerMinute = 0n

  test('OP-STK-2 platforms oversell, we do not: what cannot be kept is stopped with what it lacks, and served when stock comes', async () => {
    await using rig = await rush({ chaos: 1, safety: 0n })
    const books = await booksOf(rig)
    peakPerMinute = books.peakPerMinute
    const sold = soldBy(rig)
    assert.ok(sold > STOCK, `the shops together sold ${sold} of ${STOCK}`)
    assert.ok(rig.sandbox.world.faults['sold out']! > 0, 'and sent people away')
    assert.ok(books.promised <= books.good && books.good === STOCK)
    assert.ok(books.stopped.length > 0)
    let stoppedQty = 0
    for (const { platformNo, stockShort } of books.stopped) {
      const [line] = stockShort
      assert.equal(line?.code, CODE, platformNo)
      assert.ok(BigInt(line.available) < BigInt(line.wanted))
      stoppedQty += Number(line.wanted)
    }
    assert.equal(books.promised + stoppedQty, sold, 'every piece sold is promised or stopped')
    // The rest comes in: whoever was stopped is served, nobody has to be told.
    const { rows } = await rig.app.services.pool.query<{ sku: string; site: string }>(`
      select k.id as sku, s.id as site from catalog.skus k, places.sites s where k.code = '${CODE}' and s.code = 'MAIN'`)
    await rig.owner.post('/api/inventory/receipts', {
      siteId: rows[0]!.site,
      lines: [{ skuId: rows[0]!.sku, qty: String(sold - STOCK) }],
    })
    await rig.drain()
    assert.deepEqual(await stoppedOf(rig), [])
    assert.equal((await booksOf(rig)).promised, sold)
  })

  test('OP-STK-2 with the safety that covers the peak for as long as stock is stale, nobody is stopped', async () => {
    const safety = safetyForStaleness(peakPerMinute, BigInt(STALE_SECONDS))
    assert.ok(safety > 0n && safety < BigInt(STOCK), `safety ${safety}`)
    await using rig = await rush({ chaos: 0, safety })
    const books = await booksOf(rig)
    assert.deepEqual(books.stopped, [])
    assert.equal(books.promised, soldBy(rig))
    assert.ok(books.promised <= STOCK && books.promised >= STOCK - Number(safety))
  })
})
