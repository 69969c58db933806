// Who may bring what: the marketer imports and sees reports, whatever a file turns out to be.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Answer, Caller } from '#test/app.ts'
import { csv, fixture, type ImportDesk, importDesk, type Run } from '#test/drops.ts'

const TRAFFIC = csv('日期,流量来源,访客数,浏览量', '2026-11-20,手淘搜索,100,300')
const ADS = csv('日期,计划名称,花费,展现量,点击量', '2026-11-20,双11,88.50,1000,20')
const PRICES = csv('日期,平台,店铺,商品ID,名称,价格', '2026-11-20,jd,对手店,77,保温杯,39.90')
const REVIEWS = csv('评价编号,订单号,商品ID,评分,评价内容', 'R1,1,77,5,很好')

describe('who imports what', () => {
  let desk: ImportDesk
  let marketer: Caller
  before(async () => {
    desk = await importDesk()
    marketer = await desk.app.as('marketer')
  })
  after(() => desk.app[Symbol.asyncDispose]())

  const upload = async (
    files: readonly (readonly [string, string | Uint8Array<ArrayBuffer>])[],
    query = '',
  ) => {
    const form = new FormData()
    for (const [name, content] of files) form.append('file', new Blob([content]), name)
    return marketer.send<{ batchId: string; code: string }>(
      'POST',
      `/api/intake/files?${query}`,
      form,
    )
  }
  const codeOf = (answer: Answer<never>) => [
    answer.status,
    (answer.body as { code?: string }).code ?? '',
  ]
  const NOT_YOURS = [403, 'intake.kind_not_yours']

  test('traffic, advertising, prices and reviews go in; orders among them are refused with the reason', async () => {
    const { body } = await upload(
      [
        ['流量.csv', TRAFFIC],
        ['投放.csv', ADS],
        ['价格.csv', PRICES],
        ['评价.csv', REVIEWS],
        fixture('jd-orders.csv'),
      ],
      'shop=jd&dryRun=true',
    )
    await desk.app.runJobs()
    const tried = await marketer.get<{ runs: Run[] }>(`/api/intake/batches/${body.batchId}`)
    assert.deepEqual(
      tried.body.runs.map(({ kind, status, problem }) => [kind, status, problem?.code ?? '']),
      [
        ['shop_traffic', 'done', ''],
        ['ad_spend', 'done', ''],
        ['prices', 'done', ''],
        ['reviews', 'done', ''],
        ['orders', 'refused', 'intake.kind_not_yours'],
      ],
    )
    const done = await marketer.post<{ batchId: string }>(
      `/api/intake/batches/${body.batchId}/commit`,
    )
    assert.equal(done.status, 200)
    await desk.app.runJobs()
    const { body: made } = await marketer.get<{ runs: Run[] }>(
      `/api/intake/batches/${done.body.batchId}`,
    )
    assert.deepEqual(
      made.runs.map(({ status, created }) => [status, created]),
      [
        ['done', 1],
        ['done', 1],
        ['done', 1],
        ['done', 1],
      ],
    )
    assert.equal(await desk.countOf('select count(*) as n from sales.orders'), '0')
    // And out again.
    assert.equal(
      (await marketer.post(`/api/intake/runs/${made.runs[0]!.id}/undo`, { reason: '重复' })).status,
      200,
    )
    await desk.app.runJobs()
    assert.equal(await desk.countOf('select count(*) as n from market.shop_traffic'), '0')
  })

  test('files of others that are no reports cannot be seen, opened, imported, answered, mapped or undone', async () => {
    const batchId = await desk.send(
      [fixture('jd-orders.csv'), ['坏.csv', csv('甲,乙,丙', '1,2,3')]],
      'dryRun=true',
    )
    const [orders, unknown] = await desk.runsOf(batchId)
    assert.deepEqual([orders!.status, unknown!.status], ['done', 'needs_mapping'])
    const of = (run: Run) => `/api/intake/runs/${run.id}`
    for (const run of [orders!, unknown!]) {
      assert.deepEqual(codeOf(await marketer.get(of(run))), NOT_YOURS)
      assert.deepEqual(codeOf(await marketer.get(`${of(run)}/refusals`)), NOT_YOURS)
      assert.deepEqual(codeOf(await marketer.get(`${of(run)}/refused-rows?format=csv`)), NOT_YOURS)
      assert.deepEqual(codeOf(await marketer.get(`${of(run)}/mapping`)), NOT_YOURS)
      assert.deepEqual(codeOf(await marketer.get(`${of(run)}/undo`)), NOT_YOURS)
      assert.deepEqual(codeOf(await marketer.post(`${of(run)}/undo`, { reason: '' })), NOT_YOURS)
      assert.deepEqual(codeOf(await marketer.post(`${of(run)}/commit`)), NOT_YOURS)
      assert.deepEqual(codeOf(await marketer.send('PUT', of(run), { skip: true })), NOT_YOURS)
      assert.deepEqual(codeOf(await marketer.post(`${of(run)}/refused-rows/2/open`)), NOT_YOURS)
    }
    const batch = `/api/intake/batches/${batchId}`
    assert.deepEqual(codeOf(await marketer.get(batch)), NOT_YOURS)
    assert.deepEqual(codeOf(await marketer.post(`${batch}/commit`)), NOT_YOURS)
    assert.deepEqual(codeOf(await marketer.post(`${batch}/cancel`)), NOT_YOURS)
    const { body } = await marketer.get<{ items: Run[] }>('/api/intake/runs?limit=100')
    assert.ok(body.items.length > 0)
    assert.deepEqual(
      body.items.filter(({ id }) => id === orders!.id || id === unknown!.id),
      [],
    )
    const all = await desk.owner.get<{ items: Run[] }>('/api/intake/runs?limit=100')
    assert.equal(all.body.items.filter(({ id }) => id === orders!.id).length, 1)
  })

  test('a kind that is not theirs is refused before anything is stored; a mapping to one as well', async () => {
    const { status, body } = await upload([['a.csv', TRAFFIC]], 'kind=orders')
    assert.deepEqual([status, body.code], NOT_YOURS)
    const own = await upload([['未知.csv', csv('单号,时间,钱', 'A1,2026-11-20,5')]], 'dryRun=true')
    await desk.app.runJobs()
    const { body: batch } = await marketer.get<{ runs: Run[] }>(
      `/api/intake/batches/${own.body.batchId}`,
    )
    const run = batch.runs[0]!
    assert.equal(run.status, 'needs_mapping')
    assert.equal((await marketer.get(`/api/intake/runs/${run.id}/mapping`)).status, 200)
    assert.deepEqual(
      codeOf(
        await marketer.post(`/api/intake/runs/${run.id}/mapping`, {
          name: '订单',
          kind: 'orders',
          fields: { order_id: '单号', created_at: '时间', order_amount: '钱' },
        }),
      ),
      NOT_YOURS,
    )
  })
})
