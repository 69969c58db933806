// The sales overview: headline numbers against the period before, one chart, a breakdown; every number opens
// its definition and its rows.
import { Button, Input, Popover, Segmented, Select } from 'antd'
import { useMemo } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { analyticsApi } from '../../../src/modules/analytics/contract.ts'
import { paths } from '../../paths.ts'
import { formatInteger, formatPercent, formatYuan } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { Loading } from '../../ui/states.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useAddress, useSetAddress } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag, When } from '../../ui/values.tsx'
import { BarChart } from './Chart.tsx'

const words = {
  sales: { zh: '经营概览', en: 'Sales overview' },
  help: {
    zh: '所有数字来自同一套指标口径。点名称看定义,点「明细」看组成它的订单。退款记在退款当天。',
    en: 'Every number comes from one set of definitions. Click a name for its definition, "Orders" for the orders behind it. Refunds count on the day of the refund.',
  },
  shop: { zh: '店铺', en: 'Shop' },
  all: { zh: '全部', en: 'All' },
  from: { zh: '起', en: 'From' },
  to: { zh: '止', en: 'To' },
  trend: { zh: '净销售额', en: 'Net sales' },
  day: { zh: '按日', en: 'By day' },
  month: { zh: '按月', en: 'By month' },
  products: { zh: '热销商品', en: 'Top products' },
  countries: { zh: '按国家', en: 'By country' },
  months: { zh: '按月', en: 'By month' },
  rows: { zh: '明细', en: 'Orders' },
  before: { zh: '上期', en: 'before' },
  fresh: { zh: '数据已是最新', en: 'Up to date' },
  behind: {
    zh: (n: string) => `还有 ${n} 个事件未入数`,
    en: (n: string) => `${n} events are not in yet`,
  },
  emptyTitle: { zh: '这段时间没有数据', en: 'Nothing in this period' },
  emptyText: {
    zh: '导入一个订单文件,或换个日期范围。',
    en: 'Import an order file, or choose other dates.',
  },
  toImport: { zh: '去导入', en: 'To the imports' },
  formula: { zh: '口径', en: 'Formula' },
  basis: { zh: '时间口径', en: 'Time basis' },
  caveats: { zh: '注意', en: 'Caveats' },
  export: { zh: '导出 CSV', en: 'Export CSV' },
} as const

type Definition = Result<(typeof analyticsApi)['metrics']>['metrics'][number]
type Answered = Result<(typeof analyticsApi)['query']>
type MetricId = Definition['id']

const HEADLINES: readonly MetricId[] = [
  'net_sales',
  'gross_sales',
  'refunds',
  'orders',
  'buyers',
  'units',
  'aov',
  'sales_per_buyer',
  'refund_rate',
]
const TABLE: readonly MetricId[] = [
  'net_sales',
  'gross_sales',
  'refunds',
  'orders',
  'buyers',
  'units',
]

/** All parts of the page ask again together, so that none shows an older truth than its neighbour. */
const REFRESH_MS = 10_000

/** Last period with data when nothing is chosen: the sample is from 2010, a factory's data from today. */
function usePeriod() {
  const address = useAddress()
  const newest = useRead(api.sales.orders, { query: { limit: 1 } })
  const day = newest.data?.items[0]?.orderedAt.slice(0, 10)
  const month = day?.slice(0, 7)
  const isReady = newest.data !== undefined || newest.error !== null
  const from = address['from'] ?? (month ? `${month}-01` : '2020-01-01')
  const to = address['to'] ?? day ?? '2020-01-31'
  return { from, to, shop: address['shop'], isReady }
}

