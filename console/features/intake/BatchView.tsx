// Files dropped together, from recognition to the result. Every file says what it is, what it would do and what it asks.
import { Button, Progress, Select, Steps } from 'antd'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { formatInteger } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { DisabledReason, Loading } from '../../ui/states.tsx'
import { useSetAddress } from '../../ui/table/use-address.ts'
import { StatusTag } from '../../ui/values.tsx'
import type { Run } from './ImportsPage.tsx'
import { Counts, OwnTotals, RefusedRows, Said, statusWord, TONES, Warnings } from './RunDetail.tsx'
import { words } from './words.ts'

const isOpen = ({ status }: Run) => status === 'waiting' || status === 'running'
const isUnsettled = ({ status }: Run) => status === 'needs_answer' || status === 'needs_mapping'

export function BatchView({ batchId }: { readonly batchId: string }) {
  const w = useWords(words)
  const { data, error } = useRead(api.intake.batch, { params: { id: batchId } }, { everyMs: 900 })
  if (error) return <ProblemAlert problem={error} />
  if (!data) return <Loading />
  const { runs } = data
  const isDry = runs[0]?.dryRun ?? true
  const isWorking = runs.some(isOpen)
  return (
    <>
      <Panel>
        <Steps
          size="small"
          current={isDry ? 1 : isWorking ? 2 : 3}
          items={[w.step1, w.step2, w.step3, w.step4].map((title) => ({ title }))}
        />
      </Panel>
      {isWorking ? (
        <Working batchId={batchId} runs={runs} isDry={isDry} />
      ) : isDry ? (
        <Commit batchId={batchId} runs={runs} />
      ) : (
        <Next runs={runs} />
      )}
      {runs.map((run) => (
        <RunCard key={run.id} run={run} isFrozen={isWorking || !isDry} />
      ))}
    </>
  )
}

interface BatchProps {
  readonly batchId: string
  readonly runs: readonly Run[]
}

function Working({ batchId, runs, isDry }: BatchProps & { readonly isDry: boolean }) {
  const w = useWords(words)
  const may = useMay()
  const cancel = useWrite(api.intake.cancelBatch, { success: w.cancelled2 })
  const at = runs.find(({ progress }) => progress !== null)
  const done = at?.progress?.done ?? 0
  const total = at?.progress?.total ?? 0
  return (
    <Panel
      title={isDry ? w.trying : w.importing}
      extra={
        may('intake.write') ? (
          <Button
            loading={cancel.isPending}
            onClick={() => cancel.mutate({ params: { id: batchId } })}
          >
            {w.cancel}
          </Button>
        ) : null
      }
    >
      <Progress
        percent={total > 0 ? Math.min(99, Math.floor((done / total) * 100)) : 0}
        status="active"
        aria-label={w.running}
      />
      <p className="mr-quiet">
        {at ? `${at.fileName} · ${w.progress(formatInteger(done), formatInteger(total))} ` : ''}
        {w.leave}
      </p>
    </Panel>
  )
}

function Commit({ batchId, runs }: BatchProps) {
  const w = useWords(words)
  const may = useMay()
  const setAddress = useSetAddress()
  const commit = useWrite(api.intake.commitBatch, {
    success: w.started,
    touches: ['analytics', 'sales', 'inventory', 'catalog', 'listings'],
    onDone: ({ batchId: made }) => setAddress({ batch: made }, true),
  })
  const willChange = runs.some(
    ({ status, created, updated }) => status === 'done' && created + updated > 0,
  )
  const left = runs.filter(isUnsettled).length
  const why = willChange ? undefined : w.commitNone
  return (
    <Panel>
      <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
        {may('intake.write') ? (
          <DisabledReason why={why}>
            <Button
              type="primary"
              disabled={!willChange}
              loading={commit.isPending}
              onClick={() => commit.mutate({ params: { id: batchId } })}
            >
              {w.commit}
            </Button>
          </DisabledReason>
        ) : null}
        {why ? <span className="mr-quiet">{why}</span> : null}
        {left > 0 ? <span className="mr-warn">{w.commitOpen(String(left))}</span> : null}
        <span className="mr-spring" />
        <Button onClick={() => setAddress({ batch: null }, true)}>{w.back}</Button>
      </div>
    </Panel>
  )
}

const ELSEWHERE = [
  ['skus', paths.skus, 'toSkus'],
  ['opening_stock', paths.stock, 'toStock'],
  ['aftersales', paths.aftersales, 'aftersales'],
  ['shop_traffic', paths.traffic, 'shop_traffic'],
  ['item_traffic', paths.traffic, 'item_traffic'],
  ['ad_spend', paths.traffic, 'ad_spend'],
  ['reviews', paths.reviews, 'reviews'],
  ['prices', paths.prices, 'prices'],
] as const

