// What a new house does first, and how it is known to be done.
import { api } from '../../api/client.ts'
import { paths } from '../../paths.ts'
import type { Bilingual } from '../../ui/language.ts'

interface Step extends Bilingual {
  readonly key: readonly string[]
  readonly permission: string
  readonly to: string
  readonly why: Bilingual
  readonly isDone: () => Promise<boolean>
}

const some = async (list: Promise<{ items: readonly unknown[] }>) => (await list).items.length > 0

export const STEPS: readonly Step[] = [
  {
    zh: '建仓库',
    en: 'Make a site',
    key: ['places', 'sites', 'some'],
    permission: 'places.write',
    to: paths.sites,
    why: { zh: '货放在哪里,从这里开始记', en: 'Where goods lie begins here' },
    isDone: () => some(api.places.sites({ query: { limit: 1 } })),
  },
  {
    zh: '导入商品',
    en: 'Import products',
    key: ['catalog', 'skus', 'some'],
    permission: 'catalog.write',
    to: `${paths.imports}?kind=skus`,
    why: { zh: 'Excel 里有编码和名称就够', en: 'A code and a name in Excel are enough' },
    isDone: () => some(api.catalog.skus({ query: { limit: 1 } })),
  },
  {
    zh: '收第一批货',
    en: 'Receive goods',
    key: ['inventory', 'moves', 'some'],
    permission: 'inventory.receive',
    to: paths.stock,
    why: { zh: '库存只由流水得来,不能手填', en: 'Stock comes from moves only; nobody types it' },
    isDone: () => some(api.inventory.moves({ query: { limit: 1 } })),
  },
  {
    zh: '建店铺,导入订单',
    en: 'Make a shop, import orders',
    key: ['sales', 'orders', 'some'],
    permission: 'shops.write',
    to: paths.shops,
    why: { zh: '订单进来,经营数字就有了', en: 'With orders come the numbers' },
    isDone: () => some(api.sales.orders({ query: { limit: 1 } })),
  },
]
