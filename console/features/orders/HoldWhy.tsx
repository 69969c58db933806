// Why this order is held: the reason object of the hold itself, read when somebody asks.
import type { ReactNode } from 'react'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts } from '../../ui/Page.tsx'
import { Loading } from '../../ui/states.tsx'
import { Money, When } from '../../ui/values.tsx'
import { WhyFacts } from '../../ui/Why.tsx'
import type { Card, HoldCode } from './values.tsx'
import { RULE, whoIs, words } from './words.ts'

export function HoldWhy({ id, code }: { readonly id: string; readonly code: HoldCode }) {
  const { data } = useRead(api.orders.card, { params: { id } })
  if (!data) return <Loading lines={4} />
  const hold = data.holds.find((one) => one.code === code && one.clearedAt === null)
  return hold ? <Explained hold={hold} order={data} /> : null
}

interface Held {
  readonly hold: Card['holds'][number]
  readonly order: Card
}

function Explained(props: Held) {
  const { says, items } = useHold(props)
  return (
    <>
      <p>{says}</p>
      <WhyFacts items={items} />
    </>
  )
}

/** The same on the card, with room. */
export function HoldFacts(props: Held) {
  const { says, items } = useHold(props)
  return (
    <>
      <p>{says}</p>
      <Facts items={items} />
    </>
  )
}

function useHold({ hold, order }: Held) {
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
  return {
    says: rule in RULE ? RULE[rule as keyof typeof RULE][language] : rule,
    items: [
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
    ] as readonly (readonly [string, ReactNode])[],
  }
}
