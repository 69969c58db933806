// Reads of after-sale records for the screens.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Sendable } from '#kernel/contract.ts'
import type { Db } from '#kernel/db.ts'
import { notFound } from '#kernel/errors.ts'
import { decodeCursor } from '#kernel/lists.ts'
import { instant } from '#kernel/time.ts'
import type { aftersalesApi } from './contract.ts'

type Answer = Sendable<z.input<(typeof aftersalesApi)['record']['response']>>
type RecordRow = Omit<Answer, 'versions' | 'counts' | 'withdrawn'> & {
  readonly id: string
  readonly requestedAt: Date | null
}

const ROW = sql`r.id, s.code as "shopCode", s.currency, r.aftersale_no as "aftersaleNo", r.order_no as "orderNo",
  r.order_id as "orderId", r.line_ref as "lineRef", r.type, r.type_text as "typeText", r.status, r.status_text as "statusText",
  r.reason, r.requested_at as "requestedAt", r.closed_at as "closedAt", r.refunded_on::text as "refundedOn",
  r.refunded_basis as "refundedBasis", r.refund_minor as "refundMinor", r.order_minor as "orderMinor", r.qty,
  r.return_carrier as "returnCarrier", r.return_waybill as "returnWaybill", r.ship_state as "shipState",
  r.platform_item as "platformItem", r.sku_code as "skuCode", r.title, r.spec, r.layout, r.version`

/** Records without a time come last. */
const UNDATED = instant('0001-01-01T00:00:00Z')

export async function listRecords(
  db: Db,
  filter: {
    q?: string | undefined
    shop?: string | undefined
    status?: string | undefined
    type?: string | undefined
    from?: string | undefined
    to?: string | undefined
    order?: string | undefined
    linked?: 'yes' | 'no' | undefined
    cursor?: string | undefined
    limit: number
  },
): Promise<RecordRow[]> {
  const [at = null, id = null] = filter.cursor ? decodeCursor(filter.cursor, 2) : []
  const q = filter.q?.trim() || null
  const { rows } = await sql<RecordRow>`
    select ${ROW} from aftersales.records r join shops.shops s on s.id = r.shop_id
    where not r.withdrawn
      and (${q}::text is null or r.aftersale_no = ${q} or r.order_no = ${q} or r.return_waybill = ${q} or r.sku_code = ${q}
        or r.title ilike '%' || ${q ?? ''} || '%')
      and (${filter.shop ?? null}::text is null or upper(s.code) = upper(${filter.shop ?? null}))
      and (${filter.status ?? null}::text is null or r.status = ${filter.status ?? null})
      and (${filter.type ?? null}::text is null or r.type = ${filter.type ?? null})
      and (${filter.order ?? null}::text is null or r.order_no = ${filter.order ?? null})
      and (${filter.linked ?? null}::text is null or (r.order_id is not null) = (${filter.linked ?? null} = 'yes'))
      and (${filter.from ?? null}::date is null or r.requested_on >= ${filter.from ?? null}::date)
      and (${filter.to ?? null}::date is null or r.requested_on <= ${filter.to ?? null}::date)
      and (${at}::timestamptz is null or (coalesce(r.requested_at, ${UNDATED}), r.id) < (${at}::timestamptz, ${id}::uuid))
    order by coalesce(r.requested_at, ${UNDATED}) desc, r.id desc limit ${filter.limit + 1}`.execute(
    db,
  )
  return rows
}

export const cursorOf = (row: RecordRow) => [row.requestedAt ?? UNDATED, row.id]

export async function oneRecord(db: Db, id: string): Promise<Answer> {
  const { rows } = await sql<RecordRow & { withdrawn: boolean; shopId: string }>`
    select ${ROW}, r.withdrawn, r.shop_id as "shopId"
    from aftersales.records r join shops.shops s on s.id = r.shop_id where r.id = ${id}`.execute(db)
  const found = rows[0]
  if (!found) throw notFound({ zh: '售后记录', en: 'after-sale record' }, id)
  const { shopId, ...row } = found
  const [versions, counts] = await Promise.all([
    sql<Answer['versions'][number]>`
      select version, source, snapshot_at as "snapshotAt", recorded_at as "recordedAt", undone, raw
      from aftersales.record_versions where record_id = ${id} order by version desc limit 200`.execute(
      db,
    ),
    sql<Answer['counts'][number]>`
      select basis, refund_minor as "refundMinor", refunded_on::text as "refundedOn", record_id is not distinct from ${id}::uuid as "isThis"
      from aftersales.refunds where shop_id = ${shopId} and order_no = ${row.orderNo as string}
      order by refunded_on, refund_minor limit 200`.execute(db),
  ])
  return { ...row, versions: versions.rows, counts: counts.rows }
}
