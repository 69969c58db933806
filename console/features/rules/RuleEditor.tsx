// One rule on the bench: edit, try, save as a version. The parent gives it a new `key` for another rule.
import { App, Button, Input, InputNumber, Switch, Tabs } from 'antd'
import { useMemo, useState } from 'react'
import { api } from '../../api/client.ts'
import { type ApiProblem, toProblem } from '../../api/problem.ts'
import { useWrite } from '../../api/queries.tsx'
import { useLeaveGuard } from '../../ui/form/leave-guard.ts'
import { StaleDialog } from '../../ui/form/StaleDialog.tsx'
import { useHotkeys } from '../../ui/hotkeys.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { DisabledReason } from '../../ui/states.tsx'
import { useAddressValue } from '../../ui/table/use-address.ts'
import { StatusTag } from '../../ui/values.tsx'
import { Outcomes } from './Outcomes.tsx'
import { useSay } from './say.tsx'
import {
  draftOf,
  type EditRule,
  editOf,
  nodeAt,
  type OutcomeRow,
  type Purpose,
  replaceNode,
  type RuleRow,
} from './tree.ts'
import { TreeEditor } from './TreeEditor.tsx'
import { TryPanel } from './TryPanel.tsx'
import { Versions } from './Versions.tsx'
import { words } from './words.ts'

interface Props {
  readonly purpose: Purpose
  /** Null for a rule that is not saved yet. */
  readonly rule: RuleRow | null
  readonly initial: EditRule
  readonly mayWrite: boolean
  readonly onSaved: (id: string) => void
  readonly onDirty: (isDirty: boolean) => void
  readonly onCopy: (edit: EditRule) => void
}

export function RuleEditor({ purpose, rule, initial, mayWrite, onSaved, onDirty, onCopy }: Props) {
  const w = useWords(words)
  const [edit, setEdit] = useState(initial)
  const [note, setNote] = useState('')
  const [tab, setTab] = useAddressValue('tab', 'edit')
  const saving = useSaving({ purpose, rule, edit, note, onSaved })
  const clean = useMemo(() => JSON.stringify(draftOf(purpose, initial).draft), [purpose, initial])
  const isDirty = rule === null || JSON.stringify(draftOf(purpose, edit).draft) !== clean
  useLeaveGuard(isDirty && mayWrite && saving.isOpen)
  const change = (own: Partial<EditRule>) => {
    setEdit({ ...edit, ...own })
    onDirty(true)
  }
  useHotkeys([
    { keys: 't', label: w.try, run: () => setTab('try') },
    { keys: 'e', label: w.edit, run: () => setTab('edit') },
    { keys: 'mod+s', label: w.save, isGlobal: true, run: () => void saving.save(rule?.version) },
  ])
  const why = !mayWrite ? w.mayNot : isDirty ? undefined : w.unchanged
  return (
    <section className="mr-panel" aria-label={edit.name || w.newRule}>
      <header>
        <h2>{edit.name || w.newRule}</h2>
        {rule ? <span className="mr-quiet">{`${w.version} ${rule.version}`}</span> : null}
        {isDirty ? <StatusTag tone="warn">{w.dirty}</StatusTag> : null}
        <span className="mr-spring" />
        {rule && mayWrite ? <Button onClick={() => onCopy(edit)}>{w.copy}</Button> : null}
        <Button onClick={() => setTab('try')}>{w.try}</Button>
        <DisabledReason why={why}>
          <Button
            type="primary"
            disabled={why !== undefined}
            loading={saving.isSaving}
            onClick={() => void saving.save(rule?.version)}
          >
            {rule ? w.save : w.create}
          </Button>
        </DisabledReason>
      </header>
      {saving.problem ? <ProblemAlert problem={saving.problem} /> : null}
      <Tabs
        activeKey={tab}
        onChange={setTab}
        items={[
          {
            key: 'edit',
            label: w.edit,
            children: (
              <EditTab
                purpose={purpose}
                edit={edit}
                isReadOnly={!mayWrite}
                problems={saving.nodes}
                note={note}
                onNote={setNote}
                onChange={change}
              />
            ),
          },
          {
            key: 'try',
            label: w.try,
            children:
              tab === 'try' ? (
                <TryPanel purpose={purpose} id={rule?.id ?? null} edit={edit} />
              ) : null,
          },
          ...(rule
            ? [
                {
                  key: 'versions',
                  label: w.versions,
                  children: (
                    <Versions
                      purpose={purpose}
                      rule={rule}
                      mayWrite={mayWrite}
                      onRestored={() => onSaved(rule.id)}
                    />
                  ),
                },
              ]
            : []),
        ]}
      />
      {saving.stale ? (
        <Stale
          purpose={purpose}
          problem={saving.stale}
          onClose={() => saving.setStale(null)}
          onResolve={(values, version) => {
            const merged = { ...draftOf(purpose, edit).draft, ...values }
            setEdit(editOf(purpose, merged as Parameters<typeof editOf>[1]))
            saving.setStale(null)
            void saving.save(version, merged as ReturnType<typeof draftOf>['draft'])
          }}
        />
      ) : null}
    </section>
  )
}

