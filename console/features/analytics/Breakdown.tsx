// The same metrics by shop, channel, product, place, source or customer: every number opens its rows.
import { Segmented, Tooltip } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { paths } from '../../paths.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { useAddressValue } from '../../ui/table/use-address.ts'
import { MetricName } from './Definition.tsx'
import type { Board } from './period.ts'
import {
  type AnswerRow,
  changeOf,
  type Definition,
  type Dimension,
  type MetricId,
  showValue,
} from './show.ts'
import { words } from './words.ts'

const CUTS = [
  'product',
  'spu',
  'category',
  'shop',
  'platform',
  'province',
  'country',
  'source',
  'customer_type',
] as const
type Cut = (typeof CUTS)[number]

/** What is shown per row; metrics that do not know a cut are left out of it. */
const COLUMNS: readonly MetricId[] = [
  'net_sales',
  'gross_sales',
  'paid_sales',
  'refunds',
  'orders',
  'buyers',
  'units',
  'gross_margin',
  'visitors',
]

const SHOWN = 20

/** As the API names what nobody knows. */
const UNKNOWN = '-'

interface BreakdownProps {
  readonly board: Board
  readonly definitions: readonly Definition[]
  readonly dimensions: readonly {
    readonly id: Dimension
    readonly zh: string
    readonly en: string
  }[]
  readonly currency: string
  readonly onOpen: (id: MetricId, cell: Readonly<Record<string, string>>) => void
}

