export const spuWords = {
  spus: { zh: 'SPU', en: 'SPUs' },
  help: {
    zh: 'SPU 是顾客看到的一个商品;规格(颜色、容量)决定它下面有哪些 SKU。同一规格只能有一个在用的 SKU。',
    en: 'An SPU is a product as customers see it; its axes (colour, size) say how its SKUs differ. Each variant has one live SKU.',
  },
  code: { zh: 'SPU 编码', en: 'SPU code' },
  skuCode: { zh: 'SKU 编码', en: 'SKU code' },
  name: { zh: '名称', en: 'Name' },
  axes: { zh: '规格名', en: 'Axes' },
  axesHelp: {
    zh: '如 颜色、容量;输入后回车。有 SKU 之后不能再改',
    en: 'Such as colour, size; press Enter after each. Fixed once there are SKUs',
  },
  category: { zh: '类目', en: 'Category' },
  skus: { zh: 'SKU 数', en: 'SKUs' },
  unit: { zh: '单位', en: 'Unit' },
  add: { zh: '新增 SPU', en: 'Add an SPU' },
  addVariant: { zh: '加规格', en: 'Add a variant' },
  added: { zh: '已新增', en: 'Added' },
  edit: { zh: '修改', en: 'Edit' },
  saved: { zh: '已保存', en: 'Saved' },
  emptyTitle: { zh: '还没有 SPU', en: 'No SPU yet' },
  emptyText: {
    zh: '一款商品有多个颜色或尺码时,先建 SPU,再逐个加规格。单规格的商品不需要 SPU。',
    en: 'When a product comes in colours or sizes, make an SPU and add its variants. Products without variants need none.',
  },
} as const
