// HTTP and use cases of suppliers: few enough to stand together.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Bilingual, notFound, staleEdit } from '#kernel/errors.ts'
import { handleWrite, type Web } from '#kernel/http.ts'
import type { SealedColumn } from '#kernel/reseal.ts'
import { newId } from '#kernel/ids.ts'
import { decodeCursor, handleList, toPage } from '#kernel/lists.ts'
import type { Vault } from '#kernel/vault.ts'
import { partiesApi as api } from './contract.ts'
import { addOwner, listOwners, renameOwner } from './owners.ts'

const SUPPLIER: Bilingual = { zh: '供应商', en: 'supplier' }

interface SupplierFields {
  readonly name: string
  readonly leadTimeDays: number
  /** A person's name and phone: sealed at rest. */
  readonly contact?: string | undefined
}

export function routes(web: Web): void {
  handleList(web, api.suppliers, async ({ db, query }) =>
    toPage(await listSuppliers(db, query), query.limit, (row) => [row.code, row.id]),
  )
  handleWrite(web, api.addSupplier, async ({ tx, actor, body, services }) => ({
    id: await addSupplier(tx, actor, services.vault, body),
  }))
  handleWrite(web, api.editSupplier, async ({ tx, actor, params, body, services }) => ({
    version: await editSupplier(tx, actor, services.vault, { id: params.id, ...body }),
  }))
  handleWrite(web, api.revealContact, async ({ tx, actor, params, body, services }) => ({
    contact: await revealContact(tx, actor, services.vault, { id: params.id, ...body }),
  }))
  handleList(web, api.owners, async ({ db, query }) =>
    toPage(await listOwners(db, query), query.limit, (row) => [
      String(row.kind !== 'own'),
      row.code,
    ]),
  )
  handleWrite(web, api.addOwner, async ({ tx, actor, body }) => ({
    id: await addOwner(tx, actor, body),
  }))
  handleWrite(web, api.renameOwner, async ({ tx, actor, params, body }) => ({
    version: await renameOwner(tx, actor, { id: params.id, ...body }),
  }))
}

/** For the rotation of keys. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'parties.suppliers',
    read: 'contact_sealed',
    write: 'contact_sealed = fresh.sealed',
    key: [['id', 'uuid']],
    context: `'parties.suppliers:' || id`,
  },
]

const sealed = (vault: Vault, id: string, contact: string | undefined) =>
  contact ? vault.seal(contact, `parties.suppliers:${id}`) : null

export async function addSupplier(
  tx: Tx,
  actor: Actor,
  vault: Vault,
  supplier: SupplierFields & { readonly code: string },
): Promise<string> {
  const id = newId()
  await tx
    .insertInto('parties.suppliers')
    .values({
      id,
      code: supplier.code,
      name: supplier.name,
      lead_time_days: supplier.leadTimeDays,
      contact_sealed: sealed(vault, id, supplier.contact),
    })
    .execute()
  await recordAudit(tx, actor, {
    action: 'parties.supplier.add',
    subjectType: 'supplier',
    subjectId: id,
    after: supplier,
  })
  return id
}

async function editSupplier(
  tx: Tx,
  actor: Actor,
  vault: Vault,
  edit: SupplierFields & {
    readonly id: string
    readonly version: number
    readonly active: boolean
  },
): Promise<number> {
  const { rows } = await sql<{
    name: string
    leadTimeDays: number
    active: boolean
    version: number
  }>`
    select name, lead_time_days as "leadTimeDays", active, version
    from parties.suppliers where id = ${edit.id} for update`.execute(tx)
  const before = rows[0]
  if (!before) throw notFound(SUPPLIER, edit.id)
  const yours = { name: edit.name, leadTimeDays: edit.leadTimeDays, active: edit.active }
  if (before.version !== edit.version) {
    throw staleEdit(SUPPLIER, {
      givenVersion: edit.version,
      currentVersion: before.version,
      yours,
      current: { ...before },
    })
  }
  await sql`
    update parties.suppliers set name = ${edit.name}, lead_time_days = ${edit.leadTimeDays}, active = ${edit.active},
      contact_sealed = coalesce(${sealed(vault, edit.id, edit.contact)}, contact_sealed), version = version + 1
    where id = ${edit.id}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'parties.supplier.edit',
    subjectType: 'supplier',
    subjectId: edit.id,
    before,
    after: yours,
  })
  return before.version + 1
}

/** Personal data is opened for a reason, and the reason is kept. */
async function revealContact(
  tx: Tx,
  actor: Actor,
  vault: Vault,
  asked: { readonly id: string; readonly reason: string },
): Promise<string | null> {
  const { rows } = await sql<{ sealed: string | null }>`
    select contact_sealed as sealed from parties.suppliers where id = ${asked.id}`.execute(tx)
  if (!rows[0]) throw notFound(SUPPLIER, asked.id)
  await recordAudit(tx, actor, {
    action: 'parties.supplier.reveal',
    subjectType: 'supplier',
    subjectId: asked.id,
    reason: asked.reason,
  })
  return rows[0].sealed === null
    ? null
    : vault.open(rows[0].sealed, `parties.suppliers:${asked.id}`)
}

async function listSuppliers(
  db: Db,
  { q, cursor, limit }: { q?: string | undefined; cursor?: string | undefined; limit: number },
) {
  const [code = null, id = null] = cursor ? decodeCursor(cursor, 2) : []
  const { rows } = await sql<{
    id: string
    code: string
    name: string
    hasContact: boolean
    leadTimeDays: number
    active: boolean
    version: number
  }>`
    select id, code, name, contact_sealed is not null as "hasContact", lead_time_days as "leadTimeDays", active, version
    from parties.suppliers
    where (${q ?? null}::text is null or strpos(lower(code || ' ' || name), lower(${q ?? ''})) > 0)
      and (${code}::text is null or (code, id) > (${code}::text, ${id}::uuid))
    order by code, id limit ${limit + 1}`.execute(db)
  return rows
}
