// One box for everything: pages here, and what the modules find (SKU, barcode, place, order). Opens with
// Ctrl K, answers while typing, works without a mouse.
import { useQueries } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Modal } from 'antd'
import { useDeferredValue, useEffect, useState } from 'react'
import { screens } from '../../routes.tsx'
import { useMay } from '../../session.ts'
import { words } from '../../shell/words.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Teach } from '../../ui/Teach.tsx'
import { type Hit, SOURCES } from './sources.ts'

/** Shorter words find too much to be useful. */
const SHORTEST = 1
const DEBOUNCE_MS = 120

export function SearchDialog({ onClose }: { readonly onClose: () => void }) {
  const w = useWords(words)
  const router = useRouter()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const groups = useHits(text.trim())
  const hits = groups.flatMap((group) => group.hits)
  const open = (hit: Hit | undefined) => {
    if (!hit) return
    onClose()
    void router.navigate({ href: hit.to } as never)
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, hits.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else if (event.key === 'Enter') open(hits[at])
    else return
    event.preventDefault()
  }
  // Place of each group's first hit in the whole list, which the arrow keys walk.
  const starts = groups.map((_group, index) =>
    groups.slice(0, index).reduce((sum, group) => sum + group.hits.length, 0),
  )
  return (
    <Modal
      open
      onCancel={onClose}
      footer={null}
      closable={false}
      width={620}
      style={{ top: 72 }}
      className="mr-find"
      title={null}
      aria-label={w.searchLabel}
    >
      <input
        // The dialog exists to be typed into.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        role="combobox"
        aria-expanded={hits.length > 0}
        aria-controls="mr-find-hits"
        aria-activedescendant={hits[at] ? `mr-hit-${at}` : undefined}
        aria-label={w.searchLabel}
        placeholder={w.search}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id="mr-find-hits" role="listbox" aria-label={w.searchLabel}>
        {groups.map((group, groupIndex) => (
          <div key={group.label} role="group" aria-label={group.label}>
            <h3>{group.label}</h3>
            {group.hits.map((hit, index) => {
              const mine = (starts[groupIndex] ?? 0) + index
              return (
                // Keys are the input's, which owns the list (aria-activedescendant).
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
                <div
                  key={hit.to}
                  id={`mr-hit-${mine}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={at === mine}
                  onMouseMove={() => setAt(mine)}
                  onClick={() => open(hit)}
                >
                  <span>{hit.title}</span>
                  <span className="mr-quiet">{hit.note}</span>
                </div>
              )
            })}
          </div>
        ))}
        {text.trim() !== '' && hits.length === 0 ? (
          <Teach title={w.noHits} text={w.noHitsText} />
        ) : null}
      </div>
      <footer>{w.hitsHelp}</footer>
    </Modal>
  )
}

function useHits(text: string): { label: string; hits: readonly Hit[] }[] {
  const w = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const [settled, setSettled] = useState('')
  const deferred = useDeferredValue(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(deferred), DEBOUNCE_MS)
    return () => clearTimeout(timer)
  }, [deferred])
  const sources = SOURCES.filter((source) => may(source.permission))
  const answers = useQueries({
    queries: sources.map((source) => ({
      queryKey: [...source.key, 'search', settled],
      queryFn: ({ signal }: { signal: AbortSignal }) => source.find(settled, signal),
      enabled: settled.length >= SHORTEST,
      placeholderData: (before: readonly Hit[] | undefined) => before,
    })),
  })
  const needle = text.toLowerCase()
  const pages = screens
    .filter(
      (screen) =>
        !screen.isHidden &&
        may(screen.permission) &&
        (screen.zh.includes(text) || screen.en.toLowerCase().includes(needle)),
    )
    .map((screen) => ({ title: screen[language], note: '', to: screen.path }))
  return [
    ...sources.map((source, index) => ({
      label: source[language],
      hits: settled.length >= SHORTEST ? (answers[index]?.data ?? []) : [],
    })),
    { label: w.pages, hits: pages.slice(0, 8) },
  ].filter((group) => group.hits.length > 0)
}
