// Which SKUs a listing probably is, with a confidence and the reason in words. Codes and barcodes first, then wording.
// A confidence is calibrated: of a hundred suggestions of 90, about ninety are right (see suggest.test.ts).
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import { buildIndex, type IndexedSku, type Likeness, type SkuIndex } from './similarity.ts'
import { bareCode } from './wording.ts'

export interface SuggestFor {
  readonly title: string
  readonly spec: string
  readonly merchantCode: string
  readonly productCode: string
  readonly barcode: string
}

export type Basis = 'code' | 'barcode' | 'near_code' | 'title'

export interface Suggestion {
  readonly skuId: string
  readonly code: string
  readonly name: string
  readonly skuQty: bigint
  /** 0–100. */
  readonly confidence: number
  readonly basis: Basis
  readonly zh: string
  readonly en: string
}

export const SUGGESTIONS = 5

/** Shown from here on: below, a list of guesses only costs time. */
const LEAST = 25

interface Hint {
  readonly sku: IndexedSku
  readonly qty: bigint
  readonly chance: number
  readonly basis: Basis
  readonly zh: string
  readonly en: string
  /** The title says something else than the SKU: colour, size or count. */
  readonly isContradicted?: boolean
}

export interface Catalogue {
  readonly index: SkuIndex
  suggest(listing: SuggestFor): readonly Suggestion[]
}

/** Share of right first suggestions by score, measured on 1,081 listings against 1,092 products. */
const CALIBRATION: readonly (readonly [score: number, chance: number])[] = [
  [0, 0],
  [0.1, 0.3],
  [0.2, 0.68],
  [0.3, 0.78],
  [0.4, 0.87],
  [0.5, 0.94],
  [0.6, 0.98],
  [1, 0.99],
]

/** A second SKU this close makes the first a toss-up. */
const CLEAR_MARGIN = 0.12
const TOSS_UP = 0.6

function chanceOf(score: number, margin: number): number {
  const at = CALIBRATION.findIndex(([from]) => from > score)
  const [lowX, lowY] = CALIBRATION[(at === -1 ? CALIBRATION.length : at) - 1]!
  const [highX, highY] = CALIBRATION[at] ?? [1, lowY]
  const chance = highX === lowX ? lowY : lowY + ((score - lowX) / (highX - lowX)) * (highY - lowY)
  const clear = Math.min(1, Math.max(0, margin) / CLEAR_MARGIN)
  return chance * (TOSS_UP + (1 - TOSS_UP) * clear)
}

export function openCatalogue(
  skus: readonly IndexedSku[],
  barcodes: readonly { barcode: string; skuId: string; packQty: bigint }[],
): Catalogue {
  const index = buildIndex(skus)
  const byId = new Map(skus.map((sku) => [sku.id, sku]))
  const byCode = new Map(skus.map((sku) => [sku.code.toUpperCase(), sku]))
  const byBare = Map.groupBy(skus, ({ code }) => bareCode(code))
  const byBarcode = new Map(barcodes.map((one) => [one.barcode, one]))
  // One page is asked for again with every step through it.
  const memo = new Map<string, readonly Suggestion[]>()

  const hintsOf = (listing: SuggestFor): Hint[] => {
    const hints = codeHints(listing.merchantCode, byCode, byBare)
    if (hints.length === 0 && listing.productCode !== '') {
      // The item's code tells the product; which of its variants, only the spec would.
      for (const hint of codeHints(listing.productCode, byCode, byBare)) {
        hints.push({ ...hint, chance: hint.chance * 0.8 })
      }
    }
    const scanned = byBarcode.get(listing.barcode)
    const held = scanned ? byId.get(scanned.skuId) : undefined
    if (scanned && held) {
      const [zh, en] = [`条码 ${scanned.barcode} 相同`, `same barcode ${scanned.barcode}`]
      hints.push({ sku: held, qty: scanned.packQty, chance: 0.99, basis: 'barcode', zh, en })
    }
    return [
      ...hints,
      ...titleHints(index.find(`${listing.title} ${listing.spec}`, SUGGESTIONS + 1)),
    ]
  }
  return {
    index,
    suggest(listing) {
      const key = Object.values(listing).join('\u0000')
      const known = memo.get(key)
      if (known) return known
      const merged = merge(hintsOf(listing))
      if (memo.size > 20_000) memo.clear()
      memo.set(key, merged)
      return merged
    },
  }
}

