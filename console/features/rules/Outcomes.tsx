// What follows when the condition holds.
import { CloseOutlined } from '@ant-design/icons'
import { Button, Select } from 'antd'
import { useLanguage, useWords } from '../../ui/language.ts'
import { type EditOutcome, newKey, type Purpose } from './tree.ts'
import { ParamInput } from './ValueInput.tsx'
import { words } from './words.ts'

interface Props {
  readonly purpose: Purpose
  readonly outcomes: readonly EditOutcome[]
  readonly isReadOnly: boolean
  readonly problems: ReadonlyMap<number, string>
  readonly onChange: (outcomes: readonly EditOutcome[]) => void
}

export function Outcomes({ purpose, outcomes, isReadOnly, problems, onChange }: Props) {
  const w = useWords(words)
  const language = useLanguage()
  const change = (key: number, own: Partial<EditOutcome>) =>
    onChange(outcomes.map((one) => (one.key === key ? { ...one, ...own } : one)))
  const first = purpose.outcomes[0]
  return (
    <fieldset className="mr-tree" disabled={isReadOnly}>
      {outcomes.map(({ key, kind, params }) => (
        <div key={key}>
          <div className="mr-row">
            <Select
              aria-label={w.outcome}
              style={{ width: 150 }}
              value={kind}
              disabled={isReadOnly}
              onChange={(next: string) => change(key, { kind: next, params: {} })}
              options={purpose.outcomes.map((one) => ({ value: one.id, label: one[language] }))}
            />
            {(purpose.outcomes.find(({ id }) => id === kind)?.params ?? []).map((param) => (
              <label key={param.id} className="mr-row">
                <span className="mr-quiet">{param[language]}</span>
                <ParamInput
                  param={param}
                  value={params[param.id]}
                  onChange={(value) => {
                    const rest = Object.fromEntries(
                      Object.entries(params).filter(([id]) => id !== param.id),
                    )
                    change(key, {
                      params: value === undefined ? rest : { ...rest, [param.id]: value },
                    })
                  }}
                />
              </label>
            ))}
            <span className="mr-spring" />
            {isReadOnly ? null : (
              <Button
                size="small"
                type="text"
                icon={<CloseOutlined />}
                aria-label={w.remove}
                onClick={() => onChange(outcomes.filter((one) => one.key !== key))}
              />
            )}
          </div>
          {problems.has(key) ? (
            <p className="mr-bad" role="alert">
              {problems.get(key)}
            </p>
          ) : null}
        </div>
      ))}
      <div className="mr-row">
        {outcomes.length === 0 ? <span className="mr-quiet">{w.onlyStops}</span> : null}
        <span className="mr-spring" />
        {isReadOnly || !first ? null : (
          <Button
            size="small"
            onClick={() => onChange([...outcomes, { key: newKey(), kind: first.id, params: {} }])}
          >
            {w.addOutcome}
          </Button>
        )}
      </div>
    </fieldset>
  )
}
