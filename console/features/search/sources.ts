// Who answers the search box. Each source is one list route, asked for its first few rows; a feature
// joins by an entry here. Asking the lists themselves keeps one truth about what a search finds.
import { api } from '../../api/client.ts'
import { paths } from '../../paths.ts'
import type { Bilingual } from '../../ui/language.ts'

export interface Hit {
  readonly title: string
  readonly note: string
  /** Address of the console, query included. */
  readonly to: string
}

interface Source extends Bilingual {
  readonly key: readonly string[]
  readonly permission: string
  readonly find: (text: string, signal: AbortSignal) => Promise<readonly Hit[]>
}

export const SOURCES: readonly Source[] = [
  {
    zh: 'SKU',
    en: 'SKUs',
    key: ['catalog', 'skus'],
    permission: 'catalog.read',
    find: async (text, signal) => {
      const { items } = await api.catalog.skus({ query: { q: text, limit: 6 } }, { signal })
      return items.map(({ id, code, name }) => ({
        title: code,
        note: name,
        to: `${paths.skus}?open=${id}`,
      }))
    },
  },
  {
    zh: '平台商品',
    en: 'Listings',
    key: ['listings', 'listings'],
    permission: 'listings.read',
    find: async (text, signal) => {
      const { items } = await api.listings.listings({ query: { q: text, limit: 6 } }, { signal })
      return items.map(({ id, title, spec, shop, sku }) => ({
        title: [title, spec].filter(Boolean).join(' ').slice(0, 60),
        note: [shop, sku].filter(Boolean).join(' → '),
        to: `${paths.listings}?state=all&q=${encodeURIComponent(text)}&open=${id}`,
      }))
    },
  },
  {
    zh: '平台单',
    en: 'Orders',
    key: ['sales', 'orders'],
    permission: 'orders.read',
    find: async (text, signal) => {
      const { items } = await api.sales.orders({ query: { q: text, limit: 6 } }, { signal })
      return items.map(({ id, platformNo, shopCode }) => ({
        title: platformNo,
        note: shopCode,
        to: `${paths.orders}?q=${encodeURIComponent(text)}&open=${id}`,
      }))
    },
  },
  {
    zh: '库位',
    en: 'Locations',
    key: ['places', 'locations'],
    permission: 'places.read',
    find: async (text, signal) => {
      const { items } = await api.places.locations(
        { query: { q: text, real: true, limit: 6 } },
        { signal },
      )
      return items.map(({ id, code, siteCode }) => ({
        title: code,
        note: siteCode,
        to: `${paths.moves}?locationId=${id}`,
      }))
    },
  },
]
