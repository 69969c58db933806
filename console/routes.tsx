// Every screen in one list: where it stands in the menu, who may see it, what it loads. A feature is
// added by a line here and a line in paths.ts; nothing is discovered.
import { lazyRouteComponent } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { paths } from './paths.ts'

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

export interface Screen {
  readonly chapter: Chapter
  /** From paths.ts; `$id` parts are read with `useParams({ strict: false })`. */
  readonly path: string
  readonly zh: string
  readonly en: string
  /** A permission of the API; `signed-in` for everybody. */
  readonly permission: string
  readonly page: ComponentType
  /** Reached from another screen, not from the menu (a record's own page). */
  readonly isHidden?: boolean
}

export const screens: readonly Screen[] = [
  {
    chapter: 'desk',
    path: paths.home,
    zh: '待办',
    en: 'To do',
    permission: 'signed-in',
    page: lazyRouteComponent(() => import('./features/home/HomePage.tsx'), 'HomePage'),
  },
  {
    chapter: 'insight',
    path: paths.prices,
    zh: '价格观察',
    en: 'Price watch',
    permission: 'market.read',
    page: lazyRouteComponent(() => import('./features/market/PricesPage.tsx'), 'PricesPage'),
  },
  {
    chapter: 'channels',
    path: paths.shops,
    zh: '店铺',
    en: 'Shops',
    permission: 'shops.read',
    page: lazyRouteComponent(() => import('./features/shops/ShopsPage.tsx'), 'ShopsPage'),
  },
  {
    chapter: 'channels',
    path: paths.connectors,
    zh: '对接健康',
    en: 'Platform links',
    permission: 'connectors.read',
    page: lazyRouteComponent(
      () => import('./features/connectors/ConnectorsPage.tsx'),
      'ConnectorsPage',
    ),
  },
  {
    chapter: 'goods',
    path: paths.skus,
    zh: 'SKU',
    en: 'SKUs',
    permission: 'catalog.read',
    page: lazyRouteComponent(() => import('./features/catalog/SkusPage.tsx'), 'SkusPage'),
  },
  {
    chapter: 'goods',
    path: paths.spus,
    zh: 'SPU',
    en: 'SPUs',
    permission: 'catalog.read',
    page: lazyRouteComponent(() => import('./features/catalog/SpusPage.tsx'), 'SpusPage'),
  },
  {
    chapter: 'goods',
    path: paths.listings,
    zh: '平台商品映射',
    en: 'Listings',
    permission: 'listings.read',
    page: lazyRouteComponent(() => import('./features/listings/ListingsPage.tsx'), 'ListingsPage'),
  },
  {
    chapter: 'goods',
    path: paths.suppliers,
    zh: '供应商',
    en: 'Suppliers',
    permission: 'parties.read',
    page: lazyRouteComponent(() => import('./features/parties/SuppliersPage.tsx'), 'SuppliersPage'),
  },
  {
    chapter: 'orders',
    path: paths.orders,
    zh: '平台单',
    en: 'Platform orders',
    permission: 'orders.read',
    page: lazyRouteComponent(() => import('./features/sales/OrdersPage.tsx'), 'OrdersPage'),
  },
  {
    chapter: 'orders',
    path: paths.aftersales,
    zh: '售后记录',
    en: 'After-sale records',
    permission: 'aftersales.read',
    page: lazyRouteComponent(
      () => import('./features/aftersales/AftersalesPage.tsx'),
      'AftersalesPage',
    ),
  },
  {
    chapter: 'warehouse',
    path: paths.stock,
    zh: '库存总览',
    en: 'Stock',
    permission: 'inventory.read',
    page: lazyRouteComponent(() => import('./features/inventory/StockPage.tsx'), 'StockPage'),
  },
  {
    chapter: 'warehouse',
    path: paths.waterfall,
    zh: '库存瀑布',
    en: 'Waterfall',
    permission: 'inventory.read',
    page: lazyRouteComponent(
      () => import('./features/inventory/WaterfallPage.tsx'),
      'WaterfallPage',
    ),
  },
  {
    chapter: 'warehouse',
    path: paths.stockAsOf,
    zh: '时点库存',
    en: 'Stock as of',
    permission: 'inventory.read',
    page: lazyRouteComponent(() => import('./features/inventory/AsOfPage.tsx'), 'AsOfPage'),
  },
  {
    chapter: 'warehouse',
    path: paths.balances,
    zh: '库位结存',
    en: 'Balances',
    permission: 'inventory.read',
    page: lazyRouteComponent(() => import('./features/inventory/LedgerPages.tsx'), 'BalancesPage'),
  },
  {
    chapter: 'warehouse',
    path: paths.moves,
    zh: '库存流水',
    en: 'Moves',
    permission: 'inventory.read',
    page: lazyRouteComponent(() => import('./features/inventory/LedgerPages.tsx'), 'MovesPage'),
  },
  {
    chapter: 'warehouse',
    path: paths.reservations,
    zh: '占用',
    en: 'Reservations',
    permission: 'inventory.read',
    page: lazyRouteComponent(
      () => import('./features/inventory/LedgerPages.tsx'),
      'ReservationsPage',
    ),
  },
  {
    chapter: 'warehouse',
    path: paths.transfers,
    zh: '调拨',
    en: 'Transfers',
    permission: 'inventory.read',
    page: lazyRouteComponent(
      () => import('./features/inventory/TransfersPage.tsx'),
      'TransfersPage',
    ),
  },
  {
    chapter: 'warehouse',
    path: paths.counts,
    zh: '盘点',
    en: 'Counts',
    permission: 'inventory.read',
    page: lazyRouteComponent(() => import('./features/inventory/CountsPage.tsx'), 'CountsPage'),
  },
  {
    chapter: 'warehouse',
    path: paths.adjustments,
    zh: '调整',
    en: 'Adjustments',
    permission: 'inventory.read',
    page: lazyRouteComponent(
      () => import('./features/inventory/AdjustmentsPage.tsx'),
      'AdjustmentsPage',
    ),
  },
  {
    chapter: 'warehouse',
    path: paths.sites,
    zh: '仓库与门店',
    en: 'Sites',
    permission: 'places.read',
    page: lazyRouteComponent(() => import('./features/places/SitesPage.tsx'), 'SitesPage'),
  },
  {
    chapter: 'warehouse',
    path: paths.locations,
    zh: '库位',
    en: 'Locations',
    permission: 'places.read',
    page: lazyRouteComponent(() => import('./features/places/LocationsPage.tsx'), 'LocationsPage'),
  },
  {
    chapter: 'finance',
    path: paths.stockValue,
    zh: '库存金额',
    en: 'Stock value',
    permission: 'costing.read',
    page: lazyRouteComponent(() => import('./features/costing/CostingPages.tsx'), 'StockValuePage'),
  },
  {
    chapter: 'finance',
    path: paths.costEntries,
    zh: '成本流水',
    en: 'Cost entries',
    permission: 'costing.read',
    page: lazyRouteComponent(
      () => import('./features/costing/CostingPages.tsx'),
      'CostEntriesPage',
    ),
  },
  {
    chapter: 'finance',
    path: paths.stockMonths,
    zh: '库存月结',
    en: 'Stock months',
    permission: 'costing.read',
    page: lazyRouteComponent(
      () => import('./features/costing/CostingPages.tsx'),
      'StockMonthsPage',
    ),
  },
  {
    chapter: 'data',
    path: paths.sales,
    zh: '经营概览',
    en: 'Sales overview',
    permission: 'analytics.read',
    page: lazyRouteComponent(() => import('./features/analytics/SalesPage.tsx'), 'SalesPage'),
  },
  {
    chapter: 'data',
    path: paths.metrics,
    zh: '指标口径',
    en: 'Metric definitions',
    permission: 'analytics.read',
    page: lazyRouteComponent(() => import('./features/analytics/MetricsPage.tsx'), 'MetricsPage'),
  },
  {
    chapter: 'data',
    path: paths.traffic,
    zh: '流量与投放',
    en: 'Traffic and ads',
    permission: 'market.read',
    page: lazyRouteComponent(() => import('./features/market/TrafficPage.tsx'), 'TrafficPage'),
  },
  {
    chapter: 'data',
    path: paths.reviews,
    zh: '评价',
    en: 'Reviews',
    permission: 'market.read',
    page: lazyRouteComponent(() => import('./features/market/ReviewsPage.tsx'), 'ReviewsPage'),
  },
  {
    chapter: 'data',
    path: paths.imports,
    zh: '导入',
    en: 'Imports',
    permission: 'intake.read',
    page: lazyRouteComponent(() => import('./features/intake/ImportsPage.tsx'), 'ImportsPage'),
  },
  {
    chapter: 'settings',
    path: paths.users,
    zh: '账号',
    en: 'Accounts',
    permission: 'access.manage',
    page: lazyRouteComponent(() => import('./features/access/AccessPages.tsx'), 'UsersPage'),
  },
  {
    chapter: 'settings',
    path: paths.roles,
    zh: '岗位权限',
    en: 'Posts',
    permission: 'signed-in',
    page: lazyRouteComponent(() => import('./features/access/AccessPages.tsx'), 'RolesPage'),
  },
  {
    chapter: 'settings',
    path: paths.keys,
    zh: 'API 密钥',
    en: 'API keys',
    permission: 'keys.manage',
    page: lazyRouteComponent(() => import('./features/access/AccessPages.tsx'), 'KeysPage'),
  },
  {
    chapter: 'settings',
    path: paths.regions,
    zh: '行政区划',
    en: 'Divisions',
    permission: 'regions.read',
    page: lazyRouteComponent(() => import('./features/regions/RegionsPage.tsx'), 'RegionsPage'),
  },
  {
    chapter: 'settings',
    path: paths.calendars,
    zh: '工作日历',
    en: 'Working calendars',
    permission: 'calendars.read',
    page: lazyRouteComponent(
      () => import('./features/calendars/CalendarsPage.tsx'),
      'CalendarsPage',
    ),
  },
  {
    chapter: 'settings',
    path: paths.rules,
    zh: '规则',
    en: 'Rules',
    permission: 'rules.read',
    page: lazyRouteComponent(() => import('./features/rules/RulesPage.tsx'), 'RulesPage'),
    // Into the menu with the first purpose that is decided by rules.
    isHidden: true,
  },
  {
    chapter: 'settings',
    path: paths.settings,
    zh: '系统设置',
    en: 'Settings',
    permission: 'settings.manage',
    page: lazyRouteComponent(() => import('./features/system/SettingsPage.tsx'), 'SettingsPage'),
  },
  {
    chapter: 'settings',
    path: paths.jobs,
    zh: '任务',
    en: 'Jobs',
    permission: 'jobs.read',
    page: lazyRouteComponent(() => import('./features/system/SystemPages.tsx'), 'JobsPage'),
  },
  {
    chapter: 'settings',
    path: paths.audit,
    zh: '审计日志',
    en: 'Audit log',
    permission: 'audit.read',
    page: lazyRouteComponent(() => import('./features/system/SystemPages.tsx'), 'AuditPage'),
  },
  {
    chapter: 'settings',
    path: paths.check,
    zh: '体检',
    en: 'Check',
    permission: 'system.check',
    page: lazyRouteComponent(() => import('./features/system/SystemPages.tsx'), 'CheckPage'),
  },
]
