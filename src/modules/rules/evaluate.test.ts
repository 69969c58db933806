import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { instant } from '#kernel/time.ts'
import { toJson } from '#kernel/wire.ts'
import { type Condition, parseCondition, parseOutcomes } from './condition.ts'
import { findConflicts } from './conflicts.ts'
import { compile, evaluate, judgeCondition, type Rule } from './evaluate.ts'
import { type Facts, withoutChoices } from './purpose.ts'
import { PLATFORMS, trialPurpose } from './testing.ts'

const purpose = withoutChoices(trialPurpose())
const AT = instant('2026-11-25T04:00:00Z')
const CODES = ['330000', '330100', '330106', '330106', '320000', '110101']
const WORDS = ['发票', '加急', 'Gift', '礼物', 'ＧＩＦＴ']

const money = fc.bigInt({ min: -5n, max: 5n })
const minutes = fc.bigInt({ min: 0n, max: 120n })
const someOf = (values: readonly string[]) => fc.subarray([...new Set(values)], { minLength: 1 })
const near = fc.integer({ min: -120, max: 120 }).map((n) => instant(AT.getTime() + n * 60_000))

const anyTest: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fc.constantFrom('paid', 'pieces'),
    op: fc.constantFrom('eq', 'ne', 'lt', 'lte', 'gt', 'gte'),
    value: money,
  }),
  fc
    .tuple(money, money)
    .map(
      ([a, b]) => ({ field: 'paid', op: 'between', value: a < b ? [a, b] : [b, a] }) as Condition,
    ),
  fc.record({
    field: fc.constant('memo'),
    op: fc.constantFrom('contains', 'not_contains', 'eq', 'ne', 'starts_with', 'ends_with'),
    value: fc.constantFrom(...WORDS),
  }),
  fc.record({
    field: fc.constant('memo'),
    op: fc.constantFrom('in', 'not_in'),
    value: someOf(WORDS),
  }),
  fc.record({
    field: fc.constant('skus'),
    op: fc.constantFrom('has_any', 'has_all', 'has_none', 'only'),
    value: someOf(['a', 'b', 'c']),
  }),
  fc.record({ field: fc.constant('cod'), op: fc.constant('eq'), value: fc.boolean() }),
  fc.record({
    field: fc.constant('platform'),
    op: fc.constantFrom('in', 'not_in'),
    value: someOf(PLATFORMS),
  }),
  fc.record({ field: fc.constant('due'), op: fc.constantFrom('before', 'after'), value: near }),
  fc.record({
    field: fc.constant('due'),
    op: fc.constantFrom('within_minutes', 'past_minutes'),
    value: minutes,
  }),
  fc.record({
    field: fc.constant('region'),
    op: fc.constantFrom('in', 'not_in'),
    value: someOf(CODES),
  }),
  fc.record({
    field: fc.constantFrom('paid', 'memo', 'region'),
    op: fc.constantFrom('known', 'unknown'),
  }),
) as fc.Arbitrary<Condition>

const { tree } = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyTest,
    fc.array(tie('tree'), { maxLength: 3 }).map((all) => ({ all }) as Condition),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((any) => ({ any }) as Condition),
    tie('tree').map((not) => ({ not }) as Condition),
  ),
}))

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 4 })
const facts: fc.Arbitrary<Facts> = fc.record({
  paid: maybe(money),
  pieces: maybe(money),
  memo: maybe(fc.constantFrom(...WORDS, '请开发票', '')),
  skus: maybe(fc.subarray(['a', 'b', 'c', 'd'])),
  cod: maybe(fc.boolean()),
  platform: maybe(fc.constantFrom(...PLATFORMS)),
  due: maybe(near),
  region: maybe(fc.constantFrom(...CODES)),
})

const truth = (condition: Condition, known: Facts) => judgeCondition(purpose, condition)(known, AT)

const ruleOf = (own: Partial<Rule> & { readonly ruleId: string }): Rule => ({
  version: 1,
  name: own.ruleId,
  priority: 10,
  stops: false,
  active: true,
  validFrom: null,
  validUntil: null,
  condition: { all: [] },
  outcomes: [{ kind: 'pass', params: {} }],
  ...own,
})

