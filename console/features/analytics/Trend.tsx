// The main chart: one metric over the period, beside the period compared with; incomplete buckets hatched and out of the
// ranking; a bar opens its rows.
import { Segmented, Select } from 'antd'
import { useCallback, useMemo } from 'react'
import { formatInteger } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { BarChart } from './Chart.tsx'
import { type Fresh, useKinds } from './Freshness.tsx'
import { type Board, shift } from './period.ts'
import type { Grain } from './SalesPage.tsx'
import { type Answered, type Definition, drawn, type MetricId, showValue, unitOf } from './show.ts'
import { words } from './words.ts'

interface TrendProps {
  readonly board: Board
  readonly definition: Definition
  readonly definitions: readonly Definition[]
  readonly answer: Answered | undefined
  readonly fresh: Fresh | undefined
  readonly grain: Grain
  readonly currency: string
  readonly onGrain: (grain: Grain) => void
  readonly onChoose: (id: MetricId) => void
  readonly onOpen: (id: MetricId, cell: Readonly<Record<string, string>>) => void
}

export function Trend(props: TrendProps) {
  const { board, definition, definitions, grain, currency, onGrain, onChoose, onOpen } = props
  const w = useWords(words)
  const language = useLanguage()
  const series = useSeries(props)
  const unit = unitOf(definition, currency)
  const onPick = useCallback(
    (index: number) => {
      const bucket = series.categories[index]
      if (bucket !== undefined) onOpen(definition.id, daysOf(grain, bucket, board))
    },
    [series, definition, grain, board, onOpen],
  )
  return (
    <Panel
      title={
        <span className="mr-row">
          {w.trend}
          <Select
            size="small"
            aria-label={w.trend}
            style={{ width: 170 }}
            value={definition.id}
            onChange={(id: MetricId) => onChoose(id)}
            options={definitions.map(({ id, name }) => ({ value: id, label: name[language] }))}
          />
        </span>
      }
      extra={
        <Segmented
          size="small"
          value={grain}
          onChange={(next) => onGrain(next as Grain)}
          options={[
            { value: 'day', label: w.byDay },
            { value: 'week', label: w.byWeek },
            { value: 'month', label: w.byMonth },
          ]}
        />
      }
    >
      <BarChart
        label={`${w.trend}: ${definition.name[language]}`}
        categories={series.categories}
        now={series.now}
        before={series.before}
        incomplete={series.incomplete}
        unit={unit}
        write={series.write}
        onPick={onPick}
      />
      <Extremes definition={definition} series={series} answer={props.answer} grain={grain} />
    </Panel>
  )
}

function useSeries({ board, definition, answer, fresh, grain }: TrendProps) {
  const w = useWords(words)
  const kinds = useKinds()
  return useMemo(() => {
    const rows = new Map((answer?.rows ?? []).map((row) => [row.keys[grain] ?? '', row]))
    const categories = buckets(grain, board.from, board.to)
    const theirs = answer?.compared ? buckets(grain, answer.compared.from, answer.compared.to) : []
    const value = (bucket: string, which: 'values' | 'before') =>
      drawn(definition, rows.get(bucket)?.[which]?.[definition.id])
    const incomplete = new Map<number, string>()
    for (const { day, missing } of fresh?.incomplete ?? []) {
      const index = categories.indexOf(bucketOf(grain, day))
      if (index < 0) continue
      const said = missing.map(({ shop, kind }) => `${shop} ${kinds[kind]}`).join(', ')
      if (!incomplete.has(index)) incomplete.set(index, `${w.isIncomplete}: ${day} ${said}`)
    }
    return {
      categories,
      now: { name: w.now, values: categories.map((bucket) => value(bucket, 'values')) },
      before: {
        name: board.compare === 'year' ? w.year : w.previous,
        values: categories.map((bucket) => value(bucket, 'before')),
        categories: theirs,
      },
      incomplete,
      write: (drawnValue: number) =>
        definition.unit === 'count'
          ? formatInteger(Math.round(drawnValue))
          : drawnValue.toFixed(2).replace(/\B(?=(\d{3})+(?!\d))/g, ','),
    }
  }, [answer, board, definition, fresh, grain, kinds, w])
}

type Series = ReturnType<typeof useSeries>

/** Best and worst of the buckets that are whole. */
function Extremes({
  definition,
  series,
  answer,
  grain,
}: {
  readonly definition: Definition
  readonly series: Series
  readonly answer: Answered | undefined
  readonly grain: Grain
}) {
  const w = useWords(words)
  const known = series.categories.flatMap((bucket, index) => {
    const value = series.now.values[index]
    return value === null || value === undefined || series.incomplete.has(index)
      ? []
      : [{ bucket, value }]
  })
  if (known.length < 2) return null
  const sorted = known.toSorted((a, b) => b.value - a.value)
  const text = ({ bucket }: { bucket: string }) => {
    const row = answer?.rows.find(({ keys }) => keys[grain] === bucket)
    return `${bucket} ${showValue(definition, row?.values[definition.id]) ?? ''}`
  }
  const out = series.incomplete.size
  return (
    <p className="mr-quiet mr-num">
      {w.best} {text(sorted[0]!)} · {w.worst} {text(sorted.at(-1)!)}
      {out > 0 ? ` · ${w.incomplete(String(out))}` : ''}
    </p>
  )
}

function bucketOf(grain: Grain, day: string): string {
  if (grain === 'month') return day.slice(0, 7)
  if (grain === 'day') return day
  return shift(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
}

function buckets(grain: Grain, from: string, to: string): string[] {
  const found: string[] = []
  for (let day = from; day <= to; day = shift(day, 1)) {
    const bucket = bucketOf(grain, day)
    if (found.at(-1) !== bucket) found.push(bucket)
  }
  return found
}

/** The days of a bar, within the period. */
function daysOf(grain: Grain, bucket: string, { from, to }: Board): Record<string, string> {
  const first = grain === 'month' ? `${bucket}-01` : bucket
  const last =
    grain === 'day' ? first : grain === 'week' ? shift(first, 6) : shift(nextMonth(bucket), -1)
  return { from: first < from ? from : first, to: last > to ? to : last }
}

function nextMonth(month: string): string {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7))
  return `${Math.floor(count / 12)}-${String((count % 12) + 1).padStart(2, '0')}-01`
}
