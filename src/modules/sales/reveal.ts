// A person's name, telephone and address are opened for a scene and a reason, only as far as the scene needs, and both
// are kept. Who opens many in an hour is stopped before a leak becomes one.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import type { Vault } from '#kernel/vault.ts'
import { type HeldReceiver, openReceiver } from './receiver.ts'

/** What each scene may see. Scenes follow those platforms ask for (platforms.md §1.1 OAID: waybill, after-sale, care). */
export const SCENES = {
  waybill: ['name', 'phone', 'address'],
  address_check: ['address'],
  after_sale: ['name', 'phone', 'buyerNote', 'sellerNote'],
  care: ['name', 'phone'],
  notes: ['buyerNote', 'sellerNote'],
} as const

export type Scene = keyof typeof SCENES
export const SCENE_NAMES = Object.keys(SCENES) as [Scene, ...Scene[]]

/** A clerk checks a few dozen orders an hour by hand; a thousand is an export by other means. */
const MOST_AN_HOUR = 120

export interface Revealed {
  readonly name: string | null
  readonly phone: string | null
  readonly address: string | null
  readonly buyerNote: string | null
  readonly sellerNote: string | null
}

export async function revealReceiver(
  tx: Tx,
  actor: Actor,
  vault: Vault,
  asked: { readonly orderId: string; readonly scene: Scene; readonly reason: string },
): Promise<Revealed> {
  const { rows } = await sql<{ sealed: string | null }>`
    select receiver_sealed as sealed from sales.orders where id = ${asked.orderId}`.execute(tx)
  if (!rows[0]) throw notFound({ zh: '订单', en: 'order' }, asked.orderId)
  await allowReveal(tx, actor, { ...asked, subjectType: 'order', subjectId: asked.orderId })
  const held = rows[0].sealed === null ? null : openReceiver(vault, asked.orderId, rows[0].sealed)
  const allowed = new Set<string>(SCENES[asked.scene])
  const show = (field: keyof Revealed, text: string | undefined) =>
    allowed.has(field) && text ? text : null
  return {
    name: show('name', held?.name),
    phone: show('phone', held?.phone),
    address: show('address', held ? wholeAddress(held) : ''),
    buyerNote: show('buyerNote', held?.buyerNote),
    sellerNote: show('sellerNote', held?.sellerNote),
  }
}

/** The limit and the log of opening receivers, wherever they are kept: here, or masked at a platform. */
export async function allowReveal(
  tx: Tx,
  actor: Actor,
  asked: {
    readonly subjectType: string
    readonly subjectId: string
    readonly scene: string
    readonly reason: string
  },
): Promise<void> {
  await refuseTooMany(tx, actor)
  await recordAudit(tx, actor, {
    action: 'sales.receiver.reveal',
    subjectType: asked.subjectType,
    subjectId: asked.subjectId,
    after: { scene: asked.scene },
    reason: asked.reason,
  })
}

const wholeAddress = ({ province, city, district, street, address }: HeldReceiver) =>
  [province, city, district, street, address]
    .filter((part, at, all) => part !== '' && (at === 4 || !all[4]!.includes(part)))
    .join(' ')

async function refuseTooMany(tx: Tx, actor: Actor): Promise<void> {
  // One person's requests queue here, so that two at once cannot both be the last allowed.
  await sql`select pg_advisory_xact_lock(hashtext(${`reveal:${actor.id}`}))`.execute(tx)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from audit.entries
    where actor_id = ${actor.id} and action = 'sales.receiver.reveal' and recorded_at > now() - interval '1 hour'`.execute(
    tx,
  )
  if ((rows[0]?.count ?? 0) < MOST_AN_HOUR) return
  throw refuse(
    'sales.too_many_reveals',
    429,
    {
      zh: `一小时内已查看 ${MOST_AN_HOUR} 位买家的信息,已达上限;请稍后再试,或请管理员核实`,
      en: `You have opened ${MOST_AN_HOUR} receivers within the hour, which is the limit. Try later, or ask an administrator.`,
    },
    { limit: MOST_AN_HOUR },
  )
}
