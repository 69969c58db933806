// Headline numbers: each with its change, its line over the period, its definition and its orders.
import { Tooltip } from 'antd'
import { useLanguage, useWords } from '../../ui/language.ts'
import { MetricName } from './Definition.tsx'
import type { Restatement } from './Restated.tsx'
import {
  type AnswerRow,
  changeOf,
  type Definition,
  drawn,
  type MetricId,
  showValue,
  unitOf,
} from './show.ts'
import { words } from './words.ts'

interface CardsProps {
  readonly definitions: readonly Definition[]
  readonly total: AnswerRow | undefined
  readonly buckets: readonly AnswerRow[]
  readonly currency: string
  readonly restated: readonly Restatement[]
  readonly comparedText: string
  readonly chosen: MetricId
  readonly onChoose: (id: MetricId) => void
  readonly onOpen: (id: MetricId) => void
}

export function Cards(props: CardsProps) {
  return (
    <div
      style={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(176px, 1fr))',
        gap: 8,
      }}
    >
      {props.definitions.map((definition) => (
        <Card key={definition.id} definition={definition} {...props} />
      ))}
    </div>
  )
}

function Card({
  definition,
  total,
  buckets,
  currency,
  restated,
  comparedText,
  chosen,
  onChoose,
  onOpen,
}: CardsProps & { readonly definition: Definition }) {
  const w = useWords(words)
  const language = useLanguage()
  const { id } = definition
  const text = showValue(definition, total?.values[id])
  const before = total?.before?.[id]
  const change = changeOf(definition, total?.values[id], before)
  const line = buckets.map(({ values }) => drawn(definition, values[id]))
  return (
    <section
      className="mr-panel"
      style={{
        padding: '8px 12px',
        ...(id === chosen ? { borderColor: 'var(--mr-accent)' } : {}),
      }}
      aria-label={definition.name[language]}
    >
      <div style={{ display: 'flex', justifyContent: 'space-between', gap: 4 }}>
        <MetricName
          definition={definition}
          restated={restated.filter(({ metrics }) => metrics.includes(id))}
        />
        <button
          type="button"
          className="mr-link"
          aria-label={`${w.trend}: ${definition.name[language]}`}
          title={w.trend}
          aria-pressed={id === chosen}
          onClick={() => onChoose(id)}
        >
          <Sparkline values={line} />
        </button>
      </div>
      <div style={{ fontSize: 19, fontWeight: 600, lineHeight: '28px' }}>
        {text === null ? (
          <Tooltip title={w.noDataWhy}>
            <span className="mr-quiet" style={{ fontSize: 14, fontWeight: 400 }}>
              {w.noData}
            </span>
          </Tooltip>
        ) : (
          <button
            type="button"
            className="mr-link mr-num"
            style={{ color: 'var(--mr-ink)', fontSize: 19, fontWeight: 600 }}
            title={w.rowsOf}
            aria-label={`${w.rowsOf}: ${definition.name[language]} ${text}`}
            onClick={() => onOpen(id)}
          >
            {text}
            <span className="mr-unit">
              {definition.unit === 'money' ? unitOf(definition, currency) : ''}
            </span>
          </button>
        )}
      </div>
      <div className="mr-quiet mr-num" style={{ fontSize: 12 }}>
        {comparedText}{' '}
        {change === null ? (
          '—'
        ) : (
          <Tooltip title={showValue(definition, before)}>
            <span className={`mr-${change.tone}`}>{change.text}</span>
          </Tooltip>
        )}
      </div>
    </section>
  )
}

const WIDTH = 64
const HEIGHT = 20

/** The shape of the period; the chart below has the figures. */
function Sparkline({ values }: { readonly values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null)
  if (known.length < 2) return <svg width={WIDTH} height={HEIGHT} aria-hidden />
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const x = (index: number) => (index / (values.length - 1)) * (WIDTH - 2) + 1
  const y = (value: number) =>
    high === low ? HEIGHT / 2 : HEIGHT - 2 - ((value - low) / (high - low)) * (HEIGHT - 4)
  // A day without data breaks the line.
  const path = values
    .map((value, index) =>
      value === null
        ? ''
        : `${index === 0 || values[index - 1] === null ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`,
    )
    .join('')
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden>
      <path d={path} fill="none" stroke="var(--mr-accent)" strokeWidth={1.4} />
    </svg>
  )
}
