// Who fulfils a shop's orders: the platform's word moves its stock, or the order desk does. Which orders that is about is decided
// order by order by whoever calls us.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Bilingual, notFound, staleEdit } from '#kernel/errors.ts'

const SHOP: Bilingual = { zh: '店铺', en: 'shop' }

export interface AskedFulfilment {
  readonly id: string
  readonly version: number
  readonly fulfilment: 'platform' | 'desk'
  readonly deskFrom: Date | null
}

export async function setFulfilment(tx: Tx, actor: Actor, asked: AskedFulfilment): Promise<number> {
  // Writers of orders hold the row shared while they decide whose a new order is: they finish first.
  const { rows } = await sql<{ fulfilment: 'platform' | 'desk'; version: number }>`
    select fulfilment, version from shops.shops where id = ${asked.id} for update`.execute(tx)
  const before = rows[0]
  if (!before) throw notFound(SHOP, asked.id)
  if (before.version !== asked.version) {
    throw staleEdit(SHOP, {
      givenVersion: asked.version,
      currentVersion: before.version,
      yours: { fulfilment: asked.fulfilment },
      current: { fulfilment: before.fulfilment },
    })
  }
  await sql`
    update shops.shops set fulfilment = ${asked.fulfilment}, desk_from = ${asked.deskFrom}, version = version + 1
    where id = ${asked.id}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'shops.shop.fulfilment',
    subjectType: 'shop',
    subjectId: asked.id,
    before: { fulfilment: before.fulfilment },
    after: { fulfilment: asked.fulfilment, deskFrom: asked.deskFrom },
  })
  return before.version + 1
}

/** From when on new orders of a shop are the desk's; null while they are the platform's. Holds until the transaction ends. */
export async function deskFromOf(db: Db, shopId: string): Promise<Date | null> {
  const { rows } = await sql<{ deskFrom: Date | null }>`
    select case when fulfilment = 'desk' then desk_from end as "deskFrom" from shops.shops
    where id = ${shopId} for key share`.execute(db)
  return rows[0]?.deskFrom ?? null
}
