// Douyin: a row a line, each with its own share of freight and discounts.
import { addDays, wallOf } from '../days.ts'
import type { Order, OrderState } from '../orders.ts'
import { csvOf, type DemoFile, yuan } from './csv.ts'

const HEADERS = `
  主订单编号|子订单编号|选购商品|商品规格|商品数量|商品ID|商家编码|商品单价|订单应付金额|运费|优惠总金额|平台优惠|商家优惠|达人优惠|商家改价|支付优惠|红包抵扣|支付方式|手续费|收件人|收件人手机号|省|市|区|街道
  详细地址|是否修改过地址|地址修改时段|买家留言|订单提交时间|旗帜颜色|商家备注|订单完成时间|支付完成时间|APP渠道|流量来源|订单状态|承诺发货时间|订单类型|鲁班落地页ID|达人ID|达人昵称|所属门店ID|售后状态|取消原因
  预约发货时间|仓库ID|仓库名称|序列号|是否安心购|广告渠道|流量类型|流量体裁|流量渠道|发货主体|发货主体明细|发货时间|降价类优惠|平台实际承担优惠金额|商家实际承担优惠金额|达人实际承担优惠金额|预计送达时间
  是否平台仓自流转|车型|商品69码|发货SN码|发货IMEI码1|发货IMEI码2|预约送达时间|建议发货时间（起）|建议发货时间（止）|物流SN码|物流IMEI码1|物流IMEI码2`

const WORDS: Readonly<Record<OrderState, string>> = {
  unpaid: '待支付',
  cancelled: '已取消',
  awaiting: '待发货',
  shipped: '已发货',
  completed: '已完成',
  closed_before: '已关闭',
  closed_after: '已关闭',
}

const SOURCES = ['直播间', '短视频', '商品卡', '搜索'] as const
const TALENTS = ['', '', '', '小满杯子铺', '林家好物', '妈妈优选台'] as const

export function douyinFiles(month: string, from: string, orders: readonly Order[]): DemoFile[] {
  return [
    csvOf(
      `抖店订单${month.replace('-', '')}.csv`,
      HEADERS,
      orders.flatMap((order) => rowsOf(order, from)),
    ),
  ]
}

function rowsOf(order: Order, from: string) {
  const at = (second: number | null) => (second === null ? '' : wallOf(from, second))
  const draw = order.orderedAt % 12
  return order.lines.map(
    ({ offer, variant, qty, unitMinor, amountMinor, shopMinor, platformMinor }, place) => {
      const freight = place === 0 ? order.freightMinor : 0
      return {
        主订单编号: order.no,
        子订单编号: `${order.no.slice(0, -1)}${place + 1}`,
        选购商品: offer.title,
        商品规格: variant.spec,
        商品数量: qty,
        商品ID: offer.item,
        商家编码: variant.code,
        商品单价: yuan(unitMinor),
        订单应付金额: yuan(amountMinor - shopMinor - platformMinor + freight),
        运费: yuan(freight),
        优惠总金额: yuan(shopMinor + platformMinor),
        平台优惠: yuan(platformMinor),
        商家优惠: yuan(shopMinor),
        达人优惠: '0.00',
        支付优惠: '0.00',
        红包抵扣: '0.00',
        支付方式: '抖音支付',
        收件人: '收**',
        收件人手机号: '138****0000',
        省: order.region.province,
        市: order.region.city,
        区: order.region.district,
        详细地址: '****',
        订单提交时间: at(order.orderedAt),
        订单完成时间: at(order.completedAt),
        支付完成时间: at(order.paidAt),
        APP渠道: '抖音',
        流量来源: SOURCES[draw % SOURCES.length]!,
        订单状态: WORDS[order.state],
        承诺发货时间:
          order.paidAt === null
            ? ''
            : `${addDays(wallOf(from, order.paidAt).slice(0, 10), 2)} 23:59:59`,
        达人昵称: TALENTS[draw % TALENTS.length]!,
        售后状态: order.state.startsWith('closed') ? '退款成功' : '-',
        发货时间: at(order.shippedAt),
        平台实际承担优惠金额: yuan(platformMinor),
        商家实际承担优惠金额: yuan(shopMinor),
        达人实际承担优惠金额: '0.00',
      }
    },
  )
}
