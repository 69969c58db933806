// The one input of a station: a keyboard-wedge scanner types into it and ends with Enter. It takes the focus back by itself, and
// below it stands in large letters what the last scan was.
import { useEffect, useRef, useState } from 'react'

export interface Said {
  readonly tone: 'good' | 'bad' | 'warn' | 'info'
  readonly text: string
}

interface ScanBoxProps {
  readonly label: string
  readonly onScan: (code: string) => void
  readonly said: Said | null
  readonly isBusy?: boolean
  /** A form or dialog is open: the focus stays there. */
  readonly isAway?: boolean
  readonly inputMode?: 'text' | 'none'
}

/** How long a scanner's reader looks elsewhere before the box is ready again. */
const BACK_MS = 400

export function ScanBox({ label, onScan, said, isBusy = false, isAway = false }: ScanBoxProps) {
  const box = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  useEffect(() => {
    if (isAway) return
    const back = () => {
      const at = document.activeElement
      const isFree =
        at === null || at === document.body || at instanceof HTMLButtonElement || at?.id === 'page'
      if (isFree) box.current?.focus()
    }
    back()
    const timer = setInterval(back, BACK_MS)
    return () => clearInterval(timer)
  }, [isAway])
  return (
    <div className={`mr-scan${said ? ` is-${said.tone}` : ''}`}>
      <input
        ref={box}
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="done"
        value={text}
        aria-busy={isBusy}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          const code = text.trim()
          setText('')
          onScan(code)
        }}
      />
      <p role="status" aria-live="assertive">
        {said?.text ?? ''}
      </p>
    </div>
  )
}
