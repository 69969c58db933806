// The import centre: drop files, see what would happen, import, and see what was refused.
import { Button, Progress, Segmented, Select } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { toProblem } from '../../api/problem.ts'
import type { intakeApi } from '../../../src/modules/intake/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { formatInteger, formatMoney } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { DisabledReason } from '../../ui/states.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { useAddress, useSetAddress } from '../../ui/table/use-address.ts'
import { Upload } from '../../ui/Upload.tsx'
import { StatusTag, type Tone } from '../../ui/values.tsx'
import { words } from './words.ts'

type Run = Result<(typeof intakeApi)['run']>
type Kind = Run['kind']

const TONES: Readonly<Record<Run['status'], Tone>> = {
  waiting: 'neutral',
  running: 'info',
  done: 'good',
  refused: 'bad',
}

export function ImportsPage() {
  const w = useWords(words)
  const may = useMay()
  const address = useAddress()
  const setAddress = useSetAddress()
  const kind: Kind = address['kind'] === 'skus' ? 'skus' : 'orders'
  return (
    <Page title={w.imports} help={w.help} isFilling>
      {may('intake.write') ? (
        <Drop
          kind={kind}
          onKind={(next) => setAddress({ kind: next })}
          onRun={(open) => setAddress({ open })}
        />
      ) : null}
      <DataTable<Run>
        name="intake.runs"
        empty={<Teach title={w.noneRuns} text={w.noneRunsText} />}
        label={w.imports}
        list={api.intake.runs}
        search={false}
        rowKey={({ id }) => id}
        columns={[
          { key: 'createdAt', title: w.when, kind: 'instant' },
          { key: 'fileName', title: w.file, grow: true },
          { key: 'kind', title: w.kind, width: 80, render: (run) => w[run.kind] },
          { key: 'shopCode', title: w.shop, width: 90 },
          {
            key: 'dryRun',
            title: w.mode,
            width: 80,
            render: ({ dryRun }) => (dryRun ? w.tried : w.imported),
          },
          {
            key: 'status',
            title: w.status,
            width: 90,
            render: ({ status }) => <StatusTag tone={TONES[status]}>{w[status]}</StatusTag>,
          },
          { key: 'rowsRead', title: w.read, kind: 'number' },
          { key: 'created', title: w.created, kind: 'number' },
          { key: 'updated', title: w.updated, kind: 'number' },
          { key: 'unchanged', title: w.unchanged, kind: 'number' },
          { key: 'refused', title: w.refusedRows, kind: 'number' },
        ]}
        detailTitle={(run) => run?.fileName ?? w.imports}
        detail={(id, _run, close) => (
          <RunDetail id={id} onCommitted={(open) => setAddress({ open })} onClose={close} />
        )}
      />
    </Page>
  )
}

interface DropProps {
  readonly kind: Kind
  readonly onKind: (kind: Kind) => void
  readonly onRun: (id: string) => void
}

