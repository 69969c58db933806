// Who and where: plant, warehouses, store, staff, suppliers, dealers, carriers, rivals. What Millrace has a place for goes in
// through its doors; the rest stands in the truth file until it has (see README).

export const HOUSE = '晨岭杯业(演示)'

export const LETTERHEAD = {
  'house.name': HOUSE,
  'house.address': '浙江省金华市永康市(虚构地址)',
  'house.tax_code': '演示-无',
  'house.phone': '演示-无',
} as const

export const SITES = [
  { code: 'JH', name: '金华总仓', kind: 'warehouse' },
  { code: 'GZ', name: '广州分仓', kind: 'warehouse' },
  { code: 'YK-STORE', name: '永康直营店', kind: 'store' },
  { code: 'YK-PLANT', name: '永康工厂', kind: 'plant' },
] as const

/** No module keeps lines and machines yet: shifts go in as a working calendar, the rest is truth only. */
export const PLANT = {
  site: 'YK-PLANT',
  lines: [
    { code: 'L1', name: '水胀成型线', perShift: 1_600 },
    { code: 'L2', name: '真空抽气线', perShift: 1_450 },
    { code: 'L3', name: '喷涂与装配线', perShift: 1_500 },
  ],
  shifts: [
    { name: '早班', from: '08:00', to: '16:00' },
    { name: '中班', from: '16:00', to: '24:00' },
  ],
} as const

export const STAFF = [
  { username: 'lin', name: '林晓岚', role: 'director' },
  { username: 'wu', name: '吴佳', role: 'operator' },
  { username: 'zhao', name: '赵一鸣', role: 'operator' },
  { username: 'xu', name: '徐蔓', role: 'operator' },
  { username: 'sun', name: '孙悦', role: 'marketer' },
  { username: 'qian', name: '钱多慧', role: 'clerk' },
  { username: 'zheng', name: '郑大勇', role: 'warehouse' },
  { username: 'feng', name: '冯静', role: 'service' },
  { username: 'he', name: '何建军', role: 'planner' },
  { username: 'lu', name: '陆萍', role: 'finance' },
  { username: 'shen', name: '沈数', role: 'admin' },
] as const

export const SUPPLIERS = [
  {
    code: 'S01',
    name: '浙江甬钢材料有限公司(316 钢带)',
    leadTimeDays: 12,
    contact: '钱先生(虚构)',
  },
  { code: 'S02', name: '永康恒密封件厂(硅胶圈)', leadTimeDays: 5, contact: '胡女士(虚构)' },
  { code: 'S03', name: '义乌彩印包装有限公司(彩盒)', leadTimeDays: 7, contact: '王先生(虚构)' },
  { code: 'S04', name: '台州新塑模具厂(杯盖)', leadTimeDays: 15, contact: '林先生(虚构)' },
  { code: 'S05', name: '东莞智芯电子(显温模组)', leadTimeDays: 21, contact: '黄女士(虚构)' },
  { code: 'S06', name: '金华诚达纸箱厂(外箱)', leadTimeDays: 4, contact: '施先生(虚构)' },
] as const

/** Protected regions have no module yet: dealers sell in offline sales, their regions stand in the truth file. */
export const DEALERS = [
  { name: '杭州百家日用(浙江)', regions: ['浙江省'], weeklyMinor: 1_250_000 },
  { name: '南京宁居商贸(江苏)', regions: ['江苏省'], weeklyMinor: 980_000 },
  { name: '成都川杯汇(四川、重庆)', regions: ['四川省', '重庆市'], weeklyMinor: 860_000 },
  { name: '武汉楚天家品(湖北)', regions: ['湖北省'], weeklyMinor: 640_000 },
  { name: '沈阳北方杯业(辽宁、吉林)', regions: ['辽宁省', '吉林省'], weeklyMinor: 720_000 },
] as const

export const STORE_DAILY_MINOR = 186_000

/** Names stand on the orders; prices are per kilogram, near, far and remote. */
export const CARRIERS = ['中原速运', '江南快递', '南粤快运'] as const

export const CARRIER_TERMS = [
  { code: 'ZYSY', name: CARRIERS[0], site: 'JH', minor: [330, 460, 1_500], latePpm: 18_000 },
  { code: 'JNKD', name: CARRIERS[1], site: 'JH', minor: [300, 480, 1_600], latePpm: 31_000 },
  { code: 'NYKY', name: CARRIERS[2], site: 'GZ', minor: [360, 500, 1_550], latePpm: 22_000 },
] as const

/** Prices of rivals at the beginning, per product of ours they are held against. */
export const RIVALS = [
  {
    seller: '恒岚旗舰店',
    platform: 'tmall',
    item: '880100500',
    spu: 'CL-B500',
    title: '恒岚 保温杯 316 大容量 500ml',
    priceMinor: 11_900,
  },
  {
    seller: '恒岚旗舰店',
    platform: 'tmall',
    item: '880100750',
    spu: 'CL-B750',
    title: '恒岚 保温杯 提手 750ml',
    priceMinor: 14_900,
  },
  {
    seller: '小鹿童品',
    platform: 'jd',
    item: '990200350',
    spu: 'CL-K350',
    title: '小鹿童品 儿童吸管保温杯 350ml',
    priceMinor: 12_800,
  },
  {
    seller: '咖本官方店',
    platform: 'tmall',
    item: '880300480',
    spu: 'CL-C480',
    title: '咖本 随行咖啡杯 480ml 陶瓷',
    priceMinor: 14_500,
  },
] as const
