// Every refusal listings can utter, and what their constraints mean to a caller.
import { type Bilingual, refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'

export const LISTING: Bilingual = { zh: '平台商品', en: 'listing' }

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