function Drop({ kind, onKind, onRun }: DropProps) {
  const w = useWords(words)
  const shops = useRead(api.shops.shops, { query: { limit: 200 } })
  const [shop, setShop] = useState<string>()
  const [problem, setProblem] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const chosen = shop ?? shops.data?.items[0]?.code
  const send = async (file: File) => {
    setBusy(true)
    setProblem(null)
    try {
      const form = new FormData()
      form.append('file', file)
      const { id } = await api.intake.upload({
        query: { kind, dryRun: true, ...(kind === 'orders' && chosen ? { shop: chosen } : {}) },
        body: form,
      })
      onRun(id)
    } catch (error) {
      setProblem(toProblem(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Panel
      title={w.dropTitle}
      extra={
        <>
          <Segmented<Kind>
            value={kind}
            onChange={onKind}
            options={[
              { value: 'orders', label: w.orders },
              { value: 'skus', label: w.skus },
            ]}
          />
          {kind === 'orders' ? (
            <Select
              aria-label={w.shop}
              style={{ width: 180 }}
              value={chosen ?? null}
              onChange={setShop}
              options={(shops.data?.items ?? []).map(({ code, name }) => ({
                value: code,
                label: `${code} ${name}`,
              }))}
            />
          ) : null}
        </>
      }
    >
      {problem ? <ProblemAlert problem={problem} isSmall /> : null}
      {kind === 'orders' && shops.data?.items.length === 0 ? (
        <p>
          {w.noShop} <a href={paths.shops}>{w.toShops}</a>
        </p>
      ) : (
        <Upload
          label={isBusy ? w.uploading : kind === 'orders' ? w.dropOrders : w.dropSkus}
          accept=".csv,.xlsx,.gz,.txt"
          isBusy={isBusy}
          isMultiple
          onFiles={(files) => {
            for (const file of files) void send(file)
          }}
        />
      )}
    </Panel>
  )
}

const TOTALS = [
  'orders',
  'sales',
  'refunds',
  'newSkus',
  'goodsMinor',
  'serviceMinor',
  'refundMinor',
] as const

interface DetailProps {
  readonly id: string
  readonly onCommitted: (id: string) => void
  readonly onClose: () => void
}

function RunDetail({ id, onCommitted, onClose }: DetailProps) {
  const w = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const { data: run, error } = useRead(api.intake.run, { params: { id } }, { everyMs: 700 })
  const commit = useWrite(api.intake.commit, {
    success: w.started,
    touches: ['analytics', 'sales', 'inventory', 'catalog'],
    onDone: ({ id: made }) => onCommitted(made),
  })
  if (error) return <ProblemAlert problem={error} />
  if (!run) return null
  const isWorking = run.status === 'waiting' || run.status === 'running'
  return (
    <>
      <Panel
        title={run.dryRun ? w.tried : w.imported}
        extra={<StatusTag tone={TONES[run.status]}>{w[run.status]}</StatusTag>}
      >
        {isWorking ? (
          <>
            <Progress percent={100} status="active" showInfo={false} aria-label={w.running} />
            <p>{w.working(formatInteger(run.progress?.done ?? 0))}</p>
          </>
        ) : null}
        {run.problem ? <p className="mr-bad">{run.problem[language]}</p> : null}
        {run.sameFileAs ? <p className="mr-quiet">{w.sameFile}</p> : null}
        <Facts
          items={[
            [w.read, formatInteger(run.rowsRead)],
            [w.created, formatInteger(run.created)],
            [w.updated, formatInteger(run.updated)],
            [w.unchanged, formatInteger(run.unchanged)],
            [w.refusedRows, formatInteger(run.refused)],
            ...TOTALS.filter((key) => run.totals[key] !== undefined).map(
              (key) =>
                [
                  w[`total_${key}`],
                  key.endsWith('Minor')
                    ? `${formatMoney(String(run.totals[key])).replace('¥', '')} ${run.currency ?? ''}`
                    : formatInteger(run.totals[key] ?? 0),
                ] as const,
            ),
          ]}
        />
        {run.status === 'done' && run.dryRun && may('intake.write') ? (
          <DisabledReason why={run.created + run.updated === 0 ? w.nothingNew : undefined}>
            <Button
              type="primary"
              loading={commit.isPending}
              disabled={run.created + run.updated === 0}
              onClick={() => commit.mutate({ params: { id } })}
            >
              {w.commit}
            </Button>
          </DisabledReason>
        ) : null}
        {run.status === 'done' && !run.dryRun ? (
          <Button href={run.kind === 'orders' ? paths.sales : paths.skus} onClick={onClose}>
            {run.kind === 'orders' ? w.toNumbers : w.toSkus}
          </Button>
        ) : null}
      </Panel>
      {run.kind === 'orders' ? (
        <Panel title={w.rules}>
          <ol style={{ paddingLeft: 20, margin: 0 }}>
            {w.ruleList.split('\n').map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ol>
        </Panel>
      ) : null}
      {run.refused > 0 ? (
        <Panel title={w.refusedRows}>
          <DataTable
            name="intake.refusals"
            label={w.refusedRows}
            list={api.intake.refusals as never}
            params={{ id }}
            search={false}
            maxHeight={320}
            rowKey={(row: { row: number; column: string }) => `${row.row}|${row.column}`}
            columns={[
              { key: 'row', title: w.row, kind: 'number', width: 70 },
              { key: 'column', title: w.column, width: 120 },
              { key: language, title: w.reason, grow: true },
            ]}
          />
        </Panel>
      ) : null}
    </>
  )
}
