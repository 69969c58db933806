// Who reads which kind: told by wiring, since the import centre may not know what stands beside or above it.
import type { Importer, ImportKind, UndoImport } from '#modules/layouts'

export interface KindImporter {
  readonly run: Importer
  /** Null where what was imported is edited one by one instead. */
  readonly undo: UndoImport | null
}

/** `parked`: recognised and kept until a module can read it. `unsupported`: nobody reads it yet, and it says so. */
export type Importers = Readonly<Record<ImportKind, KindImporter | 'parked' | 'unsupported'>>

/** Kinds that belong to the company rather than to one shop. */
const WITHOUT_SHOP: readonly ImportKind[] = [
  'skus',
  'opening_stock',
  'offline_sales',
  'prices',
  'bills',
]

export const needsShop = (kind: ImportKind): boolean => !WITHOUT_SHOP.includes(kind)

/** SKUs before what names them, heads of orders before their lines, lines before payments. */
const ORDER: readonly ImportKind[] = [
  'skus',
  'opening_stock',
  'listings',
  'orders',
  'aftersales',
  'offline_sales',
  'shop_traffic',
  'item_traffic',
  'ad_spend',
  'reviews',
  'prices',
  'bills',
]

export function rankOf({
  kind,
  grain,
  traits,
}: {
  readonly kind: ImportKind
  readonly grain: string
  readonly traits: readonly string[]
}): number {
  const within = traits.includes('payments_only') ? 2 : grain === 'lines_only' ? 1 : 0
  return ORDER.indexOf(kind) * 10 + within
}