describe('judging by rules', () => {
  test('De Morgan holds in all three truths, and NOT NOT is nothing', () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), facts, (parts, known) => {
        const negated = parts.map((not) => ({ not }))
        assert.equal(truth({ not: { all: parts } }, known), truth({ any: negated }, known))
        assert.equal(truth({ not: { any: parts } }, known), truth({ all: negated }, known))
        assert.equal(truth({ not: { not: parts[0]! } }, known), truth(parts[0]!, known))
      }),
      { numRuns: 2000 },
    )
  })

  test('INV-RUL-3 what is not known fires nothing, neither a test nor its NOT', () => {
    fc.assert(
      fc.property(anyTest, (condition) => {
        const { op } = condition as { op: string }
        fc.pre(op !== 'known' && op !== 'unknown')
        assert.equal(truth(condition, {}), 0)
        const rules = [
          ruleOf({ ruleId: 'a', condition }),
          ruleOf({ ruleId: 'b', condition: { not: condition } }),
        ]
        assert.deepEqual(evaluate(compile(purpose, rules), {}, AT).outcomes, [])
      }),
    )
  })

  test('learning a fact never turns a truth round', () => {
    fc.assert(
      fc.property(
        tree,
        facts,
        fc.constantFrom('paid', 'memo', 'due', 'cod', 'skus'),
        (condition, known, field) => {
          fc.pre(!/"(known|unknown)"/.test(toJson(condition)))
          const before = truth(condition, { ...known, [field]: null })
          if (before !== 0) assert.equal(truth(condition, known), before)
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('a condition written as JSON and read again is the same condition', () => {
    fc.assert(
      fc.property(tree, facts, (condition, known) => {
        const { condition: back, problems } = parseCondition(purpose, JSON.parse(toJson(condition)))
        if (
          problems.some(({ code }) => code === 'rules.too_deep' || code === 'rules.too_many_nodes')
        )
          return
        assert.deepEqual(problems, [])
        assert.equal(toJson(back), toJson(condition))
        assert.equal(truth(back!, known), truth(condition, known))
      }),
      { numRuns: 2000 },
    )
  })

  test('rules are asked by priority, then by age; a stop ends the list; dates and the active flag are kept', () => {
    const rule = fc.record({
      priority: fc.integer({ min: 0, max: 4 }),
      stops: fc.boolean(),
      active: fc.boolean(),
      paid: money,
      from: fc.option(fc.integer({ min: -2, max: 2 })),
      until: fc.option(fc.integer({ min: -2, max: 2 })),
    })
    const hour = (n: number | null) => (n === null ? null : instant(AT.getTime() + n * 3_600_000))
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 8 }), money, fc.integer(), (drawn, paid, seed) => {
        const rules = drawn.map((own, n) =>
          ruleOf({
            ruleId: `r${n}`,
            priority: own.priority,
            stops: own.stops,
            active: own.active,
            validFrom: hour(own.from),
            validUntil: hour(own.until),
            condition: { field: 'paid', op: 'lte', value: own.paid },
            outcomes: [{ kind: 'hold', params: { reason: `r${n}` } }],
          }),
        )
        // The plain reading, written apart from the engine.
        const expected: string[] = []
        for (const priority of [0, 1, 2, 3, 4]) {
          let isStopped = false
          for (const [n, own] of drawn.entries()) {
            const isValid =
              (own.from === null || own.from <= 0) && (own.until === null || own.until > 0)
            if (own.priority !== priority || !own.active || !isValid || paid > own.paid) continue
            expected.push(`r${n}`)
            if (own.stops) isStopped = true
            if (isStopped) break
          }
          if (isStopped) break
        }
        const shuffled = rules.toSorted(
          (a, b) =>
            ((a.ruleId.charCodeAt(1) * 31 + seed) % 7) - ((b.ruleId.charCodeAt(1) * 31 + seed) % 7),
        )
        const decision = evaluate(compile(purpose, shuffled), { paid }, AT)
        assert.deepEqual(
          decision.outcomes.map(({ params }) => params['reason']),
          expected,
        )
      }),
      { numRuns: 1000 },
    )
  })

  test('the reason names rule, version, and only the tests that made it fire', () => {
    const condition: Condition = {
      all: [
        {
          any: [
            { field: 'paid', op: 'gte', value: 50_000n },
            { field: 'cod', op: 'eq', value: true },
          ],
        },
        { not: { field: 'region', op: 'in', value: ['540000'] } },
      ],
    }
    const rules = compile(purpose, [
      ruleOf({
        ruleId: 'x',
        version: 3,
        name: '大额',
        condition,
        outcomes: [{ kind: 'hold', params: { reason: '大额' } }],
      }),
    ])
    const { reasons } = evaluate(rules, { paid: 61_200n, cod: false, region: '330106' }, AT)
    assert.deepEqual(reasons, [
      {
        ruleId: 'x',
        version: 3,
        name: '大额',
        matched: [
          { field: 'paid', op: 'gte', expected: 50_000n, actual: 61_200n },
          { field: 'region', op: 'in', expected: ['540000'], actual: '330106', isNegated: true },
        ],
        outcome: { kind: 'hold', params: { reason: '大额' } },
        at: AT,
      },
    ])
  })

  test('money beyond the precision of floats is compared to the 分', () => {
    const big = 9_007_199_254_740_993n
    assert.equal(truth({ field: 'paid', op: 'gt', value: big }, { paid: big + 1n }), 1)
    assert.equal(truth({ field: 'paid', op: 'gt', value: big }, { paid: big }), -1)
    const { condition } = parseCondition(purpose, { field: 'paid', op: 'eq', value: String(big) })
    assert.deepEqual(condition, { field: 'paid', op: 'eq', value: big })
  })

  test('a province takes in its districts, and text is one in full or half width', () => {
    const zhejiang: Condition = { field: 'region', op: 'in', value: ['330000'] }
    assert.equal(truth(zhejiang, { region: '330106' }), 1)
    assert.equal(truth(zhejiang, { region: '320106' }), -1)
    assert.equal(truth({ field: 'region', op: 'in', value: ['330100'] }, { region: '330226' }), -1)
    assert.equal(truth({ field: 'memo', op: 'contains', value: 'ｇｉｆｔ' }, { memo: 'A GIFT' }), 1)
  })
})

