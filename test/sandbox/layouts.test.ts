// Files in the layouts of seven platforms, as the sandbox's back office exports them: each is recognised by its headers, taken
// whole, and tells what the platform's own truth says, as far as files of that platform tell it.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { recognise } from '#modules/layouts'
import { importOrders } from '#modules/sales'
import { importReviews } from '../../src/modules/market/import-reviews.ts'
import { type TestApp, testApp } from '#test/app.ts'
import { TESTER } from '#test/factories.ts'
import { importGiven } from '#test/imports.ts'
import { DAY, HOUR } from '../../sandbox/change.ts'
import { pddNo } from '../../sandbox/export-layouts.ts'
import { planOrders } from '../../sandbox/life.ts'
import { type Sandbox, startSandbox } from '../../sandbox/server.ts'
import { type Order, type OrderState, paidOf } from '../../sandbox/world.ts'
import { STARTS_AT } from './rig.ts'

interface Platform {
  readonly platform: string
  /** What to export, and the layout that must be recognised. */
  readonly files: readonly (readonly [as: string, layout: string])[]
  readonly numberOf?: (order: Order) => string
  /** States that the words of this platform tell otherwise than the sandbox's own. */
  readonly states?: Partial<Record<OrderState, string>>
  /** Who bears a discount is not told. */
  readonly isUnnamed?: boolean
  /** The variant is told by its code alone. */
  readonly lacksSpec?: boolean
  /** Carts of one offer, or orders without freight: as orders of that platform are. */
  readonly mostLines?: number
  readonly hasFreight?: boolean
}

const STATES: Readonly<Record<OrderState, string>> = {
  unpaid: 'pending_payment',
  deposit_paid: 'pending_payment',
  held: 'on_hold',
  to_ship: 'awaiting_shipment',
  part_shipped: 'partially_shipped',
  shipped: 'shipped',
  completed: 'completed',
  cancelled: 'cancelled',
  refunded: 'closed_refunded',
}

const NO_HELD = { held: 'awaiting_shipment' }

const PLATFORMS: readonly Platform[] = [
  {
    platform: 'taobao',
    files: [
      ['taobao_orders', 'taobao.ExportOrderList'],
      ['taobao_items', 'taobao.ExportOrderDetailList'],
    ],
    states: NO_HELD,
    isUnnamed: true,
  },
  {
    platform: 'tmall',
    files: [
      ['taobao_orders', 'taobao.ExportOrderList'],
      ['taobao_items', 'taobao.ExportOrderDetailList'],
    ],
    states: NO_HELD,
    isUnnamed: true,
  },
  {
    platform: 'jd',
    files: [['jd', 'jd.jd_order_csv']],
    states: { part_shipped: 'shipped' },
    lacksSpec: true,
    isUnnamed: true,
  },
  {
    platform: 'pdd',
    files: [['pdd', 'pdd.pdd_order_default']],
    numberOf: pddNo,
    states: NO_HELD,
    mostLines: 1,
  },
  { platform: 'douyin', files: [['douyin', 'douyin.douyin_order']], states: NO_HELD },
  {
    platform: 'kuaishou',
    files: [['kuaishou', 'kuaishou.ks_order']],
    states: NO_HELD,
    mostLines: 1,
  },
  {
    platform: 'wechat_shop',
    files: [['wechat_shop', 'wechat_shop.wx_order']],
    // One word for what was never paid and what was given back.
    states: { ...NO_HELD, refunded: 'cancelled' },
  },
  {
    platform: 'xiaohongshu',
    files: [['xiaohongshu', 'xiaohongshu.xhs_order']],
    numberOf: ({ no }) => `P${no}`,
    hasFreight: false,
  },
]

