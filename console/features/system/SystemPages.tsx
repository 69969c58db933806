// Screens over the machinery: jobs and events, the audit log, the check of all invariants.
import { Button } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { systemApi } from '../../../src/modules/system/contract.ts'
import { useMay } from '../../session.ts'
import { DriftPanel } from '../inventory/DriftPanel.tsx'
import { formatInteger } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Page, Panel } from '../../ui/Page.tsx'
import { Loading } from '../../ui/states.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Qty, StatusTag, type Tone, When } from '../../ui/values.tsx'
import { actionNames, subjectNames, workNames } from './names.ts'

const words = {
  noneAudit: { zh: '还没有审计记录', en: 'No audit entries yet' },
  noneAuditText: {
    zh: '谁在何时改了什么,一行一条,连成链,改动会被查出。',
    en: 'Who changed what and when, one line each, chained so that tampering shows.',
  },
  noneJobs: { zh: '没有任务', en: 'No jobs' },
  noneJobsText: {
    zh: '导入、导出、核对这些长活在后台做,进度和失败原因都在这里。',
    en: 'Long work such as imports and checks runs in the background; progress and failures show here.',
  },
  jobs: { zh: '任务', en: 'Jobs' },
  jobsHelp: {
    zh: '后台任务失败会自动重试几次;仍失败的留在这里,看清错误后点重试。',
    en: 'Background work is retried a few times; what still fails stays here with its error and a retry button.',
  },
  job: { zh: '任务', en: 'Job' },
  status: { zh: '状态', en: 'Status' },
  attempts: { zh: '次数', en: 'Attempts' },
  progress: { zh: '进度', en: 'Progress' },
  error: { zh: '错误', en: 'Error' },
  by: { zh: '发起人', en: 'Asked by' },
  created: { zh: '提交', en: 'Asked' },
  ended: { zh: '结束', en: 'Ended' },
  retry: { zh: '重试', en: 'Retry' },
  cancel: { zh: '取消', en: 'Cancel' },
  done_: { zh: '已安排', en: 'Arranged' },
  waiting: { zh: '排队', en: 'Waiting' },
  running: { zh: '运行中', en: 'Running' },
  retrying: { zh: '重试中', en: 'Retrying' },
  done: { zh: '完成', en: 'Done' },
  failed: { zh: '失败', en: 'Failed' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
  handlers: { zh: '事件处理', en: 'Event handlers' },
  backlog: { zh: '待处理', en: 'Waiting' },
  delivered: { zh: '已处理', en: 'Handled' },
  audit: { zh: '审计日志', en: 'Audit log' },
  auditHelp: {
    zh: '谁在什么时候把什么改成了什么。只增不改,逐条用哈希相连,改动会被体检发现。',
    en: 'Who changed what, when, from what to what. Only added to, chained by hashes; tampering is found by the check.',
  },
  when: { zh: '时间', en: 'When' },
  who: { zh: '谁', en: 'Who' },
  what: { zh: '做了什么', en: 'What' },
  subject: { zh: '对象', en: 'Subject' },
  reason: { zh: '原因', en: 'Reason' },
  before: { zh: '之前', en: 'Before' },
  after: { zh: '之后', en: 'After' },
  sealed: { zh: '已封', en: 'Sealed' },
  check: { zh: '体检', en: 'Check' },
  checkHelp: {
    zh: '核对全部不变量:双向记账、负库存、占用、配额、审计链。只报告,不修改。每晚自动跑一次。',
    en: 'Checks every invariant: double entry, negative stock, reservations, quotas, the audit chain. It reports and never mends. Runs each night.',
  },
  run: { zh: '现在体检', en: 'Check now' },
  ok: { zh: '正常', en: 'Holds' },
  fine: { zh: '正常', en: 'Fine' },
  broken: { zh: (n: string) => `${n} 处不符`, en: (n: string) => `${n} violation(s)` },
  allGood: { zh: '全部正常', en: 'Everything holds' },
  notGood: { zh: '有不符,请看明细', en: 'Something does not hold; see below' },
  notYet: { zh: '点右上角开始', en: 'Start with the button above' },
  took: { zh: '用时', en: 'Took' },
} as const

type Job = Result<(typeof systemApi)['jobs']>['items'][number]
type Entry = Result<(typeof systemApi)['audit']>['items'][number]

const TONES: Readonly<Record<Job['status'], Tone>> = {
  waiting: 'neutral',
  running: 'info',
  retrying: 'warn',
  done: 'good',
  failed: 'bad',
  cancelled: 'neutral',
}

export function JobsPage() {
  const w = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const handlers = useRead(api.system.handlers, {}, { everyMs: 3000 })
  const retry = useWrite(api.system.retryJob, { success: w.done_ })
  const cancel = useWrite(api.system.cancelJob, { success: w.done_ })
  const retryHandler = useWrite(api.system.retryHandler, { success: w.done_ })
  return (
    <Page title={w.jobs} help={w.jobsHelp} isFilling>
      <Panel title={w.handlers}>
        <Facts
          items={(handlers.data?.items ?? []).map((one) => [
            <span key="name" title={one.handler}>
              {workNames[one.handler]?.[language] ?? one.handler}
            </span>,
            <span key={one.handler}>
              {w.backlog} <Qty value={one.waiting} /> · {w.delivered} <Qty value={one.delivered} />{' '}
              {one.lastError ? (
                <>
                  <span className="mr-bad">{one.lastError}</span>
                  {may('jobs.manage') ? (
                    <Button
                      size="small"
                      type="link"
                      onClick={() => retryHandler.mutate({ params: { handler: one.handler } })}
                    >
                      {w.retry}
                    </Button>
                  ) : null}
                </>
              ) : (
                <StatusTag tone="good">{w.fine}</StatusTag>
              )}
            </span>,
          ])}
        />
      </Panel>
      <DataTable<Job>
        name="system.jobs"
        empty={<Teach title={w.noneJobs} text={w.noneJobsText} />}
        label={w.jobs}
        list={api.system.jobs}
        everyMs={3000}
        search={false}
        rowKey={({ id }) => id}
        columns={[
          { key: 'createdAt', title: w.created, kind: 'instant' },
          {
            key: 'name',
            title: w.job,
            width: 200,
            render: ({ name }) => <span title={name}>{workNames[name]?.[language] ?? name}</span>,
          },
          {
            key: 'status',
            title: w.status,
            width: 90,
            render: ({ status }) => <StatusTag tone={TONES[status]}>{w[status]}</StatusTag>,
          },
          {
            key: 'attempts',
            title: w.attempts,
            width: 80,
            render: (job) => `${job.attempts}/${job.maxAttempts}`,
          },
          {
            key: 'progress',
            title: w.progress,
            width: 130,
            render: ({ progress }) =>
              progress && (
                <>
                  <Qty value={BigInt(progress.done)} />
                  {progress.total === null ? null : (
                    <>
                      {' / '}
                      <Qty value={BigInt(progress.total)} />
                    </>
                  )}
                </>
              ),
          },
          {
            key: 'error',
            title: w.error,
            grow: true,
            render: ({ error }) => (error ? <span className="mr-bad">{error}</span> : null),
          },
          { key: 'requestedBy', title: w.by, width: 120 },
          { key: 'finishedAt', title: w.ended, kind: 'instant' },
          {
            key: 'do',
            title: '',
            width: 90,
            render: ({ id, status }) =>
              !may('jobs.manage') ? null : ['failed', 'cancelled', 'retrying'].includes(status) ? (
                <Button size="small" type="link" onClick={() => retry.mutate({ params: { id } })}>
                  {w.retry}
                </Button>
              ) : status === 'waiting' || status === 'running' ? (
                <Button size="small" type="link" onClick={() => cancel.mutate({ params: { id } })}>
                  {w.cancel}
                </Button>
              ) : null,
          },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'status',
            label: w.status,
            options: (
              ['waiting', 'running', 'retrying', 'done', 'failed', 'cancelled'] as const
            ).map((value) => ({ value, label: w[value] })),
          },
        ]}
      />
    </Page>
  )
}

