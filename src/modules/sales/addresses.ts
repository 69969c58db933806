// Where an order goes: the receiver's text judged against the table of divisions. What is doubtful waits for a person.
import type { Vault } from '#kernel/vault.ts'
import type { ImportWork } from '#modules/layouts'
import {
  isDoubtful,
  loadDivisions,
  nameOf,
  parseAddress,
  receiverFingerprint,
} from '#modules/regions'
import type { Receiver } from './draft.ts'
import type { Known } from './judge-batch.ts'
import { openReceiver } from './receiver.ts'
import type { StoredOrder } from './write-orders.ts'

export interface JudgedAddress {
  readonly place: StoredOrder['place']
  /** As much of it as may be shown: province and city. */
  readonly name: string
  readonly fingerprint: string | null
}

const NOWHERE: JudgedAddress = {
  place: { province: null, city: null, district: null, state: 'none', note: '' },
  name: '',
  fingerprint: null,
}

export async function openAddresses({ tx, services }: Pick<ImportWork, 'tx' | 'services'>) {
  const index = await loadDivisions(tx)
  return {
    judge(receiver: Receiver | null, country: string | null, known: Known | null): JudgedAddress {
      if (receiver === null) return NOWHERE
      const { province, city, district, street, address } = receiver
      if ([province, city, district, street, address].every((text) => text === '')) return NOWHERE
      const parsed = parseAddress(index, { country, province, city, district, street, address })
      const doubtful = isDoubtful(parsed)
      const confirmed = doubtful ? confirmedPlace(services.vault, receiver, known) : null
      const place = confirmed ?? {
        province: parsed.provinceCode,
        city: parsed.cityCode,
        district: parsed.districtCode,
        state: doubtful ? ('doubtful' as const) : ('clear' as const),
        // Codes, not sentences: the screen says them in the reader's language.
        note: parsed.problems.map(({ code: problem }) => problem).join(','),
      }
      const code = place.city ?? place.province
      return {
        place,
        name:
          code !== null
            ? nameOf(index, code)
            : parsed.outcome === 'foreign'
              ? (parsed.country ?? '')
              : '',
        fingerprint: receiverFingerprint(services.vault, {
          name: receiver.name,
          phone: receiver.phone,
          addressDetail: parsed.detail,
          districtCode: place.state === 'doubtful' ? null : place.district,
        }),
      }
    },
  }
}

/** What a person decided stands while the address is word for word the one they decided on. */
function confirmedPlace(
  vault: Vault,
  receiver: Receiver,
  known: Known | null,
): StoredOrder['place'] | null {
  if (!known?.confirmed) return null
  const { sealed, ...place } = known.confirmed
  const held = openReceiver(vault, known.id, sealed)
  const parts = ['province', 'city', 'district', 'street', 'address'] as const
  if (parts.some((part) => held[part] !== receiver[part])) return null
  return { ...place, state: 'confirmed', note: '' }
}
