// Opening stock from a file: what stands where on the day the program begins, as moves with the reason `opening`. The same
// file twice opens nothing twice: a row whose goods this site, location and lot already have by another file is unchanged
// when the quantity is the same, and refused when it is not, since opening again is what counting is for.
import { sql } from 'kysely'
import { houseZone } from '#kernel/house.ts'
import type { Tx } from '#kernel/db.ts'
import { skuIdsByCode } from '#modules/catalog'
import { lockPools, type Move, post } from '#modules/inventory'
import {
  type ImportFile,
  type ImportOutcome,
  type ImportRow,
  type ImportWork,
  readerOf,
  type UndoImport,
} from '#modules/layouts'
import { OWN_GOODS } from '#modules/parties'
import { standardLocation } from '#modules/places'

/** Beyond this a quantity is a typing error. */
const MAX_QTY = 1_000_000_000n

/** Posted at once. */
const BATCH = 500

interface Draft {
  readonly row: ImportRow
  readonly skuCode: string
  readonly site: string
  readonly location: string
  readonly lot: string
  readonly qty: bigint
}

interface Place {
  readonly siteId: string
  readonly locationId: string
  readonly adjustmentId: string
}

type Bad = (field: string, zh: string, en: string) => void

export async function importOpeningStock(
  work: ImportWork,
  file: ImportFile,
): Promise<ImportOutcome> {
  const drafts = await readDrafts(work, file)
  const counts = { created: 0, unchanged: 0 }
  let units = 0n
  const seen = new Map<string, number>()
  const places = placeFinder(work.tx)
  for (let at = 0; at < drafts.length; at += BATCH) {
    const part = drafts.slice(at, at + BATCH)
    const moves = await movesOf(work, file, part, { seen, places, counts })
    if (moves.length > 0) {
      await lockPools(
        work.tx,
        moves.map(({ move, siteId }) => ({ skuId: move.skuId, siteId })),
      )
      await post(work.tx, work.actor, {
        cause: `${work.source}:${at}`,
        document: work.source,
        moves: moves.map(({ move }) => move),
      })
      units += moves.reduce((sum, { move }) => sum + move.qty, 0n)
    }
    await work.progress(at + part.length)
  }
  return { ...counts, updated: 0, totals: { units } }
}

async function readDrafts(work: ImportWork, file: ImportFile): Promise<Draft[]> {
  const read = readerOf(file, await houseZone(work.tx))
  const drafts: Draft[] = []
  for await (const row of file.rows()) {
    const cells = read(row)
    const skuCode = cells.required('sku_code')
    const site = cells.required('site')
    const qty = cells.count('qty')
    if (!cells.has('qty')) cells.bad('qty', '必填', 'is required')
    else if (qty !== null && (qty <= 0n || qty > MAX_QTY))
      cells.bad('qty', `数量应在 1 到 ${MAX_QTY} 之间`, `must be between 1 and ${MAX_QTY}`)
    if (cells.problems.length > 0 || qty === null) work.refuse(row, cells.problems)
    else
      drafts.push({
        row,
        skuCode,
        site,
        location: cells.text('location'),
        lot: cells.text('lot'),
        qty,
      })
  }
  return drafts
}

interface Against {
  readonly seen: Map<string, number>
  readonly places: ReturnType<typeof placeFinder>
  readonly counts: { created: number; unchanged: number }
}

async function movesOf(
  work: ImportWork,
  file: ImportFile,
  drafts: readonly Draft[],
  { seen, places, counts }: Against,
): Promise<{ move: Move; siteId: string }[]> {
  const skus = await skuIdsByCode(
    work.tx,
    drafts.map(({ skuCode }) => skuCode),
  )
  const headerOf = (field: string) => file.header[file.columns.get(field) ?? -1] ?? field
  const moves: { move: Move; siteId: string }[] = []
  for (const draft of drafts) {
    const problems: { column: string; zh: string; en: string }[] = []
    const bad: Bad = (field, zh, en) => problems.push({ column: headerOf(field), zh, en })
    const skuId = skus.get(draft.skuCode.toUpperCase())
    if (!skuId) bad('sku_code', '没有这个 SKU,请先导入商品', 'is no SKU; import the products first')
    const place = await places(draft, bad)
    const key = `${skuId}|${place?.locationId}|${draft.lot}`
    const earlier = seen.get(key)
    if (earlier !== undefined)
      bad(
        'sku_code',
        `与第 ${earlier} 行重复(同一 SKU、库位和批号)`,
        `stands in row ${earlier} already (same SKU, location and lot)`,
      )
    if (!skuId || !place || problems.length > 0) {
      work.refuse(draft.row, problems)
      continue
    }
    seen.set(key, draft.row.row)
    const opened = await openedBefore(work.tx, skuId, place.locationId, draft.lot)
    if (opened === draft.qty) counts.unchanged += 1
    else if (opened !== null) {
      bad(
        'qty',
        `这里已经期初 ${opened} 件;要改数量请盘点或撤销那次导入`,
        `opened with ${opened} before; count the stock, or undo that import`,
      )
      work.refuse(draft.row, problems)
    } else {
      counts.created += 1
      moves.push({ siteId: place.siteId, move: openingMove(skuId, draft, place) })
    }
  }
  return moves
}

