// A rebuild is a job: people see how far it is and may stop it, and nobody waits for it without being told.
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { openClickhouse } from '#kernel/clickhouse.ts'
import { type Caller, type TestApp, testApp } from '#test/app.ts'
import { alone } from './one-writer.ts'
import { analyst } from './testing.ts'

interface Job {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly requestedBy: string
  readonly progress: { done: number; total: number } | null
}

describe('a rebuild of facts', () => {
  let app: TestApp
  let owner: Caller
  let me: ReturnType<typeof analyst>
  let shop: { id: string; code: string }
  before(async () => {
    app = await testApp()
    owner = await app.as('owner')
    me = analyst(app, owner)
    shop = await me.buildShop()
    await me.put(
      shop.id,
      Array.from({ length: 30 }, (_, n) => ({
        orderedOn: `2026-03-${10 + (n % 15)}`,
        customer: `c${n % 4}`,
        lines: [{ amount: 100n + BigInt(n) }],
      })),
    )
  })
  after(async () => {
    // The engine was opened again on the way: the next file needs the process to itself.
    await app.services.clickhouse.close()
    await app[Symbol.asyncDispose]()
  })

  const numbers = () => me.numbers(shop.code, ['gross_sales', 'orders', 'paid_buyers'])
  const jobs = async () =>
    (await owner.get<{ items: Job[] }>('/api/jobs?name=analytics.rebuild')).body.items
  const halves = () =>
    app.services.clickhouse.query(`select name from system.tables where name like '%\\_next'`)

  test('says how far it is, who asked, and ends with the same numbers', async () => {
    const first = await numbers()
    const job = await me.rebuild()
    assert.deepEqual(job.progress, { done: 30, total: 30 })
    const [listed] = await jobs()
    assert.deepEqual([listed!.status, listed!.requestedBy], ['done', 'owner'])
    assert.deepEqual(await numbers(), first)
  })

  test('stopped midway it leaves the facts as they were, and can be run again', async () => {
    const first = await numbers()
    const { body } = await owner.post<{ jobId: string }>('/api/analytics/rebuild')
    let release = () => {}
    const held = alone(app.services, () => new Promise<void>((done) => (release = done)))
    const running = app.runJobs()
    const job = async () => (await owner.get<Job>(`/api/jobs/${body.jobId}`)).body
    while ((await job()).status !== 'running') await sleep(10)
    assert.equal((await owner.send('PUT', `/api/jobs/${body.jobId}/cancel`)).status, 200)
    release()
    await held
    await running
    assert.equal((await job()).status, 'cancelled')
    assert.deepEqual(await halves(), [])
    assert.deepEqual(await numbers(), first)
    assert.equal((await owner.send('PUT', `/api/jobs/${body.jobId}/retry`)).status, 200)
    await app.runJobs()
    assert.equal((await job()).status, 'done')
    assert.deepEqual(await numbers(), first)
  })

  test('facts of many orders that are not there are a job, and a question says so', async () => {
    const first = await numbers()
    // More than is built while somebody waits; of another shop, told to nobody.
    const other = await me.buildShop()
    await sql`
      insert into sales.orders (id, shop_id, platform_no, kind, status, ordered_at, ordered_on, goods_minor, service_minor, freight_minor,
        payable_minor, paid_minor, version, content_hash)
      select gen_random_uuid(), ${other.id}, n::text, 'sale', 'completed', '2026-01-05T04:00:00Z', '2026-01-05', 0, 0, 0, 0, 0, 1, ''
      from generate_series(1, 5001) as n`.execute(app.services.db)
    await app.services.clickhouse.command('truncate table fact_builds')
    await app.services.clickhouse.close()
    Object.assign(app.services, { clickhouse: openClickhouse(app.services.config) })
    const ask = () => me.query({ metrics: ['orders'], by: ['shop'] })
    const before = (await jobs()).length
    for (const _ of [1, 2]) {
      const { status, body } = await ask()
      assert.deepEqual(
        [status, (body as unknown as { code: string }).code],
        [503, 'analytics.building'],
      )
    }
    assert.equal((await jobs()).length, before + 1)
    // What happens meanwhile is not lost: whoever builds reads it.
    await me.put(shop.id, [{ orderedOn: '2026-03-30', lines: [{ amount: 5n }] }])
    await app.runJobs()
    const { status, body } = await ask()
    assert.equal(status, 200)
    assert.deepEqual(
      body.rows.map(({ values }) => Number(values['orders'])),
      [31, 5001],
    )
    assert.equal(Number((await numbers())['gross_sales']), Number(first['gross_sales']) + 5)
  })
})
