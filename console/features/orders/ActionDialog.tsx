// Every action of the desk: first what it would do and to whom not, then a reason where one is owed, then the job with its progress,
// the refused ones by name, and an undo where there is one.
import { useQueryClient } from '@tanstack/react-query'
import { App, Button, DatePicker, Form, Input, type InputRef, Modal, Progress, Radio } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { ordersApi } from '../../../src/modules/orders/contract.ts'
import { formatInteger } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { Money } from '../../ui/values.tsx'
import type { DeskOrder, HoldCode } from './values.tsx'
import { words } from './words.ts'

export type Action =
  | 'audit'
  | 'finance_audit'
  | 'unaudit'
  | 'raise_hold'
  | 'cancel'
  | 'reopen'
  | 'ship'
  | 'clear_hold'

type Row = Pick<DeskOrder, 'id' | 'no' | 'summary' | 'qty' | 'netMinor' | 'holdCodes'>

/** Orders chosen one by one, or all that a filter finds. */
export interface Meant {
  readonly action: Action
  readonly rows?: readonly Row[]
  readonly filter?: Readonly<Record<string, string>>
  readonly code?: HoldCode
}

export function ActionDialog({ meant, onClose }: { meant: Meant | null; onClose: () => void }) {
  const w = useWords(words)
  const [runId, setRunId] = useState<string | null>(null)
  const say = useSaid(setRunId)
  const close = () => {
    setRunId(null)
    onClose()
  }
  return (
    <Modal
      open={meant !== null || runId !== null}
      onCancel={close}
      footer={null}
      destroyOnHidden
      width={560}
      title={meant ? w[meant.action] : w.undo}
    >
      {runId !== null ? (
        <Running
          key={runId}
          runId={runId}
          onClose={close}
          onUndo={setRunId}
          onAllDone={(run) => {
            close()
            say(run)
          }}
        />
      ) : meant ? (
        <Ask meant={meant} onStarted={setRunId} onClose={close} />
      ) : null}
    </Modal>
  )
}

type Run = Result<(typeof ordersApi)['bulkRun']>

/** All went well: nothing to close, the next order waits. Taking it back stays at hand for a while. */
function useSaid(onUndo: (runId: string) => void): (run: Run) => void {
  const w = useWords(words)
  const { message } = App.useApp()
  const undo = useWrite(api.orders.bulkUndo, { onDone: ({ id }) => onUndo(id) })
  return (run) => {
    const key = run.id
    void message.success({
      key,
      duration: 8,
      content: (
        <span>
          {w.allDone(formatInteger(run.done))}{' '}
          {run.canUndo ? (
            <button
              type="button"
              className="mr-link"
              onClick={() => {
                message.destroy(key)
                undo.mutate({ params: { id: run.id }, body: {} })
              }}
            >
              {w.undo}
            </button>
          ) : null}
        </span>
      ),
    })
  }
}

/** Where saying why is owed to whoever comes after. */
const OWES_REASON: readonly Action[] = ['cancel', 'raise_hold', 'clear_hold', 'reopen']

interface Typed {
  readonly note?: string
  readonly code?: HoldCode
  readonly until?: { toDate(): Date }
  readonly carrier?: string
  readonly waybills?: Readonly<Record<string, string>>
}

