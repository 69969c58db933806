// Between sites: out of one, on the road, into the other. What is on the road is stock, but nobody's to
// promise until it has arrived.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import { newId } from '#kernel/ids.ts'
import { OWN_GOODS } from '#modules/parties'
import { standardLocation } from '#modules/places'
import { post } from './ledger.ts'
import { locationFacts } from './locations.ts'
import type { Move } from './posting.ts'

export interface TransferLine {
  readonly skuId: string
  readonly qty: bigint
  readonly fromLocationId: string
  readonly lot?: string | undefined
  readonly ownerId?: string | undefined
}

const move = (
  line: Omit<TransferLine, 'fromLocationId'>,
  from: string,
  to: string,
  reason: Move['reason'],
): Move => ({
  skuId: line.skuId,
  qty: line.qty,
  from,
  to,
  fromQuality: 'good',
  toQuality: 'good',
  lot: line.lot ?? '',
  ownerId: line.ownerId ?? OWN_GOODS,
  reason,
})

export async function shipTransfer(
  tx: Tx,
  actor: Actor,
  asked: { toSiteId: string; note: string; lines: readonly TransferLine[] },
): Promise<string> {
  const facts = await locationFacts(
    tx,
    asked.lines.map(({ fromLocationId }) => fromLocationId),
  )
  const fromSites = new Set([...facts.values()].map(({ siteId }) => siteId))
  const [fromSiteId] = fromSites
  if (fromSites.size !== 1 || fromSiteId === undefined || fromSiteId === asked.toSiteId) {
    throw refuse('inventory.transfer_sites', 400, {
      zh: '一张调拨单只能从一个仓库发往另一个仓库',
      en: 'A transfer goes from one site to one other site.',
    })
  }
  const id = newId()
  const transit = await standardLocation(tx, asked.toSiteId, 'transit')
  await tx
    .insertInto('inventory.transfers')
    .values({
      id,
      from_site: fromSiteId,
      to_site: asked.toSiteId,
      status: 'in_transit',
      note: asked.note,
      created_by: actor.name,
    })
    .execute()
  await sql`
    insert into inventory.transfer_lines (transfer_id, line_no, sku_id, lot, owner_id, qty)
    select ${id}::uuid, no, sku, lot, owner, qty
    from unnest(${asked.lines.map(({ skuId }) => skuId)}::uuid[], ${asked.lines.map(({ lot }) => lot ?? '')}::text[],
      ${asked.lines.map(({ ownerId = OWN_GOODS }) => ownerId)}::uuid[],
      ${asked.lines.map(({ qty }) => qty)}::bigint[]) with ordinality as line (sku, lot, owner, qty, no)`.execute(
    tx,
  )
  await post(tx, actor, {
    cause: `transfer:${id}:ship`,
    document: `transfer:${id}`,
    moves: asked.lines.map((line) => move(line, line.fromLocationId, transit, 'transfer')),
  })
  await recordAudit(tx, actor, {
    action: 'inventory.transfer.ship',
    subjectType: 'transfer',
    subjectId: id,
    after: asked,
  })
  return id
}

export interface ReceivedLine {
  readonly lineNo: number
  readonly receivedQty: bigint
  /** Needed when it is not what was sent. */
  readonly reason?: string | undefined
}

/** What arrived goes to the dock; what is missing or too much is an adjustment with a reason. */
export async function receiveTransfer(
  tx: Tx,
  actor: Actor,
  asked: { id: string; lines: readonly ReceivedLine[] },
): Promise<void> {
  const { rows } = await sql<{ toSiteId: string; status: string }>`
    select to_site as "toSiteId", status from inventory.transfers where id = ${asked.id} for update`.execute(
    tx,
  )
  const transfer = rows[0]
  if (!transfer) throw notFound({ zh: '调拨单', en: 'transfer' }, asked.id)
  if (transfer.status === 'received') {
    throw refuse('inventory.transfer_received', 409, {
      zh: '这张调拨单已收货',
      en: 'This transfer has been received.',
    })
  }
  const sent = await sql<{
    lineNo: number
    skuId: string
    lot: string
    ownerId: string
    qty: bigint
  }>`
    select line_no as "lineNo", sku_id as "skuId", lot, owner_id as "ownerId", qty from inventory.transfer_lines
    where transfer_id = ${asked.id} order by line_no`.execute(tx)
  const place = {
    transit: await standardLocation(tx, transfer.toSiteId, 'transit'),
    dock: await standardLocation(tx, transfer.toSiteId, 'stage'),
    adjustment: await standardLocation(tx, transfer.toSiteId, 'adjustment'),
  }
  const moves = sent.rows.flatMap((line) => {
    const got = asked.lines.find(({ lineNo }) => lineNo === line.lineNo)
    const received = got?.receivedQty ?? line.qty
    const difference = received - line.qty
    if (difference !== 0n && !got?.reason) throw differenceNeedsReason(line.lineNo)
    const arrived = received < line.qty ? received : line.qty
    return [
      ...(arrived > 0n
        ? [move({ ...line, qty: arrived }, place.transit, place.dock, 'transfer')]
        : []),
      ...(difference < 0n
        ? [move({ ...line, qty: -difference }, place.transit, place.adjustment, 'adjust')]
        : []),
      ...(difference > 0n
        ? [move({ ...line, qty: difference }, place.adjustment, place.dock, 'adjust')]
        : []),
    ]
  })
  await post(tx, actor, {
    cause: `transfer:${asked.id}:receive`,
    document: `transfer:${asked.id}`,
    moves,
  })
  for (const { lineNo, receivedQty, reason } of asked.lines) {
    await sql`
      update inventory.transfer_lines set received_qty = ${receivedQty}, reason = ${reason ?? null}
      where transfer_id = ${asked.id} and line_no = ${lineNo}`.execute(tx)
  }
  await sql`
    update inventory.transfers set status = 'received', received_at = now() where id = ${asked.id}`.execute(
    tx,
  )
  await recordAudit(tx, actor, {
    action: 'inventory.transfer.receive',
    subjectType: 'transfer',
    subjectId: asked.id,
    after: asked,
  })
}

const differenceNeedsReason = (lineNo: number) =>
  refuse(
    'inventory.difference_needs_reason',
    400,
    {
      zh: `第 ${lineNo} 行实收与发出不符,请写明原因`,
      en: `Line ${lineNo} differs from what was sent. Give a reason.`,
    },
    { lineNo },
  )