function codeHints(
  code: string,
  byCode: ReadonlyMap<string, IndexedSku>,
  byBare: ReadonlyMap<string, readonly IndexedSku[]>,
): Hint[] {
  if (code === '') return []
  const hint = (
    sku: IndexedSku,
    qty: number,
    chance: number,
    basis: Basis,
    zh: string,
    en: string,
  ) => ({
    sku,
    qty: BigInt(qty),
    chance,
    basis,
    zh,
    en,
  })
  const exact = byCode.get(code.toUpperCase())
  if (exact)
    return [hint(exact, 1, 0.995, 'code', `商家编码就是 SKU 编码`, 'merchant code is the SKU code')]
  const near = byBare.get(bareCode(code)) ?? []
  if (near.length > 0) {
    return near.map((sku) =>
      hint(
        sku,
        1,
        near.length === 1 ? 0.95 : 0.5,
        'near_code',
        `商家编码 ${code} 与 ${sku.code} 只差写法`,
        `merchant code ${code} is ${sku.code} written differently`,
      ),
    )
  }
  // ABC*3, ABCx3: three of ABC, as sellers write it.
  const [, base = '', times = ''] = /^(.{2,}?)\s*[*x×+_-]\s*(\d{1,3})$/i.exec(code) ?? []
  const multiple = times === '' ? [] : (byBare.get(bareCode(base)) ?? [])
  if (multiple.length > 0 && Number(times) > 0) {
    const chance = /[*x×]/i.test(code.slice(base.length)) ? 0.85 : 0.6
    return multiple.map((sku) =>
      hint(
        sku,
        Number(times),
        chance,
        'near_code',
        `商家编码 ${code} 像 ${sku.code} × ${times}`,
        `merchant code ${code} looks like ${sku.code} × ${times}`,
      ),
    )
  }
  return prefixHints(code, byBare).map(({ sku, chance }) =>
    hint(
      sku,
      1,
      chance,
      'near_code',
      `商家编码 ${code} 以 ${sku.code} 开头`,
      `merchant code ${code} begins with ${sku.code}`,
    ),
  )
}

/** Shorter than this, a beginning is chance. */
const LEAST_PREFIX = 4

function prefixHints(code: string, byBare: ReadonlyMap<string, readonly IndexedSku[]>) {
  const bare = bareCode(code)
  for (let length = bare.length - 1; length >= Math.max(LEAST_PREFIX, bare.length - 8); length--) {
    const found = byBare.get(bare.slice(0, length)) ?? []
    if (found.length > 0) return found.map((sku) => ({ sku, chance: 0.6 * (length / bare.length) }))
  }
  return []
}

function titleHints(found: readonly Likeness[]): Hint[] {
  return found.slice(0, SUGGESTIONS).map((one, at) => {
    const rival = at === 0 ? (found[1]?.score ?? 0) : found[0]!.score
    const chance = chanceOf(one.score, at === 0 ? one.score - rival : 0)
    const said = one.shared.join('、')
    const against = one.conflicts.map(({ about, said: { zh, en } }) => ({
      zh: `${ABOUT[about].zh}不同 ${zh}`,
      en: `${ABOUT[about].en} differ: ${en}`,
    }))
    return {
      sku: one.sku,
      qty: BigInt(one.pieces),
      // That 3件装 means three of the SKU is likely, not known.
      chance: one.pieces > 1 ? chance * 0.9 : chance,
      basis: 'title',
      isContradicted: one.conflicts.length > 0,
      zh: [
        said === '' ? '标题相近' : `标题都有「${said}」`,
        ...against.map(({ zh }) => zh),
        ...(one.pieces > 1 ? [`标题写 ${one.pieces} 件`] : []),
      ].join(';'),
      en: [
        said === '' ? 'similar title' : `titles share “${said}”`,
        ...against.map(({ en }) => en),
        ...(one.pieces > 1 ? [`title says ${one.pieces} pieces`] : []),
      ].join('; '),
    }
  })
}

