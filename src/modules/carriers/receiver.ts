// Whoever gets a parcel: sealed whole, shown masked, opened only for a label or a call to the carrier.
import { mask, type Vault } from '#kernel/vault.ts'
import type { SealedColumn } from '#kernel/reseal.ts'

export interface Receiver {
  readonly name: string
  readonly phone: string
  /** Province, city, district as one writes them. */
  readonly division: string
  readonly address: string
}

const context = (parcelId: string) => `carriers.receiver:${parcelId}`

export const sealReceiver = (vault: Vault, parcelId: string, receiver: Receiver): string =>
  vault.seal(JSON.stringify(receiver), context(parcelId))

export const openReceiver = (vault: Vault, parcelId: string, sealed: string): Receiver =>
  JSON.parse(vault.open(sealed, context(parcelId))) as Receiver

export const maskReceiver = ({ name, phone, division, address }: Receiver): string =>
  `${mask.name(name)} ${mask.phone(phone)} ${division} ${mask.address(address)}`

/** Where this module keeps sealed text, for the rotation of keys. */
export const sealedColumns: readonly SealedColumn[] = [
  {
    table: 'carriers.parcels',
    read: 'receiver_sealed',
    write: 'receiver_sealed = fresh.sealed',
    key: [['id', 'uuid']],
    context: `'carriers.receiver:' || id`,
  },
  {
    table: 'carriers.carriers',
    read: 'key_sealed',
    write: 'key_sealed = fresh.sealed',
    key: [['id', 'uuid']],
    context: `'carriers.key:' || id`,
  },
]