function shift(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

export function SalesPage() {
  const w = useWords(words)
  const setAddress = useSetAddress()
  const { from, to, shop, isReady } = usePeriod()
  const shops = useRead(api.shops.shops, { query: { limit: 200 } })
  const period = { from, to, filters: shop ? { shop } : {} }
  return (
    <Page
      title={w.sales}
      help={w.help}
      actions={
        <>
          <Select
            aria-label={w.shop}
            style={{ width: 160 }}
            value={shop ?? ''}
            onChange={(value: string) => setAddress({ shop: value || null })}
            options={[
              { value: '', label: w.all },
              ...(shops.data?.items ?? []).map(({ code, name }) => ({
                value: code,
                label: `${code} ${name}`,
              })),
            ]}
          />
          <Input
            type="date"
            aria-label={w.from}
            style={{ width: 140 }}
            value={from}
            onChange={(event) => setAddress({ from: event.target.value })}
          />
          <Input
            type="date"
            aria-label={w.to}
            style={{ width: 140 }}
            value={to}
            onChange={(event) => setAddress({ to: event.target.value })}
          />
        </>
      }
    >
      {isReady ? <Numbers period={period} /> : <Loading />}
    </Page>
  )
}

interface Period {
  readonly from: string
  readonly to: string
  readonly filters: { readonly shop?: string }
}

function Numbers({ period }: { readonly period: Period }) {
  const w = useWords(words)
  const address = useAddress()
  const setAddress = useSetAddress()
  const days = Math.round((Date.parse(period.to) - Date.parse(period.from)) / 86_400_000) + 1
  const definitions = useRead(api.analytics.metrics, {})
  const now = useRead(
    api.analytics.query,
    { body: { ...period, metrics: [...HEADLINES] } },
    { everyMs: REFRESH_MS },
  )
  const before = useRead(api.analytics.query, {
    body: {
      ...period,
      from: shift(period.from, -days),
      to: shift(period.from, -1),
      metrics: [...HEADLINES],
    },
  })
  const by = address['by'] === 'month' || days > 92 ? 'month' : 'day'
  const trend = useRead(
    api.analytics.query,
    { body: { ...period, metrics: ['net_sales'], by: [by] } },
    { everyMs: REFRESH_MS },
  )
  const chart = useMemo(
    () => ({
      categories: (trend.data?.rows ?? []).map(({ keys }) => keys[by] ?? ''),
      // The picture alone is in floating point; every figure in words is exact.
      values: (trend.data?.rows ?? []).map(({ values }) => Number(values['net_sales'] ?? 0) / 100),
    }),
    [trend.data, by],
  )
  if (now.error) return <ProblemAlert problem={now.error} onRetry={() => void now.refetch()} />
  if (!now.data || !definitions.data) return <Loading />
  const values = now.data.rows[0]?.values ?? {}
  if (!values['orders'] && (values['net_sales'] ?? '0') === '0') {
    return (
      <Teach title={w.emptyTitle} text={w.emptyText}>
        <Button type="primary" href={paths.imports}>
          {w.toImport}
        </Button>
      </Teach>
    )
  }
  const currency = now.data.currency ?? ''
  const isFresh = now.data.behind === '0'
  const ordersOf = (more: string) =>
    `${paths.orders}?from=${period.from}&to=${period.to}${period.filters.shop ? `&shop=${period.filters.shop}` : ''}${more}`
  return (
    <>
      <p style={{ margin: '0 0 8px' }}>
        <StatusTag tone={isFresh ? 'good' : 'warn'}>
          {isFresh ? w.fresh : w.behind(formatInteger(now.data.behind))}
        </StatusTag>{' '}
        <When at={now.data.asOf} isShort />
      </p>
      <div
        style={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, minmax(190px, 1fr))',
          gap: 8,
        }}
      >
        {HEADLINES.map((id) => (
          <Headline
            key={id}
            definition={definitions.data.metrics.find((one) => one.id === id)}
            value={values[id] ?? null}
            before={before.data?.rows[0]?.values[id] ?? null}
            currency={currency}
            rows={ordersOf(
              id === 'refunds' ? '&kind=refund' : id === 'net_sales' ? '' : '&kind=sale',
            )}
          />
        ))}
      </div>
      <Panel
        title={`${w.trend} (${currency})`}
        extra={
          <Segmented
            value={by}
            onChange={(next) => setAddress({ by: String(next) })}
            options={[
              { value: 'day', label: w.day },
              { value: 'month', label: w.month },
            ]}
          />
        }
      >
        <BarChart
          label={w.trend}
          categories={chart.categories}
          bars={{ name: w.trend, values: chart.values }}
          unit={currency}
        />
      </Panel>
      <Breakdown
        title={w.months}
        by="month"
        period={period}
        definitions={definitions.data.metrics}
        currency={currency}
      />
      <Breakdown
        title={w.products}
        by="product"
        period={period}
        definitions={definitions.data.metrics}
        currency={currency}
        linkOf={(key) => ordersOf(`&sku=${encodeURIComponent(key)}`)}
      />
      <Breakdown
        title={w.countries}
        by="country"
        period={period}
        definitions={definitions.data.metrics}
        currency={currency}
      />
    </>
  )
}

function show(definition: Definition | undefined, value: string | number | null): string {
  if (value === null) return '—'
  if (definition?.unit === 'money') return formatYuan(String(value))
  if (definition?.unit === 'ratio') return formatPercent(Number(value))
  return formatInteger(value)
}

