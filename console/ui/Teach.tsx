// The empty state that teaches: what this is, why it is empty, the one next step.
import type { ReactNode } from 'react'

interface TeachProps {
  readonly title: ReactNode
  readonly text?: ReactNode
  /** The next step: one button, at most one quiet link beside it. */
  readonly children?: ReactNode
}

export function Teach({ title, text, children }: TeachProps) {
  return (
    <div className="mr-teach">
      <Wheel />
      <h3>{title}</h3>
      {text === undefined ? null : <p>{text}</p>}
      {children === undefined ? null : <div className="mr-teach-next">{children}</div>}
    </div>
  )
}

/** The mill wheel: our mark, and the picture of every place that waits for water. */
export function Wheel({ size = 44 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 48 48" aria-hidden className="mr-wheel">
      <g fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round">
        <circle cx="24" cy="24" r="15" />
        <circle cx="24" cy="24" r="4" />
        {[0, 45, 90, 135, 180, 225, 270, 315].map((angle) => (
          <g key={angle} transform={`rotate(${angle} 24 24)`}>
            <path d="M24 20V9" />
            <path d="M20 4.5h8" />
            <path d="M24 9V4.5" />
          </g>
        ))}
      </g>
    </svg>
  )
}