export function AuditPage() {
  const w = useWords(words)
  const language = useLanguage()
  const named = (action: string) => actionNames[action]?.[language] ?? action
  return (
    <Page title={w.audit} help={w.auditHelp} isFilling>
      <DataTable<Entry>
        name="system.audit"
        empty={<Teach title={w.noneAudit} text={w.noneAuditText} />}
        label={w.audit}
        list={api.system.audit}
        search="actor"
        searchHint={w.who}
        rowKey={({ id }) => id}
        columns={[
          { key: 'recordedAt', title: w.when, kind: 'instant' },
          { key: 'actorName', title: w.who, width: 140 },
          {
            key: 'action',
            title: w.what,
            width: 200,
            render: ({ action }) => <span title={action}>{named(action)}</span>,
          },
          {
            key: 'subjectType',
            title: w.subject,
            width: 110,
            render: ({ subjectType }) => subjectNames[subjectType]?.[language] ?? subjectType,
          },
          { key: 'subjectId', title: 'id', kind: 'code', grow: true },
          { key: 'reason', title: w.reason, width: 160 },
          { key: 'sealed', title: w.sealed, kind: 'boolean' },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'action',
            label: w.what,
            options: Object.keys(actionNames)
              .map((value) => ({ value, label: named(value) }))
              .toSorted((a, b) => a.label.localeCompare(b.label, language)),
          },
          { kind: 'text', key: 'subjectId', label: w.subject },
        ]}
        detailTitle={(row) => (row ? named(row.action) : w.audit)}
        detail={(_id, row) => (row ? <EntryDetail entry={row} /> : null)}
      />
    </Page>
  )
}

