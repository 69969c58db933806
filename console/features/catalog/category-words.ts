export const categoryWords = {
  categories: { zh: '类目', en: 'Categories' },
  category: { zh: '类目', en: 'Category' },
  help: {
    zh: '商品分类树,最多五级。类目属于产品:SKU 属于 SPU 时跟着 SPU 走。报表按今天的类目树统计全部历史;改名、移动、改类目后几秒内生效。',
    en: 'The tree of goods, five levels at most. A category belongs to the product: a SKU of an SPU has its SPU’s. Reports tell all history by the tree as it is today; renaming and moving show within seconds.',
  },
  name: { zh: '名称', en: 'Name' },
  parent: { zh: '上级', en: 'Inside' },
  top: { zh: '(最上级)', en: '(top level)' },
  skus: { zh: 'SKU 数(含下级)', en: 'SKUs (below included)' },
  add: { zh: '新增类目', en: 'Add a category' },
  addBelow: { zh: '加下级', en: 'Add below' },
  added: { zh: '已新增', en: 'Added' },
  edit: { zh: '改名 / 移动', en: 'Rename or move' },
  saved: { zh: '已保存', en: 'Saved' },
  remove: { zh: '删除', en: 'Remove' },
  removed: { zh: '已删除', en: 'Removed' },
  emptyTitle: { zh: '还没有类目', en: 'No categories yet' },
  emptyText: {
    zh: '先建一级类目,如「厨具」「玩具」;或在导入 SKU 的文件里加一列「类目」,写成「厨具/炒锅」,会自动建好。',
    en: 'Add the first level, such as Kitchen or Toys; or give the SKU file a column "Category" written "Kitchen/Pans", and they are made for you.',
  },
  none: { zh: '未分类', en: 'Uncategorised' },
  assign: { zh: '改类目', en: 'Set the category' },
  preview: {
    zh: (changed: number, along: number, unchanged: number) =>
      `将改 ${changed} 个 SKU${along > 0 ? `,其中 ${along} 个没有选中、但与选中的同属一个 SPU` : ''};不变 ${unchanged} 个`,
    en: (changed: number, along: number, unchanged: number) =>
      `${changed} SKUs will change${along > 0 ? `, ${along} of them not selected but of the same SPU` : ''}; ${unchanged} stay`,
  },
  apply: { zh: '确认修改', en: 'Change them' },
  next: { zh: '看看会改什么', en: 'See what will change' },
  changed: { zh: (n: number) => `已改 ${n} 个`, en: (n: number) => `${n} changed` },
} as const
