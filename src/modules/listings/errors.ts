// Every refusal listings can utter, and what their constraints mean to a caller.
import { type Bilingual, refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'

export const LISTING: Bilingual = { zh: '平台商品', en: 'listing' }

export const skuMissing = () =>
  refuse('listings.unknown_sku', 404, {
    zh: '没有这个 SKU;请重新选择,或用这个平台商品新建一个',
    en: 'No such SKU. Choose another, or create one from this listing.',
  })

export const nothingToChange = () =>
  refuse('listings.nothing_to_change', 409, {
    zh: '映射本来就是这样,没有可改的',
    en: 'The listing is mapped like this already.',
  })

export const suggestionsChanged = () =>
  refuse('listings.suggestions_changed', 409, {
    zh: '预览之后有人改了商品或映射,结果已不同;请重新预览再确认',
    en: 'Products or mappings changed since the preview. Preview again before you confirm.',
  })

export const stillUsed = (count: number, sample: readonly string[]) =>
  refuse(
    'listings.still_used',
    409,
    {
      zh: `这次导入的 ${count} 个平台商品已有订单或人工映射,不能撤销;请先撤销那些订单的导入或取消映射`,
      en: `${count} listing(s) of this import have orders or decisions by people. Undo those first.`,
    },
    { count, sample },
  )

export const touchedSince = (count: number, sample: readonly string[]) =>
  refuse(
    'listings.touched_since',
    409,
    {
      zh: `${count} 个平台商品后来又被别的导入更新,请先撤销后来的导入`,
      en: `${count} listing(s) were updated by later imports. Undo the later ones first.`,
    },
    { count, sample },
  )

export const constraintErrors: ConstraintErrors = {
  mappings_one_current: refuse('listings.mapped_meanwhile', 409, {
    zh: '有人同时改了这个平台商品的映射,什么都没有保存;请刷新后重试',
    en: 'Somebody mapped this listing at the same moment; nothing was saved. Reload and try again.',
  }),
  mappings_pkey: refuse('listings.mapped_meanwhile', 409, {
    zh: '有人同时改了这个平台商品的映射,什么都没有保存;请刷新后重试',
    en: 'Somebody mapped this listing at the same moment; nothing was saved. Reload and try again.',
  }),
  mappings_multiplier_positive: refuse('listings.multiplier_not_positive', 400, {
    zh: '每件数量必须大于 0',
    en: 'The quantity per listing must be greater than 0.',
  }),
  mappings_sku_id_fkey: refuse('listings.unknown_sku', 404, {
    zh: 'SKU 不存在',
    en: 'No such SKU.',
  }),
}