function EntryDetail({ entry }: { readonly entry: Entry }) {
  const w = useWords(words)
  const language = useLanguage()
  const subject = subjectNames[entry.subjectType]?.[language] ?? entry.subjectType
  const plain = (value: unknown) =>
    value === null || value === undefined ? '—' : JSON.stringify(value, null, 2)
  return (
    <>
      <Facts
        items={[
          [w.when, <When key="at" at={entry.recordedAt} />],
          [w.who, entry.actorName],
          [w.subject, `${subject} ${entry.subjectId}`],
          [w.reason, entry.reason ?? '—'],
        ]}
      />
      <Panel title={w.before}>
        <pre style={{ whiteSpace: 'pre-wrap' }}>{plain(entry.before)}</pre>
      </Panel>
      <Panel title={w.after}>
        <pre style={{ whiteSpace: 'pre-wrap' }}>{plain(entry.after)}</pre>
      </Panel>
    </>
  )
}

export function CheckPage() {
  const w = useWords(words)
  const language = useLanguage()
  const run = useWrite(api.system.check)
  return (
    <Page
      title={w.check}
      help={w.checkHelp}
      actions={
        <Button type="primary" loading={run.isPending} onClick={() => run.mutate({})}>
          {w.run}
        </Button>
      }
    >
      {run.error ? <ProblemAlert problem={run.error} /> : null}
      {run.isPending ? <Loading /> : null}
      {run.data ? (
        <Panel title={run.data.ok ? w.allGood : w.notGood}>
          <Facts
            items={run.data.results.map((result) => [
              `${result.id} ${result[language]}`,
              <span key={result.id}>
                <StatusTag tone={result.violations.length === 0 ? 'good' : 'bad'}>
                  {result.violations.length === 0
                    ? w.ok
                    : w.broken(formatInteger(result.violations.length))}
                </StatusTag>{' '}
                <span className="mr-quiet">
                  {w.took} {result.tookMs} ms
                </span>
                {result.violations.length > 0 ? (
                  <pre style={{ whiteSpace: 'pre-wrap' }}>
                    {JSON.stringify(result.violations.slice(0, 10), null, 1)}
                  </pre>
                ) : null}
              </span>,
            ])}
          />
        </Panel>
      ) : run.isPending ? null : (
        <p className="mr-quiet">{w.notYet}</p>
      )}
      <DriftPanel />
    </Page>
  )
}