function Ask({
  meant,
  onStarted,
  onClose,
}: {
  meant: Meant
  onStarted: (runId: string) => void
  onClose: () => void
}) {
  const w = useWords(words)
  const { action, rows, filter } = meant
  const what = rows ? { ids: rows.map(({ id }) => id) } : { filter: filter as never }
  const preview = useRead(api.orders.preview, { body: { action, ...what } })
  const start = useWrite(api.orders.bulk, { quiet: true, onDone: ({ id }) => onStarted(id) })
  const [form] = Form.useForm<Typed>()
  const send = ({ note = '', code, until, carrier = '', waybills = {} }: Typed) => {
    const chosen = code ?? meant.code
    start.mutate({
      body: {
        action,
        note,
        ...what,
        ...(chosen ? { code: chosen } : {}),
        ...(action === 'audit' && rows
          ? { seen: rows.map(({ id, qty, netMinor }) => ({ id, qty, netMinor })) }
          : {}),
        ...(until ? { until: until.toDate().toISOString() } : {}),
        ...(action === 'ship'
          ? {
              parcels: (rows ?? []).map(({ id }) => ({ id, carrier, waybill: waybills[id] ?? '' })),
            }
          : {}),
      },
    })
  }
  const isPossible = (preview.data?.allowed ?? 0) > 0
  const needsTyping = OWES_REASON.includes(action) || action === 'ship'
  // Enter does it, as soon as it may be done.
  const doIt = useRef<HTMLButtonElement>(null)
  const typed = useRef<InputRef>(null)
  useEffect(() => {
    if (isPossible && !needsTyping) doIt.current?.focus()
    // The dialog takes the focus for itself as it opens; what is to be typed comes first.
    if (isPossible) typed.current?.focus()
  }, [isPossible, needsTyping])
  return (
    <Form
      form={form}
      layout="vertical"
      onFinish={send}
      initialValues={{ code: meant.code ?? 'H-PAUSE' }}
    >
      {preview.error ? <ProblemAlert problem={preview.error} /> : null}
      {preview.data ? (
        <Foreseen seen={preview.data} />
      ) : preview.error ? null : (
        <Loading lines={2} />
      )}
      {action === 'raise_hold' ? <HoldFields /> : null}
      {action === 'clear_hold' ? <StandingHolds rows={rows ?? []} /> : null}
      {action === 'ship' ? <ParcelFields rows={rows ?? []} /> : null}
      {action === 'ship' ? null : (
        <Form.Item
          name="note"
          label={w.reason}
          extra={w.reasonHelp}
          rules={OWES_REASON.includes(action) ? [{ required: true, message: w.reason }] : []}
        >
          <Input maxLength={200} ref={OWES_REASON.includes(action) ? typed : null} />
        </Form.Item>
      )}
      {start.error ? <ProblemAlert problem={start.error} /> : null}
      <div className="mr-form-buttons">
        <Button onClick={onClose}>{w.close}</Button>
        <Button
          type="primary"
          htmlType="submit"
          danger={action === 'cancel'}
          disabled={!isPossible}
          loading={start.isPending}
          ref={doIt}
        >
          {w.run}
        </Button>
      </div>
    </Form>
  )
}

