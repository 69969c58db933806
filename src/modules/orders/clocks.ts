// The ship clock of each system order: what its platform orders and our own rule say, started with the money.
import type { Tx } from '#kernel/db.ts'
import { addMs } from '#kernel/time.ts'
import { addWorkingMs, defaultCalendar, type WorkingCalendar } from '#modules/calendars'
import { type SaidDue, setClocks } from '#modules/clocks'
import type { PlatformFacts } from './facts.ts'
import { SHIP } from './end-ship-clocks.ts'
import type { DeskOrder } from './load.ts'
import type { DeskSettings } from './settings.ts'
import type { Due } from './shape.ts'
import { isOpen } from './states.ts'

interface Clocked {
  readonly order: DeskOrder
  readonly facts: readonly PlatformFacts[]
}

/** Starts or restates the clocks, and says when each order is due. What has left keeps the due it left with. */
export async function setShipClocks(
  tx: Tx,
  all: readonly Clocked[],
  settings: DeskSettings,
): Promise<ReadonlyMap<string, Due>> {
  const calendar = settings.shipHoursWorking ? await defaultCalendar(tx) : null
  const open = all.filter(({ order }) => isOpen(order.status))
  const due = await setClocks(
    tx,
    open.map(({ order, facts }) => ({
      subjectType: 'system_order',
      subjectId: order.id,
      kind: SHIP,
      startedAt: order.paidAt ?? order.orderedAt,
      platform: facts[0]?.platform ?? '',
      goodsMinor: order.lines.reduce((sum, l) => sum + l.goodsMinor - l.discountMinor, 0n),
      dues: facts.flatMap((one) => duesOf(one, settings, calendar)),
    })),
  )
  return new Map(
    all.map(({ order }) => {
      const effective = due.get(order.id)
      if (!effective) return [order.id, { at: order.dueAt, source: order.dueSource }]
      const { dueAt, source, origin } = effective
      return [order.id, { at: dueAt, source: source === 'platform' ? origin : source }]
    }),
  )
}

function duesOf(
  { deadlines, paidAt, platformNo }: PlatformFacts,
  { shipHours }: DeskSettings,
  calendar: WorkingCalendar | null,
): SaidDue[] {
  const said = deadlines.map(({ source, dueAt }) => ({
    source: 'platform' as const,
    origin: source,
    about: platformNo,
    dueAt,
    calendarId: null,
  }))
  if (paidAt === null) return said
  const ms = shipHours * 3_600_000
  return [
    ...said,
    {
      source: 'internal' as const,
      origin: 'ship_hours',
      about: platformNo,
      dueAt: calendar === null ? addMs(paidAt, ms) : addWorkingMs(calendar, paidAt, ms),
      calendarId: calendar?.id ?? null,
    },
  ]
}
