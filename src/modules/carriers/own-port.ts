// A carrier without an API (our own fleet, a line haul, a partner by telephone): numbers come from our own count, kept by the parcel they
// were given to, so that asking again gives the same ones. Nobody is asked when a label is cancelled, and nobody pushes.
import { sql } from 'kysely'
import { type CarrierPort, CarrierCallFailed } from './port.ts'

/** Enough for a billion parcels; the last digit proves the others. */
const DIGITS = 10

export const ownPort: CarrierPort = {
  async draw({ services, carrierId }, { key, parcels }) {
    return services.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ prefix: string; next: bigint }>`
        select number_prefix as prefix, number_next as next from carriers.carriers where id = ${carrierId} for update`.execute(
        tx,
      )
      const carrier = rows[0]
      if (!carrier) throw new CarrierCallFailed('refused', 'no such carrier')
      const { rows: given } = await sql<{ first: bigint; qty: number }>`
        select first, qty from carriers.own_numbers where parcel_id = ${key}`.execute(tx)
      const first = given[0]?.first ?? carrier.next
      if (!given[0]) {
        await sql`
          insert into carriers.own_numbers (parcel_id, carrier_id, first, qty)
          values (${key}, ${carrierId}, ${first}, ${parcels})`.execute(tx)
        await sql`
          update carriers.carriers set number_next = number_next + ${parcels} where id = ${carrierId}`.execute(
          tx,
        )
      }
      return {
        numbers: Array.from({ length: parcels }, (_, n) =>
          ownNumber(carrier.prefix, first + BigInt(n)),
        ),
        routing: { mark: '', sorting: '', hub: '' },
      }
    })
  },
  cancel: () => Promise.resolve(),
  readPush: () => null,
}

/** Prefix, ten digits, and a check digit (ISO 7064 mod 11,10) that catches every single wrong digit. */
export function ownNumber(prefix: string, count: bigint): string {
  const digits = String(count).padStart(DIGITS, '0')
  return `${prefix}${digits}${checkDigit(digits)}`
}

export function checkDigit(digits: string): number {
  let product = 10
  for (const digit of digits) {
    const sum = (Number(digit) + product) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return (11 - product) % 10
}
