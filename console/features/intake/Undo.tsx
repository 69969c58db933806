// Taking a whole import back: what it would do, how far it is, and why it could not be.
import { App, Button, Input, Progress } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { useMay } from '../../session.ts'
import { formatInteger } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { DisabledReason } from '../../ui/states.tsx'
import type { Run } from './ImportsPage.tsx'
import { words } from './words.ts'

const TOUCHES = ['sales', 'analytics', 'inventory', 'catalog', 'listings', 'market', 'aftersales']

export function Undo({ run }: { readonly run: Run }) {
  const w = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const { modal } = App.useApp()
  const preview = useRead(
    api.intake.undoPreview,
    { params: { id: run.id } },
    { enabled: may('intake.write') },
  )
  const [why, setWhy] = useState('')
  const undo = useWrite(api.intake.undo, { success: w.undoStarted, touches: TOUCHES })
  if (!may('intake.write') || !preview.data) return null
  const { records, isTried, reason } = preview.data
  const ask = (isTried ? w.undoAsk : w.undoAskMany)(formatInteger(records))
  return (
    <Panel title={w.undo}>
      {run.undoProblem ? (
        <p className="mr-bad">{w.undoRefused(run.undoProblem[language])}</p>
      ) : null}
      <p className={reason ? 'mr-quiet' : ''}>{reason ? reason[language] : ask}</p>
      {reason ? null : (
        <Input
          aria-label={w.undoWhy}
          placeholder={w.undoWhy}
          value={why}
          onChange={(event) => setWhy(event.target.value)}
          style={{ marginBottom: 8 }}
        />
      )}
      <DisabledReason why={reason?.[language]}>
        <Button
          danger
          disabled={reason !== null}
          loading={undo.isPending}
          onClick={() =>
            void modal.confirm({
              title: w.undo,
              content: ask,
              onOk: () => undo.mutateAsync({ params: { id: run.id }, body: { reason: why } }),
            })
          }
        >
          {w.undo}
        </Button>
      </DisabledReason>
    </Panel>
  )
}

export function Undoing({ run }: { readonly run: Run }) {
  const w = useWords(words)
  const may = useMay()
  const stop = useWrite(api.intake.cancelUndo, { success: w.undoStopped, touches: TOUCHES })
  const done = run.progress?.done ?? 0
  const total = run.progress?.total ?? 0
  return (
    <Panel
      title={w.undoing}
      extra={
        may('intake.write') ? (
          <Button loading={stop.isPending} onClick={() => stop.mutate({ params: { id: run.id } })}>
            {w.cancel}
          </Button>
        ) : null
      }
    >
      <Progress
        percent={total > 0 ? Math.min(99, Math.floor((done / total) * 100)) : 0}
        status="active"
        aria-label={w.undoing}
      />
      <p className="mr-quiet">
        {total > 0 ? `${w.progressRecords(formatInteger(done), formatInteger(total))} ` : ''}
        {w.undoLeave}
      </p>
    </Panel>
  )
}