describe('what is wrong with a rule', () => {
  const wrong = (condition: unknown) =>
    parseCondition(purpose, condition).problems.map(({ path, code }) => `${path} ${code.slice(6)}`)

  test('every refusal names its node, in both languages, and all come at once', () => {
    const condition = {
      all: [
        { field: 'paid', op: 'gt', value: 12.5 },
        { any: [] },
        { not: { field: 'colour', op: 'eq', value: 'red' } },
        {
          any: [
            { field: 'memo', op: 'gt', value: 'x' },
            { field: 'paid', op: 'between', value: ['9', '3'] },
          ],
        },
        { field: 'cod', op: 'eq', value: 'yes' },
        { field: 'due', op: 'before', value: '明天' },
        { field: 'region', op: 'in', value: ['浙江'] },
        { field: 'skus', op: 'has_any', value: [] },
        { field: 'paid', op: 'known', value: '1' },
        'paid > 5',
        { all: [], any: [] },
      ],
    }
    assert.deepEqual(wrong(condition), [
      'condition.all.0.value bad_value',
      'condition.all.1.any empty_any',
      'condition.all.2.not.field unknown_field',
      'condition.all.3.any.0.op unknown_operator',
      'condition.all.3.any.1.value bad_value',
      'condition.all.4.value bad_value',
      'condition.all.5.value bad_value',
      'condition.all.6.value bad_region',
      'condition.all.7.value bad_list',
      'condition.all.8.value no_value',
      'condition.all.9 bad_node',
      'condition.all.10 bad_node',
    ])
    for (const { zh, en } of parseCondition(purpose, condition).problems) assert(zh && en)
  })

  test('a tree too deep or too large is refused, and any JSON is judged without falling over', () => {
    let deep: unknown = { all: [] }
    for (let n = 0; n < 9; n++) deep = { not: deep }
    assert.match(wrong(deep).join(), /too_deep/)
    const many = {
      all: Array.from({ length: 300 }, () => ({ field: 'cod', op: 'eq', value: true })),
    }
    assert.deepEqual(wrong(many), ['condition.all.199 too_many_nodes'])
    fc.assert(fc.property(fc.jsonValue(), (json) => void parseCondition(purpose, json)))
    fc.assert(fc.property(fc.jsonValue(), (json) => void parseOutcomes(purpose, json)))
  })

  test('outcomes are held against what the purpose can do', () => {
    const { problems } = parseOutcomes(purpose, [
      { kind: 'explode' },
      { kind: 'hold', params: {} },
      { kind: 'rebate', params: { amount: '1.50' } },
      { kind: 'pass', params: { loud: true } },
      { kind: 'rebate', params: { amount: '150' } },
    ])
    assert.deepEqual(
      problems.map(({ path, code }) => `${path} ${code.slice(6)}`),
      [
        'outcomes.0.kind unknown_outcome',
        'outcomes.1.params.reason param_missing',
        'outcomes.2.params.amount bad_param',
        'outcomes.3.params.loud unknown_param',
      ],
    )
  })
})

