// The tables of this module as their one writer sees them.
import {
  AD_FIGURES,
  AD_NAMES,
  type Figure,
  ITEM_FIGURES,
  OFFLINE_FIGURES,
  PRICE_FIGURES,
  REVIEW_FIGURES,
  SHOP_FIGURES,
} from './figures.ts'

export const TABLE_NAMES = [
  'shop_traffic',
  'item_traffic',
  'ad_spend',
  'offline_sales',
  'reviews',
  'prices',
] as const

export type TableName = (typeof TABLE_NAMES)[number]

export interface TableSpec {
  readonly name: TableName
  readonly hasShop: boolean
  /** Tell one row of a day from another. Without the days. */
  readonly key: readonly string[]
  /** One column, or the first and the last day; a period may not overlap another of the same key. */
  readonly days: readonly [day: string] | readonly [from: string, to: string]
  /** The day belongs to the key: else a later word may move the row to another day. */
  readonly isDayKey: boolean
  /** What a later file may change. */
  readonly values: readonly string[]
  /** Of them, those that are '' where nobody told. */
  readonly texts: readonly string[]
  readonly defaults: Readonly<Record<string, string>>
}

const texts = (figures: readonly Figure[]) =>
  figures.flatMap(({ column, read }) =>
    read === 'text' && column !== 'score' && column !== 'label' ? [column] : [],
  )
const columns = (figures: readonly Figure[]) => figures.map(({ column }) => column)
const without = (key: readonly string[], all: readonly string[]) =>
  all.filter((column) => !key.includes(column))

const OFFLINE_KEY = ['channel', 'region', 'customer', 'document_no', 'sku_code', 'sku_name']

export const TABLES: Readonly<Record<TableName, TableSpec>> = {
  shop_traffic: {
    name: 'shop_traffic',
    hasShop: true,
    key: ['channel'],
    days: ['day'],
    isDayKey: true,
    values: columns(SHOP_FIGURES),
    texts: [],
    defaults: {},
  },
  item_traffic: {
    name: 'item_traffic',
    hasShop: true,
    key: ['platform_item'],
    days: ['from_on', 'to_on'],
    isDayKey: true,
    values: columns(ITEM_FIGURES),
    texts: texts(ITEM_FIGURES),
    defaults: {},
  },
  ad_spend: {
    name: 'ad_spend',
    hasShop: true,
    key: ['ad_key'],
    days: ['from_on', 'to_on'],
    isDayKey: true,
    values: ['tool', 'row_kind', ...columns(AD_NAMES), ...columns(AD_FIGURES)],
    texts: ['tool', ...texts(AD_NAMES)],
    defaults: { row_kind: 'row' },
  },
  offline_sales: {
    name: 'offline_sales',
    hasShop: false,
    key: OFFLINE_KEY,
    days: ['day'],
    isDayKey: true,
    values: without(OFFLINE_KEY, columns(OFFLINE_FIGURES)),
    texts: [],
    defaults: { currency: 'CNY' },
  },
  reviews: {
    name: 'reviews',
    hasShop: true,
    key: ['review_no'],
    days: ['written_on'],
    isDayKey: false,
    values: [...without(['review_no'], columns(REVIEW_FIGURES)), 'written_at', 'answered_at'],
    texts: texts(REVIEW_FIGURES),
    defaults: {},
  },
  prices: {
    name: 'prices',
    hasShop: false,
    key: ['platform', 'platform_item'],
    days: ['observed_on'],
    isDayKey: true,
    values: without(['platform_item'], columns(PRICE_FIGURES)),
    texts: texts(PRICE_FIGURES),
    defaults: { currency: 'CNY' },
  },
}
