// 时效看板: columns by hours to the due, lanes by stage; each cell opens its orders. Above it what matters today in money, below it
// whether the narrowest stage can let through what must leave.
import { Select } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { ordersApi } from '../../../src/modules/orders/contract.ts'
import { paths } from '../../paths.ts'
import { formatInstant, formatInteger } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { useAddress, useSetAddress } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { Money, When } from '../../ui/values.tsx'
import { BarChart } from '../analytics/Chart.tsx'
import { boardWords } from './board-words.ts'
import { STATUS } from './words.ts'

type Board = Result<(typeof ordersApi)['deadlines']>
type Stage = Board['stages'][number]
type Cell = Stage['cells'][number]

/** The forecast is made anew each minute. */
const FRESH_MS = 20_000

export function DeadlinesPage() {
  const w = useWords(boardWords)
  const address = useAddress()
  const setAddress = useSetAddress()
  const shop = address['shop']
  const shops = useRead(api.shops.shops, { query: { limit: 200 } })
  const { data, error, refetch } = useRead(
    api.orders.deadlines,
    { query: shop ? { shop } : {} },
    { everyMs: FRESH_MS },
  )
  const choice = (
    <Select
      allowClear
      aria-label={w.shop}
      placeholder={w.allShops}
      style={{ width: 220 }}
      value={shop ?? null}
      onChange={(code: string | null) => setAddress({ shop: code ?? null })}
      options={(shops.data?.items ?? []).map(({ code, name }) => ({
        value: code,
        label: `${code} ${name}`,
      }))}
    />
  )
  return (
    <Page title={w.board} help={w.boardHelp} actions={choice}>
      {error ? <ProblemAlert problem={error} onRetry={() => void refetch()} /> : null}
      {data ? <Whole board={data} shop={shop} /> : error ? null : <Loading />}
    </Page>
  )
}

function Whole({ board, shop }: { readonly board: Board; readonly shop: string | undefined }) {
  const w = useWords(boardWords)
  if (board.stages.every(({ cells }) => cells.length === 0))
    return (
      <>
        <Teach title={w.nothingDue} text={w.nothingDueText} />
        <Paces board={board} />
      </>
    )
  return (
    <>
      <Totals board={board} shop={shop} />
      <Lanes board={board} shop={shop} />
      <Load board={board} />
      <Paces board={board} />
    </>
  )
}

const to = (query: Readonly<Record<string, string | undefined>>) =>
  `${paths.desk}?${new URLSearchParams(
    Object.entries(query).flatMap(([key, value]) => (value ? [[key, value]] : [])),
  ).toString()}`

function Totals({ board, shop }: { readonly board: Board; readonly shop: string | undefined }) {
  const w = useWords(boardWords)
  const language = useLanguage()
  const items = [
    ['overdue', w.overdue, board.overdue, board.overdueMinor, 'mr-bad'],
    ['at_risk', w.atRisk, board.atRisk, board.atRiskMinor, 'mr-warn'],
    ['due_today', w.dueToday, board.today, board.todayMinor, ''],
  ] as const
  return (
    <div className="mr-tiles">
      {items.map(([queue, label, orders, minor, tone]) => (
        <a key={queue} className="mr-tile" href={to({ queue, shop })}>
          <span>{label}</span>
          <strong className={`mr-num ${orders > 0 ? tone : ''}`}>{formatInteger(orders)}</strong>
          <small className="mr-quiet">
            <Money minor={minor} />
          </small>
        </a>
      ))}
      <a className="mr-tile" href={paths.penalties}>
        <span>{w.penalty}</span>
        <strong className="mr-num">
          <Money minor={board.riskMinor} />
        </strong>
        <small className="mr-quiet">
          {board.unknownRisk > 0 ? w.unknownRisk(formatInteger(board.unknownRisk)) : w.byRules}
        </small>
      </a>
      <div className="mr-tile">
        <span>{w.bottleneck}</span>
        <strong>{board.bottleneck ? STATUS[board.bottleneck.stage][language] : '—'}</strong>
        <small className="mr-quiet">
          {board.bottleneck
            ? w.clearsAt(formatInstant(board.bottleneck.clearAt, language))
            : w.notMeasured}
        </small>
      </div>
    </div>
  )
}

