// Visitors → carts → buyers, over the shops and days whose traffic was told, and saying so.
import type { Result } from '../../api/client.ts'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { analyticsApi } from '../../../src/modules/analytics/contract.ts'
import { formatInteger, formatPercent } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { type Board, daysIn } from './period.ts'
import { words } from './words.ts'

type Steps = Result<(typeof analyticsApi)['funnel']>

export function Funnel({ board }: { readonly board: Board }) {
  const w = useWords(words)
  const { data } = useRead(
    api.analytics.funnel,
    { query: { from: board.from, to: board.to, ...board.filters } },
    { everyMs: 30_000 },
  )
  if (!data) return null
  const steps: readonly (readonly [string, string | null])[] = [
    [w.visitors, data.visitors],
    [w.carts, data.cartUsers],
    [w.orderBuyers, data.orderBuyers],
    [w.payBuyers, data.paidBuyers],
  ]
  return (
    <Panel title={w.funnel}>
      {data.shopDays === 0 ? (
        <p className="mr-quiet">{w.funnelNone}</p>
      ) : (
        <>
          <p className="mr-quiet">
            {w.funnelDays(
              formatInteger(data.shopDays),
              formatInteger(daysIn(board.from, board.to)),
            )}
          </p>
          {steps.map(([name, value], index) => (
            <Step
              key={name}
              name={name}
              value={value}
              first={data.visitors}
              before={lastKnown(steps, index)}
            />
          ))}
        </>
      )}
    </Panel>
  )
}

type Value = Steps['visitors']

const lastKnown = (steps: readonly (readonly [string, Value])[], index: number): Value =>
  steps.slice(0, index).findLast(([, value]) => value !== null)?.[1] ?? null

function Step({
  name,
  value,
  first,
  before,
}: {
  readonly name: string
  readonly value: Value
  readonly first: Value
  readonly before: Value
}) {
  const w = useWords(words)
  const width =
    value === null || !Number(first) ? 0 : Math.min(100, (Number(value) / Number(first)) * 100)
  return (
    <div className="mr-row" style={{ flexWrap: 'nowrap', height: 30 }}>
      <span style={{ width: 96, flex: 'none' }}>{name}</span>
      <span style={{ flex: 1, minWidth: 40 }}>
        <span
          style={{
            display: 'block',
            height: 14,
            minWidth: value === null ? 0 : 2,
            width: `${width}%`,
            background: 'var(--mr-accent)',
            borderRadius: 2,
          }}
        />
      </span>
      <span className="mr-num" style={{ width: 90, textAlign: 'right' }}>
        {value === null ? w.noData : formatInteger(value)}
      </span>
      <span className="mr-num mr-quiet" style={{ width: 150, textAlign: 'right' }}>
        {before === null || value === null || Number(before) === 0
          ? ''
          : `${w.ofBefore} ${formatPercent(Number(value) / Number(before))}`}
      </span>
    </div>
  )
}
