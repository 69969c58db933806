// Why an order is held, since when, who may clear it, and what happens if nobody does (OP-ORD-3): one panel a hold.
import { Button, Input, Space } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { useMay } from '../../session.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { Money, When } from '../../ui/values.tsx'
import type { Card } from './values.tsx'
import { RULE, whoIs, words } from './words.ts'

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
  const w = useWords(words)
  const language = useLanguage()
  const roles = useRead(api.access.roles, {})
  const postNames = (hold.clearerPosts ?? []).map(
    (post) => roles.data?.roles.find(({ role }) => role === post)?.[language] ?? post,
  )
  const { rule, inputs = {}, expected, actual } = hold.reason
  const seen = [
    ...Object.entries(inputs)
      .filter(([, value]) => value !== '')
      .map(([key, value]) => (key === 'lines' || key === 'orders' ? value : `${key}: ${value}`)),
    ...(expected === undefined ? [] : [`${actual ?? ''} (${expected})`]),
  ].join(' · ')
  return (
    <Panel title={hold[language]} extra={<Clear hold={hold} order={order} />}>
      <p>{rule in RULE ? RULE[rule as keyof typeof RULE][language] : rule}</p>
      <Facts
        items={[
          [
            w.since,
            <span key="since">
              <When at={hold.raisedAt} /> {w.by} {whoIs(hold.raisedBy, language)}
            </span>,
          ],
          ...(seen === '' ? [] : ([[w.seen, seen]] as const)),
          [w.clearsWhen, hold.clears?.[language] ?? '—'],
          [
            w.whoMay,
            hold.clearer === null ? w.nobody : postNames.join(language === 'zh' ? '、' : ', '),
          ],
          [w.ifNobody, hold.otherwise[language]],
          [
            w.atStake,
            <span key="stake">
              <Money minor={order.netMinor} /> · <When at={order.dueAt} isShort />
            </span>,
          ],
        ]}
      />
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