describe('conflicts of rules', () => {
  const kinds = (rules: readonly Rule[]) =>
    findConflicts(rules, trialPurpose().outcomes).map(
      ({ kind, ruleId, otherId }) => `${kind} ${ruleId} ${otherId}`,
    )
  const paid: Condition = { field: 'paid', op: 'gt', value: 100n }
  const cod: Condition = { field: 'cod', op: 'eq', value: true }

  test('same priority, unreachable behind a stop, and a contradiction are told; other dates and stricter rules are not', () => {
    assert.deepEqual(
      kinds([ruleOf({ ruleId: 'a', condition: paid }), ruleOf({ ruleId: 'b', condition: cod })]),
      ['same_priority b a'],
    )
    const stop = ruleOf({ ruleId: 'a', priority: 1, stops: true, condition: paid })
    const behind = ruleOf({ ruleId: 'b', priority: 2, condition: { all: [cod, paid] } })
    assert.deepEqual(kinds([behind, stop]), ['unreachable b a'])
    assert.deepEqual(
      kinds([
        { ...stop, condition: { all: [cod, paid] } },
        { ...behind, condition: paid },
      ]),
      [],
    )
    assert.deepEqual(
      kinds([
        { ...stop, validUntil: AT },
        { ...behind, validFrom: AT },
      ]),
      [],
    )
    assert.deepEqual(kinds([{ ...stop, validUntil: AT }, behind]), [])
    assert.deepEqual(kinds([{ ...stop, active: false }, behind]), [])
    const hold = (reason: string) => [{ kind: 'hold', params: { reason } }]
    assert.deepEqual(
      kinds([
        ruleOf({ ruleId: 'a', priority: 1, condition: paid, outcomes: hold('x') }),
        ruleOf({ ruleId: 'b', priority: 2, condition: { all: [paid] }, outcomes: hold('y') }),
      ]),
      ['contradiction b a'],
    )
  })

  test('a rule called unreachable never fires, whatever the facts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ condition: tree, stops: fc.boolean() }), { maxLength: 5 }),
        facts,
        (drawn, known) => {
          const rules = drawn.map((own, n) => ruleOf({ ruleId: `r${n}`, priority: n, ...own }))
          const fired = new Set(
            evaluate(compile(purpose, rules), known, AT).reasons.map(({ ruleId }) => ruleId),
          )
          for (const { kind, ruleId } of findConflicts(rules, []))
            assert(kind !== 'unreachable' || !fired.has(ruleId))
        },
      ),
      { numRuns: 1000 },
    )
  })
})
