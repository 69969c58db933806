// Imports as jobs that die, stop and come back; opening stock and its undoing; files that nobody knows.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { assertLedgerHolds, buildSite } from '#test/factories.ts'
import { counts, csv, type ImportDesk, importDesk, RETAIL, retail, type Run } from '#test/drops.ts'
import { newId } from '#kernel/ids.ts'
import { importers } from '../../importers.ts'
import { runBatch } from './run-batch.ts'

describe('imports that stop, stock that opens, files nobody knows', () => {
  let desk: ImportDesk
  before(async () => {
    desk = await importDesk()
  })
  after(() => desk.app[Symbol.asyncDispose]())

  describe('jobs', () => {
    const rows = Array.from({ length: 3000 }, (_, n) => retail(300_000 + n))
    const known = () =>
      desk.countOf(`select count(*) as n from sales.orders where platform_no like '30____'`)

    test('killed half way, it starts over and doubles nothing', async () => {
      const batchId = await desk.send([['k.csv', csv(RETAIL, ...rows)]], 'shop=UK&dryRun=false')
      const { rows: jobs } = await desk.app.services.pool.query<{ id: string }>(
        `select job_id as id from intake.batches where id = $1`,
        [batchId],
      )
      const jobId = jobs[0]!.id
      let calls = 0
      const torn = runBatch({
        ...importers,
        orders: {
          undo: null,
          run: (work, file) => {
            const orders = importers.orders
            assert.ok(typeof orders === 'object')
            return orders.run(
              {
                ...work,
                async progress(done) {
                  calls += 1
                  // The server ends the connection, as it does when the process on the other side is gone.
                  if (calls === 2)
                    await sql`select pg_terminate_backend(pg_backend_pid())`.execute(work.tx)
                  await work.progress(done)
                },
              },
              file,
            )
          },
        },
      })
      const context = {
        services: desk.app.services,
        jobId,
        attempt: 1,
        signal: new AbortController().signal,
      }
      await assert.rejects(torn({ batchId }, context))
      assert.equal(await known(), '0')
      const [run] = await desk.runsOf(batchId)
      assert.deepEqual([run!.status, ...counts(run!)], ['done', 3000, 3000, 0, 0, 0])
      assert.equal(await known(), '3000')
      // The queue may hand out a finished job once more.
      await runBatch(importers)({ batchId }, context)
      assert.equal(await known(), '3000')
    })

    test('cancelled before it began and in the middle, it leaves nothing and says so', async () => {
      const waiting = await desk.send(
        [['c.csv', csv(RETAIL, retail(400_001))]],
        'shop=UK&dryRun=false',
      )
      assert.equal((await desk.owner.post(`/api/intake/batches/${waiting}/cancel`)).status, 200)
      assert.equal((await desk.runsOf(waiting))[0]!.status, 'cancelled')
      const batchId = await desk.send(
        [['c.csv', csv(RETAIL, retail(400_002))]],
        'shop=UK&dryRun=false',
      )
      const { rows: jobs } = await desk.app.services.pool.query<{ id: string }>(
        `update jobs.runs set cancel_asked = true, status = 'running' where id = (select job_id from intake.batches where id = $1)
       returning id`,
        [batchId],
      )
      const signal = new AbortController().signal
      await runBatch(importers)(
        { batchId },
        { services: desk.app.services, jobId: jobs[0]!.id, attempt: 1, signal },
      )
      const { body } = await desk.owner.get<{ runs: Run[] }>(`/api/intake/batches/${batchId}`)
      assert.equal(body.runs[0]!.status, 'cancelled')
      assert.equal(
        await desk.countOf(
          `select count(*) as n from sales.orders where platform_no like '40000_'`,
        ),
        '0',
      )
      await desk.app.services.pool.query(
        `update jobs.runs set status = 'cancelled' where id = $1`,
        [jobs[0]!.id],
      )
    })
  })

  describe('opening stock, and undoing it', () => {
    test('moves with cause, errors by row, the same file twice; undone when it is still there, refused when not', async () => {
      const { db } = desk.app.services
      const site = await buildSite(db)
      const { rows: named } = await desk.app.services.pool.query<{ code: string }>(
        `select code from places.sites where id = $1`,
        [site.id],
      )
      const code = named[0]!.code
      const skus = csv('SKU编码,名称', 'CUP-500,保温杯', 'BRUSH,杯刷')
      const made = await desk.dropOne('sku.csv', skus, 'dryRun=false')
      assert.deepEqual([made.kind, ...counts(made)], ['skus', 2, 2, 0, 0, 0])
      const file = csv(
        'SKU编码,仓库,库位,数量',
        `CUP-500,${code},A-1,100`,
        `BRUSH,${code},,50`,
        `NONE,${code},,5`,
        `CUP-500,XX,,1`,
        `CUP-500,${code},,0`,
      )
      const tried = await desk.dropOne('期初库存.csv', file)
      assert.deepEqual(
        [tried.kind, tried.status, ...counts(tried)],
        ['opening_stock', 'done', 5, 2, 0, 0, 3],
      )
      const [done] = await desk.commit(tried.batchId)
      assert.deepEqual(counts(done!), [5, 2, 0, 0, 3])
      assert.equal(
        await desk.countOf(
          `select sum(qty)::text as n from inventory.moves where reason = 'opening' and document = 'import:${done!.id}'`,
        ),
        '150',
      )
      const again = await desk.dropOne('期初库存.csv', file, 'dryRun=false')
      assert.deepEqual(counts(again), [5, 0, 0, 2, 3])
      await assertLedgerHolds(db)
      const preview = await desk.owner.get<{ records: number; reason: null }>(
        `/api/intake/runs/${done!.id}/undo`,
      )
      assert.deepEqual([preview.body.records, preview.body.reason], [2, null])
      // Somebody promises most of it: it cannot go.
      const { rows: ids } = await desk.app.services.pool.query<{ id: string }>(
        `select id from catalog.skus where code = 'CUP-500'`,
      )
      await desk.app.services.pool.query(
        `update inventory.pools set ordered = 90 where sku_id = $1`,
        [ids[0]!.id],
      )
      const blocked = await desk.owner.get<{ records: number; reason: { code: string } | null }>(
        `/api/intake/runs/${done!.id}/undo`,
      )
      assert.equal(blocked.body.reason?.code, 'inventory.insufficient_stock')
      assert.equal((await desk.owner.post(`/api/intake/runs/${done!.id}/undo`, {})).status, 200)
      await desk.app.runJobs()
      const stands = await desk.owner.get<Run>(`/api/intake/runs/${done!.id}`)
      assert.deepEqual(
        [stands.body.status, stands.body.undoProblem?.code],
        ['done', 'inventory.insufficient_stock'],
      )
      await desk.app.services.pool.query(
        `update inventory.pools set ordered = 0 where sku_id = $1`,
        [ids[0]!.id],
      )
      await desk.owner.post(`/api/intake/runs/${done!.id}/undo`, { reason: '导错了' })
      await desk.app.runJobs()
      const undone = await desk.owner.get<Run>(`/api/intake/runs/${done!.id}`)
      assert.deepEqual([undone.body.status, undone.body.undoneRecords], ['undone', 2])
      const twice = await desk.owner.post<{ code: string }>(`/api/intake/runs/${done!.id}/undo`, {})
      assert.deepEqual([twice.status, twice.body.code], [409, 'intake.not_undoable'])
      await assertLedgerHolds(db)
      const back = await desk.dropOne('期初库存.csv', file, 'dryRun=false')
      assert.deepEqual(counts(back), [5, 2, 0, 0, 3])
      const audited = await desk.countOf(
        `select count(*) as n from audit.entries where action = 'intake.undo' and reason = '导错了'`,
      )
      assert.equal(audited, '1')
      const sku = await desk.owner.get<{ reason: { code: string } }>(
        `/api/intake/runs/${made.id}/undo`,
      )
      assert.equal(sku.body.reason.code, 'intake.not_undoable')
    })
  })

  describe('mapping by hand', () => {
    const file = csv(
      '单据,下单日,客户名,东西,件,单价钱,一共,进展',
      'A-100001,2026-11-01 10:00,甲,保温杯,2,10.00,20.00,等着发',
      'A-100002,2026-11-02 10:00,乙,杯刷,x,5.00,5.00,完事',
    )
    const mapping = {
      kind: 'orders',
      grain: 'both',
      fields: {
        order_id: '单据',
        created_at: '下单日',
        buyer_ref: '客户名',
        title: '东西',
        qty: '件',
        unit_price: '单价钱',
        order_amount: '一共',
        status: '进展',
      },
      statuses: { 等着发: 'awaiting_shipment', 完事: 'completed' },
    }

    test('an unknown file is mapped with suggestions and a preview, remembered and recognised next time', async () => {
      const run = await desk.dropOne('自家.csv', file, 'shop=UK')
      assert.equal(run.status, 'needs_mapping')
      const start = await desk.owner.get<{
        header: string[]
        kinds: string[]
        suggestions: { field: string; header: string }[]
      }>(`/api/intake/runs/${run.id}/mapping?kind=orders`)
      assert.equal(start.body.header.length, 8)
      assert.ok(
        start.body.suggestions.some(
          ({ field, header }) => field === 'unit_price' && header === '单价钱',
        ),
      )
      const preview = await desk.owner.post<{
        rows: { row: number; values: Record<string, string>; problems: { column: string }[] }[]
        words: { word: string }[]
      }>(`/api/intake/runs/${run.id}/mapping/preview`, mapping)
      assert.deepEqual(
        preview.body.rows.map(({ row, problems }) => [row, problems.map(({ column }) => column)]),
        [
          [2, []],
          [3, ['件']],
        ],
      )
      assert.equal(preview.body.rows[0]!.values['unit_price'], '1000')
      assert.deepEqual(
        preview.body.words.map(({ word }) => word),
        ['等着发', '完事'],
      )
      const bad = await desk.owner.post<{ code: string }>(`/api/intake/runs/${run.id}/mapping`, {
        ...mapping,
        name: '自家订单',
        fields: { title: '东西' },
      })
      assert.deepEqual([bad.status, bad.body.code], [400, 'layouts.mapping_incomplete'])
      const saved = await desk.owner.post<{ layoutId: string }>(
        `/api/intake/runs/${run.id}/mapping`,
        {
          ...mapping,
          name: '自家订单',
        },
      )
      assert.equal(saved.status, 200)
      const [mapped] = await desk.runsOf(run.batchId)
      assert.deepEqual(
        [mapped!.status, mapped!.layout, ...counts(mapped!)],
        ['done', `custom:${saved.body.layoutId}`, 2, 1, 0, 0, 1],
      )
      await desk.commit(run.batchId)
      const used = await desk.owner.get<{
        imports: { fileName: string; created: number; refused: number }[]
        meanings: { key: string; isRequired: boolean }[]
      }>(`/api/intake/layouts/${saved.body.layoutId}`)
      assert.deepEqual(
        used.body.imports.map(({ fileName, created, refused }) => [fileName, created, refused]),
        [[run.fileName, 1, 1]],
      )
      assert.ok(used.body.meanings.some(({ key, isRequired }) => key === 'order_id' && isRequired))
      const all = await desk.owner.get<{ items: { name: string; imports: number }[] }>(
        '/api/intake/layouts?q=自家&active=true',
      )
      assert.deepEqual(
        all.body.items.map(({ name, imports }) => [name, imports]),
        [['自家订单', 1]],
      )
      const marketer = await desk.app.as('marketer')
      const foreign = await marketer.get<{ code: string }>(
        `/api/intake/layouts/${saved.body.layoutId}`,
      )
      assert.equal(foreign.body.code, 'intake.kind_not_yours')
      const next = await desk.dropOne('自家 12 月.csv', file.replaceAll('A-1', 'A-2'), 'shop=UK')
      assert.equal(next.layout, `custom:${saved.body.layoutId}`)
      const { body: list } = await desk.owner.get<{
        items: { id: string; version: number; name: string; fields: object; statuses: object }[]
      }>('/api/intake/layouts')
      const { id, version, fields, statuses } = list.items[0]!
      const edited = await desk.owner.send('PATCH', `/api/intake/layouts/${id}`, {
        version,
        name: '自家',
        active: false,
        fields,
        statuses,
      })
      assert.equal(edited.status, 200)
      assert.equal((await desk.dropOne('又.csv', file, 'shop=UK')).status, 'needs_mapping')
      const clash = await desk.owner.send<{
        details: { difference: { field: string; yours: unknown; current: unknown }[] }
      }>('PATCH', `/api/intake/layouts/${id}`, {
        version,
        name: 'x',
        active: true,
        fields: { ...fields, spec: '客户名' },
        statuses,
      })
      assert.equal(clash.status, 409)
      assert.deepEqual(
        clash.body.details.difference.toSorted((a, b) => (a.field < b.field ? -1 : 1)),
        [
          { field: 'active', yours: true, current: false },
          { field: 'fields.spec', yours: '客户名', current: '' },
          { field: 'name', yours: 'x', current: '自家' },
        ],
      )
      const imported = await desk.dropOne('旧.csv', file, `shop=UK&dryRun=false`)
      assert.equal(imported.status, 'needs_mapping', 'a retired layout is not recognised')
    })

    test('a skipped table stays out; an import cannot be changed any more; clerks read, buyers of nothing do not', async () => {
      const run = await desk.dropOne('自家.csv', file, 'shop=UK')
      await desk.owner.send('PUT', `/api/intake/runs/${run.id}`, { skip: true })
      assert.equal((await desk.runsOf(run.batchId))[0]!.status, 'skipped')
      assert.equal((await desk.owner.post(`/api/intake/batches/${run.batchId}/commit`)).status, 409)
      const done = await desk.dropOne('d.csv', csv(RETAIL, retail(950_001)), 'shop=UK&dryRun=false')
      assert.equal(
        (await desk.owner.send('PUT', `/api/intake/runs/${done.id}`, { skip: true })).status,
        409,
      )
      assert.equal((await desk.owner.get(`/api/intake/runs/${newId()}`)).status, 404)
    })
  })
})
