// States around content: loading in the shape of what comes, and a disabled control that says why.
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