describe('exports in the layouts of real platforms', () => {
  let app: TestApp
  before(async () => void (app = await testApp()))
  after(() => app[Symbol.asyncDispose]())

  const live = async (name: string, more: Partial<Platform>): Promise<Sandbox> => {
    const { mostLines = 3, hasFreight = true } = more
    const sandbox = await startSandbox({
      seed: `layouts ${name}`,
      startedAt: STARTS_AT,
      shops: 1,
      mostLines,
      hasFreight,
    })
    planOrders(sandbox.world, 250, 6)
    await sandbox.advance(8 * DAY)
    // Some of today's, so that every state is there.
    planOrders(sandbox.world, 50, 0.2)
    await sandbox.advance(5 * HOUR)
    return sandbox
  }

  const fetchRows = async (url: string): Promise<string[][]> =>
    (await (await fetch(url)).text())
      .replace(/^\uFEFF/, '')
      .trimEnd()
      .split('\r\n')
      .map(cellsOf)

  const addShop = async (platform: string) => {
    const shop = {
      code: platform.toUpperCase(),
      platform,
      currency: 'CNY',
      timeZone: 'Asia/Shanghai',
    }
    const owner = await app.as('owner')
    const made = await owner.post<{ id: string }>('/api/shops', { ...shop, name: platform })
    assert.equal(made.status, 200, JSON.stringify(made.body))
    return { ...shop, id: made.body.id }
  }

  for (const one of PLATFORMS)
    test(`${one.platform}: the import equals the truth of the sandbox`, async () => {
      await using sandbox = await live(one.platform, one)
      const shop = await addShop(one.platform)
      const [remote] = sandbox.world.shops
      for (const [as, layout] of one.files) {
        const [header = [], ...rows] = await fetchRows(
          `${sandbox.url}/export/${remote!.id}.csv?as=${as}`,
        )
        const found = recognise([header, ...rows.slice(0, 5)], { platform: one.platform })
        assert.ok(found.kind === 'known', found.kind)
        assert.equal(found.layout.id, layout)
        const outcome = await importGiven(app.services, TESTER, importOrders, shop, {
          layout: found.layout,
          header,
          rows,
        })
        assert.deepEqual(outcome.refusals, [])
      }
      const { rows: held } = await app.services.pool.query<{ text: string }>(
        `select concat_ws(' ', o.platform_no, o.status, o.payable_minor, o.freight_minor, o.residual_minor,
           o.discount_shop_minor, o.discount_platform_minor, o.discount_unnamed_minor, o.ordered_at is not null,
           (select string_agg(concat_ws('/', l.merchant_code, l.title, l.spec, l.qty, l.amount_minor), ' ' order by l.line_no)
            from sales.order_lines l where l.order_id = o.id)) as text
         from sales.orders o where o.shop_id = $1 and not o.withdrawn`,
        [shop.id],
      )
      const right = Object.values(sandbox.world.orders).map((order) => truthOf(order, one))
      assert.equal(right.length, 300)
      const told = new Set(held.map(({ text }) => text))
      // What differs, not three hundred rows that agree.
      assert.deepEqual(
        {
          notTold: right.filter((text) => !told.has(text)),
          toldOtherwise: [...told].filter((text) => !right.includes(text)),
        },
        { notTold: [], toldOtherwise: [] },
      )
      assert.equal(held.length, right.length)
      const states = new Set(Object.values(sandbox.world.orders).map(({ state }) => state))
      assert.ok(states.size >= 6, [...states].join(' '))
    })

  test('reviews: the file is recognised, and each review is kept once with its stars', async () => {
    await using sandbox = await live('reviews', {})
    await sandbox.advance(20 * DAY)
    const [remote] = sandbox.world.shops
    const done = Object.values(sandbox.world.orders).find(
      ({ no, state }) => state === 'completed' && !sandbox.world.reviews[`R${no}`],
    )!
    const say = (body: string) =>
      fetch(`${sandbox.url}/orders/${done.no}/review`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
        redirect: 'manual',
      })
    assert.equal((await say('stars=9')).status, 409)
    assert.equal(
      (await say('stars=2&text=%E4%B8%80%E8%88%AC,%22%E5%81%9A%E5%B7%A5%22')).status,
      303,
    )
    assert.equal((await say('stars=5')).status, 409, 'nobody reviews twice')
    const [header = [], ...rows] = await fetchRows(`${sandbox.url}/reviews/${remote!.id}.csv`)
    const found = recognise([header, ...rows.slice(0, 5)], {})
    assert.ok(found.kind === 'known')
    const shop = await addShop('other')
    const file = { layout: found.layout, header, rows }
    for (const created of [rows.length, 0]) {
      const outcome = await importGiven(app.services, TESTER, importReviews, shop, file)
      assert.deepEqual([outcome.refusals, outcome.created], [[], created])
    }
    const { rows: kept } = await app.services.pool.query<{ text: string }>(
      `select concat_ws(' ', review_no, score, body) as text from market.reviews where shop_id = $1`,
      [shop.id],
    )
    assert.deepEqual(
      kept.map(({ text }) => text).toSorted(),
      Object.values(sandbox.world.reviews)
        .map(({ no, orderNo, stars, text }) => `${no}@${orderNo} ${stars} ${text}`)
        .toSorted(),
    )
  })
})

function truthOf(
  order: Order,
  { states, isUnnamed, lacksSpec, numberOf = ({ no }) => no }: Platform,
): string {
  const sum = (of: (line: Order['lines'][number]) => number) =>
    order.lines.reduce((total, line) => total + of(line), 0)
  const [byShop, byPlatform] = [sum((l) => l.discountShop), sum((l) => l.discountPlatform)]
  return [
    numberOf(order),
    states?.[order.state] ?? STATES[order.state],
    paidOf(order),
    order.freight,
    0,
    ...(isUnnamed ? [0, 0, byShop + byPlatform] : [byShop, byPlatform, 0]),
    't',
    ...order.lines.map((l) =>
      [l.code, l.title, lacksSpec ? '' : l.spec, l.qty, l.price * l.qty].join('/'),
    ),
  ].join(' ')
}

/** One row of a CSV as the sandbox quotes it. */
function cellsOf(row: string): string[] {
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  )
}