function Next({ runs }: { readonly runs: readonly Run[] }) {
  const w = useWords(words)
  const setAddress = useSetAddress()
  const done = runs.filter(({ status }) => status === 'done')
  const kinds = new Set(done.map(({ kind }) => kind))
  const unmapped = done.reduce((sum, { totals }) => sum + Number(totals['unmappedLines'] ?? 0), 0)
  return (
    <Panel title={w.next}>
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        {kinds.has('orders') ? (
          <>
            <Button type="primary" href={paths.sales}>
              {w.toNumbers}
            </Button>
            <Button href={paths.orders}>{w.toOrders}</Button>
          </>
        ) : null}
        {unmapped > 0 || kinds.has('listings') ? (
          <Button href={paths.listings}>
            {unmapped > 0 ? w.toListingsOf(formatInteger(unmapped)) : w.toListings}
          </Button>
        ) : null}
        {ELSEWHERE.filter(([kind]) => kinds.has(kind)).map(([kind, path, word]) => (
          <Button key={kind} href={path}>
            {w[word]}
          </Button>
        ))}
        <Button onClick={() => setAddress({ batch: null }, true)}>{w.more}</Button>
      </div>
    </Panel>
  )
}

function RunCard({ run, isFrozen }: { readonly run: Run; readonly isFrozen: boolean }) {
  const w = useWords(words)
  const language = useLanguage()
  const title = run.tableName === '' ? run.fileName : `${run.fileName} · ${run.tableName}`
  return (
    <>
      <Panel
        title={title}
        extra={
          <>
            {run.layoutName ? <span className="mr-quiet">{run.layoutName[language]}</span> : null}
            <StatusTag tone={TONES[run.status]}>{statusWord(w, run)}</StatusTag>
          </>
        }
      >
        {run.problem ? <p className="mr-bad">{run.problem[language]}</p> : null}
        {run.needs ? <p className="mr-warn">{run.needs[language]}</p> : null}
        {run.status === 'needs_mapping' ? <p className="mr-warn">{w.mapText}</p> : null}
        {run.status === 'parked' ? <p>{w.parkedText}</p> : null}
        {run.layout === null ? null : <Said run={run} />}
        <Counts run={run} />
        <OwnTotals run={run} />
        <Warnings run={run} />
        {isFrozen ? null : <Answers run={run} />}
      </Panel>
      <RefusedRows run={run} />
    </>
  )
}

/** What may be said about a file before it is imported. */
function Answers({ run }: { readonly run: Run }) {
  const w = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const setAddress = useSetAddress()
  const shops = useRead(api.shops.shops, { query: { limit: 200 } })
  const answer = useWrite(api.intake.answer, {})
  if (!may('intake.write')) return null
  const say = (body: Parameters<typeof answer.mutate>[0]['body']) =>
    answer.mutate({ params: { id: run.id }, body })
  const asksDates = run.warnings.some(({ code }) => code === 'dates_unclear') || run.said.dateOrder
  const mayMap = run.status === 'needs_mapping' || run.problem?.code === 'intake.columns_missing'
  return (
    <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', marginTop: 8 }}>
      {mayMap ? (
        <Button type="primary" onClick={() => setAddress({ map: run.id }, true)}>
          {w.map}
        </Button>
      ) : null}
      {run.needs?.ask === 'layout' ? (
        <Select
          aria-label={w.chooseLayout}
          placeholder={w.chooseLayout}
          style={{ width: 240 }}
          onChange={(layout: string) => say({ layout })}
          options={(run.needs.layouts ?? []).map(({ id, name }) => ({
            value: id,
            label: name[language],
          }))}
        />
      ) : null}
      {run.status === 'skipped' || run.kind === 'skus' || run.kind === 'opening_stock' ? null : (
        <Select
          aria-label={w.chooseShop}
          placeholder={w.chooseShop}
          style={{ width: 220 }}
          value={run.shopCode}
          onChange={(shop: string) => say({ shop })}
          options={(shops.data?.items ?? []).map(({ code, name }) => ({
            value: code,
            label: `${code} ${name}`,
          }))}
        />
      )}
      {asksDates ? (
        <Select
          aria-label={w.dates}
          placeholder={w.dates}
          style={{ width: 240 }}
          value={run.said.dateOrder ?? null}
          onChange={(dateOrder: 'month_first' | 'day_first') => say({ dateOrder })}
          options={[
            { value: 'month_first', label: w.monthFirst },
            { value: 'day_first', label: w.dayFirst },
          ]}
        />
      ) : null}
      {run.problem?.code === 'intake.wrong_shop' ? (
        <Button onClick={() => say({ shopConfirmed: true })}>{w.confirmShop}</Button>
      ) : null}
      <Button type="text" onClick={() => say({ skip: run.status !== 'skipped' })}>
        {run.status === 'skipped' ? w.unskip : w.skip}
      </Button>
    </div>
  )
}
