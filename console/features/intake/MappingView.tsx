// A file nobody knows, mapped by hand: columns with samples, their meaning, the words of states, and what would be read.
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { intakeApi } from '../../../src/modules/intake/contract.ts'
import { formatYuan } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { DisabledReason, Loading } from '../../ui/states.tsx'
import { STATES } from './states.ts'
import { mappingWords, words } from './words.ts'

type Start = Result<(typeof intakeApi)['mapping']>
type Preview = Result<(typeof intakeApi)['previewMapping']>
type Kind = Start['kind']

interface MappingProps {
  readonly runId: string
  readonly onBack: () => void
  readonly onSaved: () => void
}

export function MappingView({ runId, onBack, onSaved }: MappingProps) {
  const w = useWords(mappingWords)
  const [kind, setKind] = useState<Kind>()
  const start = useRead(api.intake.mapping, {
    params: { id: runId },
    query: kind === undefined ? {} : { kind },
  })
  return (
    <Page title={w.title} help={w.text}>
      {start.error ? <ProblemAlert problem={start.error} /> : null}
      {start.data ? (
        <Editor
          key={start.data.kind}
          runId={runId}
          start={start.data}
          onKind={setKind}
          onBack={onBack}
          onSaved={onSaved}
        />
      ) : start.error ? null : (
        <Loading lines={8} />
      )}
    </Page>
  )
}

const GRAINS = ['both', 'line', 'order', 'lines_only'] as const
const AMOUNTS = ['repeat', 'first', 'split'] as const
interface Draft {
  readonly grain: (typeof GRAINS)[number]
  readonly amounts: (typeof AMOUNTS)[number]
  readonly dateOrder?: 'month_first' | 'day_first'
  /** Header → field. */
  readonly meaning: Readonly<Record<string, string>>
  readonly statuses: Readonly<Record<string, string>>
  readonly name: string
}

interface EditorProps extends MappingProps {
  readonly start: Start
  readonly onKind: (kind: Kind) => void
}

function Editor({ runId, start, onKind, onBack, onSaved }: EditorProps) {
  const w = useWords(mappingWords)
  const k = useWords(words)
  const language = useLanguage()
  const [draft, setDraft] = useState<Draft>(() => ({
    grain: 'both',
    amounts: 'repeat',
    meaning: Object.fromEntries(start.suggestions.map(({ field, header }) => [header, field])),
    statuses: {},
    name: `${w.nameNew} · ${k[start.kind]}`,
  }))
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const fields = Object.fromEntries(
    Object.entries(draft.meaning).map(([header, field]) => [field, header]),
  )
  const missing = start.fields.filter(({ key, isRequired }) => isRequired && !fields[key])
  const body = {
    kind: start.kind,
    grain: draft.grain,
    amounts: draft.amounts,
    ...(draft.dateOrder ? { dateOrder: draft.dateOrder } : {}),
    fields,
    statuses: draft.statuses,
  }
  const preview = useRead(
    api.intake.previewMapping as never,
    {
      params: { id: runId },
      body,
    } as never,
  ) as { data?: Preview; error: unknown }
  const save = useWrite(api.intake.saveMapping, { success: w.saved, onDone: onSaved })
  const why =
    missing.length > 0
      ? w.missing(missing.map((field) => field[language]).join(language === 'zh' ? '、' : ', '))
      : undefined
  return (
    <>
      <Panel>
        <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'center' }}>
          <Choice
            label={w.kind}
            value={start.kind}
            onChange={(kind) => onKind(kind as Kind)}
            options={start.kinds.map((kind) => [kind, k[kind]])}
          />
          {start.kind === 'orders' ? (
            <Choice
              label={w.grain}
              value={draft.grain}
              options={GRAINS.map((grain) => [grain, w[grain]])}
              onChange={(grain) => change({ grain: grain as Draft['grain'] })}
            />
          ) : null}
          {start.kind === 'orders' && draft.grain === 'line' ? (
            <Choice
              label={w.amounts}
              value={draft.amounts}
              options={AMOUNTS.map((way) => [way, w[way]])}
              onChange={(amounts) => change({ amounts: amounts as Draft['amounts'] })}
            />
          ) : null}
          <Choice
            label={w.dates}
            value={draft.dateOrder ?? ''}
            options={[
              ['', w.datesPlain],
              ['month_first', w.monthFirst],
              ['day_first', w.dayFirst],
            ]}
            onChange={(order) => {
              const { dateOrder: _before, ...rest } = draft
              setDraft(order === '' ? rest : { ...rest, dateOrder: order as 'day_first' })
            }}
          />
        </div>
      </Panel>
      <Columns start={start} draft={draft} onChange={change} />
      <Words preview={preview.data} draft={draft} onChange={change} />
      {preview.error ? <ProblemAlert problem={preview.error} /> : null}
      <PreviewRows start={start} fields={fields} preview={preview.data} />
      <Panel>
        {save.error ? <ProblemAlert problem={save.error} isSmall /> : null}
        <div style={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' }}>
          <Input
            aria-label={w.name}
            value={draft.name}
            style={{ width: 280 }}
            onChange={(event) => change({ name: event.target.value })}
          />
          <DisabledReason why={why}>
            <Button
              type="primary"
              disabled={why !== undefined || draft.name.trim() === ''}
              loading={save.isPending}
              onClick={() =>
                save.mutate({ params: { id: runId }, body: { name: draft.name, ...body } })
              }
            >
              {w.save}
            </Button>
          </DisabledReason>
          {why ? <span className="mr-warn">{why}</span> : null}
          <span className="mr-spring" />
          <Button onClick={onBack}>{k.back}</Button>
        </div>
      </Panel>
    </>
  )
}

