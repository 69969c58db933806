// Why an order is held, since when, who may clear it, and what happens if nobody does (OP-ORD-3): one panel a hold.
import { Button, Input, Space } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import { useMay } from '../../session.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { When } from '../../ui/values.tsx'
import { HoldFacts } from './HoldWhy.tsx'
import type { Card } from './values.tsx'
import { whoIs, words } from './words.ts'

type Hold = Card['holds'][number]

export function HoldsTab({ order }: { readonly order: Card }) {
  const w = useWords(words)
  const standing = order.holds.filter(({ clearedAt }) => clearedAt === null)
  const past = order.holds.filter(({ clearedAt }) => clearedAt !== null)
  return (
    <>
      {standing.length === 0 ? <p className="mr-quiet">{w.noHolds}</p> : null}
      {standing.map((hold) => (
        <Standing key={hold.code} hold={hold} order={order} />
      ))}
      {past.length === 0 ? null : <Past holds={past} />}
    </>
  )
}

function Standing({ hold, order }: { readonly hold: Hold; readonly order: Card }) {
  const language = useLanguage()
  return (
    <Panel title={hold[language]} extra={<Clear hold={hold} order={order} />}>
      <HoldFacts hold={hold} order={order} />
    </Panel>
  )
}

function Clear({ hold, order }: { readonly hold: Hold; readonly order: Card }) {
  const w = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const [note, setNote] = useState('')
  const clear = useWrite(api.orders.clearHold, { success: w.cleared })
  if (hold.clearer === null || !may(hold.clearer)) return null
  return (
    <Space.Compact size="small">
      <Input
        aria-label={`${w.reason} ${hold[language]}`}
        placeholder={w.reason}
        value={note}
        maxLength={200}
        onChange={(event) => setNote(event.target.value)}
      />
      <Button
        aria-label={`${w.clear} ${hold[language]}`}
        disabled={note.trim() === ''}
        loading={clear.isPending}
        onClick={() => clear.mutate({ params: { id: order.id }, body: { code: hold.code, note } })}
      >
        {w.clear}
      </Button>
    </Space.Compact>
  )
}

function Past({ holds }: { readonly holds: readonly Hold[] }) {
  const w = useWords(words)
  const language = useLanguage()
  return (
    <Panel title={w.history}>
      <ul className="mr-plain">
        {holds.map((hold, at) => (
          <li key={at}>
            {hold[language]} <When at={hold.clearedAt} isShort />{' '}
            <span className="mr-quiet">
              {whoIs(hold.clearedBy ?? '', language)} {hold.note}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
