// The sales board: headline numbers beside the period compared with, one chart, a breakdown, a funnel. Every number opens
// its definition and its rows; the address is the state.
import { Alert, Button, Input, Segmented, Select } from 'antd'
import { useCallback, useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { analyticsApi } from '../../../src/modules/analytics/contract.ts'
import { paths } from '../../paths.ts'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { Loading } from '../../ui/states.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useAddress, useSetAddress } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { Breakdown } from './Breakdown.tsx'
import { Cards } from './Cards.tsx'
import { Freshness } from './Freshness.tsx'
import { Funnel } from './Funnel.tsx'
import { type Board, daysIn, PRESETS, type Preset, useBoard } from './period.ts'
import { Restated } from './Restated.tsx'
import { type Opened, RowsDrawer } from './RowsDrawer.tsx'
import type { MetricId } from './show.ts'
import { Trend } from './Trend.tsx'
import { words } from './words.ts'

/** All parts of the page ask again together, so that none shows an older truth than its neighbour. */
const REFRESH_MS = 10_000

const CARDS: readonly MetricId[] = [
  'net_sales',
  'paid_sales',
  'orders',
  'paid_buyers',
  'paid_per_buyer',
  'paid_aov',
  'refunds',
  'refund_rate',
  'gross_margin',
  'visitors',
  'conversion',
  'new_customer_share',
  'repurchase_rate',
  'units',
  'discounts',
  'ad_spend',
  'ad_roi',
  'shop_roi',
]

const GRAINS = ['day', 'week', 'month'] as const
export type Grain = (typeof GRAINS)[number]

/** More bars than this are a carpet. */
const MAX_BARS = 92

export function SalesPage() {
  const w = useWords(words)
  const board = useBoard()
  return (
    <Page title={w.sales} help={w.help} actions={<Controls board={board} />}>
      {board.isReady ? <Numbers board={board} /> : <Loading />}
    </Page>
  )
}

function Controls({ board }: { readonly board: Board }) {
  const w = useWords(words)
  const setAddress = useSetAddress()
  const shops = useRead(api.shops.shops, { query: { limit: 200 } })
  const items = shops.data?.items ?? []
  const platforms = [...new Set(items.map(({ platform }) => platform))].toSorted()
  const choose = (preset: Preset) =>
    preset === 'custom'
      ? setAddress({ p: 'custom', from: board.from, to: board.to })
      : setAddress({ p: preset, from: null, to: null })
  const date = (name: 'from' | 'to') => (
    <Input
      type="date"
      aria-label={w[name]}
      style={{ width: 136 }}
      value={board[name]}
      onChange={(event) =>
        setAddress({ p: 'custom', from: board.from, to: board.to, [name]: event.target.value })
      }
    />
  )
  return (
    <>
      <Segmented
        aria-label={w.period}
        value={board.preset}
        onChange={(value) => choose(value as Preset)}
        options={PRESETS.map((value) => ({ value, label: w[value] }))}
      />
      {board.preset === 'custom' ? (
        <>
          {date('from')}
          {date('to')}
        </>
      ) : null}
      <Select
        aria-label={w.compare}
        style={{ width: 112 }}
        value={board.compare}
        onChange={(value: string) => setAddress({ vs: value === 'year' ? 'year' : null })}
        options={[
          { value: 'previous', label: w.previous },
          { value: 'year', label: w.year },
        ]}
      />
      {platforms.length > 1 ? (
        <Select
          aria-label={w.platform}
          style={{ width: 120 }}
          value={board.filters.platform ?? ''}
          onChange={(value: string) => setAddress({ platform: value || null })}
          options={[
            { value: '', label: w.allPlatforms },
            ...platforms.map((value) => ({ value, label: value })),
          ]}
        />
      ) : null}
      {board.currencies.length > 1 ? (
        <Select
          aria-label={w.currency}
          style={{ width: 92 }}
          value={board.currency ?? currencyOf(items, board.filters.shop) ?? null}
          onChange={(value: string) => setAddress({ currency: value, shop: null })}
          options={board.currencies.map((value) => ({ value, label: value }))}
        />
      ) : null}
      <Select
        aria-label={w.shop}
        style={{ width: 150 }}
        value={board.filters.shop ?? ''}
        onChange={(value: string) =>
          setAddress({
            shop: value || null,
            // Back to all shops: those of the same currency.
            ...(board.currencies.length > 1 && value
              ? { currency: currencyOf(items, value) ?? null }
              : {}),
          })
        }
        options={[
          { value: '', label: board.currency ? w.allShopsIn(board.currency) : w.allShops },
          ...items
            .filter(({ currency }) => !board.currency || currency === board.currency)
            .map(({ code, name }) => ({ value: code, label: `${code} ${name}` })),
        ]}
      />
    </>
  )
}

const currencyOf = (
  shops: readonly { readonly code: string; readonly currency: string }[],
  shop: string | undefined,
) => shops.find(({ code }) => code === shop)?.currency

function Numbers({ board }: { readonly board: Board }) {
  const w = useWords(words)
  const setAddress = useSetAddress()
  const answers = useAnswers(board)
  const { definitions, total, buckets, fresh, grain } = answers
  const { open, opened, setPart, close } = useOpened(board, definitions.data)
  const address = useAddress()
  if (board.lastDay === null) {
    return (
      <Teach title={w.emptyTitle} text={w.emptyText}>
        <Button type="primary" href={paths.imports}>
          {w.toImport}
        </Button>
      </Teach>
    )
  }
  const error = total.error ?? definitions.error
  if (error) return <ProblemAlert problem={error} onRetry={() => void total.refetch()} />
  if (!total.data || !definitions.data) return <Loading />
  const { metrics, dimensions } = definitions.data
  const currency = total.data.currency ?? ''
  const restated = answers.restated.data?.items ?? []
  const cards = CARDS.flatMap((id) => metrics.find((one) => one.id === id) ?? [])
  const chosen = cards.find(({ id }) => id === address['metric']) ?? cards[0]!
  return (
    <>
      <div className="mr-row">
        <Freshness behind={total.data.behind} asOf={total.data.asOf} fresh={fresh.data} />
        <Restated items={restated} />
        <span className="mr-spring" />
        <Button
          size="small"
          href={exportUrl(
            board,
            cards.map(({ id }) => id),
            grain,
          )}
        >
          {w.export}
        </Button>
      </div>
      <Notice board={board} isEmpty={buckets.data?.rows.length === 0} />
      <Cards
        definitions={cards}
        total={total.data.rows[0]}
        buckets={buckets.data?.rows ?? []}
        currency={currency}
        restated={restated}
        comparedText={board.compare === 'year' ? w.year : w.previous}
        chosen={chosen.id}
        onChoose={(id) => setAddress({ metric: id })}
        onOpen={(id) => open(id, {})}
      />
      <Trend
        board={board}
        definition={chosen}
        definitions={cards}
        answer={buckets.data}
        fresh={fresh.data}
        grain={grain}
        currency={currency}
        onGrain={(next) => setAddress({ by: next })}
        onChoose={(id) => setAddress({ metric: id })}
        onOpen={(id, cell) => open(id, cell)}
      />
      <Breakdown
        board={board}
        definitions={metrics}
        dimensions={dimensions}
        currency={currency}
        onOpen={open}
      />
      <Funnel board={board} />
      <RowsDrawer opened={opened} onPart={setPart} onClose={close} />
    </>
  )
}

function useAnswers(board: Board) {
  const address = useAddress()
  const days = daysIn(board.from, board.to)
  const asked = GRAINS.find((name) => name === address['by'])
  const grain: Grain =
    asked === undefined || (asked === 'day' && days > MAX_BARS * 4)
      ? days > MAX_BARS
        ? 'month'
        : 'day'
      : asked
  const body = {
    from: board.from,
    to: board.to,
    filters: board.filters,
    metrics: [...CARDS],
    compare: board.compare,
  }
  const every = { everyMs: REFRESH_MS, enabled: board.lastDay !== null }
  return {
    grain,
    definitions: useRead(api.analytics.metrics, {}),
    total: useRead(api.analytics.query, { body }, every),
    buckets: useRead(api.analytics.query, { body: { ...body, by: [grain] } }, every),
    restated: useRead(
      api.analytics.restatements,
      { query: { from: board.from, to: board.to, ...board.filters } },
      { everyMs: REFRESH_MS * 3, enabled: board.lastDay !== null },
    ),
    fresh: useRead(
      api.analytics.freshness,
      { query: { from: board.from, to: board.to, ...board.filters } },
      { everyMs: REFRESH_MS * 3 },
    ),
  }
}

/** Which number is open: in the address, so that it can be sent to a colleague. */
function useOpened(
  board: Board,
  definitions: Result<(typeof analyticsApi)['metrics']> | undefined,
) {
  const address = useAddress()
  const setAddress = useSetAddress()
  const [cell, setCell] = useState<Readonly<Record<string, string>>>({})
  const definition = definitions?.metrics.find((one) => one.id === address['rows'])
  const open = useCallback(
    (id: MetricId, of: Readonly<Record<string, string>>) => {
      setCell(of)
      setAddress({ rows: id, part: null }, true)
    },
    [setAddress],
  )
  const opened: Opened | null =
    definition === undefined
      ? null
      : {
          definition,
          part: address['part'],
          query: { from: board.from, to: board.to, ...board.filters, ...cell },
        }
  return {
    open,
    opened,
    setPart: (part: string) => setAddress({ part }),
    close: () => setAddress({ rows: null, part: null }),
  }
}

function Notice({ board, isEmpty }: { readonly board: Board; readonly isEmpty: boolean }) {
  const w = useWords(words)
  const setAddress = useSetAddress()
  if (board.isLatest) {
    return <Alert type="info" showIcon title={w.latest(board.lastDay ?? '')} />
  }
  if (!isEmpty) return null
  return (
    <Alert
      type="info"
      showIcon
      title={w.noToday(board.lastDay ?? '')}
      action={
        <Button
          size="small"
          onClick={() =>
            setAddress({
              p: 'custom',
              from: `${(board.lastDay ?? '').slice(0, 7)}-01`,
              to: board.lastDay,
            })
          }
        >
          {w.showLatest}
        </Button>
      }
    />
  )
}

function exportUrl(board: Board, metrics: readonly MetricId[], grain: Grain): string {
  const query = new URLSearchParams({
    from: board.from,
    to: board.to,
    metrics: metrics.join(','),
    by: grain,
    compare: board.compare,
    lang: document.documentElement.lang.startsWith('en') ? 'en' : 'zh',
    ...board.filters,
  })
  return `/api/analytics/export?${query.toString()}`
}
