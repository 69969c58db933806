// The condition as a tree one edits in place: groups inside groups, each test a line, the server's word under the node it means.
import { CloseOutlined } from '@ant-design/icons'
import { Button, Checkbox, Select } from 'antd'
import { useLanguage, useWords } from '../../ui/language.ts'
import { type EditNode, type GroupNode, newKey, type Purpose, type TestNode } from './tree.ts'
import { ValueInput } from './ValueInput.tsx'
import { OPS, words } from './words.ts'

interface Shared {
  readonly purpose: Purpose
  /** Key of the node → what is wrong with it. */
  readonly problems: ReadonlyMap<number, string>
  readonly isReadOnly: boolean
  readonly onChange: (key: number, by: EditNode | null) => void
}

export function TreeEditor({ root, ...shared }: Shared & { readonly root: GroupNode }) {
  return <Group group={root} isRoot {...shared} />
}

const MODES = ['all', 'any', 'notAll', 'notAny'] as const

function Group({ group, isRoot, ...shared }: Shared & { group: GroupNode; isRoot: boolean }) {
  const w = useWords(words)
  const { purpose, problems, isReadOnly, onChange } = shared
  const mode = group.isNegated ? (group.mode === 'all' ? 'notAll' : 'notAny') : group.mode
  const first = purpose.fields[0]
  const add = (part: EditNode) => onChange(group.key, { ...group, parts: [...group.parts, part] })
  return (
    <fieldset className="mr-tree" disabled={isReadOnly}>
      <div className="mr-row">
        <Select<(typeof MODES)[number]>
          aria-label={w.mode}
          size="small"
          style={{ width: 130 }}
          value={mode}
          disabled={isReadOnly}
          onChange={(next) =>
            onChange(group.key, {
              ...group,
              mode: next === 'all' || next === 'notAll' ? 'all' : 'any',
              isNegated: next === 'notAll' || next === 'notAny',
            })
          }
          options={MODES.map((value) => ({ value, label: w[value] }))}
        />
        {group.parts.length === 0 && group.mode === 'all' ? (
          <span className="mr-quiet">{w.always}</span>
        ) : null}
        <span className="mr-spring" />
        {isReadOnly || !first ? null : (
          <>
            <Button
              size="small"
              onClick={() =>
                add({
                  key: newKey(),
                  kind: 'test',
                  isNegated: false,
                  field: first.id,
                  op: first.operators[0] ?? 'eq',
                  value: undefined,
                })
              }
            >
              {w.addTest}
            </Button>
            <Button
              size="small"
              type="text"
              onClick={() =>
                add({ key: newKey(), kind: 'group', mode: 'any', isNegated: false, parts: [] })
              }
            >
              {w.addGroup}
            </Button>
            {isRoot ? null : <Remove onClick={() => onChange(group.key, null)} />}
          </>
        )}
      </div>
      <NodeProblem text={problems.get(group.key)} />
      {group.parts.length === 0 ? null : (
        <ul>
          {group.parts.map((part) => (
            <li key={part.key}>
              {part.kind === 'group' ? (
                <Group group={part} isRoot={false} {...shared} />
              ) : (
                <Test test={part} {...shared} />
              )}
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  )
}

function Test({ test, purpose, problems, isReadOnly, onChange }: Shared & { test: TestNode }) {
  const w = useWords(words)
  const language = useLanguage()
  const field = purpose.fields.find(({ id }) => id === test.field)
  const change = (own: Partial<TestNode>) => onChange(test.key, { ...test, ...own })
  return (
    <>
      <div className="mr-row">
        <Select
          aria-label={w.field}
          style={{ width: 150 }}
          value={field ? test.field : null}
          placeholder={test.field}
          disabled={isReadOnly}
          onChange={(id: string) => {
            const next = purpose.fields.find((one) => one.id === id)
            // A comparison the new field knows is kept, a value of another type is not.
            const op = next?.operators.includes(test.op) ? test.op : (next?.operators[0] ?? 'eq')
            change({ field: id, op, value: next?.type === field?.type ? test.value : undefined })
          }}
          options={purpose.fields.map((one) => ({ value: one.id, label: one[language] }))}
          showSearch={{ optionFilterProp: 'label' }}
        />
        <Select
          aria-label={w.operator}
          style={{ width: 128 }}
          value={test.op}
          disabled={isReadOnly}
          onChange={(op: string) => {
            const isSameShape = shapeOf(op) === shapeOf(test.op)
            change({ op, value: isSameShape ? test.value : undefined })
          }}
          options={(field?.operators ?? [test.op]).map((op) => ({
            value: op,
            label: OPS[op]?.[language] ?? op,
          }))}
        />
        {field ? (
          <ValueInput
            field={field}
            op={test.op}
            value={test.value}
            onChange={(value) => change({ value })}
          />
        ) : null}
        <span className="mr-spring" />
        {isReadOnly ? null : (
          <>
            <Checkbox
              checked={test.isNegated}
              onChange={(event) => change({ isNegated: event.target.checked })}
            >
              {w.negate}
            </Checkbox>
            <Remove onClick={() => onChange(test.key, null)} />
          </>
        )}
        {isReadOnly && test.isNegated ? <span className="mr-tag">{w.negate}</span> : null}
      </div>
      <NodeProblem text={problems.get(test.key)} />
    </>
  )
}

/** Comparisons whose values look alike. */
function shapeOf(op: string): string {
  if (op === 'between') return 'two'
  if (op === 'within_minutes' || op === 'past_minutes') return 'minutes'
  if (op === 'in' || op === 'not_in' || op.startsWith('has_') || op === 'only') return 'list'
  return op === 'known' || op === 'unknown' ? 'none' : 'one'
}

function Remove({ onClick }: { onClick: () => void }) {
  const w = useWords(words)
  return (
    <Button
      size="small"
      type="text"
      icon={<CloseOutlined />}
      aria-label={w.remove}
      title={w.remove}
      onClick={onClick}
    />
  )
}

function NodeProblem({ text }: { text: string | undefined }) {
  return text === undefined ? null : (
    <p className="mr-bad" role="alert">
      {text}
    </p>
  )
}
