// Who a parcel goes to, for whoever makes its label. Not a screen: what is opened here is sealed again with the parcel, and every print
// of the label is logged.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import type { Vault } from '#kernel/vault.ts'
import { openReceiver } from './receiver.ts'

export interface LabelReceiver {
  readonly name: string
  readonly phone: string
  readonly division: string
  readonly address: string
}

/** Null while the platform keeps the receiver to itself, or told only part of it. */
export async function receiverForLabel(
  db: Db,
  vault: Vault,
  orderId: string,
): Promise<LabelReceiver | null> {
  const { rows } = await sql<{ sealed: string | null }>`
    select receiver_sealed as sealed from sales.orders where id = ${orderId}`.execute(db)
  const sealed = rows[0]?.sealed
  if (!sealed) return null
  const held = openReceiver(vault, orderId, sealed)
  const address = [held.street, held.address].filter(Boolean).join(' ')
  if (held.name === '' || held.phone === '' || address === '') return null
  // A masked telephone reaches nobody.
  if (held.phone.includes('*') || held.name.includes('*')) return null
  return {
    name: held.name,
    phone: held.phone,
    division: [held.province, held.city, held.district].filter(Boolean).join(' '),
    address,
  }
}
