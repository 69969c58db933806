// Whose goods lie in our warehouse: our own, a supplier's on consignment, a dealer's in storage. Only our own are
// ever promised (inventory, INV-7).
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Bilingual, notFound, staleEdit } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { decodeCursor } from '#kernel/lists.ts'

const OWNER: Bilingual = { zh: '货主', en: 'owner' }

interface Owner {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly kind: 'own' | 'consignment' | 'dealer'
  readonly version: number
}

/** Ourselves first. */
export async function listOwners(
  db: Db,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Owner[]> {
  const [isOther = null, code = null] = cursor ? decodeCursor(cursor, 2) : []
  const { rows } = await sql<Owner>`
    select id, code, name, kind, version from parties.owners
    where ${code}::text is null or (kind <> 'own', code) > (${isOther}::boolean, ${code}::text)
    order by kind <> 'own', code limit ${limit + 1}`.execute(db)
  return rows
}

export async function addOwner(
  tx: Tx,
  actor: Actor,
  owner: { code: string; name: string; kind: 'consignment' | 'dealer' },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('parties.owners')
    .values({ id, ...owner })
    .execute()
  await recordAudit(tx, actor, {
    action: 'parties.owner.add',
    subjectType: 'owner',
    subjectId: id,
    after: owner,
  })
  return id
}

export async function renameOwner(
  tx: Tx,
  actor: Actor,
  edit: { id: string; version: number; name: string },
): Promise<number> {
  const { rows } = await sql<{ name: string; version: number }>`
    select name, version from parties.owners where id = ${edit.id} for update`.execute(tx)
  const before = rows[0]
  if (!before) throw notFound(OWNER, edit.id)
  if (before.version !== edit.version) {
    throw staleEdit(OWNER, {
      givenVersion: edit.version,
      currentVersion: before.version,
      yours: { name: edit.name },
      current: { name: before.name },
    })
  }
  await sql`
    update parties.owners set name = ${edit.name}, version = version + 1 where id = ${edit.id}`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'parties.owner.rename',
    subjectType: 'owner',
    subjectId: edit.id,
    before: { name: before.name },
    after: { name: edit.name },
  })
  return before.version + 1
}
