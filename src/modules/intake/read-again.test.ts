// The file of an import read once more: only what is understood differently changes, and it can be taken back.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { counts, csv, type ImportDesk, importDesk, RETAIL, retail, type Run } from '#test/drops.ts'
import { KUAISHOU, kuaishou } from '#test/kuaishou.ts'

const FILE = csv(
  '单据,下单日,客户名,东西,件,单价钱,一共,快递费,进展',
  'B-100001,2026-11-01 10:00,甲,保温杯,2,10.00,26.00,6.00,等着发',
  'B-100002,2026-11-02 10:00,乙,杯刷,1,5.00,5.00,0.00,完事',
  'B-100003,2026-11-02 11:00,丙,杯刷,x,5.00,5.00,0.00,完事',
)
const FIELDS = {
  order_id: '单据',
  created_at: '下单日',
  buyer_ref: '客户名',
  title: '东西',
  qty: '件',
  unit_price: '单价钱',
  order_amount: '一共',
  status: '进展',
}
const STATUSES = { 等着发: 'awaiting_shipment', 完事: 'completed' }

describe('reading a file again', () => {
  let desk: ImportDesk
  before(async () => {
    desk = await importDesk()
  })
  after(() => desk.app[Symbol.asyncDispose]())

  const again = async (id: string): Promise<Run[]> => {
    const { body, status } = await desk.owner.post<{ batchId: string }>(
      `/api/intake/runs/${id}/again`,
    )
    assert.equal(status, 200, JSON.stringify(body))
    return desk.runsOf(body.batchId)
  }
  const order = async (no: string) =>
    (
      await desk.app.services.pool.query<{ freight: string; status: string; version: number }>(
        `select freight_minor::text as freight, status, version from sales.orders where platform_no = $1`,
        [no],
      )
    ).rows[0]!

  test('after a column was added and a word mended, the orders follow; what reads the same stays as it is', async () => {
    const tried = await desk.dropOne('自家订单.csv', FILE, 'shop=UK')
    const { body: saved } = await desk.owner.post<{ layoutId: string }>(
      `/api/intake/runs/${tried.id}/mapping`,
      {
        kind: 'orders',
        grain: 'both',
        fields: FIELDS,
        statuses: { ...STATUSES, 等着发: 'shipped' },
        name: '自家',
      },
    )
    await desk.runsOf(tried.batchId)
    const [first] = await desk.commit(tried.batchId)
    assert.deepEqual(counts(first!), [3, 2, 0, 0, 1])
    const before = await order('B-100001')
    assert.deepEqual([before.freight, before.status], ['0', 'shipped'])

    // Nothing was mended: the same words are understood the same.
    const [idle] = await again(first!.id)
    assert.deepEqual([idle!.dryRun, ...counts(idle!)], [true, 3, 0, 0, 2, 1])

    const { status } = await desk.owner.send('PATCH', `/api/intake/layouts/${saved.layoutId}`, {
      version: 1,
      name: '自家',
      active: true,
      fields: { ...FIELDS, freight: '快递费' },
      statuses: STATUSES,
    })
    assert.equal(status, 200)
    const [dry] = await again(first!.id)
    assert.equal(dry!.layout, `custom:${saved.layoutId}`)
    assert.deepEqual(counts(dry!), [3, 0, 1, 1, 1])
    assert.deepEqual(await order('B-100001'), before, 'tried only')
    const [done] = await desk.commit(dry!.batchId)
    assert.deepEqual(counts(done!), [3, 0, 1, 1, 1])
    assert.deepEqual(await order('B-100001'), {
      freight: '600',
      status: 'awaiting_shipment',
      version: 2,
    })
    assert.equal((await order('B-100002')).version, 1)
    const { body: told } = await desk.owner.get<{ againOf: string }>(`/api/intake/runs/${done!.id}`)
    assert.equal(told.againOf, first!.id)

    // Uploaded as a new file it still changes nothing, and the second reading is taken back on its own.
    const same = await desk.dropOne('自家订单.csv', FILE, 'shop=UK&dryRun=false')
    assert.deepEqual(counts(same), [3, 0, 0, 2, 1])
    await desk.owner.post(`/api/intake/runs/${done!.id}/undo`, { reason: 'test' })
    await desk.app.runJobs()
    assert.deepEqual(await order('B-100001'), { ...before, version: 3 })
  })

  test('an order that a newer file has changed since is left alone', async () => {
    const row = (price: string, status: string) => kuaishou(70, { on: '2026-11-03', price, status })
    const drop = async (name: string, line: string) =>
      (await desk.drop([[name, csv(KUAISHOU, line)]], 'shop=kuaishou&dryRun=false'))[0]!
    const old = await drop('old.csv', row('59.90', '待发货'))
    await drop('new.csv', row('59.90', '交易成功'))
    const [dry] = await again(old.id)
    assert.deepEqual(counts(dry!), [1, 0, 0, 1, 0])
    const [done] = await desk.commit(dry!.batchId)
    assert.deepEqual(counts(done!), [1, 0, 0, 1, 0])
    assert.equal((await order('24000070')).status, 'completed')
  })

  test('a dry run, a running import and a file that is gone are refused, and say what to do', async () => {
    const dry = await desk.dropOne('dry.csv', csv(RETAIL, retail(970_001)), 'shop=UK')
    const refused = await desk.owner.post<{ code: string }>(`/api/intake/runs/${dry.id}/again`)
    assert.deepEqual([refused.status, refused.body.code], [409, 'intake.not_a_dry_run'])
    const done = await desk.dropOne('d.csv', csv(RETAIL, retail(970_002)), 'shop=UK&dryRun=false')
    await desk.app.services.files.delete(`imports/${done.id}`)
    const gone = await desk.owner.post<{ zh: string }>(`/api/intake/runs/${done.id}/again`)
    assert.equal(gone.status, 409)
    const clerk = await desk.app.as('marketer')
    assert.equal((await clerk.post(`/api/intake/runs/${done.id}/again`)).status, 403)
  })
})
