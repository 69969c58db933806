// The reason behind a hold, clock, number, price or automatic decision, one click away: which rule, what
// went in, what was expected, what came out, when, and where to look further.
import { Popover } from 'antd'
import type { ReactNode } from 'react'
import { useWords } from './language.ts'
import { When } from './values.tsx'

const words = {
  why: { zh: '为什么', en: 'Why' },
  expected: { zh: '应为', en: 'Expected' },
  actual: { zh: '实际', en: 'Actual' },
}

export interface Reason {
  /** One sentence: the answer. */
  readonly says: ReactNode
  /** Name and version of the rule. */
  readonly rule?: ReactNode
  readonly inputs?: readonly (readonly [label: ReactNode, value: ReactNode])[]
  /** Read when somebody asks: nothing is fetched before the card is open. */
  readonly body?: ReactNode
  readonly expected?: ReactNode
  readonly actual?: ReactNode
  readonly at?: string | null
  readonly links?: readonly { readonly label: string; readonly to: string }[]
}

export function Why({ reason, children }: { reason: Reason; children: ReactNode }) {
  const w = useWords(words)
  return (
    <Popover trigger="click" placement="rightTop" content={<WhyCard reason={reason} />}>
      <button type="button" className="mr-why" title={w.why}>
        {children}
      </button>
    </Popover>
  )
}

function WhyCard({ reason }: { reason: Reason }) {
  const w = useWords(words)
  const { inputs = [], links = [] } = reason
  return (
    <div className="mr-why-card">
      <h3>{reason.says}</h3>
      {reason.rule === undefined ? null : <p className="mr-quiet">{reason.rule}</p>}
      {reason.expected === undefined && reason.actual === undefined ? null : (
        <div className="mr-why-pair">
          <div>
            <span className="mr-quiet">{w.expected}</span>
            <strong>{reason.expected ?? '—'}</strong>
          </div>
          <div>
            <span className="mr-quiet">{w.actual}</span>
            <strong>{reason.actual ?? '—'}</strong>
          </div>
        </div>
      )}
      {reason.body}
      {inputs.length === 0 ? null : <WhyFacts items={inputs} />}
      {reason.at || links.length > 0 ? (
        <footer>
          {reason.at ? <When at={reason.at} isShort /> : null}
          <span className="mr-spring" />
          {links.map((link) => (
            <a key={link.to} href={link.to}>
              {link.label}
            </a>
          ))}
        </footer>
      ) : null}
    </div>
  )
}

/** Pairs of a card, for a body that fetches its own. */
export function WhyFacts({
  items,
}: {
  readonly items: readonly (readonly [label: ReactNode, value: ReactNode])[]
}) {
  return (
    <dl>
      {items.map(([label, value], index) => [
        <dt key={`l${index}`}>{label}</dt>,
        <dd key={`v${index}`}>{value}</dd>,
      ])}
    </dl>
  )
}
