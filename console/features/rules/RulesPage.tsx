// The rule studio: what is decided by rules, the rules in the order they are asked, and one of them on the bench.
import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons'
import { App, Button, Select } from 'antd'
import { type DragEvent, type KeyboardEvent, useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { rulesApi } from '../../../src/modules/rules/contract.ts'
import { useMay } from '../../session.ts'
import { useHotkeys } from '../../ui/hotkeys.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { useAddressValue, useSetAddress } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { RuleEditor } from './RuleEditor.tsx'
import { useSay } from './say.tsx'
import { type EditRule, editOf, emptyRule, type Purpose, type RuleRow } from './tree.ts'
import { words } from './words.ts'

type SetOfRules = Result<(typeof rulesApi)['ruleset']>

export function RulesPage() {
  const w = useWords(words)
  const language = useLanguage()
  const { data, error } = useRead(api.rules.purposes, {})
  const [chosen] = useAddressValue('purpose', '')
  const setAddress = useSetAddress()
  const purpose = data?.items.find(({ id }) => id === chosen) ?? data?.items[0]
  return (
    <Page
      title={w.title}
      help={w.help}
      aside={
        data && data.items.length > 0 ? (
          <Select
            aria-label={w.purpose}
            style={{ minWidth: 180 }}
            value={purpose?.id ?? null}
            onChange={(id: string) => setAddress({ purpose: id, rule: null, tab: null })}
            options={data.items.map((one) => ({
              value: one.id,
              label: `${one[language]} · ${one.active}`,
            }))}
          />
        ) : null
      }
    >
      {error ? <ProblemAlert problem={error} /> : null}
      {data && !purpose ? <Teach title={w.noPurpose} /> : null}
      {purpose ? (
        <Studio key={purpose.id} purpose={purpose} />
      ) : error || data ? null : (
        <Loading lines={8} />
      )}
    </Page>
  )
}

/** What is on the bench: a saved rule by its id and version, or a new one. */
type Bench = { readonly kind: 'new'; readonly n: number; readonly initial: EditRule } | null

function Studio({ purpose }: { purpose: Purpose }) {
  const w = useWords(words)
  const mayWrite = useMay()('rules.write')
  const { modal } = App.useApp()
  const { data, error } = useRead(api.rules.ruleset, { params: { purpose: purpose.id } })
  const [ruleId] = useAddressValue('rule', '')
  const setAddress = useSetAddress()
  const [bench, setBench] = useState<Bench>(null)
  const [isDirty, setDirty] = useState(false)
  const rules = data?.rules ?? []
  const rule = bench ? null : (rules.find(({ id }) => id === ruleId) ?? rules[0] ?? null)

  const leaveThen = (go: () => void) => {
    if (!isDirty) return go()
    modal.confirm({
      title: w.discardAsk,
      okText: w.discard,
      cancelText: w.stay,
      okButtonProps: { danger: true },
      onOk: go,
    })
  }
  const open = (id: string) => {
    setBench(null)
    setDirty(false)
    setAddress({ rule: id })
  }
  const begin = (initial: EditRule) => {
    setBench({ kind: 'new', n: Date.now(), initial })
    setDirty(false)
    setAddress({ tab: null })
  }
  const lastPriority = rules.at(-1)?.priority ?? 0
  const copy = (edit: EditRule) =>
    begin({
      ...edit,
      name: w.copyName(edit.name),
      active: false,
      priority: lastPriority + 10,
    })
  const add = () => leaveThen(() => begin(emptyRule('', lastPriority + 10)))
  useHotkeys(mayWrite ? [{ keys: 'n', label: w.add, run: add }] : [])
  if (error) return <ProblemAlert problem={error} />
  if (!data) return <Loading lines={8} />
  return (
    <div className="mr-studio">
      <aside className="mr-panel">
        <header>
          <h2>{w.list}</h2>
          <span className="mr-spring" />
          {mayWrite ? (
            <Button size="small" type="primary" onClick={add}>
              {w.add}
            </Button>
          ) : null}
        </header>
        {rules.length === 0 ? <Teach title={w.none} text={w.noneText} /> : null}
        <RuleList
          purpose={purpose}
          set={data}
          openId={rule?.id ?? null}
          mayWrite={mayWrite}
          onOpen={(id) => leaveThen(() => open(id))}
        />
      </aside>
      {bench ? (
        <RuleEditor
          key={bench.n}
          purpose={purpose}
          rule={null}
          initial={bench.initial}
          mayWrite={mayWrite}
          onSaved={open}
          onDirty={setDirty}
          onCopy={copy}
        />
      ) : rule ? (
        <SavedRule
          key={`${rule.id} ${rule.version}`}
          purpose={purpose}
          rule={rule}
          mayWrite={mayWrite}
          onSaved={open}
          onDirty={setDirty}
          onCopy={copy}
        />
      ) : (
        <div className="mr-panel">
          <Teach title={rules.length === 0 ? w.none : w.choose} />
        </div>
      )}
    </div>
  )
}

function SavedRule(
  props: Omit<Parameters<typeof RuleEditor>[0], 'initial' | 'rule'> & { readonly rule: RuleRow },
) {
  const [initial] = useState(() => editOf(props.purpose, props.rule))
  return <RuleEditor {...props} initial={initial} />
}

interface ListProps {
  readonly purpose: Purpose
  readonly set: SetOfRules
  readonly openId: string | null
  readonly mayWrite: boolean
  readonly onOpen: (id: string) => void
}

function RuleList({ purpose, set, openId, mayWrite, onOpen }: ListProps) {
  const w = useWords(words)
  const say = useSay(purpose)
  const language = useLanguage()
  const place = useWrite(api.rules.placeRule, { success: w.moved })
  const [dragged, setDragged] = useState<string | null>(null)
  const { rules, conflicts } = set
  /** Before whom the rule stands when it takes the place `to`. */
  const moveTo = (from: number, to: number) => {
    const rule = rules[from]
    if (!rule || to < 0 || to >= rules.length || from === to) return
    const before = to < from ? rules[to] : rules[to + 1]
    place.mutate({
      params: { id: rule.id },
      body: { version: rule.version, beforeId: before?.id ?? null },
    })
  }
  const onKeyDown = (event: KeyboardEvent, n: number) => {
    if (!event.altKey || !mayWrite) return
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (step === 0) return
    event.preventDefault()
    moveTo(n, n + step)
  }
  const onDrop = (event: DragEvent, n: number) => {
    event.preventDefault()
    moveTo(
      rules.findIndex(({ id }) => id === dragged),
      n,
    )
    setDragged(null)
  }
  return (
    <ol className="mr-rules" aria-label={w.list}>
      {rules.map((rule, n) => (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a mouse's second way; buttons and Alt+arrows do the same
        <li
          key={rule.id}
          className={rule.id === openId ? 'is-open' : undefined}
          draggable={mayWrite}
          onDragStart={() => setDragged(rule.id)}
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => onDrop(event, n)}
        >
          <span className="mr-quiet mr-num">{n + 1}</span>
          <div>
            <button
              type="button"
              className="mr-link"
              aria-current={rule.id === openId ? 'true' : undefined}
              onClick={() => onOpen(rule.id)}
              onKeyDown={(event) => onKeyDown(event, n)}
            >
              {rule.name}
            </button>{' '}
            {rule.stops ? <StatusTag tone="info">{w.stopsTag}</StatusTag> : null}{' '}
            {rule.active ? null : <StatusTag>{w.idle}</StatusTag>}
            <p className="mr-quiet">
              {say.condition(rule.condition)} → {say.outcomes(rule.outcomes)}
            </p>
            {rule.isBroken ? <p className="mr-bad">{w.broken}</p> : null}
            {conflicts
              .filter(({ ruleId }) => ruleId === rule.id)
              .map((conflict) => (
                <p key={`${conflict.kind} ${conflict.otherId}`} className="mr-warn">
                  {conflict[language]}
                </p>
              ))}
          </div>
          {mayWrite ? (
            <span className="mr-rules-tools">
              <Button
                size="small"
                type="text"
                icon={<ArrowUpOutlined />}
                aria-label={`${w.up} ${rule.name}`}
                title={w.up}
                disabled={n === 0}
                onClick={() => moveTo(n, n - 1)}
              />
              <Button
                size="small"
                type="text"
                icon={<ArrowDownOutlined />}
                aria-label={`${w.down} ${rule.name}`}
                title={w.down}
                disabled={n === rules.length - 1}
                onClick={() => moveTo(n, n + 1)}
              />
            </span>
          ) : null}
        </li>
      ))}
    </ol>
  )
}
