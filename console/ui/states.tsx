// States around content: loading in the shape of what comes, a disabled control that says why, headline
// figures, and the one-handed layout.
import { Tooltip } from 'antd'
import type { ReactNode } from 'react'

/** Skeleton lines while a panel loads. */
export function Loading({ lines = 4 }: { readonly lines?: number }) {
  return (
    <div className="mr-skeleton" aria-busy>
      {Array.from({ length: lines }, (_line, index) => (
        <div key={index} style={{ height: 32 }}>
          <span style={{ width: `${85 - ((index * 23) % 50)}%` }} />
        </div>
      ))}
    </div>
  )
}

/** Around a disabled button: says what is missing. No reason, no wrapper. */
export function DisabledReason({
  why,
  children,
}: {
  why: string | undefined
  children: ReactNode
}) {
  if (why === undefined) return children
  return (
    <Tooltip title={why}>
      <span className="mr-disabled" title={why}>
        {children}
      </span>
    </Tooltip>
  )
}

interface Kpi {
  readonly label: ReactNode
  readonly value: ReactNode
  readonly note?: ReactNode
}

/** Headline figures in a row. */
export function Kpis({ items }: { readonly items: readonly Kpi[] }) {
  return (
    <div className="mr-kpis">
      {items.map((item, index) => (
        <div key={index} className="mr-kpi">
          <span>{item.label}</span>
          <strong>{item.value}</strong>
          {item.note === undefined ? null : <small>{item.note}</small>}
        </div>
      ))}
    </div>
  )
}

/** 360 pixels, one hand, big targets. */
export function PdaLayout({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div className="mr-pda">
      <h1>{title}</h1>
      {children}
    </div>
  )
}
