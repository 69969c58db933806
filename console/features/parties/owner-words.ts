export const ownerWords = {
  owners: { zh: '货主', en: 'Owners of goods' },
  help: {
    zh: '仓库里的货是谁的。别的货主的货照样收、移、盘、调整,分开记账;只有自有的货会承诺给订单、为订单发出。',
    en: 'Whose goods lie in the warehouse. Goods of others are received, moved, counted and adjusted apart; only our own are promised to orders and shipped for them.',
  },
  code: { zh: '编码', en: 'Code' },
  name: { zh: '名称', en: 'Name' },
  kind: { zh: '性质', en: 'Kind' },
  own: { zh: '自有', en: 'Our own' },
  consignment: { zh: '代销', en: 'On consignment' },
  dealer: { zh: '经销商寄售', en: 'Kept for a dealer' },
  add: { zh: '新增货主', en: 'Add an owner' },
  added: { zh: '已新增', en: 'Added' },
  rename: { zh: '改名', en: 'Rename' },
  saved: { zh: '已保存', en: 'Saved' },
} as const
