// Rows of platform files into orders: money to the 分, states, flags. Rows are fixtures written by hand.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type ImportFile, type Layout, readerOf } from '#modules/layouts'
import { overKnownLines } from './halves.ts'
import { settleMoney, spread, totalOf } from './order-money.ts'
import { isOlder, ORDER_STATES, stateFromEvidence, stateOf } from './states.ts'
import { toOrder } from './to-order.ts'

function layout(over: Partial<Layout>): Layout {
  return {
    id: 'fixture',
    platform: 'taobao',
    kind: 'orders',
    name: { zh: '样例', en: 'fixture' },
    grain: 'line',
    headers: [],
    detect: [],
    fields: {},
    statuses: {
      等待付款: 'pending_payment',
      待发货: 'awaiting_shipment',
      已发货: 'shipped',
      交易成功: 'completed',
      交易关闭: 'closed_refunded',
    },
    traits: [],
    provenance: 'fixture',
    ...over,
  }
}

/** One order of rows given by field; every row has the same fields. */
function draft(form: Layout, rows: readonly Readonly<Record<string, string>>[], no = '1001') {
  const fields = Object.keys(rows[0]!)
  const file: ImportFile = {
    layout: form,
    fileName: 'fixture.csv',
    header: fields,
    columns: new Map(fields.map((field, at) => [field, at])),
    rows: async function* () {},
  }
  const read = readerOf(file, 'Asia/Shanghai')
  return toOrder(
    no,
    rows.map((cells, at) => {
      const row = { row: at + 2, values: fields.map((field) => cells[field] ?? '') }
      return { row, cells: read(row) }
    }),
    file,
    'Asia/Shanghai',
  )
}

function order(form: Layout, rows: readonly Readonly<Record<string, string>>[], no?: string) {
  const drafted = draft(form, rows, no)
  assert.deepEqual(drafted.problems, null)
  return drafted.order!
}

const paid = { created_at: '2026-11-01 10:00:00', paid_at: '2026-11-01 10:01:00', status: '待发货' }