function Lanes({ board, shop }: { readonly board: Board; readonly shop: string | undefined }) {
  const w = useWords(boardWords)
  const language = useLanguage()
  const columns = ['overdue', ...board.columns.map(String)]
  const nameOf = (column: number) => {
    if (column === 0) return w.overdue
    const [from, until] = [board.columns[column - 1], board.columns[column]]
    return until === undefined ? w.later(String(from)) : `${from}–${until} h`
  }
  return (
    <Panel
      title={w.lanes}
      extra={
        board.disputed > 0 ? (
          <span className="mr-warn">{w.disputed(formatInteger(board.disputed))}</span>
        ) : null
      }
    >
      <table className="mr-board" aria-label={w.lanes}>
        <thead>
          <tr>
            <th>{w.stage}</th>
            {columns.map((key, column) => (
              <th key={key}>{nameOf(column)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {board.stages.map((stage) => (
            <tr key={stage.stage}>
              <th scope="row">
                {STATUS[stage.stage][language]}
                {board.bottleneck?.stage === stage.stage ? (
                  <small className="mr-bad"> {w.narrowest}</small>
                ) : null}
              </th>
              {columns.map((key, column) => (
                <td key={key}>
                  <CellLink
                    cell={stage.cells.find((cell) => cell.column === column)}
                    href={to({ ...queryOf(board, stage.stage, column), shop })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function queryOf(board: Board, status: Stage['stage'], column: number) {
  if (column === 0) return { status, queue: 'overdue' }
  const [from, until] = [board.columns[column - 1], board.columns[column]]
  return { status, due: `${from}-${until ?? ''}` }
}

function CellLink({ cell, href }: { readonly cell: Cell | undefined; readonly href: string }) {
  const w = useWords(boardWords)
  if (!cell) return <span className="mr-dash">·</span>
  return (
    <a href={href} className={cell.column === 0 ? 'is-bad' : cell.atRisk > 0 ? 'is-warn' : ''}>
      <strong className="mr-num">{formatInteger(cell.orders)}</strong>
      <small className="mr-quiet">
        <Money minor={cell.netMinor} isShort />
      </small>
      {cell.atRisk > 0 && cell.column > 0 ? (
        <small className="mr-warn">{w.someAtRisk(formatInteger(cell.atRisk))}</small>
      ) : null}
      {cell.held > 0 ? (
        <small className="mr-quiet">{w.someHeld(formatInteger(cell.held))}</small>
      ) : null}
    </a>
  )
}

function Load({ board }: { readonly board: Board }) {
  const w = useWords(boardWords)
  const language = useLanguage()
  if (board.line.every(({ due }) => due === 0)) return null
  const hours = board.line.map(({ at }) => formatInstant(at, language).slice(-5))
  return (
    <Panel title={w.load}>
      <p className="mr-quiet">{w.loadHelp}</p>
      <BarChart
        label={w.load}
        categories={hours}
        now={{ name: w.mustLeave, values: board.line.map(({ due }) => due) }}
        before={{
          name: w.canLeave,
          values: board.line.map(({ could }) => could),
          categories: hours,
        }}
        incomplete={new Map()}
        unit={w.ordersUnit}
        write={(value) => formatInteger(value)}
      />
    </Panel>
  )
}

/** What every number of the forecast rests on. */
function Paces({ board }: { readonly board: Board }) {
  const w = useWords(boardWords)
  const language = useLanguage()
  const measured = board.stages.filter(({ p90Minutes }) => p90Minutes !== null)
  return (
    <Panel title={w.paces} extra={board.measuredAt ? <When at={board.measuredAt} isShort /> : null}>
      {measured.length === 0 ? (
        <p className="mr-quiet">{w.notMeasuredText}</p>
      ) : (
        <table className="mr-plain" aria-label={w.paces}>
          <thead>
            <tr>
              <th>{w.stage}</th>
              <th className="mr-right">{w.waits}</th>
              <th className="mr-right">{w.median}</th>
              <th className="mr-right">P90</th>
              <th className="mr-right">{w.perHour}</th>
              <th className="mr-right">{w.clear}</th>
            </tr>
          </thead>
          <tbody>
            {measured.map((stage) => (
              <tr key={stage.stage}>
                <td>
                  {STATUS[stage.stage][language]}
                  {board.slowest === stage.stage ? (
                    <span className="mr-quiet"> {w.slowest}</span>
                  ) : null}
                </td>
                <td className="mr-right mr-num">{formatInteger(stage.waits)}</td>
                <td className="mr-right mr-num">{w.minutes(String(stage.medianMinutes))}</td>
                <td className="mr-right mr-num">{w.minutes(String(stage.p90Minutes))}</td>
                <td className="mr-right mr-num">
                  {stage.perHour === null ? '—' : formatInteger(stage.perHour)}
                </td>
                <td className="mr-right">
                  <When at={stage.clearAt} isShort />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
