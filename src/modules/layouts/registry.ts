// All layouts we know, as data. A shop's own mappings (intake, `custom:<id>`) come beside them at recognition.
import { banksLayouts } from './data/banks.ts'
import { douyinLayouts } from './data/douyin.ts'
import { jdLayouts } from './data/jd.ts'
import { kuaishouLayouts } from './data/kuaishou.ts'
import { olistLayouts } from './data/olist.ts'
import { ownLayouts } from './data/own.ts'
import { paymentsLayouts } from './data/payments.ts'
import { pddLayouts } from './data/pdd.ts'
import { shopifyLayouts } from './data/shopify.ts'
import { taobaoReportsLayouts } from './data/taobao-reports.ts'
import { taobaoLayouts } from './data/taobao.ts'
import { wechatShopLayouts } from './data/wechat-shop.ts'
import { woocommerceLayouts } from './data/woocommerce.ts'
import { xiaohongshuLayouts } from './data/xiaohongshu.ts'
import type { Layout } from './importing.ts'

export const LAYOUTS: readonly Layout[] = [
  ...taobaoLayouts,
  ...taobaoReportsLayouts,
  ...jdLayouts,
  ...pddLayouts,
  ...douyinLayouts,
  ...kuaishouLayouts,
  ...wechatShopLayouts,
  ...xiaohongshuLayouts,
  ...shopifyLayouts,
  ...woocommerceLayouts,
  ...paymentsLayouts,
  ...banksLayouts,
  ...olistLayouts,
  ...ownLayouts,
]

const byId = new Map(LAYOUTS.map((layout) => [layout.id, layout]))

export const layoutById = (id: string): Layout | undefined => byId.get(id)

/** Taobao and Tmall write the same files. */
export function fitsPlatform(layout: Layout, platform: string): boolean {
  return (
    layout.platform === null ||
    layout.platform === platform ||
    (layout.platform === 'taobao' && platform === 'tmall')
  )
}
