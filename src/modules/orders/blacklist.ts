// Receivers and buyers whose orders somebody looks at first. Kept as blind keys with a masked label: no name stands open.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { DESK, lockOrder } from './load.ts'
import { rejudge } from './prepare.ts'

export interface AskedBlack {
  readonly id: string
  readonly kind: 'receiver' | 'buyer'
  readonly reason: string
}

/** From an order at hand: its receiver or its buyer. Open orders of theirs are held at once. */
export async function addToBlacklist(tx: Tx, actor: Actor, asked: AskedBlack): Promise<string> {
  const order = await lockOrder(tx, asked.id)
  const key = asked.kind === 'receiver' ? order.receiverKey : order.buyerKey
  if (key === null) {
    throw refuse('orders.nobody_to_blacklist', 409, {
      zh: '这张单没有可识别的收货人或买家(平台加密或文件没有),请在平台侧处理',
      en: 'This order has no receiver or buyer that can be recognised. Deal with it on the platform.',
    })
  }
  const { rows } = await sql<{ masked: string }>`
    select receiver_masked as masked from orders.fulfil_orders where id = ${order.id}`.execute(tx)
  const label = asked.kind === 'buyer' && !key.startsWith('~') ? key : (rows[0]?.masked ?? '')
  const id = newId()
  await sql`
    insert into orders.blacklist (id, kind, key, label, reason, added_by)
    values (${id}, ${asked.kind}, ${key}, ${label}, ${asked.reason}, ${actor.name})`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'orders.blacklist.add',
    subjectType: 'blacklist',
    subjectId: id,
    after: { kind: asked.kind, label },
    reason: asked.reason,
  })
  await rejudgeOf(tx, asked.kind, key)
  return id
}

export async function removeFromBlacklist(tx: Tx, actor: Actor, id: string): Promise<void> {
  const { rows } = await sql<{ kind: 'receiver' | 'buyer'; key: string }>`
    update orders.blacklist set removed_at = now(), removed_by = ${actor.name}
    where id = ${id} and removed_at is null returning kind, key`.execute(tx)
  if (!rows[0]) throw notFound({ zh: '黑名单条目', en: 'blacklist entry' }, id)
  await recordAudit(tx, actor, {
    action: 'orders.blacklist.remove',
    subjectType: 'blacklist',
    subjectId: id,
  })
  await rejudgeOf(tx, rows[0].kind, rows[0].key)
}

async function rejudgeOf(tx: Tx, kind: 'receiver' | 'buyer', key: string): Promise<void> {
  const column = sql.raw(kind === 'receiver' ? 'receiver_key' : 'buyer_key')
  const { rows } = await sql<{ id: string }>`
    select id from orders.fulfil_orders where ${column} = ${key}
      and status in ('WAIT_AUDIT', 'WAIT_FIN', 'AUDITED', 'RELEASED', 'PICKING', 'CHECKED', 'PACKED', 'WEIGHED')
    order by id limit 500`.execute(tx)
  await rejudge(
    tx,
    DESK,
    rows.map(({ id }) => id),
  )
}

export async function listBlacklist(db: Db) {
  const { rows } = await sql<{
    id: string
    kind: 'receiver' | 'buyer'
    label: string
    reason: string
    addedBy: string
    addedAt: Date
  }>`
    select id, kind, label, reason, added_by as "addedBy", added_at as "addedAt" from orders.blacklist
    where removed_at is null order by added_at desc, id limit 500`.execute(db)
  return rows
}
