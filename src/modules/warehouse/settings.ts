// What staff may set about the floor.
import type { Db } from '#kernel/db.ts'
import { readSetting, type Setting, wholeSetting } from '#kernel/settings.ts'
import type { ProfileLimits } from './profiles.ts'

const whole = (
  key: `warehouse.${string}`,
  initial: number,
  [min, max]: readonly [number, number],
  unit: readonly [string, string],
  title: readonly [string, string],
  help: readonly [string, string],
) =>
  wholeSetting({
    key,
    initial,
    min,
    max,
    unit: { zh: unit[0], en: unit[1] },
    title: { zh: title[0], en: title[1] },
    help: { zh: help[0], en: help[1] },
  })

const urgentHours = whole(
  'warehouse.urgent_hours',
  4,
  [0, 72],
  ['小时', 'hours'],
  ['离时限多久以内算加急', 'Orders due within are urgent'],
  ['加急单单独成波,先拣先发。', 'They get waves of their own, and go first.'],
)
const largeGrams = whole(
  'warehouse.large_grams',
  15_000,
  [100, 1_000_000],
  ['克', 'g'],
  ['多重算大件', 'Orders from this weight are large'],
  ['大件不和小件同车。', 'Large orders never share a cart with small ones.'],
)
const largeLitres = whole(
  'warehouse.large_litres',
  60,
  [1, 10_000],
  ['升', 'litres'],
  ['多大算大件', 'Orders from this volume are large'],
  ['按商品长宽高合计。', 'By the measures of the goods on file.'],
)
const wholesaleQty = whole(
  'warehouse.wholesale_qty',
  50,
  [2, 100_000],
  ['件', 'pieces'],
  ['同一商品多少件算批发', 'So many pieces of one SKU make a wholesale order'],
  ['批发整箱单独成波。', 'Wholesale orders get waves of their own.'],
)
const bulkFrom = whole(
  'warehouse.bulk_from',
  20,
  [2, 10_000],
  ['单', 'orders'],
  ['多少张相同的单算爆款批', 'So many identical orders are picked in bulk'],
  [
    '内容完全相同的多件单,一次按总数拣。',
    'Identical orders of several pieces are picked as one sum.',
  ],
)
const weighing = whole(
  'warehouse.weighing',
  1,
  [0, 1],
  ['(1 称,0 不称)', '(1 on, 0 off)'],
  ['发货前称重', 'Weigh parcels before they go'],
  [
    '开启后打包台要称重,超出范围挂「称重异常」;没有秤的仓库关掉。',
    'When on, the pack station asks for a weight and holds what is out of its band. Switch it off where there is no scale.',
  ],
)
const bandPerMille = whole(
  'warehouse.weight_per_mille',
  20,
  [0, 500],
  ['‰', '‰'],
  ['称重允许偏差(千分比)', 'Weight may differ by (per mille)'],
  ['与下面的克数取大者。', 'The larger of this and the grams below counts.'],
)
const bandFloor = whole(
  'warehouse.weight_floor',
  20,
  [0, 5000],
  ['克', 'g'],
  ['称重最小允许偏差', 'Weight may differ by at least'],
  ['轻包裹按这个克数放宽。', 'Light parcels may differ by so much.'],
)

export const settings: readonly Setting[] = [
  urgentHours,
  largeGrams,
  largeLitres,
  wholesaleQty,
  bulkFrom,
  weighing,
  bandPerMille,
  bandFloor,
]

export async function profileLimits(db: Db): Promise<ProfileLimits> {
  return {
    urgentHours: await readSetting(db, urgentHours),
    largeGrams: BigInt(await readSetting(db, largeGrams)),
    largeCm3: BigInt(await readSetting(db, largeLitres)) * 1000n,
    wholesaleQty: BigInt(await readSetting(db, wholesaleQty)),
    bulkFrom: await readSetting(db, bulkFrom),
  }
}

export interface WeighRules {
  readonly isOn: boolean
  readonly perMille: bigint
  readonly floorGrams: bigint
}

export const weighRules = async (db: Db): Promise<WeighRules> => ({
  isOn: (await readSetting(db, weighing)) === 1,
  perMille: BigInt(await readSetting(db, bandPerMille)),
  floorGrams: BigInt(await readSetting(db, bandFloor)),
})
