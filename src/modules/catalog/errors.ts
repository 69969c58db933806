// Every refusal this module can utter.
import { type Bilingual, refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'

export const SKU: Bilingual = { zh: 'SKU', en: 'SKU' }
export const SPU: Bilingual = { zh: 'SPU', en: 'SPU' }
export const CATEGORY: Bilingual = { zh: '类目', en: 'category' }

export const categoryInUse = (
  name: string,
  { inside, spus, skus }: { inside: bigint; spus: bigint; skus: bigint },
) =>
  refuse(
    'catalog.category_in_use',
    409,
    {
      zh: `「${name}」里还有 ${inside} 个下级类目、${spus} 个 SPU、${skus} 个 SKU;移走后才能删除`,
      en: `"${name}" still holds ${inside} categories, ${spus} SPUs and ${skus} SKUs. Move them before removing it.`,
    },
    { inside, spus, skus },
  )

export const categoryInItself = () =>
  refuse('catalog.category_in_itself', 409, {
    zh: '类目不能移到自己或自己的下级里',
    en: 'A category cannot move into itself or below itself.',
  })

export const categoryTooDeep = (most: number) =>
  refuse(
    'catalog.category_too_deep',
    409,
    { zh: `类目最多 ${most} 级`, en: `The tree has at most ${most} levels.` },
    { most },
  )

export const variantAxes = (axes: readonly string[]) =>
  refuse(
    'catalog.variant_axes',
    400,
    {
      zh: `该 SPU 的规格为「${axes.join('、') || '无'}」,请逐项填写,不多不少`,
      en: `This SPU differs by: ${axes.join(', ') || 'nothing'}. Give a value for each of these and no other.`,
    },
    { axes },
  )

export const variantTaken = (code: string) =>
  refuse(
    'catalog.variant_taken',
    409,
    {
      zh: `同一 SPU 下,SKU ${code} 已是这个规格`,
      en: `SKU ${code} of the same SPU already is this variant.`,
    },
    { code },
  )

export const axesInUse = (skus: bigint) =>
  refuse(
    'catalog.axes_in_use',
    409,
    {
      zh: `该 SPU 下已有 ${skus} 个 SKU,规格名不能再改;请另建 SPU`,
      en: `This SPU has ${skus} SKU(s); its axes cannot change any more. Make another SPU.`,
    },
    { skus },
  )

export const packUnitTwice = (unit: string) =>
  refuse(
    'catalog.pack_unit_twice',
    400,
    {
      zh: `单位「${unit}」出现两次,或与基本单位相同`,
      en: `The unit ${unit} stands twice, or is the base unit.`,
    },
    { unit },
  )

export const barcodeTaken = (barcode: string, code: string) =>
  refuse(
    'catalog.barcode_taken',
    409,
    {
      zh: `条码 ${barcode} 已属于 SKU ${code},请核对后再录`,
      en: `Barcode ${barcode} belongs to SKU ${code}. Check it and enter it again.`,
    },
    { barcode, code },
  )

export const badCheckDigit = (barcode: string, expected: string) =>
  refuse(
    'catalog.barcode_check_digit',
    400,
    {
      zh: `条码 ${barcode} 的校验位应为 ${expected},可能抄错了一位`,
      en: `The check digit of ${barcode} should be ${expected}. A digit may be mistyped.`,
    },
    { barcode, expected },
  )

export const bundleCycle = () =>
  refuse('catalog.bundle_cycle', 409, {
    zh: '组合商品不能(直接或间接)包含自己',
    en: 'A bundle cannot contain itself, directly or through another.',
  })

export const notABundle = (code: string) =>
  refuse('catalog.not_a_bundle', 409, {
    zh: `SKU ${code} 不是组合商品`,
    en: `SKU ${code} is not a bundle.`,
  })

export const stillInStock = (code: string, qty: bigint) =>
  refuse(
    'catalog.still_in_stock',
    409,
    {
      zh: `SKU ${code} 还有库存 ${qty},清完才能停用`,
      en: `SKU ${code} still has ${qty} in stock. Clear it before retiring.`,
    },
    { code, qty },
  )

export const constraintErrors: ConstraintErrors = {
  skus_code_once: refuse('catalog.sku_code_taken', 409, {
    zh: 'SKU 编码已存在,请换一个',
    en: 'A SKU has this code. Choose another.',
  }),
  spus_code_once: refuse('catalog.spu_code_taken', 409, {
    zh: 'SPU 编码已存在,请换一个',
    en: 'An SPU has this code. Choose another.',
  }),
  barcodes_pkey: refuse('catalog.barcode_taken', 409, {
    zh: '条码已被使用',
    en: 'The barcode is taken.',
  }),
  bundle_not_of_itself: bundleCycle(),
  category_not_in_itself: categoryInItself(),
  category_name_once: refuse('catalog.category_name_taken', 409, {
    zh: '同一级里已有这个名称的类目,请换一个',
    en: 'A category of this name is in the same place. Choose another name.',
  }),
}
