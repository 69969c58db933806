// WeChat shop: a row a line, amounts of the order repeated, what was given back told per line.
import { wallOf } from '../days.ts'
import type { Order, OrderState } from '../orders.ts'
import { csvOf, type DemoFile, yuan } from './csv.ts'

const HEADERS = `
  订单号|订单下单时间|订单发货时间|订单确认收货时间|订单完成结算时间|订单状态|发货方式|收件人姓名|收件人地址|省|市|区|收件人手机|买家备注|商家备注|打标颜色|商品总价|订单实际支付金额|订单实际收款金额|订单运费|商品优惠
  跨店优惠|商品改价|积分抵扣|支付方式|支付时间|交易单号|物流公司|快递单号|技术服务费|技术服务费（将以人气卡形式返还）|运费险预计投保费用|带货方式|带货账号类型|带货账号昵称|带货费用渠道|带货费用类型|带货费用|带货佣金率
  礼物单号|商品名称|商品编码(平台)|商品编码(自定义)|SKU编码(自定义)|商品属性|商品价格(单件)|商品实际价格(单件)|商品实际价格(总共)|是否预售|商品数量|商品平台券优惠|商品平均运费|定制信息|定制预览图|商品发货
  商品售后|商品已退款金额`

const WORDS: Readonly<Record<OrderState, string>> = {
  unpaid: '待付款',
  cancelled: '已取消',
  awaiting: '待发货',
  shipped: '待收货',
  completed: '已完成',
  closed_before: '已取消',
  closed_after: '已完成',
}

export function wechatFiles(month: string, from: string, orders: readonly Order[]): DemoFile[] {
  return [
    csvOf(
      `微信小店订单${month.replace('-', '')}.csv`,
      HEADERS,
      orders.flatMap((order) => rowsOf(order, from)),
    ),
  ]
}

function rowsOf(order: Order, from: string) {
  const at = (second: number | null) => (second === null ? '' : wallOf(from, second))
  const done = order.state === 'closed_after' ? (order.refund?.askedAt ?? null) : order.completedAt
  const given = order.refund !== null && order.refund.doneAt !== null ? order.refund.minor : 0
  return order.lines.map(
    ({ offer, variant, qty, unitMinor, amountMinor, shopMinor, platformMinor }, place) => ({
      订单号: order.no,
      订单下单时间: at(order.orderedAt),
      订单发货时间: at(order.shippedAt),
      订单确认收货时间: at(done),
      订单完成结算时间: at(done),
      订单状态: WORDS[order.state],
      发货方式: '快递发货',
      收件人姓名: '收**',
      收件人地址: '****',
      省: order.region.province,
      市: order.region.city,
      区: order.region.district,
      收件人手机: '138****0000',
      商品总价: yuan(order.goodsMinor),
      订单实际支付金额: yuan(order.paidAt === null ? 0 : order.payableMinor),
      订单实际收款金额: yuan(order.paidAt === null ? 0 : order.payableMinor + order.platformMinor),
      订单运费: yuan(order.freightMinor),
      商品优惠: yuan(order.shopMinor),
      跨店优惠: yuan(order.platformMinor),
      支付方式: '微信支付',
      支付时间: at(order.paidAt),
      物流公司: order.shippedAt === null ? '' : order.carrier,
      快递单号: order.shippedAt === null ? '' : order.waybill,
      商品名称: offer.title,
      '商品编码(平台)': offer.item,
      '商品编码(自定义)': offer.of,
      'SKU编码(自定义)': variant.code,
      商品属性: variant.spec,
      '商品价格(单件)': yuan(unitMinor),
      '商品实际价格(总共)': yuan(amountMinor - shopMinor - platformMinor),
      是否预售: '否',
      商品数量: qty,
      商品平台券优惠: yuan(platformMinor),
      商品平均运费: yuan(place === 0 ? order.freightMinor : 0),
      商品发货: order.shippedAt === null ? '未发货' : '已发货',
      商品售后: given > 0 ? '退款成功' : '',
      // The whole of it on the first line: this platform says what each line got back, and the goods travel together.
      商品已退款金额: yuan(place === 0 ? given : 0),
    }),
  )
}
