// Saved views: the state of a screen (filters, columns, order) under a name, for oneself or for all.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { toJson } from '#kernel/wire.ts'

/** Views one person may keep for one screen; a list longer than this is not a list of favourites. */
const MAX_VIEWS = 50

export async function listViews(db: Db, userId: string, screen: string) {
  const { rows } = await sql<{
    id: string
    name: string
    state: Record<string, unknown>
    shared: boolean
    mine: boolean
  }>`
    select id, name, state, shared, user_id::text = ${userId} as mine from access.saved_views
    where screen = ${screen} and (user_id::text = ${userId} or shared)
    order by mine desc, name limit 200`.execute(db)
  return rows
}

export async function saveView(
  tx: Tx,
  actor: Actor,
  view: { screen: string; name: string; state: Record<string, unknown>; shared: boolean },
): Promise<string> {
  if (actor.kind !== 'user') {
    throw refuse('access.views_are_personal', 403, {
      zh: '视图属于个人账号,密钥不能保存视图',
      en: 'Views belong to people; a key cannot save one.',
    })
  }
  const { rows } = await sql<{ count: bigint }>`
    select count(*) as count from access.saved_views where user_id = ${actor.id} and screen = ${view.screen}`.execute(
    tx,
  )
  if ((rows[0]?.count ?? 0n) >= BigInt(MAX_VIEWS)) {
    throw refuse('access.too_many_views', 409, {
      zh: `每个页面最多保存 ${MAX_VIEWS} 个视图,请先删除不用的`,
      en: `A screen keeps at most ${MAX_VIEWS} views. Delete one first.`,
    })
  }
  const id = newId()
  await sql`
    insert into access.saved_views (id, user_id, screen, name, state, shared)
    values (${id}, ${actor.id}, ${view.screen}, ${view.name}, ${toJson(view.state)}::jsonb, ${view.shared})`.execute(
    tx,
  )
  return id
}

export async function deleteView(
  tx: Tx,
  actor: Actor,
  view: { screen: string; id: string },
): Promise<void> {
  const { rows } = await sql`
    delete from access.saved_views where id = ${view.id} and screen = ${view.screen} and user_id::text = ${actor.id}
    returning id`.execute(tx)
  if (rows.length === 0) throw notFound({ zh: '自己的视图', en: 'view of your own' }, view.id)
}
