// Refunds agreed to and dates asked for. Neither is ever told twice without looking: the record is read, and what it shows decides
// (INV-CONN-5). Money paid back twice is gone, and a record may be told by a replica that lags: one look that shows nothing
// proves nothing. So after a call whose answer is missing the record is looked at again and again, and only what still shows
// nothing after a while is called a second time.
import { sql } from 'kysely'
import { instant } from '#kernel/time.ts'
import { CallFailed, type Detail, type Kind } from './connector.ts'
import type { OpenLink } from './links.ts'
import { markPushed, STALE } from './marks.ts'

/** After so many calls a person has to look. */
const MOST_CALLS = 8

/** Longer than lists of platforms run behind (platforms.md §0.3: five minutes of overlap). */
const CALM = '10 minutes'
const LEAST_LOOKS = 3

export type ActKind = 'refunds' | 'dates'

interface Act {
  readonly kind: ActKind
  readonly no: string
  readonly value: { readonly amountMinor?: string; readonly shipBy?: string }
  readonly status: 'waiting' | 'doubtful'
  readonly calls: number
  /** Nothing was called lately, or it has shown nothing for long. */
  readonly isCalm: boolean
}

interface Seen {
  readonly verdict: 'told' | 'refused' | 'call' | 'doubtful'
  readonly problem: string
}

export const tellRefunds = (open: OpenLink): Promise<void> => tellActs(open, 'refunds')
export const tellDates = (open: OpenLink): Promise<void> => tellActs(open, 'dates')

async function tellActs(open: OpenLink, kind: ActKind): Promise<void> {
  const { rows } = await sql<Act>`
    select kind, no, value, status, calls,
      called_at is null or (looks >= ${LEAST_LOOKS} and called_at < clock_timestamp() - ${CALM}::interval) as "isCalm"
    from connectors.acts
    where shop_id = ${open.link.shopId} and kind = ${kind} and status in ('waiting', 'doubtful')
    order by created_at, no`.execute(open.services.db)
  for (const act of rows) await tellAct(open, act)
}

async function tellAct(open: OpenLink, act: Act): Promise<void> {
  // Also before the first call: somebody may have paid over there in the meantime.
  const before = await look(open, act)
  if (before.verdict !== 'call') return keep(open, act, before)
  if (!act.isCalm) return keep(open, act, { verdict: 'doubtful', problem: UNSURE })
  if (act.calls >= MOST_CALLS)
    return keep(open, act, {
      verdict: 'refused',
      problem: `已试 ${act.calls} 次仍未确认 · not confirmed after ${act.calls} calls`,
    })
  await beforeCalling(open, act)
  try {
    await open.call((session) => SEND[act.kind](session, act), { once: true })
    await keep(open, act, { verdict: 'told', problem: '' })
  } catch (error) {
    if (!(error instanceof CallFailed)) throw error
    const problem = error.message.slice(0, 500)
    // A no is a no: it was not done, whatever a replica shows.
    const seen = await look(open, act)
    if (seen.verdict !== 'call') return keep(open, act, seen)
    await keep(open, act, {
      verdict: error.kind === 'refused' ? 'refused' : 'doubtful',
      problem,
    })
  }
}

const UNSURE =
  '没有收到答复,正在反复核实,不会重复办 · no answer came; it is being looked for and not told again yet'

type Send = (session: Parameters<Parameters<OpenLink['call']>[0]>[0], act: Act) => Promise<void>

const SEND: Readonly<Record<ActKind, Send>> = {
  refunds: (session, { no, value }) =>
    session.agreeRefund({ aftersaleNo: no, amountMinor: BigInt(value.amountMinor ?? '0') }),
  dates: (session, { no, value }) =>
    session.askDate({ orderNo: no, shipBy: instant(value.shipBy ?? '') }),
}

async function look(open: OpenLink, act: Act): Promise<Seen> {
  const kind = act.kind === 'refunds' ? 'aftersales' : 'orders'
  const details = await open.call((session) => session.details(kind, [act.no]))
  const detail = details.find(({ no }) => no === act.no) ?? null
  if (detail !== null && detail.modifiedAt < (await newestHeard(open, kind, act.no)))
    return { verdict: 'doubtful', problem: STALE }
  const words = open.connector.layouts[kind].statuses
  const judge = act.kind === 'refunds' ? judgeRefund : judgeDate
  return judge(act.value, detail, (word) => words[word] ?? word)
}

/** What a list or a reading has told of the record before: what is older than that is yesterday's word. */
async function newestHeard({ services, link }: OpenLink, kind: Kind, no: string): Promise<Date> {
  const { rows } = await sql<{ at: Date | null }>`
    select greatest(heard_at, have_at) as at from connectors.marks
    where shop_id = ${link.shopId} and kind = ${kind} and no = ${no}`.execute(services.db)
  return rows[0]?.at ?? instant(0)
}

type Judge = (value: Act['value'], detail: Detail | null, stateOf: (word: string) => string) => Seen

const NONE: Seen = { verdict: 'refused', problem: '平台没有这张单 · no such record' }

/** After-sales that still ask; those past asking were agreed to, by us or by somebody over there. */
const AGREED = new Set([
  'awaiting_return',
  'return_in_transit',
  'refunding',
  'refunded',
  'exchanged',
])

export const judgeRefund: Judge = (_value, detail, stateOf) => {
  if (detail === null) return NONE
  const state = stateOf(detail.rows[0]?.['aftersale_status'] ?? '')
  if (AGREED.has(state)) return { verdict: 'told', problem: '' }
  if (state === 'requested' || state === 'negotiating') return { verdict: 'call', problem: '' }
  return {
    verdict: 'refused',
    problem: `售后状态 ${state} 不能同意退款 · an after-sale that is ${state} is not paid back`,
  }
}

const WAITS = new Set(['awaiting_shipment', 'on_hold'])

export const judgeDate: Judge = ({ shipBy }, detail, stateOf) => {
  if (detail === null) return NONE
  const asked = detail.rows[0]?.['asked_date'] ?? ''
  if (asked !== '' && instant(asked).getTime() === instant(shipBy ?? '').getTime())
    return { verdict: 'told', problem: '' }
  const state = stateOf(detail.rows[0]?.['status'] ?? '')
  if (WAITS.has(state)) return { verdict: 'call', problem: '' }
  return {
    verdict: 'refused',
    problem: `订单状态 ${state} 不能再约发货时间 · an order that is ${state} has no date to agree on`,
  }
}

/** Committed before the call: after a crash nobody believes that it was never made. */
async function beforeCalling({ services, link }: OpenLink, { kind, no }: Act): Promise<void> {
  await sql`
    update connectors.acts set status = 'doubtful', calls = calls + 1, called_at = clock_timestamp(), looks = 0
    where shop_id = ${link.shopId} and kind = ${kind} and no = ${no}`.execute(services.db)
}

async function keep(open: OpenLink, { kind, no }: Act, seen: Seen): Promise<void> {
  const { services, link } = open
  await services.db.transaction().execute(async (tx) => {
    await sql`
      update connectors.acts set status = ${seen.verdict}, problem = ${seen.problem}, looks = looks + 1,
        told_at = case when ${seen.verdict} = 'told' then clock_timestamp() end
      where shop_id = ${link.shopId} and kind = ${kind} and no = ${no}`.execute(tx)
    await markPushed(tx, link.shopId, kind === 'refunds' ? 'aftersales' : 'orders', [no])
  })
}