function Foreseen({ seen }: { seen: Result<(typeof ordersApi)['preview']> }) {
  const w = useWords(words)
  const language = useLanguage()
  return (
    <div className="mr-stack" style={{ marginBottom: 12 }}>
      <p>
        {w.will(formatInteger(seen.allowed), formatInteger(seen.total))}
        {w.worth} <Money minor={seen.netMinor} />
      </p>
      {seen.refusals.length === 0 ? null : (
        <div>
          <strong>{w.refusedBecause}</strong>
          <ul>
            {seen.refusals.map((one) => (
              <li key={one.zh}>
                <span className="mr-num">{formatInteger(one.orders)}</span> · {one[language]}{' '}
                <span className="mr-quiet">
                  {w.forExample} {one.example}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

function HoldFields() {
  const w = useWords(words)
  const language = useLanguage()
  const { data } = useRead(api.orders.catalogue, {})
  const nameOf = (code: string) => data?.items.find((one) => one.code === code)?.[language] ?? code
  const code = Form.useWatch<string>('code')
  return (
    <>
      <Form.Item name="code" label={w.kindOfHold}>
        <Radio.Group
          options={['H-PAUSE', 'H-SPECIAL', 'H-DATE'].map((value) => ({
            value,
            label: nameOf(value),
          }))}
        />
      </Form.Item>
      {code === 'H-DATE' ? (
        <Form.Item name="until" label={w.until} rules={[{ required: true, message: w.until }]}>
          <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
        </Form.Item>
      ) : null}
    </>
  )
}

/** Which of the holds that stand is answered. */
function StandingHolds({ rows }: { rows: readonly Row[] }) {
  const w = useWords(words)
  const language = useLanguage()
  const { data } = useRead(api.orders.catalogue, {})
  const codes = [...new Set(rows.flatMap(({ holdCodes }) => holdCodes))]
  const kindOf = (code: string) => data?.items.find((one) => one.code === code)
  return (
    <Form.Item name="code" label={w.kindOfHold}>
      <Radio.Group
        options={codes.map((value) => ({
          value,
          label: kindOf(value)?.[language] ?? value,
          disabled: kindOf(value)?.clearer === null,
        }))}
      />
    </Form.Item>
  )
}

function ParcelFields({ rows }: { rows: readonly Pick<DeskOrder, 'id' | 'no' | 'summary'>[] }) {
  const w = useWords(words)
  return (
    <>
      <Form.Item
        name="carrier"
        label={w.sameCarrier}
        rules={[{ required: true, message: w.carrier }]}
      >
        <Input maxLength={60} autoFocus />
      </Form.Item>
      {rows.map(({ id, no, summary }) => (
        <Form.Item
          key={id}
          name={['waybills', id]}
          label={`${no} ${w.waybill}`}
          extra={summary}
          rules={[{ required: true, message: w.waybill }]}
        >
          <Input maxLength={64} />
        </Form.Item>
      ))}
    </>
  )
}

function Running({
  runId,
  onClose,
  onUndo,
  onAllDone,
}: {
  runId: string
  onClose: () => void
  onUndo: (runId: string) => void
  onAllDone: (run: Run) => void
}) {
  const w = useWords(words)
  const language = useLanguage()
  const { data: run } = useRead(api.orders.bulkRun, { params: { id: runId } }, { everyMs: 400 })
  const undo = useWrite(api.orders.bulkUndo, { onDone: ({ id }) => onUndo(id) })
  const client = useQueryClient()
  const finishedAt = run?.finishedAt ?? null
  // When it ends, and when somebody does not wait for the end.
  useEffect(() => {
    const refresh = () => void client.invalidateQueries({ queryKey: ['orders'] })
    if (finishedAt !== null) refresh()
    return refresh
  }, [client, finishedAt])
  const isAllDone = run !== undefined && finishedAt !== null && run.refused === 0 && !run.isStopped
  const told = useRef(false)
  useEffect(() => {
    if (!isAllDone || told.current) return
    told.current = true
    onAllDone(run)
  }, [isAllDone, run, onAllDone])
  if (!run) return <Loading lines={2} />
  const past = run.done + run.refused
  return (
    <div className="mr-stack" role="status">
      <Progress
        percent={run.total === 0 ? 100 : Math.floor((past * 100) / run.total)}
        status={
          run.isStopped
            ? 'exception'
            : run.finishedAt === null
              ? 'active'
              : run.refused > 0
                ? 'normal'
                : 'success'
        }
      />
      <p>
        {run.finishedAt === null
          ? w.working(formatInteger(past), formatInteger(run.total))
          : run.isStopped
            ? w.stopped(formatInteger(run.done), formatInteger(run.total - past))
            : w.finished(formatInteger(run.done), formatInteger(run.refused))}
      </p>
      {run.problems.length === 0 ? null : (
        <ul className="mr-scroll">
          {run.problems.map((one) => (
            <li key={one.orderId}>{one[language]}</li>
          ))}
        </ul>
      )}
      <div className="mr-form-buttons">
        {run.canUndo && run.finishedAt !== null ? (
          <Button
            loading={undo.isPending}
            onClick={() => undo.mutate({ params: { id: runId }, body: {} })}
          >
            {w.undo}
          </Button>
        ) : null}
        <Button type="primary" autoFocus onClick={onClose}>
          {w.close}
        </Button>
      </div>
    </div>
  )
}
