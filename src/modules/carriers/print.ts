// Printing: every label that leaves is counted, every one but the first has a reason (INV-CAR-4), and only a confirmed print
// lets the parcel go on.
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { recordAudit } from '#kernel/audit.ts'
import type { Tx } from '#kernel/db.ts'
import { notFound, refuse } from '#kernel/errors.ts'
import type { Vault } from '#kernel/vault.ts'
import { PARCEL } from './errors.ts'
import { type LabelFacts, labelsPdf, labelsZpl } from './label.ts'
import { advance, lockGroup } from './parcels.ts'
import type { Routing } from './port.ts'
import { openReceiver } from './receiver.ts'

export interface Printed {
  readonly n: number
  readonly type: string
  readonly body: Buffer | string
}

export async function printLabel(
  tx: Tx,
  actor: Actor,
  vault: Vault,
  asked: { readonly id: string; readonly format: 'pdf' | 'zpl'; readonly reason: string },
): Promise<Printed> {
  const group = await lockGroup(tx, asked.id)
  const parcel = group.find(({ id }) => id === asked.id)!
  if (!['CREATED', 'PRINTED', 'USED'].includes(parcel.status)) {
    throw refuse(
      'carriers.no_label',
      409,
      {
        zh: `面单状态 ${parcel.status} 时没有可打印的面单;请先取号`,
        en: `A waybill that is ${parcel.status} has no label. Draw a number first.`,
      },
      { status: parcel.status },
    )
  }
  const { rows } = await sql<{ printed: number }>`
    select count(*)::int as printed from carriers.prints where parcel_id = ${asked.id}`.execute(tx)
  const n = rows[0]!.printed + 1
  if (n > 1 && asked.reason === '') {
    throw refuse(
      'carriers.reprint_reason',
      409,
      {
        zh: '这张面单打印过;重打要写原因',
        en: 'This label was printed before. A reprint needs a reason.',
      },
      { printed: n - 1 },
    )
  }
  await sql`
    insert into carriers.prints (parcel_id, n, format, reason, made_by)
    values (${asked.id}, ${n}, ${asked.format}, ${asked.reason}, ${actor.name})`.execute(tx)
  // A label shows the receiver in the clear: who opened it is kept.
  await recordAudit(tx, actor, {
    action: 'carriers.label.print',
    subjectType: 'parcel',
    subjectId: asked.id,
    after: { waybillNo: parcel.waybillNo, print: n, format: asked.format },
    reason: asked.reason || undefined,
  })
  const label = await readLabel(tx, vault, asked.id, { parcels: group.length, print: n })
  return asked.format === 'pdf'
    ? { n, type: 'application/pdf', body: labelsPdf([label]) }
    : { n, type: 'application/zpl; charset=utf-8', body: labelsZpl([label]) }
}

async function readLabel(
  tx: Tx,
  vault: Vault,
  id: string,
  more: { readonly parcels: number; readonly print: number },
): Promise<LabelFacts> {
  const { rows } = await sql<
    Omit<LabelFacts, 'receiver' | 'parcels' | 'print' | 'routing'> & {
      sealed: string
      routing: Routing | null
    }
  >`
    select c.name as carrier, s.name as service, p.waybill_no as "waybillNo", p.print_data as routing,
      p.receiver_sealed as sealed, w.name as sender, p.contents, p.grams, p.order_ref as "orderRef", p.seq
    from carriers.parcels p join carriers.carriers c on c.id = p.carrier_id
    join carriers.services s on s.id = p.service_id join places.sites w on w.id = p.site_id
    where p.id = ${id}`.execute(tx)
  const { sealed, routing, ...row } = rows[0]!
  return {
    ...row,
    ...more,
    routing: routing ?? { mark: '', sorting: '', hub: '' },
    receiver: openReceiver(vault, id, sealed),
  }
}

/** The printer said it came out. Safe to repeat. */
export async function ackPrint(
  tx: Tx,
  actor: Actor,
  asked: { readonly id: string; readonly n: number },
): Promise<void> {
  const parcel = (await lockGroup(tx, asked.id)).find(({ id }) => id === asked.id)!
  const { rows } = await sql<{ acked: boolean }>`
    select acked_at is not null as acked from carriers.prints where parcel_id = ${asked.id} and n = ${asked.n}`.execute(
    tx,
  )
  if (!rows[0])
    throw notFound({ zh: `第 ${asked.n} 次打印`, en: `print ${asked.n} of ${PARCEL.en}` }, asked.id)
  if (rows[0].acked) return
  if (parcel.status !== 'USED') await advance(tx, actor, parcel, 'print_acked')
  await sql`
    update carriers.prints set acked_at = clock_timestamp()
    where parcel_id = ${asked.id} and n = ${asked.n}`.execute(tx)
}