interface HeadlineProps {
  readonly definition: Definition | undefined
  readonly value: string | number | null
  readonly before: string | number | null
  readonly currency: string
  readonly rows: string
}

function Headline({ definition, value, before, currency, rows }: HeadlineProps) {
  const w = useWords(words)
  const language = useLanguage()
  if (!definition) return null
  const change =
    before !== null && Number(before) !== 0 && value !== null
      ? (Number(value) - Number(before)) / Math.abs(Number(before))
      : null
  return (
    <section
      className="mr-panel"
      style={{ padding: '8px 12px' }}
      aria-label={definition.name[language]}
    >
      <Popover
        trigger="click"
        title={definition.question[language]}
        content={
          <div style={{ maxWidth: 420 }}>
            <p>
              <strong>{w.formula}</strong> {definition.formula[language]}
            </p>
            <p>
              <strong>{w.basis}</strong> {definition.timeBasis[language]}
            </p>
            <p>
              <strong>{w.caveats}</strong> {definition.caveats[language]}
            </p>
          </div>
        }
      >
        <button type="button" className="mr-link">
          {definition.name[language]}
        </button>
      </Popover>
      <div style={{ fontSize: 20, fontWeight: 600 }} className="mr-num">
        {show(definition, value)} <small>{definition.unit === 'money' ? currency : ''}</small>
      </div>
      <div className="mr-quiet" style={{ display: 'flex', justifyContent: 'space-between' }}>
        <span>
          {change === null
            ? `${w.before} —`
            : `${w.before} ${change >= 0 ? '+' : ''}${(change * 100).toFixed(1)}%`}
        </span>
        <a href={rows}>{w.rows}</a>
      </div>
    </section>
  )
}

interface BreakdownProps {
  readonly title: string
  readonly by: 'product' | 'country' | 'month'
  readonly period: Period
  readonly definitions: readonly Definition[]
  readonly currency: string
  readonly linkOf?: (key: string) => string
}

function Breakdown({ title, by, period, definitions, currency, linkOf }: BreakdownProps) {
  const w = useWords(words)
  const language = useLanguage()
  const body = {
    ...period,
    metrics: [...TABLE],
    by: [by],
    ...(by === 'month' ? {} : { orderBy: 'net_sales' as const }),
    limit: 20,
  }
  const { data, error } = useRead(api.analytics.query, { body }, { everyMs: REFRESH_MS })
  if (error) return <ProblemAlert problem={error} isSmall />
  const named = TABLE.map((id) => definitions.find((one) => one.id === id))
  return (
    <Panel
      title={`${title} (${currency})`}
      extra={
        data ? (
          <Button size="small" onClick={() => download(title, by, data, named, language)}>
            {w.export}
          </Button>
        ) : null
      }
    >
      <table style={{ width: '100%', borderCollapse: 'collapse' }}>
        <thead>
          <tr>
            <th style={{ textAlign: 'left' }}>{title}</th>
            {named.map((definition) => (
              <th key={definition?.id} style={{ textAlign: 'right' }}>
                {definition?.name[language]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(data?.rows ?? []).map((row) => {
            const key = row.keys[by] ?? ''
            const label = row.title ? `${key} ${row.title}` : key
            return (
              <tr key={key} style={{ height: 28 }}>
                <td>{linkOf ? <a href={linkOf(key)}>{label}</a> : label}</td>
                {named.map((definition) => (
                  <td key={definition?.id} style={{ textAlign: 'right' }} className="mr-num">
                    {show(definition, row.values[definition?.id ?? ''] ?? null)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </Panel>
  )
}

function download(
  title: string,
  by: string,
  data: Answered,
  named: readonly (Definition | undefined)[],
  language: 'zh' | 'en',
): void {
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`
  const lines = [
    [title, ...named.map((definition) => definition?.name[language] ?? '')].map(quote).join(','),
    ...data.rows.map((row) =>
      [
        quote(row.title ? `${row.keys[by]} ${row.title}` : (row.keys[by] ?? '')),
        ...named.map((definition) =>
          show(definition, row.values[definition?.id ?? ''] ?? null).replaceAll(',', ''),
        ),
      ].join(','),
    ),
  ]
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([`\uFEFF${lines.join('\r\n')}`], { type: 'text/csv' }))
  link.download = `${title}.csv`
  link.click()
  URL.revokeObjectURL(link.href)
}
