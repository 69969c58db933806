// Keyboard: screens say which keys they answer to, `?` lists what works right now. Keys are left alone
// while somebody types.
import { Modal } from 'antd'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useWords } from './language.ts'

export interface Hotkey {
  /** `j`, `Enter`, ` `, `/`, `mod+k` (Ctrl, or Cmd on a Mac). Several with `|`. */
  readonly keys: string
  readonly label: string
  readonly run: (event: KeyboardEvent) => void
  /** Answer even while typing in a field. */
  readonly isGlobal?: boolean
}

const scopes: { current: readonly Hotkey[] }[] = []
let version = 0
const listeners = new Set<() => void>()

function changed(): void {
  version++
  for (const listener of listeners) listener()
}

/** Answer to keys while this component is shown. The newest component wins a shared key. */
export function useHotkeys(hotkeys: readonly Hotkey[], isOn = true): void {
  const scope = useRef(hotkeys)
  useEffect(() => {
    scope.current = hotkeys
  })
  useEffect(() => {
    if (!isOn) return
    scopes.push(scope)
    changed()
    return () => {
      scopes.splice(scopes.indexOf(scope), 1)
      changed()
    }
  }, [isOn])
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input:not([type=checkbox]), textarea, select, [contenteditable=true]') !== null
  )
}

/** Enter and Space belong to a focused button or link, and to open menus and dialogs. */
function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('button, a, [role=menuitem], [role=dialog], summary, input') !== null
  )
}

function matches(keys: string, event: KeyboardEvent): boolean {
  return keys.split('|').some((one) => {
    const isMod = one.startsWith('mod+')
    const key = isMod ? one.slice(4) : one
    if (isMod !== (event.ctrlKey || event.metaKey) || event.altKey) return false
    return event.key === key || event.key.toLowerCase() === key
  })
}

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing) return
  const typing = isTyping(event.target)
  for (const scope of scopes.toReversed()) {
    for (const hotkey of scope.current) {
      if (!matches(hotkey.keys, event) || (typing && !hotkey.isGlobal)) continue
      if ((event.key === 'Enter' || event.key === ' ') && isControl(event.target)) continue
      event.preventDefault()
      hotkey.run(event)
      return
    }
  }
})

const words = { title: { zh: '本页可用的按键', en: 'Keys that work here' } }

const KEY_NAMES: Readonly<Record<string, string>> = { ' ': 'Space', arrowdown: '↓', arrowup: '↑' }

function keyName(key: string): string {
  const name = key.replace('mod+', /Mac/.test(navigator.userAgent) ? '⌘ ' : 'Ctrl ')
  return KEY_NAMES[name] ?? (name.length === 1 ? name.toUpperCase() : name)
}

/** The list behind `?`. */
export function HotkeyHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const w = useWords(words)
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => version,
  )
  const seen = new Set<string>()
  const shown = scopes
    .toReversed()
    .flatMap((scope) => scope.current)
    .filter(({ keys }) => !seen.has(keys) && seen.add(keys))
  return (
    <Modal open={isOpen} onCancel={onClose} footer={null} title={w.title} width={420}>
      <dl className="mr-keys">
        {shown.map(({ keys, label }) => (
          <div key={keys}>
            <dt>
              {keys.split('|').map((key) => (
                <kbd key={key}>{keyName(key)}</kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
