// What is kept of the worth of listings equals the sum over their lines, whatever happens to orders and mappings.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { sql } from 'kysely'
import { addDays, dateIn, now } from '#kernel/time.ts'
import { csv, type ImportDesk, importDesk } from '#test/drops.ts'
import { kuaishou, KUAISHOU } from '#test/kuaishou.ts'
import { summed, tidyWorth } from './worth.ts'

interface Sum {
  readonly id: string
  readonly lines: number
  readonly waiting: number
  readonly ever: bigint
  readonly recent: bigint
  readonly month: bigint
}

const TODAY = dateIn(now(), 'Asia/Shanghai')
const row = (
  no: number,
  spec: string,
  { ago = 1, ...more }: { ago?: number; status?: string; price?: string } = {},
) => kuaishou(no, { on: addDays(TODAY, -ago), spec, ...more })

describe('worth of listings', () => {
  let desk: ImportDesk
  before(async () => {
    desk = await importDesk()
  })
  after(() => desk.app[Symbol.asyncDispose]())

  const db = () => desk.app.services.db
  const bring = async (...rows: string[]) => {
    const [run] = await desk.drop(
      [[`kuaishou-${rows.length}.csv`, csv(KUAISHOU, ...rows)]],
      'shop=kuaishou&dryRun=false',
    )
    assert.equal(run!.status, 'done', JSON.stringify(run))
    assert.equal(run!.refused, 0)
    await desk.app.drain()
    return run!
  }
  const kept = async () =>
    (
      await sql<Sum>`
        select listing_id as id, lines, waiting, ever_minor as ever, recent_minor as recent, month_minor as month
        from listings.worth where not is_stale and lines > 0 order by 1`.execute(db())
    ).rows
  const direct = async () =>
    (
      await sql<Sum>`${summed(
        sql`select l.id from listings.listings l
          where not exists (select 1 from listings.mappings m where m.listing_id = l.id and m.valid_to is null and m.state <> 'unmapped')`,
        TODAY,
      )} order by 1`.execute(db())
    ).rows
  /** And what the queue shows, in its order. */
  const assertSame = async (listings: number) => {
    const sums = await direct()
    assert.equal(sums.length, listings)
    assert.deepEqual(await kept(), sums)
    const { body } = await desk.owner.get<{
      items: { id: string; amountMinor: string; amount90Minor: string; lines: number }[]
    }>('/api/listings?state=unmapped&sold=yes')
    assert.deepEqual(
      body.items.map(({ id, amountMinor, lines }) => [id, amountMinor, lines]),
      sums
        .toSorted(
          (a, b) =>
            Number(b.recent - a.recent) || Number(b.ever - a.ever) || (a.id < b.id ? 1 : -1),
        )
        .map(({ id, ever, lines }) => [id, String(ever), lines]),
    )
  }
  const listingOf = async (spec: string) =>
    (await sql<{ id: string }>`select id from listings.listings where spec = ${spec}`.execute(db()))
      .rows[0]!.id
  const decide = async (id: string, version: number, body: object) => {
    const { status } = await desk.owner.send('PUT', `/api/listings/${id}/mapping`, {
      version,
      ...body,
    })
    assert.equal(status, 200)
    await desk.app.drain()
  }

  test('kept sums equal direct ones through imports, changed lines, cancelled orders, an undo and mappings', async () => {
    await bring(
      row(1, '白'),
      row(2, '白', { ago: 40 }),
      row(3, '黑', { ago: 200, status: '交易成功', price: '900.00' }),
      row(4, '红'),
    )
    await assertSame(3)
    // An order that now buys another spec, one that was called off, one more.
    const second = await bring(
      row(1, '黑'),
      row(4, '红', { status: '交易关闭' }),
      row(5, '红', { price: '10.00' }),
    )
    assert.deepEqual([second.created, second.updated], [1, 2])
    await assertSame(3)
    assert.equal((await kept()).find(({ lines }) => lines === 1)?.waiting, 1)
    await desk.owner.post(`/api/intake/runs/${second.id}/undo`, { reason: 'test' })
    await desk.app.runJobs()
    await desk.app.drain()
    await assertSame(3)
    const red = await listingOf('红')
    await decide(red, 0, { state: 'ignored', reason: '补差价' })
    await assertSame(2)
    await bring(row(6, '红'))
    await assertSame(2)
    await decide(red, 1, { state: 'unmapped' })
    await assertSame(3)
  })

  test('the next morning 90 days are counted from that day; listings that came without orders wait with nothing', async () => {
    await sql`update listings.worth set as_of = as_of - 1, recent_minor = 1`.execute(db())
    // Not current: summed when asked.
    const { body } = await desk.owner.get<{ items: { amount90Minor: string }[] }>(
      '/api/listings?state=unmapped&sold=yes',
    )
    assert.notEqual(body.items[0]!.amount90Minor, '1')
    await tidyWorth(desk.app.services)
    await assertSame(3)
  })
})
