// A pause moved a due that orders keep for their lists: they are judged again with it.
import { sql } from 'kysely'
import type { DomainEvent } from '#kernel/background.ts'
import type { Tx } from '#kernel/db.ts'
import { DESK } from './load.ts'
import { rejudge } from './prepare.ts'
import { isOpen, type Status } from './states.ts'

/** Handler of `clock.due_changed`. */
export async function followClocks(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const { rows } = await sql<{ id: string; status: Status }>`
    select id, status from orders.fulfil_orders where id = any(${events.map(({ key }) => key)}::uuid[])`.execute(
    tx,
  )
  const open = rows.filter(({ status }) => isOpen(status))
  await rejudge(
    tx,
    DESK,
    open.map(({ id }) => id),
  )
}
