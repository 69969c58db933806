// Asking the rules about orders, and keeping what they said: tags and holds while an order is prepared or judged again, the audit
// when nothing stands in its way any more.
import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { pgArray } from '#kernel/pg-array.ts'
import { now } from '#kernel/time.ts'
import { toJson } from '#kernel/wire.ts'
import { evaluate, type Facts, loadRuleset, type Purpose, type Reason } from '#modules/rules'
import type { WantedHold } from './judge.ts'
import type { Situation } from './machine.ts'
import { auditPurpose, holdPurpose, readRuleFacts, tagPurpose } from './rule-purposes.ts'

/** What begins the basis of a hold that a rule raised; one raised by hand begins otherwise and is nobody else's. */
export const BY_RULE = 'rule:'

type Hits = Map<string, readonly Reason[]>

/** What the purpose's rules say of each order; nothing is read while it has no rules. */
async function ask(
  db: Db,
  purpose: Purpose,
  facts: (ids: readonly string[]) => Promise<Map<string, Facts>>,
  ids: readonly string[],
): Promise<Hits> {
  const ruleset = await loadRuleset(db, purpose)
  if (ruleset.rules.length === 0 || ids.length === 0) return new Map()
  const at = now()
  const known = await facts(ids)
  return new Map(
    [...known].map(([id, own]): [string, readonly Reason[]] => [
      id,
      evaluate(ruleset, own, at).reasons,
    ]),
  )
}

const reader = (db: Db) => (ids: readonly string[]) => readRuleFacts(db, ids)

/** Tags first, for the rules about holds may ask for them. Returns the hold the rules want, by order. */
export async function tagAndHold(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, WantedHold>> {
  const tags = await ask(tx, tagPurpose, reader(tx), ids)
  await keepTags(tx, ids, tags)
  await keepHits(tx, 'tag', ids, tags)
  const holds = await ask(tx, holdPurpose, reader(tx), ids)
  await keepHits(tx, 'hold', ids, holds)
  return new Map([...holds].flatMap(([id, reasons]) => holdOf(id, reasons)))
}

function holdOf(id: string, reasons: readonly Reason[]): [string, WantedHold][] {
  const own = reasons.filter(({ outcome }) => outcome?.kind === 'hold')
  if (own.length === 0) return []
  const seen = own.map(
    ({ ruleId, matched }) => `${ruleId}(${matched.map(({ actual }) => toJson(actual)).join()})`,
  )
  const inputs = Object.fromEntries(
    own.map(({ name, outcome }) => [name, String(outcome?.params['reason'] ?? '')]),
  )
  // Other facts are another cause: a person's answer to the one does not answer the other.
  return [
    [
      id,
      {
        code: 'H-SPECIAL',
        basis: BY_RULE + seen.join(' '),
        reason: { rule: 'house_rule', inputs },
      },
    ],
  ]
}

async function keepTags(tx: Tx, ids: readonly string[], hits: Hits): Promise<void> {
  const wanted = ids.map((id) =>
    [
      ...new Set(
        (hits.get(id) ?? []).flatMap(({ outcome }) =>
          outcome?.kind === 'tag' ? [String(outcome.params['tag']).replaceAll('\x1f', ' ')] : [],
        ),
      ),
    ]
      .toSorted()
      .join('\x1f'),
  )
  await sql`
    update orders.fulfil_orders o set tags = string_to_array(fresh.tags, chr(31))
    from unnest(${[...ids]}::uuid[], ${pgArray(wanted)}::text[]) as fresh (id, tags)
    where o.id = fresh.id and o.tags is distinct from string_to_array(fresh.tags, chr(31))`.execute(
    tx,
  )
}

/** The newest word of each purpose about an order, behind its 规则命中; the decisions themselves keep theirs. */
async function keepHits(
  tx: Tx,
  purpose: 'tag' | 'hold' | 'audit',
  ids: readonly string[],
  hits: Hits,
): Promise<void> {
  const fired = ids.filter((id) => (hits.get(id) ?? []).length > 0)
  await sql`
    delete from orders.rule_hits where purpose = ${purpose} and order_id = any(${[...ids]}::uuid[])
      and not order_id = any(${fired}::uuid[])`.execute(tx)
  if (fired.length === 0) return
  await sql`
    insert into orders.rule_hits (order_id, purpose, reasons)
    select id, ${purpose}, reasons from unnest(${fired}::uuid[], ${pgArray(fired.map((id) => toJson(hits.get(id))))}::jsonb[])
      as fresh (id, reasons)
    on conflict (order_id, purpose) do update set reasons = excluded.reasons, at = now()`.execute(
    tx,
  )
}

export interface AuditRuling {
  /** What a rule says of auditing it without a person; null when none does. */
  readonly word: 'pass' | 'person' | null
  readonly needsFinance: boolean
  readonly reasons: readonly Reason[]
}

const SILENT: AuditRuling = { word: null, needsFinance: false, reasons: [] }

/** Asked at the moment of the audit, by a rule or by a person: finance sees what the rules say now. */
export async function auditRulings(
  tx: Tx,
  ids: readonly string[],
): Promise<(orderId: string) => AuditRuling> {
  const hits = await ask(tx, auditPurpose, reader(tx), ids)
  await keepHits(tx, 'audit', ids, hits)
  const rulings = new Map([...hits].map(([id, reasons]) => [id, rulingOf(reasons)]))
  return (orderId) => rulings.get(orderId) ?? SILENT
}

function rulingOf(reasons: readonly Reason[]): AuditRuling {
  const kinds = reasons.flatMap(({ outcome }) => outcome?.kind ?? [])
  const word = kinds.find((kind): kind is 'pass' | 'person' => kind === 'pass' || kind === 'person')
  return { word: word ?? null, needsFinance: kinds.includes('finance'), reasons }
}

/** Finance sees what is over its amount, and what a rule sends there. */
export const ruledBy = (ruling: AuditRuling, situation: Situation): Situation => ({
  ...situation,
  needsFinance: situation.needsFinance || ruling.needsFinance,
})

/** For the timeline: why it went where it went. */
export const reasonsOf = ({ reasons }: AuditRuling): { readonly reasons?: readonly Reason[] } =>
  reasons.length === 0 ? {} : { reasons }
