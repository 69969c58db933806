// A demo factory into a Millrace that is empty: everything over the API, with one owner's key.
import { partsOf } from '../files/all.ts'
import type { Year } from '../year.ts'
import { loadCarriers } from './carriers.ts'
import { openClient } from './client.ts'
import { loadGoods } from './goods.ts'
import { presentOf } from '../account.ts'
import { finish } from './finish.ts'
import { loadCompany, loadPart } from './history.ts'
import { loadHouse } from './house.ts'
import { loadPresent } from './present.ts'

export interface Step {
  readonly zh: string
  readonly en: string
  readonly done: number
  readonly of: number
}

/** A small house has files of half a year: one a month would hold a handful of rows. */
const isSmall = (year: Year) => year.demand.options.orders < 10_000

export async function loadDemo(
  url: string,
  key: string,
  year: Year,
  tell: (step: Step) => void,
): Promise<void> {
  const client = openClient(url, key)
  const parts = partsOf(year, isSmall(year) ? 7 : 1)
  const of = parts.length + 4
  const step = (zh: string, en: string, done: number) => tell({ zh, en, done, of })
  step('建公司、店铺、仓库', 'House, shops, sites', 0)
  const house = await loadHouse(client, year.demand.from)
  step('建商品', 'Products', 1)
  const skus = await loadGoods(client, year.demand)
  const loading = { client, year, house, skus }
  for (const [at, part] of parts.entries()) {
    step(`导入 ${part.name}`, `Importing ${part.name}`, 2 + at)
    await loadPart(loading, part)
  }
  step('仓库的今天', 'The warehouses today', of - 2)
  await loadCompany(loading)
  await client.settle()
  await loadPresent(loading, presentOf(year))
  await loadCarriers(loading)
  step('收尾', 'Finishing', of - 1)
  await client.settle()
  await finish(loading)
  step('完成', 'Done', of)
}
