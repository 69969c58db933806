// Where an order goes, judged from the receiver's text.
import type { Receiver } from './draft.ts'
import type { StoredOrder } from './write-orders.ts'

export interface JudgedAddress {
  readonly place: StoredOrder['place']
  readonly name: string
  readonly fingerprint: string | null
}

const NOWHERE: JudgedAddress = {
  place: { province: null, city: null, district: null, state: 'none', note: '' },
  name: '',
  fingerprint: null,
}

export async function openAddresses() {
  return { judge: (_receiver: Receiver | null): JudgedAddress => NOWHERE }
}
