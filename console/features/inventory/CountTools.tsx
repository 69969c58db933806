// Around the list of counts: how true the books are, the plan by ABC, and its rules.
import { App, Button, Input, Modal, Switch } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { type ApiProblem, toProblem } from '../../api/problem.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { inventoryApi } from '../../../src/modules/inventory/contract.ts'
import { useMay } from '../../session.ts'
import { formatInteger } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Facts } from '../../ui/Page.tsx'
import { StaleDialog } from '../../ui/form/StaleDialog.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { type Reason, Why } from '../../ui/Why.tsx'
import { countWords as words } from './count-words.ts'

type Row = Result<(typeof inventoryApi)['countAccuracy']>['items'][number]

const DAYS = 90

/** `98.53 %`, rounded down: a miss in a thousand looks is not 100 %. */
export function percentOf(part: bigint, whole: bigint): string {
  if (whole === 0n) return '—'
  const hundredths = (part * 10_000n) / whole
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}%`
}

const sum = (rows: readonly Row[], of: (row: Row) => bigint) =>
  rows.reduce((total, row) => total + of(row), 0n)

/** The KPI: of the looks of 90 days, how many found what the books said. */
export function Accuracy() {
  const w = useWords(words)
  const { data, error } = useRead(api.inventory.countAccuracy, { query: { days: DAYS } })
  if (error) return <ProblemAlert problem={error} />
  const rows = data?.items ?? []
  const counted = sum(rows, (row) => BigInt(row.counted))
  if (counted === 0n) return null
  const exact = sum(rows, (row) => BigInt(row.exact))
  const off = sum(rows, (row) => BigInt(row.offQty))
  const expected = sum(rows, (row) => BigInt(row.expectedQty))
  const reason: Reason = {
    says: w.accuracySays,
    inputs: rows
      .filter((row) => row.counted > 0)
      .map((row) => [
        row.class === '-' ? w.noClass : row.class,
        `${formatInteger(row.exact)} / ${formatInteger(row.counted)} · ${percentOf(BigInt(row.exact), BigInt(row.counted))}`,
      ]),
  }
  return (
    <section aria-label={w.accuracy}>
      <Facts
        items={[
          [
            w.accuracy,
            <Why key="a" reason={reason}>
              {percentOf(exact, counted)}
            </Why>,
          ],
          [w.looks, `${formatInteger(exact.toString())} / ${formatInteger(counted.toString())}`],
          [w.offQty, `${formatInteger(off.toString())} / ${formatInteger(expected.toString())}`],
        ]}
      />
    </section>
  )
}

export function PlanButtons() {
  const w = useWords(words)
  const may = useMay()
  const { message } = App.useApp()
  const [isRules, setRules] = useState(false)
  const plan = useWrite(api.inventory.planCounts, {
    onDone: ({ opened, due }) =>
      void (opened > 0
        ? message.success(w.planned(formatInteger(opened), formatInteger(due)))
        : message.info(w.nothingDue)),
  })
  return (
    <>
      <Button onClick={() => setRules(true)}>{w.rules}</Button>
      {may('inventory.count') ? (
        <Button loading={plan.isPending} onClick={() => plan.mutate({ body: {} })}>
          {w.plan}
        </Button>
      ) : null}
      <Modal
        open={isRules}
        title={w.rules}
        footer={null}
        onCancel={() => setRules(false)}
        destroyOnHidden
      >
        <RuleLines />
      </Modal>
    </>
  )
}

type Rule = Result<(typeof inventoryApi)['countRules']>['items'][number]
type Change = { readonly everyDays?: number; readonly isOn?: boolean }

function RuleLines() {
  const w = useWords(words)
  const may = useMay()
  const { data, error, refetch } = useRead(api.inventory.countRules, {})
  const [stale, setStale] = useState<{ rule: Rule; change: Change; problem: ApiProblem } | null>(
    null,
  )
  const [refused, setRefused] = useState<ApiProblem | null>(null)
  const set = useWrite(api.inventory.setCountRule, { success: w.saved, quiet: true })
  if (error) return <ProblemAlert problem={error} />
  const isFixed = !may('inventory.settings')
  const save = async (rule: Rule, change: Change) => {
    setRefused(null)
    const { everyDays, isOn } = { ...rule, ...change }
    try {
      await set.mutateAsync({
        params: { class: rule.class },
        body: { version: rule.version, isOn, ...(everyDays === null ? {} : { everyDays }) },
      })
    } catch (thrown) {
      const problem = toProblem(thrown)
      if (problem.code === 'kernel.stale_edit') setStale({ rule, change, problem })
      else setRefused(problem)
    }
  }
  return (
    <>
      <p className="mr-quiet">{w.rulesHelp}</p>
      {refused ? <ProblemAlert problem={refused} /> : null}
      <Facts
        items={(data?.items ?? []).map((rule) => {
          const name = rule.class === 'zero' ? w.zeroRule : w.classRule(rule.class)
          return [
            name,
            <span key={`${rule.class}${rule.version}`}>
              {rule.everyDays === null ? null : (
                <Input
                  aria-label={`${name} ${w.days}`}
                  type="number"
                  min={1}
                  disabled={isFixed || !rule.isOn}
                  defaultValue={rule.everyDays}
                  suffix={w.days}
                  style={{ width: 120, marginRight: 8 }}
                  onBlur={(event) => {
                    const everyDays = Number(event.target.value)
                    if (everyDays !== rule.everyDays) void save(rule, { everyDays })
                  }}
                />
              )}
              <Switch
                aria-label={name}
                disabled={isFixed}
                checked={rule.isOn}
                onChange={(isOn) => void save(rule, { isOn })}
              />
            </span>,
          ] as const
        })}
      />
      {stale ? (
        <StaleDialog
          problem={stale.problem}
          labels={
            new Map([
              ['everyDays', w.days],
              ['isOn', w.isOn],
            ])
          }
          onClose={() => {
            setStale(null)
            void refetch()
          }}
          onResolve={(theirs, version) => {
            setStale(null)
            void save({ ...stale.rule, version }, { ...stale.change, ...theirs })
          }}
        />
      ) : null}
    </>
  )
}
