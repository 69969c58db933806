// The catalogue of permissions and the ten posts of a manufacturer's e-commerce house (总经理 … 管理员).
// Which post may do what is code, reviewed like code; a route names its permission and nothing else.

export const ROLES = {
  owner: { zh: '老板', en: 'Owner' },
  director: { zh: '电商负责人', en: 'E-commerce director' },
  operator: { zh: '店铺运营', en: 'Shop operator' },
  marketer: { zh: '推广内容', en: 'Marketer' },
  clerk: { zh: '订单专员', en: 'Order clerk' },
  warehouse: { zh: '仓库', en: 'Warehouse' },
  service: { zh: '客服', en: 'Service agent' },
  planner: { zh: '供应链计划', en: 'Supply planner' },
  finance: { zh: '财务', en: 'Finance' },
  admin: { zh: '数据合规管理员', en: 'Data and compliance admin' },
} as const

export type Role = keyof typeof ROLES

export const ROLE_NAMES = Object.keys(ROLES) as [Role, ...Role[]]

interface PermissionEntry {
  readonly zh: string
  readonly en: string
  /** Posts that have it besides the owner, who has all. */
  readonly roles: readonly Role[]
}

const EVERYONE: readonly Role[] = ROLE_NAMES

export const PERMISSIONS: Readonly<Record<string, PermissionEntry>> = {
  'access.manage': { zh: '管理账号', en: 'Manage accounts', roles: ['admin'] },
  'keys.manage': { zh: '管理 API 密钥', en: 'Manage API keys', roles: ['admin'] },
  'aftersales.read': {
    zh: '查看售后记录',
    en: 'See after-sale records',
    roles: ['director', 'operator', 'clerk', 'warehouse', 'service', 'planner', 'finance'],
  },
  'analytics.read': {
    zh: '查看经营数据',
    en: 'See sales figures',
    roles: ['director', 'operator', 'marketer', 'planner', 'finance', 'admin'],
  },
  'audit.read': { zh: '查看审计', en: 'Read the audit log', roles: ['admin', 'finance'] },
  'calendars.read': { zh: '查看工作日历', en: 'See working calendars', roles: EVERYONE },
  'calendars.write': {
    zh: '修改工作日历',
    en: 'Change working calendars',
    roles: ['director', 'admin'],
  },
  'carriers.read': { zh: '查看快递与包裹', en: 'See carriers and parcels', roles: EVERYONE },
  'carriers.ship': {
    zh: '取号、打印与跟踪',
    en: 'Draw numbers, print labels, follow parcels',
    roles: ['clerk', 'warehouse', 'service'],
  },
  'carriers.write': {
    zh: '设置快递与运费',
    en: 'Set up carriers and freight',
    roles: ['director', 'warehouse', 'planner'],
  },
  'catalog.read': { zh: '查看商品', en: 'See products', roles: EVERYONE },
  'catalog.write': {
    zh: '修改商品',
    en: 'Change products',
    roles: ['director', 'operator', 'planner'],
  },
  'connectors.read': {
    zh: '查看平台对接',
    en: 'See links to platforms',
    roles: ['director', 'operator', 'clerk', 'planner', 'admin'],
  },
  'connectors.write': {
    zh: '同步与回传',
    en: 'Poll platforms and tell them stock and shipments',
    roles: ['director', 'operator', 'clerk'],
  },
  'connectors.refund': {
    zh: '同意平台退款',
    en: 'Agree to refunds on platforms',
    roles: ['director', 'service'],
  },
  'connectors.manage': {
    zh: '接入平台',
    en: 'Link shops to platforms',
    roles: ['director', 'admin'],
  },
  'costing.read': {
    zh: '查看库存金额',
    en: 'See stock value',
    roles: ['director', 'planner', 'finance'],
  },
  'costing.close': { zh: '库存月结', en: 'Close stock months', roles: ['finance'] },
  'intake.read': {
    zh: '查看导入',
    en: 'See imports',
    roles: ['director', 'operator', 'marketer', 'clerk', 'planner', 'finance', 'admin'],
  },
  'intake.records': {
    zh: '导入和查看订单、商品、库存等文件(没有它只限流量、投放、评价、价格报表)',
    en: 'Import and see orders, products, stock (without it: reports of traffic, ads, reviews and prices only)',
    roles: ['director', 'operator', 'clerk', 'planner', 'finance', 'admin'],
  },
  'intake.write': {
    zh: '导入文件',
    en: 'Import files',
    roles: ['director', 'operator', 'marketer', 'clerk', 'planner', 'admin'],
  },
  'inventory.read': { zh: '查看库存', en: 'See stock', roles: EVERYONE },
  'inventory.receive': { zh: '收货', en: 'Receive goods', roles: ['warehouse', 'planner'] },
  'inventory.move': { zh: '移库与调拨', en: 'Move and transfer', roles: ['warehouse', 'planner'] },
  'inventory.count': { zh: '盘点', en: 'Count', roles: ['warehouse', 'planner'] },
  'inventory.adjust': {
    zh: '提出调整',
    en: 'Propose adjustments',
    roles: ['warehouse', 'planner'],
  },
  'inventory.approve': {
    zh: '批准调整',
    en: 'Approve adjustments',
    roles: ['director', 'planner', 'finance'],
  },
  'inventory.reserve': {
    zh: '占用库存',
    en: 'Reserve stock',
    roles: ['clerk', 'operator', 'planner'],
  },
  'inventory.settings': {
    zh: '设置安全库存与配额',
    en: 'Set safety stock and quotas',
    roles: ['director', 'planner'],
  },
  'jobs.read': { zh: '查看任务', en: 'See jobs', roles: ['director', 'operator', 'admin'] },
  'jobs.manage': { zh: '重试与取消任务', en: 'Retry and cancel jobs', roles: ['admin'] },
  'listings.read': { zh: '查看平台商品', en: 'See listings', roles: EVERYONE },
  'listings.write': {
    zh: '映射平台商品',
    en: 'Map listings',
    roles: ['director', 'operator', 'clerk', 'planner'],
  },
  'market.read': {
    zh: '查看流量、投放、评价与价格',
    en: 'See traffic, ads, reviews and prices',
    roles: ['director', 'operator', 'marketer', 'service', 'planner', 'finance', 'admin'],
  },
  'orders.cancel': {
    zh: '取消系统单',
    en: 'Cancel system orders',
    roles: ['director', 'operator', 'clerk'],
  },
  'orders.clear_refund': {
    zh: '清除退款拦截',
    en: 'Clear refund holds',
    roles: ['director', 'clerk', 'service'],
  },
  'orders.clear_risk': {
    zh: '清除黑名单与低价异常',
    en: 'Clear blacklist and price holds',
    roles: ['director', 'operator'],
  },
  'clocks.pause': {
    zh: '暂停时钟',
    en: 'Pause clocks',
    roles: ['director', 'operator', 'clerk'],
  },
  'clocks.write': {
    zh: '修改时效赔付规则',
    en: 'Change what being late costs',
    roles: ['director', 'operator', 'finance'],
  },
  'orders.finance': { zh: '财审', en: 'Finance audit', roles: ['finance'] },
  'orders.read': {
    zh: '查看订单',
    en: 'See orders',
    roles: ['director', 'operator', 'clerk', 'warehouse', 'service', 'planner', 'finance'],
  },
  'orders.reveal': {
    zh: '查看收货人信息(留痕)',
    en: 'Open receivers (logged)',
    roles: ['clerk', 'warehouse', 'service'],
  },
  'orders.ship': {
    zh: '审单台发货',
    en: 'Ship from the desk',
    roles: ['director', 'clerk', 'warehouse'],
  },
  'orders.unaudit': {
    zh: '反审核',
    en: 'Un-audit orders',
    roles: ['director', 'operator', 'clerk'],
  },
  'orders.write': {
    zh: '处理订单',
    en: 'Work on orders',
    roles: ['director', 'operator', 'clerk', 'service'],
  },
  'parties.read': {
    zh: '查看供应商',
    en: 'See suppliers',
    roles: ['director', 'planner', 'finance', 'warehouse'],
  },
  'parties.write': { zh: '修改供应商', en: 'Change suppliers', roles: ['planner'] },
  'places.read': { zh: '查看仓库库位', en: 'See sites and locations', roles: EVERYONE },
  'places.write': {
    zh: '修改仓库库位',
    en: 'Change sites and locations',
    roles: ['warehouse', 'planner', 'admin'],
  },
  'regions.read': { zh: '查看行政区划', en: 'See divisions', roles: EVERYONE },
  'regions.write': { zh: '修改行政区划', en: 'Change divisions', roles: ['admin'] },
  'rules.read': {
    zh: '查看规则',
    en: 'See rules',
    roles: ['director', 'operator', 'clerk', 'warehouse', 'service', 'planner', 'finance'],
  },
  'rules.write': {
    zh: '修改规则',
    en: 'Change rules',
    roles: ['director', 'operator', 'planner'],
  },
  'settings.manage': { zh: '系统设置', en: 'Change settings', roles: ['admin'] },
  'shops.read': { zh: '查看店铺', en: 'See shops', roles: EVERYONE },
  'shops.write': { zh: '修改店铺', en: 'Change shops', roles: ['director', 'admin'] },
  'system.check': {
    zh: '体检',
    en: 'Run checks',
    roles: ['director', 'planner', 'admin', 'finance'],
  },
  'system.backup': { zh: '备份', en: 'Back up', roles: ['admin'] },
  'warehouse.read': {
    zh: '查看波次与人效',
    en: 'See waves and productivity',
    roles: ['director', 'operator', 'clerk', 'warehouse', 'service', 'planner'],
  },
  'warehouse.plan': {
    zh: '下发与建波次',
    en: 'Release orders and build waves',
    roles: ['director', 'clerk', 'warehouse', 'planner'],
  },
  'warehouse.work': {
    zh: '拣货、验货、打包、发货',
    en: 'Pick, check, pack and ship',
    roles: ['warehouse'],
  },
  'warehouse.write': {
    zh: '设置拣货设备与纸箱',
    en: 'Set up picking devices and cartons',
    roles: ['director', 'warehouse', 'planner'],
  },
}

export function permissionsOf(role: Role): ReadonlySet<string> {
  return new Set(
    Object.entries(PERMISSIONS)
      .filter(([, { roles }]) => role === 'owner' || roles.includes(role))
      .map(([name]) => name),
  )
}
