// Clicks, prices and reviews as they were published. Rules held against the files:
// M1 A click counts on its day of the shop's clock (UTC+8); people are counted once a day; what is no click (the cut last line)
//    is refused, and the rest goes in.
// M2 A price is one item on one day. The 86 exact copies of rows change nothing. `sale_count` is cumulative: it is kept as it
//    was seen and never summed.
// M3 A review without a number is what is written about what: the same text twice is one review. Good and bad are as labelled.
import assert from 'node:assert/strict'
import { after, before, describe } from 'node:test'
import { type ImportDesk, importDesk, type Run } from '#test/drops.ts'
import { ask, cellsOf, cents, hasRealData, realFile, realTest, recordsOf } from '#test/real.ts'

describe('what others publish of a market', () => {
  let desk: ImportDesk
  before(async () => {
    if (hasRealData) desk = await importDesk()
  })
  after(() => desk?.app[Symbol.asyncDispose]())

  const query = async <T>(sql: string): Promise<T[]> =>
    (await desk.app.services.pool.query<T & object>(sql)).rows
  const counts = ({ rowsRead, created, updated, unchanged, refused }: Run) => ({
    rowsRead,
    created,
    updated,
    unchanged,
    refused,
  })

  describe('Taobao clicks of 400 people', () => {
    const PATH = 'cn_taobao_userbehavior/UserBehavior_400users.csv.gz'
    const drop = () => {
      const { name, bytes } = realFile(PATH)
      return desk.dropOne(name, bytes, 'dryRun=false')
    }

    realTest(
      'M1: every day has its views and people, every item its own; the cut line is refused',
      async () => {
        const lines = cellsOf(realFile(PATH).text)
        const clicks = lines.filter((cells) => cells.length === 5)
        assert.equal(lines.length - clicks.length, 1)
        assert.deepEqual(counts(await drop()), {
          rowsRead: lines.length,
          created: clicks.length,
          updated: 0,
          unchanged: 0,
          refused: 1,
        })
        const dayOf = (seconds: string) =>
          new Date((Number(seconds) + 8 * 3600) * 1000).toISOString().slice(0, 10)
        const told = clicks.map(([user, item, , behavior, at]) => ({
          user: user!,
          item: item!,
          behavior: behavior!,
          day: dayOf(at!),
        }))
        const people = (of: typeof told) => new Set(of.map(({ user }) => user)).size
        const says = (of: typeof told) => {
          const doing = (name: string) => of.filter(({ behavior }) => behavior === name)
          return [people(of), doing('pv').length, people(doing('cart')), people(doing('fav'))].join(
            ' ',
          )
        }
        const shop = await query<{ day: string; says: string }>(`
      select day::text, concat_ws(' ', visitors, page_views, cart_users, fav_users) as says
      from market.shop_traffic order by day`)
        const days = Map.groupBy(told, ({ day }) => day)
        assert.deepEqual(
          Object.fromEntries(shop.map((row) => [row.day, row.says])),
          Object.fromEntries([...days].map(([day, of]) => [day, says(of)])),
        )
        // The board says the same.
        await desk.app.drain()
        const board = await ask(desk, {
          from: '2017-09-01',
          to: '2017-12-31',
          by: ['day'],
          metrics: ['visitors', 'page_views'],
        })
        assert.deepEqual(
          board,
          Object.fromEntries(
            [...days].map(([day, of]) => [
              day,
              {
                visitors: BigInt(people(of)),
                page_views: BigInt(of.filter(({ behavior }) => behavior === 'pv').length),
              },
            ]),
          ),
        )
        const items = await query<{ key: string; says: string }>(`
      select from_on || ' ' || platform_item as key, concat_ws(' ', visitors, page_views, cart_users, fav_users) as says
      from market.item_traffic`)
        const expected = Map.groupBy(told, ({ day, item }) => `${day} ${item}`)
        assert.equal(items.length, expected.size)
        assert.deepEqual(
          items.filter((row) => says(expected.get(row.key) ?? []) !== row.says),
          [],
        )
        assert.deepEqual(counts(await drop()), {
          rowsRead: lines.length,
          created: 0,
          updated: 0,
          unchanged: clicks.length,
          refused: 1,
        })
      },
    )
  })

  describe('ten days of prices of 22 cosmetics brands, in GB18030', () => {
    const PATH = 'cn_double11_cosmetics/double11_cosmetics_gb18030.csv.gz'

    realTest('M2: every price and every count of every day is as the file says', async () => {
      const file = realFile(PATH, 'gb18030')
      const rows = recordsOf(file.text).map((row) => ({
        key: `${row['update_time']!.replace(/\/(\d)(?=\/|$)/g, '/0$1').replaceAll('/', '-')} ${row['id']}`,
        says: [cents(row['price']!), row['sale_count'], row['comment_count'], row['店名']].join(
          '|',
        ),
      }))
      const once = new Map(rows.map(({ key, says }) => [key, says]))
      const done = await desk.dropOne(file.name, file.bytes, 'dryRun=false')
      assert.deepEqual(counts(done), {
        rowsRead: rows.length,
        created: once.size,
        updated: 0,
        unchanged: rows.length - once.size,
        refused: 0,
      })
      const stored = await query<{ key: string; says: string }>(`
      select observed_on || ' ' || platform_item as key,
        price_minor || '|' || coalesce(sale_count::text, '') || '|' || coalesce(comment_count::text, '') || '|' || seller as says
      from market.prices`)
      assert.equal(stored.length, once.size)
      assert.deepEqual(
        stored.filter(({ key, says }) => once.get(key) !== says),
        [],
      )
      const again = await desk.dropOne(file.name, file.bytes, 'dryRun=false')
      assert.equal(again.unchanged, rows.length)
    })
  })

  describe('reviews of six categories and of hotels', () => {
    const drop = (path: string) => {
      const { name, bytes } = realFile(path)
      return desk.dropOne(name, bytes, 'shop=taobao&dryRun=false')
    }

    realTest(
      'M3: each text once, good and bad as labelled, the same files again change nothing',
      async () => {
        const shopping = 'cn_reviews/online_shopping_6_cats.csv.gz'
        const hotels = 'cn_reviews/ChnSentiCorp_htl_all.csv.gz'
        const rows = [shopping, hotels].map((path) => recordsOf(realFile(path).text))
        const known = new Map<string, string>()
        for (const row of rows.flat())
          known.set(
            [row['cat'] ?? '', row['label'], row['review']!.trim()].join('|'),
            row['label']!,
          )
        const runs = [await drop(shopping), await drop(hotels)]
        assert.deepEqual(
          runs.map(({ rowsRead, refused, updated }) => [rowsRead, refused, updated]),
          rows.map((of) => [of.length, 0, 0]),
        )
        assert.equal(runs[0]!.created + runs[1]!.created, known.size)
        const stored = await query<{ label: string; n: string }>(
          `select label, count(*)::text as n from market.reviews group by 1 order by 1`,
        )
        const good = [...known.values()].filter((label) => label === '1').length
        assert.deepEqual(
          stored.map(({ label, n }) => [label, Number(n)]),
          [
            ['bad', known.size - good],
            ['good', good],
          ],
        )
        assert.equal((await drop(shopping)).unchanged, rows[0]!.length)
      },
    )
  })
})