describe('orders of platform files', () => {
  test('G-1: an order discount is spread to the 分, largest remainder first', () => {
    assert.deepEqual(spread(2000n, [4000n, 4000n, 4000n]), [667n, 667n, 666n])
    const one = order(
      layout({ traits: ['order_amounts_repeat', 'discounts_named'] }),
      [1, 2, 3].map(() => ({
        ...paid,
        qty: '1',
        unit_price: '40.00',
        discount_shop: '20.00',
        order_amount: '100.00',
      })),
    )
    assert.deepEqual(
      one.lines.map(({ amountMinor, discountMinor }) => amountMinor - discountMinor),
      [3333n, 3333n, 3334n],
    )
    assert.deepEqual([one.payableMinor, one.residualMinor, one.flags], [10000n, 0n, []])
  })

  test('split rows add up by themselves: discounts by sponsor, freight, payable', () => {
    const one = order(layout({ traits: ['amounts_split', 'discounts_named'] }), [
      {
        ...paid,
        qty: '2',
        unit_price: '50',
        freight: '6.00',
        discount_platform: '3.00',
        discount_shop: '10.00',
        discount_talent: '0',
        order_amount: '93.00',
      },
      {
        ...paid,
        qty: '1',
        unit_price: '30',
        freight: '0',
        discount_platform: '0',
        discount_shop: '0',
        discount_talent: '5.00',
        order_amount: '25.00',
      },
    ])
    assert.deepEqual(one.discounts, {
      shop: 1000n,
      platform: 300n,
      talent: 500n,
      channel: 0n,
      unnamed: 0n,
    })
    assert.deepEqual(
      [one.goodsMinor, one.freightMinor, one.payableMinor, one.residualMinor],
      [13000n, 600n, 11800n, 0n],
    )
    assert.deepEqual(
      one.lines.map(({ discountMinor }) => discountMinor),
      [1300n, 500n],
    )
    assert.equal(one.paidMinor, 11800n)
  })

  test('what does not add up is flagged and kept, never bent', () => {
    const rows = [
      {
        ...paid,
        qty: '1',
        unit_price: '100',
        freight: '0',
        discount_shop: '10',
        order_amount: '85',
      },
    ]
    const named = order(layout({ traits: ['discounts_named'] }), rows)
    assert.deepEqual([named.residualMinor, named.flags], [-500n, ['does_not_add_up']])
    const open = order(layout({}), rows)
    assert.deepEqual([open.discounts.unnamed, open.residualMinor, open.flags], [500n, 0n, []])
    const over = order(layout({}), [{ ...rows[0]!, order_amount: '95' }])
    assert.deepEqual([over.residualMinor, over.flags], [500n, ['does_not_add_up']])
  })

  test('the price a shop changed explains the gap, whatever its sign', () => {
    for (const adjust of ['-5', '5']) {
      const one = order(layout({ traits: ['discounts_named'] }), [
        { ...paid, qty: '1', unit_price: '100', price_adjust: adjust, order_amount: '95' },
      ])
      assert.deepEqual(
        [one.discounts.shop, one.residualMinor, one.flags],
        [500n, 0n, ['price_adjusted']],
      )
    }
  })

  test('one word for never paid and for given back: the payment tells which', () => {
    const closed = {
      created_at: '2026-11-01 10:00',
      status: '交易关闭',
      qty: '1',
      unit_price: '10',
    }
    const never = order(layout({}), [{ ...closed, paid_at: '', paid_amount: '0' }])
    assert.deepEqual([never.status, never.paidMinor, never.refundedMinor], ['cancelled', 0n, 0n])
    const back = order(layout({}), [{ ...closed, paid_at: '2026-11-01 10:05', paid_amount: '10' }])
    assert.deepEqual(
      [back.status, back.paidMinor, back.refundedMinor, back.flags],
      ['closed_refunded', 1000n, 1000n, ['refund_assumed']],
    )
  })

  test('files without a state: dates and amounts tell it', () => {
    const none = {
      paidAt: null,
      shippedAt: null,
      completedAt: null,
      cancelledAt: null,
      paidMinor: 0n,
      refundedMinor: 0n,
    }
    const at = new Date('2026-11-01T00:00:00Z')
    assert.equal(stateFromEvidence(none), 'pending_payment')
    assert.equal(stateFromEvidence({ ...none, cancelledAt: at }), 'cancelled')
    assert.equal(stateFromEvidence({ ...none, paidAt: at, paidMinor: 5n }), 'awaiting_shipment')
    assert.equal(
      stateFromEvidence({ ...none, paidMinor: 5n, refundedMinor: 5n }),
      'closed_refunded',
    )
    assert.equal(
      stateFromEvidence({ ...none, paidMinor: 5n, refundedMinor: 2n, shippedAt: at }),
      'shipped',
    )
  })

  test('a word for a state nobody knows is kept and flagged, and evidence decides', () => {
    const one = order(layout({}), [{ ...paid, status: '平台新状态', qty: '1', unit_price: '10' }])
    assert.deepEqual(
      [one.status, one.statusText, one.flags],
      ['awaiting_shipment', '平台新状态', ['status_unknown']],
    )
    assert.equal(stateOf('(锁定)已发货', layout({}).statuses), 'shipped')
  })

  test('an unpaid order owes what its parts say; a paid one paid what the file says', () => {
    const unpaid = order(layout({}), [
      {
        created_at: '2026-11-01',
        status: '等待付款',
        qty: '2',
        unit_price: '10',
        paid_amount: '0',
      },
    ])
    assert.deepEqual([unpaid.payableMinor, unpaid.paidMinor], [2000n, 0n])
  })

  test('a head without lines says so, and lines that come later settle the money anew', () => {
    const head = order(layout({ grain: 'order' }), [
      {
        ...paid,
        goods_amount: '90.00',
        freight: '5.00',
        order_amount: '95.00',
        qty_total: '3',
        refund_amount: '9.50',
      },
    ])
    assert.deepEqual(
      [head.flags, head.goodsMinor, head.lines.length],
      [['lines_missing'], 9000n, 1],
    )
    const lines = order(layout({}), [
      { ...paid, qty: '2', unit_price: '40' },
      { ...paid, qty: '1', unit_price: '20' },
    ]).lines
    const whole = overKnownLines(head, lines)
    assert.deepEqual(
      [
        whole.goodsMinor,
        whole.discounts.unnamed,
        whole.payableMinor,
        whole.residualMinor,
        whole.flags,
      ],
      [10000n, 1000n, 9500n, 0n, []],
    )
    assert.deepEqual(
      whole.lines.map(({ discountMinor }) => discountMinor),
      [800n, 200n],
    )
    assert.equal(
      whole.lines.reduce((sum, { refundedMinor }) => sum + refundedMinor, 0n),
      950n,
    )
  })

  test('bad cells name their row and column; a day in the order number stands in for a missing time', () => {
    const bad = draft(layout({}), [
      { ...paid, qty: '1', unit_price: '10' },
      { ...paid, qty: '-2', unit_price: 'ten' },
    ])
    assert.deepEqual(
      [...bad.problems!].map(([row, problems]) => [
        row,
        [...new Set(problems.map(({ column }) => column))],
      ]),
      [[3, ['qty', 'unit_price']]],
    )
    const huge = draft(layout({}), [{ ...paid, qty: '1', unit_price: '99999999999' }])
    assert.ok([...huge.problems!.values()].flat().some(({ en }) => /hundred million/.test(en)))
    const dated = order(
      layout({ traits: ['date_in_order_no'] }),
      [{ created_at: '', status: '待发货', qty: '1', unit_price: '1' }],
      '261124-123456789012345',
    )
    assert.deepEqual([dated.orderedOn, dated.flags], ['2026-11-24', ['date_from_number']])
  })

  test('INV-SALES-1: settled money adds up, whatever is stated; shares add up to their whole', () => {
    const amount = fc.bigInt({ min: -100_000n, max: 100_000_000n })
    fc.assert(
      fc.property(
        fc.record({
          goods: fc.bigInt({ min: 0n, max: 100_000_000n }),
          service: amount,
          freight: fc.bigInt({ min: 0n, max: 100_000n }),
          shop: amount,
          platform: amount,
          talent: amount,
          channel: amount,
          discountTotal: fc.option(amount),
          adjust: amount,
          payable: fc.option(amount),
          areDiscountsNamed: fc.boolean(),
          isOwnShop: fc.boolean(),
        }),
        (stated) => {
          const money = settleMoney(stated)
          assert.equal(
            money.payableMinor,
            money.goodsMinor +
              money.serviceMinor +
              money.freightMinor -
              totalOf(money.discounts) +
              money.residualMinor,
          )
          if (stated.payable !== null) assert.equal(money.payableMinor, stated.payable)
          assert.equal(money.residualMinor !== 0n, money.flags.includes('does_not_add_up'))
        },
      ),
    )
    fc.assert(
      fc.property(amount, fc.array(amount, { minLength: 1, maxLength: 8 }), (total, worth) => {
        assert.equal(
          spread(total, worth).reduce((a, b) => a + b, 0n),
          total,
        )
      }),
    )
  })

  test('OP-ORD-5, AC-3.1-3: of two words about one order at most one is the older; time decides where it is told', () => {
    const at = (status: (typeof ORDER_STATES)[number], snapshotAt: Date | null = null) => ({
      status,
      snapshotAt,
    })
    for (const a of ORDER_STATES) {
      assert.equal(isOlder(at(a), at(a)), false)
      for (const b of ORDER_STATES)
        assert.ok(!(isOlder(at(a), at(b)) && isOlder(at(b), at(a))), `${a} ${b}`)
    }
    assert.equal(isOlder(at('awaiting_shipment'), at('completed')), true)
    assert.equal(isOlder(at('completed'), at('awaiting_shipment')), false)
    assert.equal(isOlder(at('on_hold'), at('awaiting_shipment')), false)
    const [early, late] = [new Date('2026-11-01T00:00:00Z'), new Date('2026-11-02T00:00:00Z')]
    assert.equal(isOlder(at('completed', early), at('awaiting_shipment', late)), true)
    assert.equal(isOlder(at('awaiting_shipment', late), at('completed', early)), false)
  })
})
