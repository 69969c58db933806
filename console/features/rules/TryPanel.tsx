// What would be different: counts, then examples, each with why it is so today and why it would be so.
import { Spin } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { rulesApi } from '../../../src/modules/rules/contract.ts'
import { useWords, useLanguage } from '../../ui/language.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { Qty, StatusTag, When } from '../../ui/values.tsx'
import { Why } from '../../ui/Why.tsx'
import { useSay } from './say.tsx'
import { draftOf, type EditRule, type OutcomeRow, type Purpose } from './tree.ts'
import { words } from './words.ts'

type Tried = Result<(typeof rulesApi)['tryDraft']>
type ReasonRow = Tried['examples'][number]['reasonsAfter'][number]

export function TryPanel({
  purpose,
  id,
  edit,
}: {
  purpose: Purpose
  id: string | null
  edit: EditRule
}) {
  const w = useWords(words)
  const { data, error, isFetching } = useRead(api.rules.tryDraft, {
    body: { purpose: purpose.id, id, draft: draftOf(purpose, edit).draft, limit: 1000 },
  })
  if (error) return <ProblemAlert problem={error} />
  if (!data) return <Spin description={w.trying} style={{ padding: 40 }} />
  if (data.tried === 0) return <Teach title={w.tryNone} />
  return (
    <div className="mr-stack" aria-busy={isFetching}>
      <p role="status">
        <strong>{w.tryLead(data.tried, data.fired, data.changed)}</strong>{' '}
        <span className="mr-quiet">
          <When at={data.at} isShort />
        </span>
      </p>
      <Counts purpose={purpose} rows={data.byOutcome} />
      {data.examples.length === 0 ? (
        <p className="mr-quiet">{w.sameAll}</p>
      ) : (
        <Examples purpose={purpose} tried={data} />
      )}
    </div>
  )
}

function Counts({ purpose, rows }: { purpose: Purpose; rows: Tried['byOutcome'] }) {
  const w = useWords(words)
  const language = useLanguage()
  return (
    <table className="mr-plain" style={{ maxWidth: 520 }}>
      <thead>
        <tr>
          <th>{w.outcome}</th>
          <th className="mr-right">{w.before}</th>
          <th className="mr-right">{w.after}</th>
          <th className="mr-right">{w.change}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ kind, before, after }) => (
          <tr key={kind}>
            <td>{purpose.outcomes.find(({ id }) => id === kind)?.[language] ?? kind}</td>
            <td className="mr-right">
              <Qty value={before} />
            </td>
            <td className="mr-right">
              <Qty value={after} />
            </td>
            <td className="mr-right">
              <Qty value={after - before} isDelta />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Examples({ purpose, tried }: { purpose: Purpose; tried: Tried }) {
  const w = useWords(words)
  return (
    <table className="mr-plain">
      <caption className="mr-quiet" style={{ textAlign: 'left' }}>
        {w.examples(tried.examples.length, tried.changed)}
      </caption>
      <thead>
        <tr>
          <th aria-label={w.value} />
          <th>{w.before}</th>
          <th>{w.after}</th>
        </tr>
      </thead>
      <tbody>
        {tried.examples.map((one) => (
          <tr key={one.ref}>
            <td>{one.to === null ? one.label : <a href={one.to}>{one.label}</a>}</td>
            <td>
              <Decided purpose={purpose} outcomes={one.before} reasons={one.reasonsBefore} />
            </td>
            <td>
              <Decided purpose={purpose} outcomes={one.after} reasons={one.reasonsAfter} isNew />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface DecidedProps {
  readonly purpose: Purpose
  readonly outcomes: readonly OutcomeRow[]
  readonly reasons: readonly ReasonRow[]
  readonly isNew?: boolean
}

/** What followed from which rule; a click says what the rule wanted and what it saw. */
export function Decided({ purpose, outcomes, reasons, isNew = false }: DecidedProps) {
  const w = useWords(words)
  const say = useSay(purpose)
  if (outcomes.length === 0) return <span className="mr-quiet">{w.nothing}</span>
  return (
    <span className="mr-row">
      {reasons.map((reason, n) =>
        reason.outcome === null ? null : (
          <StatusTag key={n} tone={isNew ? 'accent' : 'neutral'}>
            <Why
              reason={{
                says: say.outcome(reason.outcome),
                rule: w.rule(reason.name, reason.version),
                inputs: reason.matched.map((test) => [
                  `${say.test(test)} ${say.value(test.field, test.op, test.expected)}`,
                  say.value(test.field, '', test.actual) || '—',
                ]),
                at: reason.at,
              }}
            >
              {say.outcome(reason.outcome)}
            </Why>
          </StatusTag>
        ),
      )}
    </span>
  )
}
