// A person says where a doubtful address is. Only the district is decided; what the platform said stays as it is.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound, refuse, staleEdit } from '#kernel/errors.ts'
import { emit } from '#kernel/outbox.ts'
import type { Vault } from '#kernel/vault.ts'
import { loadDivisions, nameOf, parseAddress, receiverFingerprint } from '#modules/regions'
import { openReceiver } from './receiver.ts'

const ORDER = { zh: '订单', en: 'order' }

export async function confirmAddress(
  tx: Tx,
  actor: Actor,
  vault: Vault,
  asked: { readonly orderId: string; readonly version: number; readonly districtCode: string },
): Promise<{ place: string }> {
  const { rows } = await sql<{
    version: number
    sealed: string | null
    districtCode: string | null
    state: string
  }>`
    select version, receiver_sealed as sealed, district_code as "districtCode", address_state as state
    from sales.orders where id = ${asked.orderId} and not withdrawn for update`.execute(tx)
  const before = rows[0]
  if (!before) throw notFound(ORDER, asked.orderId)
  if (before.version !== asked.version) {
    throw staleEdit(ORDER, {
      givenVersion: asked.version,
      currentVersion: before.version,
      yours: { districtCode: asked.districtCode },
      current: { districtCode: before.districtCode },
    })
  }
  const index = await loadDivisions(tx)
  const place = index.places.get(asked.districtCode)
  if (!place || before.sealed === null) throw notADistrict(asked.districtCode)
  const held = openReceiver(vault, asked.orderId, before.sealed)
  const parsed = parseAddress(index, { address: held.address })
  const fingerprint = receiverFingerprint(vault, {
    name: held.name,
    phone: held.phone,
    addressDetail: parsed.detail,
    districtCode: asked.districtCode,
  })
  await sql`
    update sales.orders set district_code = ${asked.districtCode}, city_code = ${place.city?.code ?? null},
      province_code = ${place.province.code}, address_state = 'confirmed', address_note = '', receiver_fingerprint = ${fingerprint}
    where id = ${asked.orderId}`.execute(tx)
  await recordAudit(tx, actor, {
    action: 'sales.address.confirm',
    subjectType: 'order',
    subjectId: asked.orderId,
    before: { districtCode: before.districtCode, state: before.state },
    after: { districtCode: asked.districtCode, state: 'confirmed' },
  })
  await emit(tx, {
    type: 'platform.order.snapshotted',
    key: asked.orderId,
    payload: { orderId: asked.orderId, version: before.version, because: 'address' },
  })
  return { place: nameOf(index, asked.districtCode) }
}

const notADistrict = (code: string) =>
  refuse('sales.not_a_district', 400, {
    zh: `${code} 不是区划表里的地方,或订单没有收货信息`,
    en: `${code} is not in the division table, or the order has no receiver.`,
  })