const openingMove = (skuId: string, { qty, lot }: Draft, place: Place): Move => ({
  skuId,
  qty,
  from: place.adjustmentId,
  to: place.locationId,
  fromQuality: 'good',
  toQuality: 'good',
  lot,
  ownerId: OWN_GOODS,
  reason: 'opening',
})

/** What files opened here, less what was taken back; null when nothing was. */
async function openedBefore(
  tx: Tx,
  skuId: string,
  locationId: string,
  lot: string,
): Promise<bigint | null> {
  const { rows } = await sql<{ qty: bigint | null }>`
    select sum(case when reason = 'opening' then qty else -qty end)::bigint as qty from inventory.moves
    where sku_id = ${skuId} and lot = ${lot} and document like 'import:%'
      and ((reason = 'opening' and to_location = ${locationId}) or (reason = 'reversal' and from_location = ${locationId}))`.execute(
    tx,
  )
  const qty = rows[0]?.qty ?? null
  return qty === null || qty === 0n ? null : qty
}

function placeFinder(tx: Tx) {
  const known = new Map<string, Place | 'no site' | 'no location'>()
  return async ({ site, location }: Draft, bad: Bad): Promise<Place | null> => {
    const key = `${site.toUpperCase()}|${location.toUpperCase()}`
    let place = known.get(key)
    if (place === undefined) {
      place = await findPlace(tx, site, location)
      known.set(key, place)
    }
    if (place === 'no site') bad('site', `没有编码为 ${site} 的仓库`, `is no site (${site})`)
    else if (place === 'no location')
      bad(
        'location',
        `仓库 ${site} 没有库位 ${location}`,
        `is no location of ${site} (${location})`,
      )
    return typeof place === 'string' ? null : place
  }
}

async function findPlace(
  tx: Tx,
  site: string,
  location: string,
): Promise<Place | 'no site' | 'no location'> {
  const { rows: sites } = await sql<{ id: string }>`
    select id from places.sites where upper(code) = ${site.toUpperCase()} and active`.execute(tx)
  const siteId = sites[0]?.id
  if (!siteId) return 'no site'
  const adjustmentId = await standardLocation(tx, siteId, 'adjustment')
  if (location === '')
    return { siteId, adjustmentId, locationId: await standardLocation(tx, siteId, 'stage') }
  const { rows } = await sql<{ id: string }>`
    select id from places.locations
    where site_id = ${siteId} and upper(code) = ${location.toUpperCase()} and is_real and active`.execute(
    tx,
  )
  return rows[0] ? { siteId, adjustmentId, locationId: rows[0].id } : 'no location'
}

/** The same goods back out. The ledger refuses when they are not there any more, or promised. */
export const undoOpeningStock: UndoImport = async (tx, _services, actor, source) => {
  const { rows } = await sql<{
    skuId: string
    qty: bigint
    from: string
    to: string
    lot: string
    siteId: string
  }>`
    select m.sku_id as "skuId", m.qty, m.from_location as "from", m.to_location as "to", m.lot, l.site_id as "siteId"
    from inventory.moves m join places.locations l on l.id = m.to_location
    where m.document = ${source} and m.reason = 'opening' order by m.id`.execute(tx)
  if (rows.length === 0) return 0
  await lockPools(tx, rows)
  await post(tx, actor, {
    cause: `${source}:undo`,
    document: source,
    moves: rows.map(({ skuId, qty, from, to, lot }) => ({
      skuId,
      qty,
      from: to,
      to: from,
      fromQuality: 'good',
      toQuality: 'good',
      lot,
      ownerId: OWN_GOODS,
      reason: 'reversal',
    })),
  })
  return rows.length
}
