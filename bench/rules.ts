// RULES: 10,000 sets of facts judged by 50 rules of six tests each, beside the same rules written out as code.
import assert from 'node:assert/strict'
import { instant } from '#kernel/time.ts'
import type { Condition } from '../src/modules/rules/condition.ts'
import { compile, evaluate } from '../src/modules/rules/evaluate.ts'
import { type Facts, withoutChoices } from '../src/modules/rules/purpose.ts'
import { trialPurpose } from '../src/modules/rules/testing.ts'
import type { Benchmark } from './run.ts'

const RULES = 50
const FACTS = 10_000
const AT = instant('2026-11-25T04:00:00Z')

const conditionOf = (n: number): Condition => ({
  all: [
    {
      any: [
        { field: 'paid', op: 'gte', value: BigInt(n * 1000) },
        { field: 'cod', op: 'eq', value: true },
      ],
    },
    { not: { field: 'region', op: 'in', value: ['540000', '650000'] } },
    { field: 'skus', op: 'has_any', value: [`s${n}`, `s${n + 1}`] },
    { field: 'memo', op: 'not_contains', value: '勿发' },
    { field: 'due', op: 'within_minutes', value: BigInt(600 + n) },
  ],
})

const factsOf = (n: number): Facts => ({
  paid: BigInt((n * 7919) % 60_000),
  cod: n % 11 === 0,
  region: n % 5 === 0 ? '540102' : '330106',
  skus: [`s${n % 60}`, `s${(n * 3) % 60}`],
  memo: n % 9 === 0 ? '请勿发顺丰' : '尽快',
  due: instant(AT.getTime() + ((n * 131) % 900) * 60_000),
})

function byHand(n: number, facts: Facts): boolean {
  const skus = facts['skus'] as readonly string[]
  return (
    ((facts['paid'] as bigint) >= BigInt(n * 1000) || facts['cod'] === true) &&
    !/^(54|65)/.test(facts['region'] as string) &&
    (skus.includes(`s${n}`) || skus.includes(`s${n + 1}`)) &&
    !(facts['memo'] as string).includes('勿发') &&
    (facts['due'] as Date).getTime() - AT.getTime() <= (600 + n) * 60_000
  )
}

export const rules: Benchmark = {
  id: 'RULES',
  title: 'Facts judged by rules',
  sizes: { facts: FACTS, rules: RULES, testsPerRule: 6 },
  bar: '10,000 facts by 50 rules within 1 s; the count equals the one by hand',
  rounds: 5,
  run: async () => {
    const purpose = withoutChoices(trialPurpose())
    const all = Array.from({ length: FACTS }, (_, n) => factsOf(n))
    const ruleset = compile(
      purpose,
      Array.from({ length: RULES }, (_, n) => ({
        ruleId: `r${n}`,
        version: 1,
        name: `r${n}`,
        priority: n,
        stops: false,
        active: true,
        validFrom: null,
        validUntil: null,
        condition: conditionOf(n),
        outcomes: [{ kind: 'pass', params: {} }],
      })),
    )
    const started = performance.now()
    let fired = 0
    for (const facts of all) fired += evaluate(ruleset, facts, AT).reasons.length
    const evaluated = performance.now()
    let counted = 0
    for (const facts of all) for (let n = 0; n < RULES; n++) if (byHand(n, facts)) counted += 1
    const ended = performance.now()
    assert.equal(fired, counted)
    return { evaluateMs: evaluated - started, byHandMs: ended - evaluated, fired }
  },
}
