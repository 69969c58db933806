// The standard cost of a SKU from a date, as two people edit it.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound, staleEdit } from '#kernel/errors.ts'
import { SKU } from './errors.ts'
import { setCost } from './skus.ts'

/** Built on the version of the SKU that was seen; the same cost again is done already. Returns the version. */
export async function editCost(
  tx: Tx,
  actor: Actor,
  edit: { skuId: string; validFrom: string; costMinor: bigint; version: number },
): Promise<number> {
  const { rows } = await sql<{ version: number; costMinor: bigint | null }>`
    select version, (
      select cost_minor from catalog.standard_costs where sku_id = k.id and valid_from = ${edit.validFrom}::date) as "costMinor"
    from catalog.skus k where id = ${edit.skuId} for update`.execute(tx)
  const held = rows[0]
  if (!held) throw notFound(SKU, edit.skuId)
  if (held.costMinor === edit.costMinor) return held.version
  if (held.version !== edit.version) {
    throw staleEdit(SKU, {
      givenVersion: edit.version,
      currentVersion: held.version,
      yours: { costMinor: edit.costMinor },
      current: { costMinor: held.costMinor },
    })
  }
  await setCost(tx, edit)
  await sql`update catalog.skus set version = version + 1 where id = ${edit.skuId}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'catalog.cost.set',
    subjectType: 'sku',
    subjectId: edit.skuId,
    before: { validFrom: edit.validFrom, costMinor: held.costMinor },
    after: { validFrom: edit.validFrom, costMinor: edit.costMinor },
  })
  return held.version + 1
}
