// What one table brought: counts that close, money, the file's own totals, what to look at, refused rows, and the way back.
import { Button } from 'antd'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { formatInteger, formatYuan } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { StatusTag, type Tone, When } from '../../ui/values.tsx'
import { Again } from './Again.tsx'
import type { Run } from './ImportsPage.tsx'
import { Undo, Undoing } from './Undo.tsx'
import { words } from './words.ts'

export const TONES: Readonly<Record<Run['status'], Tone>> = {
  waiting: 'neutral',
  running: 'info',
  done: 'good',
  refused: 'bad',
  needs_answer: 'warn',
  needs_mapping: 'warn',
  parked: 'info',
  skipped: 'neutral',
  cancelled: 'neutral',
  undoing: 'info',
  undone: 'neutral',
}

export function RunDetail({ id }: { readonly id: string }) {
  const w = useWords(words)
  const language = useLanguage()
  const { data: run, error } = useRead(
    api.intake.run,
    { params: { id } },
    { everyMs: (answer) => (answer?.status === 'undoing' ? 900 : false) },
  )
  if (error) return <ProblemAlert problem={error} />
  if (!run) return <Loading />
  return (
    <>
      <Panel
        title={run.layoutName?.[language] ?? run.fileName}
        extra={<StatusTag tone={TONES[run.status]}>{statusWord(w, run)}</StatusTag>}
      >
        {run.problem ? <p className="mr-bad">{run.problem[language]}</p> : null}
        {run.undoneBy ? (
          <p className="mr-quiet">
            {w.undoneBy(run.undoneBy, formatInteger(run.undoneRecords ?? 0))}
          </p>
        ) : null}
        <Said run={run} />
        <Counts run={run} />
        <OwnTotals run={run} />
        <Warnings run={run} />
        {run.againOf ? (
          <p className="mr-quiet">
            <a href={`${paths.imports}?open=${run.againOf}`}>{w.againOf}</a>
          </p>
        ) : null}
        <p>
          <a href={`${paths.imports}?batch=${run.batchId}`}>{w.openBatch}</a>
        </p>
      </Panel>
      <RefusedRows run={run} />
      <Again run={run} />
      {run.status === 'undoing' ? <Undoing run={run} /> : null}
      {run.status === 'done' && !run.dryRun ? <Undo run={run} /> : null}
    </>
  )
}

/** What the file is, as far as it was recognised. */
export function Said({ run }: { readonly run: Run }) {
  const w = useWords(words)
  return (
    <Facts
      items={[
        [w.kind, run.kind ? w[run.kind] : '—'],
        [w.shop, run.shopCode ? `${run.shopCode} ${run.shopName ?? ''}` : '—'],
        [w.rows, formatInteger(run.rowsTotal)],
        [w.period, run.firstOn ? `${run.firstOn} – ${run.lastOn ?? ''}` : '—'],
        [
          w.snapshot,
          run.snapshotAt ? (
            <When key="at" at={run.snapshotAt} isShort />
          ) : (
            <span key="none" className="mr-quiet">
              {w.snapshotNone}
            </span>
          ),
        ],
      ]}
    />
  )
}

export function Counts({ run }: { readonly run: Run }) {
  const w = useWords(words)
  const language = useLanguage()
  if (run.status !== 'done' && run.status !== 'undoing' && run.status !== 'undone') return null
  return (
    <div style={{ marginTop: 10 }}>
      <Facts
        items={[
          [w.read, formatInteger(run.rowsRead)],
          [w.created, formatInteger(run.created)],
          [w.updated, formatInteger(run.updated)],
          [w.unchanged, formatInteger(run.unchanged)],
          [
            w.refusedRows,
            run.refused > 0 ? (
              <strong key="refused" className="mr-bad">
                {formatInteger(run.refused)}
              </strong>
            ) : (
              '0'
            ),
          ],
          ...run.amounts.map(
            ({ value, isMoney, ...name }) =>
              [
                name[language],
                isMoney ? `${formatYuan(value)} ${run.currency ?? ''}` : formatInteger(value),
              ] as const,
          ),
        ]}
      />
    </div>
  )
}

/** A dry run that went through is not done: it may be imported. */
export const statusWord = (w: { readonly [K in Run['status'] | 'tried']: string }, run: Run) =>
  run.status === 'done' && run.dryRun ? w.tried : w[run.status]

export function OwnTotals({ run }: { readonly run: Run }) {
  const w = useWords(words)
  if (run.ownTotals.length === 0) return null
  return (
    <>
      <h3>{w.ownTotals}</h3>
      <Facts
        items={run.ownTotals.map(({ column, theirs, ours, isMoney }) => {
          const show = (value: bigint) =>
            isMoney ? formatYuan(value.toString()) : value.toString()
          const difference = BigInt(theirs) - BigInt(ours)
          return [
            column,
            <span key={column} className={difference === 0n ? 'mr-good' : 'mr-bad'}>
              {w.theirs} {show(BigInt(theirs))} · {w.ours} {show(BigInt(ours))} · {w.difference}{' '}
              {show(difference)}
            </span>,
          ] as const
        })}
      />
    </>
  )
}

export function Warnings({ run }: { readonly run: Run }) {
  const w = useWords(words)
  const language = useLanguage()
  return (
    <>
      {run.sameFileAs ? <p className="mr-quiet">{w.sameFile}</p> : null}
      {run.warnings.map((warning) => (
        <p
          key={`${warning.code}${warning.en}`}
          className={warning.code === 'columns_unused' ? 'mr-quiet' : 'mr-warn'}
        >
          {warning[language]}
        </p>
      ))}
    </>
  )
}

/** As many stand in tables; the download has all. */
const LISTED = 10_000

export function RefusedRows({ run }: { readonly run: Run }) {
  const w = useWords(words)
  const language = useLanguage()
  const may = useMay()
  if (run.refused === 0) return null
  return (
    <Panel
      title={w.refusedRows}
      extra={
        <>
          {run.refusedKept < run.refused ? (
            <span className="mr-quiet">{w.keptOnly(formatInteger(run.refusedKept))}</span>
          ) : run.refused > LISTED ? (
            <span className="mr-quiet">{w.listedOnly(formatInteger(LISTED))}</span>
          ) : null}
          {may('intake.write') ? (
            <Button
              // A workbook of more is made in nobody's memory.
              href={`/api/intake/runs/${run.id}/refused-rows?format=${run.refusedKept > 100_000 ? 'csv' : 'xlsx'}&lang=${language}`}
              download
            >
              {w.download}
            </Button>
          ) : null}
        </>
      }
    >
      <DataTable
        name="intake.refusals"
        label={w.refusedRows}
        list={api.intake.refusals as never}
        params={{ id: run.id }}
        search={false}
        maxHeight={260}
        rowKey={(row: { row: number; column: string }) => `${row.row}|${row.column}`}
        columns={[
          { key: 'row', title: w.row, kind: 'number', width: 70 },
          { key: 'column', title: w.column, width: 140 },
          { key: language, title: w.reason, grow: true },
        ]}
      />
    </Panel>
  )
}
