// A thousand orders with every fault on (AC-3.1-3, AC-3.1-4). Ten thousand: MILLRACE_SANDBOX_ORDERS=10000 npm test -- test/sandbox/rehearsal.test.ts
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { HOUR, MINUTE } from '../../sandbox/change.ts'
import { soldByCode } from '../../sandbox/stock.ts'
import { theirs, ours } from './compare.ts'
import { buildRig, type Rig } from './rig.ts'

const ORDERS = Number(process.env['MILLRACE_SANDBOX_ORDERS'] ?? 1000)
const DAYS = 3
const STEPS = 12
/** Of each SKU: more than anybody buys. */
const STOCK = 50_000

const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex')

async function rehearse(seed: string, orders: number): Promise<Rig> {
  const rig = await buildRig({ seed, orders, days: DAYS, stock: STOCK })
  try {
    await live(rig)
  } catch (error) {
    await rig[Symbol.asyncDispose]()
    throw error
  }
  return rig
}

async function live(rig: Rig): Promise<void> {
  // Buyers, the platform's warehouse and our polls all at work; then the parcels arrive and complaints are settled.
  for (let step = 0; step < STEPS; step++) {
    await rig.sandbox.advance(((DAYS + 12) * 24 * HOUR) / STEPS)
    for (const [at, { id }] of rig.shops.entries()) {
      // The program is stopped in the middle of a poll; the next one takes up what is left.
      const stopped = rig.poll(id, AbortSignal.timeout(10 + 7 * step + 31 * at))
      await stopped.catch((error: Error) => assert.match(error.name, /Abort|Timeout/))
      await rig.poll(id)
    }
    await rig.drain()
  }
  await rig.settle()
}

describe('rehearsal on the sandbox platform', () => {
  let rig: Rig
  before(async () => void (rig = await rehearse('rehearsal', ORDERS)))
  after(() => rig[Symbol.asyncDispose]())

  const versions = async () => {
    const { rows } = await rig.app.services.pool.query<Record<string, bigint>>(`
      select (select count(*) from sales.order_versions) as orders, (select count(*) from aftersales.record_versions) as aftersales,
        (select count(*) from inventory.moves) as moves, (select count(*) from inventory.reservation_entries) as promises,
        (select count(*) from connectors.bill_lines) as bills,
        (select sum(good - ordered) from inventory.pools) as free`)
    return Object.entries(rows[0]!)
      .map(([what, count]) => `${what} ${count}`)
      .join(', ')
  }

  test('every order, line, amount, state, note, deadline and after-sale equals the truth of the platform', async () => {
    const right = theirs(rig.sandbox.world)
    const held = await ours(rig.app.services.pool)
    assert.equal(right.orders.length, ORDERS)
    assert.ok(right.aftersales.length > ORDERS / 10)
    assert.deepEqual(held.orders, right.orders)
    assert.deepEqual(held.aftersales, right.aftersales)
  })

  test('what was given back equals the truth, counted once', async () => {
    const { rows } = await rig.app.services.pool.query<{ sum: string }>(
      'select sum(refund_minor)::text as sum from aftersales.refunds',
    )
    const right = Object.values(rig.sandbox.world.aftersales)
      .filter(({ state }) => state === 'refunded')
      .reduce((sum, { amount }) => sum + amount, 0)
    assert.equal(rows[0]?.sum, String(right))
  })

  test('stock equals the truth: what is left, what is promised, what every shop shows', async () => {
    const sold = soldByCode(rig.sandbox.world)
    const codes = rig.shops[0]!.remote.offers.map(({ code }) => code).toSorted()
    const { rows } = await rig.app.services.pool.query<{ code: string; free: string }>(`
      select k.code, (p.good - p.soft - p.ordered - p.hard - p.frozen)::text as free
      from inventory.pools p join catalog.skus k on k.id = p.sku_id order by 1`)
    assert.deepEqual(
      rows,
      codes.map((code) => ({ code, free: String(STOCK - (sold[code] ?? 0)) })),
    )
    for (const { remote } of rig.shops)
      assert.deepEqual(
        remote.offers.map(({ code, stock }) => `${code} ${stock}`).toSorted(),
        codes.map((code) => `${code} ${STOCK - (sold[code] ?? 0)}`),
        remote.name,
      )
    const checks = await rig.app.services.pool.query(`
      select 1 from inventory.moves where reason = 'opening'
      union all select 1 from sales.stock_stops`)
    assert.deepEqual(checks.rows, [], 'nothing was invented, nobody was stopped')
  })

  test('all faults were really played', () => {
    const played = Object.keys(rig.sandbox.world.faults)
    for (const fault of [
      'push lost',
      'push late',
      'push twice',
      'late in lists',
      'throttled',
      'slow',
      'failed before',
      'failed after',
      'row twice',
      'detail stale',
    ])
      assert.ok(played.includes(fault), `${fault} among ${played.join(', ')}`)
  })

  test('no order was refused, flagged or left to be read', async () => {
    const { rows } = await rig.app.services.pool.query(`
      select no from connectors.marks where dirty or problem <> ''
      union all select platform_no from sales.orders where flags && '{does_not_add_up,status_unknown,refund_assumed,rows_disagree}'`)
    assert.deepEqual(rows, [])
  })

  test('INV-CONN-2 reading everything again from the beginning changes nothing', async () => {
    const before = [await versions(), digest(await ours(rig.app.services.pool))]
    await rig.app.services.pool.query(`delete from connectors.cursors`)
    await rig.app.services.pool.query(`delete from connectors.marks`)
    await rig.settle()
    const { rows } = await rig.app.services.pool.query<{ marks: bigint }>(
      `select count(*) as marks from connectors.marks where kind = 'orders' and have_at is not null`,
    )
    assert.equal(rows[0]?.marks, BigInt(ORDERS), 'all orders were read again')
    assert.deepEqual([await versions(), digest(await ours(rig.app.services.pool))], before)
  })

  test('without a single push, lists that run late lose nothing: windows overlap', async () => {
    await using quiet = await buildRig({
      seed: 'lists',
      orders: 400,
      days: 0.2,
      shipsItself: false,
    })
    for (const { remote } of quiet.shops) remote.pushTo = null
    for (let step = 0; step < 70; step++) {
      await quiet.sandbox.advance(5 * MINUTE)
      for (const { id } of quiet.shops) await quiet.poll(id)
    }
    // Until nothing happens any more: what was missed on the way is not seen again.
    await quiet.sandbox.advance(4 * 24 * HOUR)
    await quiet.settle()
    assert.deepEqual(await ours(quiet.app.services.pool), theirs(quiet.sandbox.world))
  })

  test('the same seed gives the same numbers twice, on both sides; another seed gives others', async () => {
    const few = async (seed: string) => {
      await using again = await rehearse(seed, 120)
      return [digest(theirs(again.sandbox.world)), digest(await ours(again.app.services.pool))]
    }
    const first = await few('a')
    assert.deepEqual(await few('a'), first)
    assert.notDeepEqual(await few('b'), first)
  })
})
