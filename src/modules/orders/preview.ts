// What an action would do to the selected orders, before anybody does it: how many may, for how much money, and why the others not.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { READ_BY_AUDIT } from './audit.ts'
import { type AskedBulk, type BulkAction, idsOf, refuseUnknown } from './bulk.ts'
import type { HoldCode } from './catalogue.ts'
import { notAllowed } from './errors.ts'
import { decide, type Event, NOTHING_KNOWN } from './machine.ts'
import { deskSettings } from './settings.ts'
import type { Status } from './states.ts'

const EVENT: Partial<Readonly<Record<BulkAction, Event>>> = {
  audit: 'audit',
  finance_audit: 'finance_audit',
  unaudit: 'unaudit',
  cancel: 'cancel',
  reopen: 'reopen',
  ship: 'ship_from_desk',
}

interface Row {
  readonly no: string
  readonly status: Status
  readonly holdCodes: HoldCode[]
  readonly isAllocated: boolean
  readonly netMinor: bigint
}

export async function preview(db: Db, asked: Pick<AskedBulk, 'action' | 'ids' | 'filter'>) {
  const ids = await idsOf(db, asked)
  await refuseUnknown(db, ids)
  const { financeOverMinor } = await deskSettings(db)
  const { rows } = await sql<Row>`
    select no, status, hold_codes as "holdCodes", is_allocated as "isAllocated", net_minor as "netMinor"
    from orders.fulfil_orders where id = any(${[...ids]}::uuid[])`.execute(db)
  const event = EVENT[asked.action]
  const refusals = new Map<string, { zh: string; en: string; orders: number; example: string }>()
  let allowed = 0
  let netMinor = 0n
  for (const row of rows) {
    const reads =
      asked.action === 'audit' && row.holdCodes.every((code) => READ_BY_AUDIT.includes(code))
    const order = reads ? { ...row, holdCodes: [] } : row
    const decision = event
      ? decide(
          {
            ...NOTHING_KNOWN,
            status: order.status,
            holds: order.holdCodes,
            isAllocated: order.isAllocated,
            needsFinance: order.netMinor >= financeOverMinor,
            // The numbers come with the action itself.
            hasWaybill: true,
          },
          event,
        )
      : ({ ok: true } as const)
    if (decision.ok) {
      allowed += 1
      netMinor += row.netMinor
      continue
    }
    const { text } = notAllowed(order, event!, decision.guard)
    const zh = text.zh.replace(order.no, '').trim()
    const known = refusals.get(zh)
    refusals.set(zh, {
      zh,
      en: text.en.replace(order.no, '').replace(/^[: ]+/, ''),
      orders: (known?.orders ?? 0) + 1,
      example: known?.example ?? row.no,
    })
  }
  return {
    total: rows.length,
    allowed,
    netMinor,
    refusals: [...refusals.values()].toSorted((a, b) => b.orders - a.orders).slice(0, 20),
  }
}
