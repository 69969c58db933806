// A metric's name that opens its definition, wherever it stands.
import { Popover } from 'antd'
import { useLanguage, useWords } from '../../ui/language.ts'
import { RestatedList, type Restatement } from './Restated.tsx'
import type { Definition } from './show.ts'
import { words } from './words.ts'

export function MetricName({
  definition,
  restated = [],
}: {
  readonly definition: Definition
  readonly restated?: readonly Restatement[]
}) {
  const w = useWords(words)
  const language = useLanguage()
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      title={definition.question[language]}
      content={
        <>
          <DefinitionCard definition={definition} />
          {restated.length === 0 ? null : (
            <>
              <strong>{w.restatedTitle}</strong>
              <RestatedList items={restated} />
            </>
          )}
        </>
      }
    >
      <button type="button" className="mr-link">
        {definition.name[language]}
        {restated.length === 0 ? null : (
          <sup className="mr-warn" title={w.restatedTitle}>
            {' '}
            ✎
          </sup>
        )}
      </button>
    </Popover>
  )
}

export function DefinitionCard({ definition }: { readonly definition: Definition }) {
  const w = useWords(words)
  const language = useLanguage()
  const lines: readonly (readonly [string, string])[] = [
    [w.formula, definition.formula[language]],
    [w.basis, definition.timeBasis[language]],
    [w.refunds, definition.refunds[language]],
    [w.caveats, definition.caveats[language]],
    [
      w.parts,
      definition.parts.map((part) => `${part[language]} (${part.basis[language]})`).join(' · '),
    ],
    [w.adds, definition.isAdditive ? w.addsYes : w.addsNo],
  ]
  return (
    <dl className="mr-facts" style={{ maxWidth: 460, gridTemplateColumns: '1fr' }}>
      {lines.map(([label, text]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{text}</dd>
        </div>
      ))}
      <div className="mr-quiet mr-code">
        {definition.id} · {w.version} {definition.version}
      </div>
    </dl>
  )
}
