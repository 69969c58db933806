// The moment nothing stands in an order's way any more: audited at once, where the rule allows (OP-ORD-2).
import { sql } from 'kysely'
import { systemActor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { advanceAll } from './advance.ts'
import { lockOrders, situationOf } from './load.ts'
import { auditRulings, reasonsOf, ruledBy } from './rulings.ts'
import type { DeskSettings } from './settings.ts'

const RULE = systemActor('audit rule')

export async function settle(
  tx: Tx,
  orderIds: readonly string[],
  settings: DeskSettings,
): Promise<void> {
  if (orderIds.length === 0) return
  const { rows } = await sql<{ id: string }>`
    select id from orders.fulfil_orders
    where id = any(${[...orderIds]}::uuid[]) and status = 'WAIT_AUDIT' and is_allocated and cardinality(hold_codes) = 0
    -- Somebody took it back on purpose: a rule does not undo that.
      and not exists (select 1 from orders.timeline t where t.order_id = fulfil_orders.id and t.event = 'unaudit'
        and t.id > coalesce((select max(c.id) from orders.timeline c where c.order_id = t.order_id and c.event = 'pipeline_done'), 0))`.execute(
    tx,
  )
  const free = rows.map(({ id }) => id)
  const rulings = await auditRulings(tx, free)
  // The first rule that has a word decides; without one, the setting does.
  const passed = free.filter((id) => {
    const { word } = rulings(id)
    return word === null ? settings.autoAudit : word === 'pass'
  })
  const orders = await lockOrders(tx, passed)
  await advanceAll(
    tx,
    RULE,
    orders.map((order) => {
      const ruling = rulings(order.id)
      return {
        order,
        situation: ruledBy(ruling, situationOf(order, settings)),
        event: 'audit' as const,
        detail:
          ruling.word === null
            ? { rule: 'orders.auto_audit', version: 1, ...reasonsOf(ruling) }
            : { rule: 'house_rule', ...reasonsOf(ruling) },
      }
    }),
  )
}
