// What each order of a batch is to us: new, changed, the same, or an older word. The rows of known orders are locked in
// key order, so that two imports of one order queue and the second judges what the first wrote.
import { sql } from 'kysely'
import type { ImportWork } from '#modules/layouts'
import type { DraftOrder } from './draft.ts'
import { isOlder, type OrderState } from './states.ts'

export interface Known {
  readonly id: string
  readonly platformNo: string
  readonly headHash: string | null
  readonly linesHash: string | null
  readonly paymentsHash: string | null
  readonly status: OrderState
  readonly snapshotAt: Date | null
  readonly version: number
  readonly withdrawn: boolean
  /** Where a person said that it goes, and the sealed address they said it of. */
  readonly confirmed: {
    readonly sealed: string
    readonly province: string | null
    readonly city: string | null
    readonly district: string | null
  } | null
}

/** What a file tells of an order: all of it, or the half it is made for. */
export type Half = 'both' | 'head' | 'lines' | 'payments'

export interface Judged {
  readonly order: DraftOrder
  readonly hash: string
  readonly before: Known | null
  /**
   * `headless`: lines or payments of an order whose head nobody has brought yet. `reread`: the same words, of a file that is
   * read again: whether they are understood differently shows only once the order is made.
   */
  readonly verdict: 'created' | 'updated' | 'unchanged' | 'older' | 'headless' | 'reread'
}

export async function judgeBatch(
  {
    tx,
    snapshotAt,
    snapshotOf,
    again,
  }: Pick<ImportWork, 'tx' | 'snapshotAt' | 'snapshotOf' | 'again'>,
  shopId: string,
  half: Half,
  orders: readonly DraftOrder[],
  hashOf: (order: DraftOrder) => string,
): Promise<Judged[]> {
  const { rows } = await sql<Known>`/* plan anew */
    select id, platform_no as "platformNo", head_hash as "headHash", lines_hash as "linesHash", payments_hash as "paymentsHash", status,
      snapshot_at as "snapshotAt", version, withdrawn,
      case when address_state = 'confirmed' then jsonb_build_object('sealed', receiver_sealed, 'province', province_code,
        'city', city_code, 'district', district_code) end as confirmed
    from sales.orders where shop_id = ${shopId} and platform_no = any(${orders.map(({ platformNo }) => platformNo)}::text[])
    order by id for update`.execute(tx)
  const known = new Map(rows.map((row) => [row.platformNo, row]))
  return orders.map((order) => {
    const before = known.get(order.platformNo) ?? null
    const hash = hashOf(order)
    const saidAt = snapshotOf?.(order.platformNo) ?? snapshotAt
    const verdict = verdictOf(order, hash, before, half, saidAt)
    return {
      order,
      hash,
      before,
      verdict: again === true && verdict === 'unchanged' ? 'reread' : verdict,
    }
  })
}

function verdictOf(
  order: DraftOrder,
  hash: string,
  before: Known | null,
  half: Half,
  snapshotAt: Date | null,
): Judged['verdict'] {
  const isPart = half === 'lines' || half === 'payments'
  // An order taken back by an undo comes in again like a new one.
  if (before === null || before.withdrawn) return isPart ? 'headless' : 'created'
  if (hash === heldHash(before, half)) return 'unchanged'
  if (!isPart && isOlder({ status: order.status, snapshotAt }, before)) return 'older'
  return 'updated'
}

function heldHash(before: Known, half: Half): string | null {
  if (half === 'lines') return before.linesHash
  return half === 'payments' ? before.paymentsHash : before.headHash
}