const ABOUT = {
  measure: { zh: '规格', en: 'measures' },
  colour: { zh: '颜色', en: 'colours' },
  pieces: { zh: '件数', en: 'counts' },
} as const

/** What a code that only nearly fits is worth when the title says red and the SKU is white. */
const CONTRADICTED = 0.8

/** A title is worth this much where a code that nearly fits names another SKU. */
const AGAINST = 0.6
const NEAR = 0.8

/** Hints of one SKU support each other; a code and a barcode that name two SKUs make both doubtful. */
function merge(hints: readonly Hint[]): Suggestion[] {
  const strong = new Set(
    hints.filter(({ basis }) => basis === 'code' || basis === 'barcode').map(({ sku }) => sku.id),
  )
  const near = hints.find(({ basis, chance }) => basis === 'near_code' && chance >= NEAR)?.sku.id
  const bySku = Map.groupBy(hints, ({ sku }) => sku.id)
  return [...bySku.values()]
    .map((own) => {
      const sorted = own.toSorted((a, b) => b.chance - a.chance)
      const best = sorted[0]!
      const doubt = own.reduce((rest, { chance }) => rest * (1 - chance), 1)
      const isTorn = own.some(({ isContradicted }) => isContradicted)
      const sum = isTorn && best.basis === 'near_code' ? best.chance * CONTRADICTED : 1 - doubt
      const isOther = near !== undefined && near !== best.sku.id && best.basis === 'title'
      const chance =
        strong.size > 1 && strong.has(best.sku.id) ? 0.5 : isOther ? sum * AGAINST : sum
      const isSure = best.basis === 'code' || best.basis === 'barcode'
      return {
        skuId: best.sku.id,
        code: best.sku.code,
        name: best.sku.name,
        skuQty: best.qty,
        // Only what needs no judgement is 100.
        confidence: Math.min(isSure ? 100 : 97, Math.round(chance * 100)),
        basis: best.basis,
        zh: sorted.map(({ zh }) => zh).join(';'),
        en: sorted.map(({ en }) => en).join('; '),
      }
    })
    .filter(({ confidence }) => confidence >= LEAST)
    .toSorted((a, b) => b.confidence - a.confidence || (a.code < b.code ? -1 : 1))
    .slice(0, SUGGESTIONS)
}

const opened = new WeakMap<Db, { state: string; catalogue: Catalogue }>()

/** The catalogue as an index, remade when any SKU or barcode changed. Packaging is nobody's listing. */
export async function catalogueOf(db: Db): Promise<Catalogue> {
  const { rows } = await sql<{ state: string }>`
    select concat_ws(':', (select concat_ws('/', count(*), sum(version), max(created_at)) from catalog.skus),
      (select concat_ws('/', count(*), sum(pack_qty), max(barcode)) from catalog.barcodes)) as state`.execute(
    db,
  )
  const { state } = rows[0]!
  const known = opened.get(db)
  if (known?.state === state) return known.catalogue
  const skus = await sql<IndexedSku>`
    select id, code, name, coalesce((select string_agg(value, ' ') from jsonb_each_text(variant)), '') as variant
    from catalog.skus where kind <> 'packaging' order by code`.execute(db)
  const barcodes = await sql<{ barcode: string; skuId: string; packQty: bigint }>`
    select barcode, sku_id as "skuId", pack_qty as "packQty" from catalog.barcodes`.execute(db)
  const catalogue = openCatalogue(skus.rows, barcodes.rows)
  opened.set(db, { state, catalogue })
  return catalogue
}
