// The life of a waybill: which event leads where. Pure; every other pair is refused by name.
import { refuse } from '#kernel/errors.ts'

export const STATUSES = [
  'NONE',
  'PRECREATED',
  'CREATED',
  'PRINTED',
  'USED',
  'CANCEL_REQ',
  'CANCELLED',
  'CANCEL_FAILED',
] as const
export type Status = (typeof STATUSES)[number]

export const EVENTS = [
  'ask_number',
  'number_given',
  'number_refused',
  'print_acked',
  'used',
  'ask_cancel',
  'cancel_done',
  'cancel_refused',
] as const
export type Event = (typeof EVENTS)[number]

const NEXT: Readonly<Record<Status, Readonly<Partial<Record<Event, Status>>>>> = {
  // Without a number there is nothing to ask the carrier for.
  NONE: { ask_number: 'PRECREATED', ask_cancel: 'CANCELLED' },
  // A number may have been drawn though no answer came: only asking again tells.
  PRECREATED: { ask_number: 'PRECREATED', number_given: 'CREATED', number_refused: 'NONE' },
  CREATED: { print_acked: 'PRINTED', ask_cancel: 'CANCEL_REQ' },
  PRINTED: { print_acked: 'PRINTED', used: 'USED', ask_cancel: 'CANCEL_REQ' },
  USED: { ask_cancel: 'CANCEL_REQ' },
  CANCEL_REQ: {
    ask_cancel: 'CANCEL_REQ',
    cancel_done: 'CANCELLED',
    cancel_refused: 'CANCEL_FAILED',
  },
  CANCELLED: {},
  CANCEL_FAILED: { ask_cancel: 'CANCEL_REQ' },
}

const SAID: Readonly<Record<Event, { readonly zh: string; readonly en: string }>> = {
  ask_number: { zh: '取号', en: 'draw a number' },
  number_given: { zh: '记录单号', en: 'take the number' },
  number_refused: { zh: '记录取号失败', en: 'note that no number was given' },
  print_acked: { zh: '确认打印', en: 'confirm the print' },
  used: { zh: '发出', en: 'hand it over' },
  ask_cancel: { zh: '取消面单', en: 'cancel the waybill' },
  cancel_done: { zh: '记录已取消', en: 'note that it is cancelled' },
  cancel_refused: { zh: '记录取消失败', en: 'note that it cannot be cancelled' },
}

/** What to do instead, where a person would wonder. */
const HINTS: Readonly<Partial<Record<Status, { readonly zh: string; readonly en: string }>>> = {
  NONE: { zh: '请先取号', en: 'draw a number first' },
  PRECREATED: {
    zh: '取号结果未知,请再取一次(不会取到第二个号)',
    en: 'the draw is in doubt; draw again, it never takes a second number',
  },
  CREATED: { zh: '请先打印并确认', en: 'print it and confirm first' },
  USED: { zh: '包裹已发出', en: 'the parcel has left' },
  CANCEL_REQ: { zh: '正在取消', en: 'it is being cancelled' },
  CANCELLED: { zh: '面单已取消', en: 'the waybill is cancelled' },
  CANCEL_FAILED: { zh: '取消失败,可再试', en: 'cancelling failed; it may be tried again' },
}

export function nextStatus(was: Status, event: Event): Status | null {
  return NEXT[was][event] ?? null
}

export function step(was: Status, event: Event): Status {
  const next = nextStatus(was, event)
  if (next !== null) return next
  const hint = HINTS[was]
  throw refuse(
    'carriers.not_now',
    409,
    {
      zh: `面单状态 ${was} 时不能${SAID[event].zh}${hint ? `:${hint.zh}` : ''}`,
      en: `A waybill that is ${was} cannot ${SAID[event].en}${hint ? `: ${hint.en}` : ''}.`,
    },
    { status: was, event },
  )
}
