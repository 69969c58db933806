// A number explained by the steps that lead to it, drawn as falling bars. Every step opens the rows that
// sum to it.
import type { ReactNode } from 'react'
import { Qty } from './values.tsx'

export interface FallStep {
  readonly key: string
  readonly label: ReactNode
  /** Base units as text; a minus for what is taken away. */
  readonly value: string
  /** `level` starts or ends the fall; `change` moves it. */
  readonly kind: 'level' | 'change'
  /** Address of the rows that sum to it. */
  readonly to?: string
}

export function Waterfall({ label, steps }: { label: string; steps: readonly FallStep[] }) {
  const spans = spansOf(steps)
  const low = Math.min(0, ...spans.map(({ from, to }) => Math.min(from, to)))
  const high = Math.max(1, ...spans.map(({ from, to }) => Math.max(from, to)))
  const percent = (value: number) => ((value - low) / (high - low)) * 100
  return (
    <ol className="mr-fall" aria-label={label}>
      {steps.map((step, index) => {
        const { from, to } = spans[index] ?? { from: 0, to: 0 }
        const tone = step.kind === 'level' ? '' : to < from ? 'is-minus' : 'is-plus'
        const left = percent(Math.min(from, to))
        const figure = <Qty value={step.value} isDelta={step.kind === 'change'} />
        return (
          <li key={step.key} className={step.kind === 'level' ? 'is-total' : undefined}>
            <span>{step.label}</span>
            <span className="mr-fall-track" aria-hidden>
              {from === to ? null : (
                <i
                  className={tone}
                  style={{ left: `${left}%`, width: `${percent(Math.max(from, to)) - left}%` }}
                />
              )}
            </span>
            <span className="mr-fall-value">
              {step.to === undefined ? figure : <a href={step.to}>{figure}</a>}
            </span>
          </li>
        )
      })}
    </ol>
  )
}

/** Where each bar begins and ends. Doubles are exact enough to draw with; figures stay text. */
function spansOf(steps: readonly FallStep[]): { from: number; to: number }[] {
  let level = 0
  return steps.map((step) => {
    const value = Number(step.value)
    const from = step.kind === 'level' ? 0 : level
    level = step.kind === 'level' ? value : level + value
    return { from, to: level }
  })
}
