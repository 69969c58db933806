// How statuses, holds and deadlines look, in the list and on the card.
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { ordersApi } from '../../../src/modules/orders/contract.ts'
import { useLanguage } from '../../ui/language.ts'
import { StatusTag, type Tone } from '../../ui/values.tsx'
import { Why } from '../../ui/Why.tsx'
import { ClockWhy } from './ClockWhy.tsx'
import { HoldWhy } from './HoldWhy.tsx'
import { STATUS } from './words.ts'

export type DeskOrder = Result<(typeof ordersApi)['list']>['items'][number]
export type Card = Result<(typeof ordersApi)['card']>
export type HoldCode = DeskOrder['holdCodes'][number]
export type Status = DeskOrder['status']

const TONES: Partial<Readonly<Record<Status, Tone>>> = {
  WAIT_AUDIT: 'info',
  WAIT_FIN: 'warn',
  AUDITED: 'accent',
  SHIPPED: 'good',
  IN_TRANSIT: 'good',
  DELIVERED: 'good',
  COMPLETED: 'good',
  CANCELLED: 'neutral',
}

export function DeskStatus({ status }: { readonly status: Status }) {
  const language = useLanguage()
  return <StatusTag tone={TONES[status] ?? 'neutral'}>{STATUS[status][language]}</StatusTag>
}

/** Red where goods may not leave whatever anybody does; amber where somebody has to look. */
const BAD: readonly HoldCode[] = ['H-REFUND', 'H-BLACK', 'H-LOCK', 'H-DEADLINE', 'H-CHANGED']

const CATALOGUE_MS = 600_000

/** The chip of a hold; a click says why this order has it, since when, who may clear it, and what happens if nobody does. */
export function HoldChip({ code, id }: { readonly code: HoldCode; readonly id: string }) {
  const language = useLanguage()
  const { data } = useRead(api.orders.catalogue, {}, { everyMs: CATALOGUE_MS })
  const kind = data?.items.find((one) => one.code === code)
  const tag = (
    <StatusTag tone={BAD.includes(code) ? 'bad' : 'warn'}>{kind?.[language] ?? code}</StatusTag>
  )
  if (!kind) return tag
  return (
    <Why
      reason={{
        says: kind[language],
        body: <HoldWhy id={id} code={code} />,
      }}
    >
      {tag}
    </Why>
  )
}

export function HoldChips({
  codes,
  id,
}: {
  readonly codes: readonly HoldCode[]
  readonly id: string
}) {
  return (
    <>
      {codes.map((code) => (
        <HoldChip key={code} code={code} id={id} />
      ))}
    </>
  )
}

const HOUR_MS = 3_600_000

/** `3 h 20 m` left, or over by; coloured by how near it is. */
export function Due({
  order,
}: {
  readonly order: Pick<DeskOrder, 'id' | 'dueAt' | 'status' | 'shippedAt'>
}) {
  const language = useLanguage()
  if (order.dueAt === null) return <span className="mr-dash">—</span>
  const left = leftOf(order.dueAt, order.shippedAt)
  const text = spanOf(Math.abs(left), language)
  const isOver = left < 0
  const tone = isOver ? 'mr-bad' : left < 4 * HOUR_MS ? 'mr-warn' : ''
  const said = isOver ? (language === 'zh' ? `超 ${text}` : `${text} over`) : text
  return (
    <Why reason={{ says: said, body: <ClockWhy id={order.id} /> }}>
      <span className={`mr-num ${tone}`}>{said}</span>
    </Why>
  )
}

/** Until it left, or until now. */
const leftOf = (dueAt: string, shippedAt: string | null, nowMs = Date.now()) =>
  new Date(dueAt).getTime() - (shippedAt === null ? nowMs : new Date(shippedAt).getTime())

function spanOf(ms: number, language: 'zh' | 'en'): string {
  const minutes = Math.floor(ms / 60_000)
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  const [d, h, m] = language === 'zh' ? ['天', '时', '分'] : ['d', 'h', 'm']
  if (days > 0) return `${days}${d}${hours}${h}`
  return hours > 0 ? `${hours}${h}${minutes % 60}${m}` : `${minutes}${m}`
}

/** Of what the buyer pays, what is left after the goods at standard cost; nothing where a cost is missing. */
export function Margin({ order }: { readonly order: Pick<DeskOrder, 'netMinor' | 'costMinor'> }) {
  if (order.costMinor === null || order.netMinor === '0') return <span className="mr-dash">—</span>
  const net = BigInt(order.netMinor)
  const tenths = ((net - BigInt(order.costMinor)) * 1000n) / net
  const sign = tenths < 0n ? '-' : ''
  const abs = tenths < 0n ? -tenths : tenths
  return (
    <span className={`mr-num${tenths < 0n ? ' mr-bad' : ''}`}>
      {sign}
      {String(abs / 10n)}.{String(abs % 10n)}%
    </span>
  )
}
