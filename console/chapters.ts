// The menu's parts.

/** The chapters of the plan, in its order. */
export const CHAPTERS = [
  { id: 'desk', zh: '工作台', en: 'Desk' },
  { id: 'insight', zh: '洞察', en: 'Insight' },
  { id: 'strategy', zh: '战略', en: 'Strategy' },
  { id: 'channels', zh: '渠道', en: 'Channels' },
  { id: 'goods', zh: '商品', en: 'Goods' },
  { id: 'marketing', zh: '营销', en: 'Marketing' },
  { id: 'service', zh: '客户与服务', en: 'Customers' },
  { id: 'orders', zh: '订单', en: 'Orders' },
  { id: 'warehouse', zh: '仓储物流', en: 'Warehouse' },
  { id: 'organisation', zh: '组织流程', en: 'Organisation' },
  { id: 'finance', zh: '财务', en: 'Finance' },
  { id: 'data', zh: '数据', en: 'Data' },
  { id: 'risk', zh: '风险', en: 'Risk' },
  { id: 'settings', zh: '设置', en: 'Settings' },
] as const

export type Chapter = (typeof CHAPTERS)[number]['id']
