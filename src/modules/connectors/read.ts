// Reading what is marked, and handing it to the importers that files go through. One transaction a batch: the records and
// the marks they settle.
import { sql } from 'kysely'
import { systemActor } from '#kernel/actor.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { importAftersales } from '#modules/aftersales'
import type { ImportFile, ImportWork } from '#modules/layouts'
import { importOrders } from '#modules/sales'
import { type Detail, type Kind, KINDS } from './connector.ts'
import type { OpenLink } from './links.ts'
import { dueMarks, type Mark, type Reading, settle, STALE } from './marks.ts'

/** Both take the shapes of `layouts`; that is all a connector has to speak. */
const IMPORTERS = { orders: importOrders, aftersales: importAftersales } as const

const UNKNOWN = '平台查不到这张单 · the platform does not know this number'

export async function readMarked(open: OpenLink): Promise<void> {
  for (const kind of KINDS) await readKind(open, kind)
}

async function readKind(open: OpenLink, kind: Kind): Promise<void> {
  const { services, link, connector } = open
  for (;;) {
    const marks = await dueMarks(services.db, link.shopId, kind, connector.mostDetails)
    if (marks.length === 0) return
    const details = await open.call((session) =>
      session.details(
        kind,
        marks.map(({ no }) => no),
      ),
    )
    await take(open, kind, marks, new Map(details.map((detail) => [detail.no, detail])))
  }
}

/** A record that cannot be stored must not hold up its neighbours: the batch is halved until it stands alone. */
async function take(
  open: OpenLink,
  kind: Kind,
  marks: readonly Mark[],
  details: ReadonlyMap<string, Detail>,
): Promise<void> {
  const { services, link } = open
  try {
    await services.db.transaction().execute(async (tx) => {
      // One reading of a shop after the other, whoever reads.
      await sql`select 1 from connectors.links where shop_id = ${link.shopId} for no key update`.execute(
        tx,
      )
      const told = marks.flatMap(({ no }) => details.get(no) ?? [])
      const refused = told.length === 0 ? new Map() : await importDetails(tx, open, kind, told)
      await settle(
        tx,
        link.shopId,
        kind,
        marks.map((mark) => readingOf(mark, details.get(mark.no), refused.get(mark.no))),
      )
    })
  } catch (error) {
    if (marks.length > 1) {
      const half = Math.ceil(marks.length / 2)
      await take(open, kind, marks.slice(0, half), details)
      return take(open, kind, marks.slice(half), details)
    }
    services.log.error({ err: error, shop: link.shopCode, kind }, 'a record could not be stored')
    const problem = (error as Error).message.slice(0, 500)
    await services.db
      .transaction()
      .execute((tx) => settle(tx, link.shopId, kind, [{ ...marks[0]!, modifiedAt: null, problem }]))
  }
}

function readingOf(mark: Mark, detail: Detail | undefined, refused: string | undefined): Reading {
  if (detail === undefined) return { ...mark, modifiedAt: null, problem: UNKNOWN }
  if (refused !== undefined) return { ...mark, modifiedAt: null, problem: refused }
  const isStale = mark.heardAt !== null && detail.modifiedAt < mark.heardAt
  return { ...mark, modifiedAt: detail.modifiedAt, problem: isStale ? STALE : '' }
}

/** Numbers whose rows were refused, with the reason. */
export async function importDetails(
  tx: Tx,
  open: Pick<OpenLink, 'services' | 'link' | 'connector'>,
  kind: Kind,
  details: readonly Detail[],
): Promise<ReadonlyMap<string, string>> {
  const { services, link, connector } = open
  const rows = details.flatMap(({ no, rows: own }) => own.map((cells) => ({ no, cells })))
  const refused = new Map<string, string>()
  const modified = new Map(details.map(({ no, modifiedAt }) => [no, modifiedAt]))
  const work: ImportWork = {
    tx,
    services,
    actor: systemActor(`connector ${connector.id}`),
    shop: {
      id: link.shopId,
      code: link.shopCode,
      platform: link.platform,
      currency: link.currency,
      timeZone: link.timeZone,
    },
    source: `connector:${newId()}`,
    dryRun: false,
    snapshotAt: null,
    snapshotOf: (no) => modified.get(no) ?? null,
    refuse({ row }, problems) {
      const no = rows[row - 1]!.no
      const [first] = problems
      refused.set(no, first ? `${first.column}: ${first.zh} · ${first.en}` : 'refused')
    },
    progress: async () => {},
  }
  await IMPORTERS[kind](work, fileOf(connector.layouts[kind], rows))
  return refused
}

function fileOf(
  layout: ImportFile['layout'],
  rows: readonly { readonly cells: Readonly<Record<string, string>> }[],
): ImportFile {
  const header = layout.headers
  return {
    layout,
    fileName: '',
    header,
    columns: new Map(
      header.flatMap((field, at) => (field in layout.fields ? [[field, at] as const] : [])),
    ),
    async *rows() {
      for (const [at, { cells }] of rows.entries())
        yield { row: at + 1, values: header.map((field) => cells[field] ?? '') }
    },
  }
}
