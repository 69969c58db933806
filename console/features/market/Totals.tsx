// The sum of what is filtered, honest about what nobody told.
import { type ApiProblem } from '../../api/problem.ts'
import { formatInteger } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Money, Qty } from '../../ui/values.tsx'
import { words } from './words.ts'

interface Sums {
  readonly rows: number
  readonly periodRows: number
  readonly sums: readonly {
    readonly key: string
    readonly sum: string | null
    readonly told: number
  }[]
}

export function Totals({
  data,
  error,
  hasPeople,
}: {
  readonly data: Sums | undefined
  readonly error: ApiProblem | null
  readonly hasPeople: boolean
}) {
  const w = useWords(words)
  if (error) return <ProblemAlert problem={error} isSmall />
  if (!data || data.rows === 0) return null
  const rows = formatInteger(String(data.rows))
  const told = data.sums.filter((one) => one.told > 0)
  const untold = data.sums.filter((one) => one.told === 0)
  const labels = w as unknown as Readonly<Record<string, string>>
  return (
    <Panel
      title={w.inSum(rows)}
      extra={
        <span className="mr-quiet">
          {data.periodRows > 0 ? w.periodNote(formatInteger(String(data.periodRows))) : null}{' '}
          {hasPeople ? w.addedNote : null}
        </span>
      }
    >
      <Facts
        items={told.map(({ key, sum, told: count }) => [
          labels[key] ?? key,
          <>
            {key.endsWith('Minor') ? <Money minor={sum} /> : <Qty value={sum} />}
            {count < data.rows ? (
              <span className="mr-quiet"> {w.toldBy(formatInteger(String(count)), rows)}</span>
            ) : null}
          </>,
        ])}
      />
      {untold.length > 0 ? (
        <p className="mr-quiet">
          {w.toldByNone(untold.map(({ key }) => labels[key] ?? key).join(w.comma))}
        </p>
      ) : null}
    </Panel>
  )
}