interface ChoiceProps {
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, label: string])[]
  readonly onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label style={{ display: 'inline-flex', gap: 6, alignItems: 'center' }}>
      <span className="mr-quiet">{label}</span>
      <Select
        aria-label={label}
        value={value}
        onChange={onChange}
        style={{ minWidth: 150 }}
        options={options.map(([key, text]) => ({ value: key, label: text }))}
      />
    </label>
  )
}

interface PartProps {
  readonly draft: Draft
  readonly onChange: (part: Partial<Draft>) => void
}

function Columns({ start, draft, onChange }: PartProps & { readonly start: Start }) {
  const w = useWords(mappingWords)
  const language = useLanguage()
  const used = new Set(Object.values(draft.meaning))
  const mean = (header: string, field: string) => {
    const rest = Object.fromEntries(
      Object.entries(draft.meaning).filter(([name, key]) => name !== header && key !== field),
    )
    onChange({ meaning: field === '' ? rest : { ...rest, [header]: field } })
  }
  return (
    <Panel>
      <div style={{ maxHeight: 330, overflow: 'auto' }}>
        <table
          className="mr-plain"
          aria-label={w.column}
          style={{ width: '100%', borderCollapse: 'collapse' }}
        >
          <thead>
            <tr style={{ textAlign: 'left' }}>
              <th style={{ width: '22%' }}>{w.column}</th>
              <th>{w.samples}</th>
              <th style={{ width: 260 }}>{w.field}</th>
            </tr>
          </thead>
          <tbody>
            {start.header.map((header, at) =>
              header === '' ? null : (
                <tr key={header}>
                  <td>{header}</td>
                  <td className="mr-quiet">
                    {[...new Set(start.samples.map((row) => row[at] ?? ''))]
                      .filter((cell) => cell !== '')
                      .slice(0, 3)
                      .join(' · ')
                      .slice(0, 90)}
                  </td>
                  <td>
                    <Select
                      aria-label={`${w.field}: ${header}`}
                      size="small"
                      showSearch
                      optionFilterProp="label"
                      style={{ width: '100%' }}
                      value={draft.meaning[header] ?? ''}
                      onChange={(field) => mean(header, field)}
                      options={[
                        { value: '', label: w.unused },
                        ...start.fields.map((field) => ({
                          value: field.key,
                          label: `${field[language]}${field.isRequired ? ' *' : ''}${
                            used.has(field.key) && draft.meaning[header] !== field.key ? ' ·' : ''
                          }`,
                        })),
                      ]}
                    />
                  </td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

function Words({
  preview,
  draft,
  onChange,
}: PartProps & { readonly preview: Preview | undefined }) {
  const w = useWords(mappingWords)
  if (!preview || preview.words.length === 0) return null
  return (
    <Panel title={w.words}>
      <p className="mr-quiet">{w.wordsText}</p>
      <div style={{ display: 'flex', gap: 12, flexWrap: 'wrap' }}>
        {preview.words.map(({ word }) => (
          <Choice
            key={word}
            label={word}
            value={draft.statuses[word] ?? ''}
            options={[['', '—'], ...STATES.map((state) => [state, w[state]] as const)]}
            onChange={(state) => {
              const { [word]: _before, ...rest } = draft.statuses
              onChange({ statuses: state === '' ? rest : { ...rest, [word]: state } })
            }}
          />
        ))}
      </div>
    </Panel>
  )
}

interface PreviewProps {
  readonly start: Start
  readonly fields: Readonly<Record<string, string>>
  readonly preview: Preview | undefined
}

function PreviewRows({ start, fields, preview }: PreviewProps) {
  const w = useWords(mappingWords)
  const language = useLanguage()
  if (!preview) return null
  const shown = start.fields.filter(({ key }) => fields[key] !== undefined)
  const bad = preview.rows.filter(({ problems }) => problems.length > 0).length
  return (
    <Panel
      title={w.preview}
      extra={bad > 0 ? <span className="mr-bad">{w.previewBad(String(bad))}</span> : null}
    >
      <div style={{ overflow: 'auto', maxHeight: 300 }}>
        <table aria-label={w.preview} style={{ borderCollapse: 'collapse', whiteSpace: 'nowrap' }}>
          <thead>
            <tr style={{ textAlign: 'left' }}>
              <th style={{ paddingRight: 16 }}>{w.row}</th>
              {shown.map((field) => (
                <th key={field.key} style={{ paddingRight: 16 }}>
                  {field[language]}
                </th>
              ))}
              <th>{w.problem}</th>
            </tr>
          </thead>
          <tbody>
            {preview.rows.map(({ row, values, problems }) => (
              <tr key={row}>
                <td className="mr-quiet">{row}</td>
                {shown.map(({ key, type }) => (
                  <td key={key} className="mr-num" style={{ paddingRight: 16 }}>
                    {type === 'money' && values[key]
                      ? formatYuan(values[key])
                      : values[key]?.slice(0, 40)}
                  </td>
                ))}
                <td className="mr-bad">
                  {problems.map((one) => `${one.column} ${one[language]}`).join('; ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