function useSaving({
  purpose,
  rule,
  edit,
  note,
  onSaved,
}: Pick<Props, 'purpose' | 'rule' | 'onSaved'> & { edit: EditRule; note: string }) {
  const w = useWords(words)
  const language = useLanguage()
  const { message } = App.useApp()
  const add = useWrite(api.rules.addRule, { quiet: true })
  const put = useWrite(api.rules.saveRule, { quiet: true })
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const [stale, setStale] = useState<ApiProblem | null>(null)
  const [nodes, setNodes] = useState<ReadonlyMap<number, string>>(new Map())
  const [isOpen, setOpen] = useState(true)
  const save = async (
    version: number | undefined,
    merged?: ReturnType<typeof draftOf>['draft'],
  ) => {
    const { draft: own, keys } = draftOf(purpose, edit)
    const draft = merged ?? own
    setProblem(null)
    setNodes(new Map())
    try {
      if (rule && version !== undefined) {
        const saved = await put.mutateAsync({
          params: { id: rule.id },
          body: { version, draft, note },
        })
        void message.success(w.saved(saved.version))
        setOpen(false)
        onSaved(rule.id)
      } else {
        const { id } = await add.mutateAsync({ body: { purpose: purpose.id, draft, note } })
        void message.success(w.created)
        setOpen(false)
        onSaved(id)
      }
    } catch (thrown) {
      const refused = toProblem(thrown)
      if (refused.code === 'kernel.stale_edit') return setStale(refused)
      setProblem(refused)
      setNodes(
        new Map(
          refused.fields.flatMap(({ path, ...said }) => {
            const at = path.replace(/^draft\./, '')
            const outcome = /^outcomes\.(\d+)/.exec(at)?.[1]
            const key = outcome ? edit.outcomes[Number(outcome)]?.key : nodeAt(keys, at)
            return key === undefined ? [] : [[key, said[language]] as const]
          }),
        ),
      )
    }
  }
  return { save, problem, nodes, stale, setStale, isOpen, isSaving: add.isPending || put.isPending }
}

interface EditTabProps {
  readonly purpose: Purpose
  readonly edit: EditRule
  readonly isReadOnly: boolean
  readonly problems: ReadonlyMap<number, string>
  readonly note: string
  readonly onNote: (note: string) => void
  readonly onChange: (own: Partial<EditRule>) => void
}

function EditTab({ purpose, edit, isReadOnly, problems, note, onNote, onChange }: EditTabProps) {
  const w = useWords(words)
  return (
    <div className="mr-stack">
      <div className="mr-row">
        <label className="mr-row">
          <span className="mr-quiet">{w.name}</span>
          <Input
            style={{ width: 220 }}
            maxLength={80}
            value={edit.name}
            disabled={isReadOnly}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </label>
        <label className="mr-row" title={w.priorityHelp}>
          <span className="mr-quiet">{w.priority}</span>
          <InputNumber
            style={{ width: 90 }}
            min={0}
            max={1_000_000_000}
            precision={0}
            value={edit.priority}
            disabled={isReadOnly}
            onChange={(value) => onChange({ priority: value ?? 0 })}
          />
        </label>
        <label className="mr-row">
          <Switch
            size="small"
            checked={edit.active}
            disabled={isReadOnly}
            onChange={(active) => onChange({ active })}
          />
          {w.active}
        </label>
        <label className="mr-row">
          <Switch
            size="small"
            checked={edit.stops}
            disabled={isReadOnly}
            onChange={(stops) => onChange({ stops })}
          />
          {w.stops}
        </label>
        {(['validFrom', 'validTo'] as const).map((name) => (
          <label key={name} className="mr-row">
            <span className="mr-quiet">{w[name]}</span>
            <Input
              type="date"
              style={{ width: 138 }}
              value={edit[name]}
              disabled={isReadOnly}
              onChange={(event) => onChange({ [name]: event.target.value })}
            />
          </label>
        ))}
      </div>
      <h3>{w.condition}</h3>
      <TreeEditor
        purpose={purpose}
        root={edit.root}
        problems={problems}
        isReadOnly={isReadOnly}
        onChange={(key, by) => onChange({ root: replaceNode(edit.root, key, by) })}
      />
      <h3>{w.outcomes}</h3>
      <Outcomes
        purpose={purpose}
        outcomes={edit.outcomes}
        isReadOnly={isReadOnly}
        problems={problems}
        onChange={(outcomes) => onChange({ outcomes })}
      />
      {isReadOnly ? null : (
        <label className="mr-row">
          <span className="mr-quiet">{w.note}</span>
          <Input
            style={{ width: 420 }}
            maxLength={500}
            value={note}
            onChange={(event) => onNote(event.target.value)}
          />
        </label>
      )}
    </div>
  )
}

function Stale({
  purpose,
  problem,
  onClose,
  onResolve,
}: {
  purpose: Purpose
  problem: ApiProblem
  onClose: () => void
  onResolve: (values: Record<string, unknown>, version: number) => void
}) {
  const w = useWords(words)
  const say = useSay(purpose)
  const labels = new Map<string, string>(
    (
      [
        'name',
        'priority',
        'stops',
        'active',
        'validFrom',
        'validTo',
        'condition',
        'outcomes',
      ] as const
    ).map((field) => [field, w[field]]),
  )
  return (
    <StaleDialog
      problem={problem}
      labels={labels}
      onClose={onClose}
      onResolve={onResolve}
      say={(field, value) => {
        if (field === 'condition') return say.condition(value as RuleRow['condition'])
        return field === 'outcomes' ? say.outcomes(value as OutcomeRow[]) : undefined
      }}
    />
  )
}
