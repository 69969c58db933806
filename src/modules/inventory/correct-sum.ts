// Bring a running sum back to the rows it is made of, by what is missing. Beside ledger.ts the only writer of
// sums, and only reconciling comes here, after a second person agreed and with the pool locked. The
// constraints judge the result as they judge every change.
import assert from 'node:assert/strict'
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Drift } from './drift.ts'

export async function correctSum(tx: Tx, at: Drift, delta: bigint): Promise<void> {
  await addMissingRow(tx, at)
  const place = sql`sku_id = ${at.skuId} and location_id = ${at.locationId}::uuid and lot = ${at.lot}`
  const update = {
    balance: () => sql`
      update inventory.balances set qty = qty + ${delta}::bigint
      where ${place} and quality = ${at.quality} and owner_id = ${at.ownerId}::uuid returning 1`,
    hold: () => sql`
      update inventory.balances set hard = hard + ${delta}::bigint
      where (sku_id, location_id, lot, quality, owner_id) = (
        select sku_id, location_id, lot, quality, owner_id from inventory.balances where ${place} and quality = 'good'
        order by case when ${delta}::bigint < 0 then hard else qty - hard end desc limit 1) returning 1`,
    pool: () => sql`
      update inventory.pools set ${sql.ref(at.what)} = ${sql.ref(at.what)} + ${delta}::bigint
      where sku_id = ${at.skuId} and site_id = ${at.siteId} returning 1`,
    reservation: () => sql`
      update inventory.reservations set outstanding = outstanding + ${delta}::bigint, updated_at = now()
      where ${place} and site_id = ${at.siteId} and order_ref = ${at.orderRef} and line_ref = ${at.lineRef} and kind = ${at.what}
      returning 1`,
    promise: () => assert.fail('a promise is ended by an entry, not by a sum'),
  }
  const { rows } = await update[at.kind]().execute(tx)
  assert.equal(rows.length, 1, 'a correction lands on exactly one sum')
}

/** A sum can be wrong by not being there at all. */
async function addMissingRow(tx: Tx, at: Drift): Promise<void> {
  if (at.kind === 'balance') {
    await sql`
      insert into inventory.balances (sku_id, location_id, lot, quality, owner_id, is_real)
      select ${at.skuId}::uuid, id, ${at.lot}, ${at.quality}, ${at.ownerId}::uuid, is_real from places.locations
      where id = ${at.locationId}::uuid on conflict do nothing`.execute(tx)
  }
  if (at.kind === 'reservation') {
    await sql`
      insert into inventory.reservations (sku_id, site_id, order_ref, line_ref, kind, location_id, lot)
      values (${at.skuId}, ${at.siteId}, ${at.orderRef}, ${at.lineRef}, ${at.what}, ${at.locationId}::uuid, ${at.lot})
      on conflict do nothing`.execute(tx)
  }
}
