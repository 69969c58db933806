// Values follow the ledger: real postings, the real outbox, the API people use.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { runChecks } from '#kernel/checks.ts'
import { newId } from '#kernel/ids.ts'
import { addMs, dateIn, now } from '#kernel/time.ts'
import { setCost } from '#modules/catalog'
import { type Move, post } from '#modules/inventory'
import { OWN_GOODS } from '#modules/parties'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { buildSite, buildSku, TESTER, type TestSite } from '#test/factories.ts'
import { checks } from './checks.ts'

interface Rows<T> {
  items: T[]
}
interface Value {
  sku: string
  qty: string
  unitMinor: string | null
  averageMinor: string
  fifoMinor: string
  shipped: string
  coverDays: number | null
  abc: string
  xyz: string
  upTo30: string
  older: string
}
interface Entry {
  qty: string
  averageMinor: string
  fifoMinor: string
  basis: string
  bookedOn: string
}
interface Months {
  items: {
    month: string
    isOver: boolean
    isClosed: boolean
    closingMinor: string
    soldMinor: string
  }[]
}

const DAY = 86_400_000

describe('stock value', () => {
  let app: TestApp
  let finance: Caller
  let site: TestSite
  before(async () => {
    app = await testApp()
    finance = await app.as('finance')
    site = await buildSite(app.services.db)
  })
  after(() => app[Symbol.asyncDispose]())

  const move = async (
    skuId: string,
    reason: Move['reason'],
    qty: bigint,
    more: { unitCostMinor?: bigint; document?: string; at?: Date } = {},
  ) => {
    const kind = { receive: 'supplier', ship: 'customer', return: 'customer' } as const
    const outside = await site.at(kind[reason as keyof typeof kind] ?? 'adjustment')
    const bin = site.bins[0]!
    await app.services.db.transaction().execute((tx) =>
      post(tx, TESTER, {
        cause: `test:${newId()}`,
        document: more.document ?? 'test',
        ...(more.at ? { effectiveAt: more.at } : {}),
        moves: [
          {
            skuId,
            qty,
            from: reason === 'ship' ? bin : outside,
            to: reason === 'ship' ? outside : bin,
            fromQuality: 'good',
            toQuality: 'good',
            lot: '',
            ownerId: OWN_GOODS,
            reason,
            unitCostMinor: more.unitCostMinor,
          },
        ],
      }),
    )
  }
  const valueOf = async (skuId: string) => {
    const { body } = await finance.get<Rows<Value & { skuId: string }>>(
      '/api/costing/values?limit=200',
    )
    return body.items.find((row) => row.skuId === skuId)
  }
  const entriesOf = async (skuId: string) =>
    (await finance.get<Rows<Entry>>(`/api/costing/entries?skuId=${skuId}`)).body.items.toReversed()
  const assertHolds = async () => {
    const broken = (await runChecks(app.services.db, checks)).filter((r) => r.violations.length > 0)
    assert.deepEqual(broken, [])
  }

  test('OP-STK-10: a shipment has its cost by moving average and by FIFO', async () => {
    const sku = await buildSku(app.services.db)
    await move(sku, 'receive', 100n, { unitCostMinor: 1000n })
    await move(sku, 'receive', 100n, { unitCostMinor: 1200n })
    await move(sku, 'ship', 150n)
    await app.drain()
    const entries = await entriesOf(sku)
    assert.deepEqual(
      entries.map(({ qty, averageMinor, fifoMinor, basis }) => [
        qty,
        averageMinor,
        fifoMinor,
        basis,
      ]),
      [
        ['100', '100000', '100000', 'stated'],
        ['100', '120000', '120000', 'stated'],
        ['-150', '-165000', '-160000', 'issued'],
      ],
    )
    const value = await valueOf(sku)
    assert.deepEqual(
      [value?.qty, value?.unitMinor, value?.averageMinor, value?.fifoMinor, value?.upTo30],
      ['50', '1100', '55000', '60000', '50'],
    )
    await assertHolds()
  })

  test('returned goods come back at what they left for; without a cost the standard, then the average counts', async () => {
    const sku = await buildSku(app.services.db)
    await app.services.db
      .transaction()
      .execute((tx) => setCost(tx, { skuId: sku, validFrom: '2020-01-01', costMinor: 500n }))
    await move(sku, 'receive', 10n)
    const document = `order:${newId()}`
    await move(sku, 'ship', 4n, { document })
    await move(sku, 'receive', 6n, { unitCostMinor: 900n })
    await move(sku, 'return', 2n, { document })
    await move(sku, 'adjust', 1n)
    await app.drain()
    const entries = await entriesOf(sku)
    assert.deepEqual(
      entries.map(({ averageMinor, basis }) => [averageMinor, basis]),
      [
        ['5000', 'standard'],
        ['-2000', 'issued'],
        ['5400', 'stated'],
        ['1000', 'returned'],
        // (3,000 + 5,400 + 1,000) / 14
        ['671', 'average'],
      ],
    )
    await app.drain()
    assert.equal((await entriesOf(sku)).length, 5)
    await assertHolds()
  })

  test('OP-STK-10: ABC, XYZ, cover days and age come from the shipments of 91 days', async () => {
    const [steady, rare, dead] = [
      await buildSku(app.services.db),
      await buildSku(app.services.db),
      await buildSku(app.services.db),
    ]
    const ago = (days: number) => addMs(now(), -days * DAY)
    await move(steady, 'receive', 1000n, { unitCostMinor: 10_000n, at: ago(200) })
    await move(rare, 'receive', 100n, { unitCostMinor: 100n, at: ago(100) })
    await move(dead, 'receive', 7n, { unitCostMinor: 100n, at: ago(400) })
    for (let week = 0; week < 13; week += 1) {
      await move(steady, 'ship', 70n, { at: ago(week * 7 + 3) })
    }
    await move(rare, 'ship', 1n, { at: ago(50) })
    await app.drain()
    const a = await valueOf(steady)
    assert.deepEqual([a?.abc, a?.xyz, a?.shipped, a?.coverDays], ['A', 'X', '910', 9])
    const c = await valueOf(rare)
    assert.deepEqual([c?.abc, c?.xyz, c?.coverDays], ['C', 'Z', 9009])
    const d = await valueOf(dead)
    assert.deepEqual([d?.abc, d?.xyz, d?.coverDays, d?.older], ['-', '-', null, '7'])
  })

  test('INV-COST-2: a closed month stands; what is recorded later is booked on the first open day', async () => {
    const sku = await buildSku(app.services.db)
    const lastMonth = addMs(now(), -35 * DAY)
    const month = `${dateIn(lastMonth, 'Asia/Shanghai').slice(0, 7)}-01`
    await move(sku, 'receive', 10n, { unitCostMinor: 100n, at: lastMonth })
    const early = await finance.post('/api/costing/months/close', { month })
    assert.equal(early.status, 409)
    await app.drain()
    const planner = await app.as('planner')
    assert.equal((await planner.post('/api/costing/months/close', { month })).status, 403)
    assert.equal((await finance.post('/api/costing/months/close', { month })).status, 200)
    const closing = async () =>
      (await finance.get<Months>('/api/costing/months')).body.items.find(
        (row) => row.month === month,
      )
    const before = await closing()
    assert.deepEqual([before?.isOver, before?.isClosed], [true, true])
    await move(sku, 'ship', 5n, { at: lastMonth })
    await app.drain()
    assert.deepEqual(await closing(), before)
    const last = (await entriesOf(sku)).at(-1)
    assert(last && last.bookedOn > month && last.bookedOn.endsWith('-01'))
    const running = `${dateIn(now(), 'Asia/Shanghai').slice(0, 7)}-01`
    assert.equal((await finance.post('/api/costing/months/close', { month: running })).status, 409)
    const reopened = await finance.post('/api/costing/months/reopen', { month, reason: '漏记运费' })
    assert.equal(reopened.status, 200)
    assert.equal((await closing())?.isClosed, false)
    await assertHolds()
  })
})