export function Breakdown({ board, definitions, dimensions, currency, onOpen }: BreakdownProps) {
  const w = useWords(words)
  const language = useLanguage()
  const [cut, setCut] = useAddressValue('cut', 'product')
  // Inside which category: one level is shown at a time.
  const [inside, setInside] = useAddressValue('category', '')
  const by: Cut = CUTS.find((name) => name === cut) ?? 'product'
  const columns = COLUMNS.flatMap(
    (id) => definitions.find((one) => one.id === id && one.dimensions.includes(by)) ?? [],
  )
  const [sortedBy, sortBy] = useState<MetricId>('gross_sales')
  const order = columns.some(({ id }) => id === sortedBy) ? sortedBy : 'gross_sales'
  const { data, error } = useRead(
    api.analytics.query,
    {
      body: {
        from: board.from,
        to: board.to,
        filters: { ...board.filters, ...(by === 'category' && inside ? { category: inside } : {}) },
        metrics: columns.map(({ id }) => id),
        by: [by],
        compare: board.compare,
        orderBy: order,
        limit: SHOWN,
      },
    },
    { everyMs: 10_000, enabled: columns.length > 0 },
  )
  const nameOf = (id: string) => dimensions.find((one) => one.id === id)?.[language] ?? id
  return (
    <Panel
      title={`${w.breakdown}${currency ? ` (${currency})` : ''}`}
      extra={
        <Segmented
          size="small"
          value={by}
          onChange={(value) => setCut(String(value))}
          options={CUTS.map((value) => ({ value, label: nameOf(value) }))}
        />
      }
    >
      {by === 'category' && inside ? <Above inside={inside} onGo={setInside} /> : null}
      {error ? <ProblemAlert problem={error} isSmall /> : null}
      {!data && !error ? <Loading lines={6} /> : null}
      {data ? (
        <div style={{ overflowX: 'auto' }}>
          <table className="mr-plain" aria-label={`${w.breakdown}: ${nameOf(by)}`}>
            <thead>
              <tr>
                <th>{nameOf(by)}</th>
                {columns.map((definition) => (
                  <th
                    key={definition.id}
                    className="mr-right"
                    aria-sort={definition.id === order ? 'descending' : 'none'}
                  >
                    <MetricName definition={definition} />{' '}
                    <button
                      type="button"
                      className="mr-link"
                      aria-label={`↓ ${definition.name[language]}`}
                      onClick={() => sortBy(definition.id)}
                    >
                      {definition.id === order ? '▼' : '▽'}
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <tr key={row.keys[by]}>
                  <td>
                    <KeyName by={by} row={row} board={board} inside={inside} onGo={setInside} />
                  </td>
                  {columns.map((definition) => (
                    <Cell
                      key={definition.id}
                      definition={definition}
                      row={row}
                      onOpen={() => onOpen(definition.id, cellOf(by, row))}
                    />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
          {data.rows.length === 0 ? <p className="mr-quiet">{w.noneTitle}</p> : null}
        </div>
      ) : null}
    </Panel>
  )
}

const cellOf = (by: Cut, row: AnswerRow): Record<string, string> => {
  return { [by]: row.keys[by] || UNKNOWN }
}

const nameIn = (path: string) => path.split('/').at(-1) ?? path

/** The way back up the tree. */
function Above({
  inside,
  onGo,
}: {
  readonly inside: string
  readonly onGo: (path: string) => void
}) {
  const w = useWords(words)
  const steps = inside.split('/').map((_, at, all) => all.slice(0, at + 1).join('/'))
  return (
    <p>
      <button type="button" className="mr-link" onClick={() => onGo('')}>
        {w.allCategories}
      </button>
      {steps.map((path) => (
        <span key={path}>
          {' / '}
          {path === inside ? (
            nameIn(path)
          ) : (
            <button type="button" className="mr-link" onClick={() => onGo(path)}>
              {nameIn(path)}
            </button>
          )}
        </span>
      ))}
    </p>
  )
}

function KeyName({
  by,
  row,
  board,
  inside,
  onGo,
}: {
  readonly by: Cut
  readonly row: AnswerRow
  readonly board: Board
  readonly inside: string
  readonly onGo: (path: string) => void
}) {
  const w = useWords(words)
  const language = useLanguage()
  const key = row.keys[by] ?? ''
  if (key === '') {
    return <span className="mr-quiet">{by === 'category' ? w.noCategory : w.unknownKey}</span>
  }
  if (by === 'category') {
    return key === inside ? (
      <>{nameIn(key)}</>
    ) : (
      <button type="button" className="mr-link" onClick={() => onGo(key)}>
        {nameIn(key)}
      </button>
    )
  }
  if (by === 'customer_type') {
    const names: Readonly<Record<string, string>> = {
      new: w.customer_new,
      returning: w.customer_returning,
      unknown: w.customer_unknown,
      unpaid: w.customer_unpaid,
    }
    return names[key] ?? key
  }
  const label = row.labels?.[by]
  if (label) return label[language]
  if (by !== 'product') return key
  const shop = board.filters.shop ? `&shop=${encodeURIComponent(board.filters.shop)}` : ''
  return (
    <a
      href={`${paths.orders}?from=${board.from}&to=${board.to}${shop}&sku=${encodeURIComponent(key)}`}
    >
      {row.title && row.title !== key ? `${key} ${row.title}` : key}
    </a>
  )
}

interface CellProps {
  readonly definition: Definition
  readonly row: AnswerRow
  readonly onOpen: () => void
}

function Cell({ definition, row, onOpen }: CellProps) {
  const w = useWords(words)
  const { id } = definition
  const text = showValue(definition, row.values[id])
  if (text === null) return <td className="mr-right mr-quiet">{w.noData}</td>
  const before = row.before?.[id]
  const change = changeOf(definition, row.values[id], before)
  return (
    <td className="mr-right mr-num">
      <button
        type="button"
        className="mr-link"
        style={{ color: 'var(--mr-ink)' }}
        title={w.rowsOf}
        onClick={onOpen}
      >
        {text}
      </button>{' '}
      {change === null ? null : (
        <Tooltip title={showValue(definition, before)}>
          <small className={`mr-${change.tone}`}>{change.text}</small>
        </Tooltip>
      )}
    </td>
  )
}
