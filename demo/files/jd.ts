// JD repeats the order's amounts on every line and does not say when a parcel left.
import { wallOf } from '../days.ts'
import type { Order, OrderState } from '../orders.ts'
import { csvOf, type DemoFile, yuan } from './csv.ts'

const HEADERS = `
  订单号|商品ID|商品名称|订购数量|支付方式|下单时间|京东价|订单金额|结算金额|余额支付|应付金额|订单状态|订单类型|下单帐号|客户姓名|客户地址|联系电话|订单备注|发票类型|发票抬头|发票内容|商家备注
  商家备注等级（等级1-5为由高到低）|运费金额|付款确认时间|增值税发票|货号|订单完成时间|订单来源|订单渠道|送装服务|服务费|仓库id|仓库名称`

const WORDS: Readonly<Record<OrderState, string>> = {
  unpaid: '等待付款',
  cancelled: '(删除)等待付款',
  awaiting: '等待出库',
  shipped: '等待确认收货',
  completed: '完成',
  closed_before: '(删除)等待出库',
  // Goods given back later are an after-sale record of their own; the order stays done.
  closed_after: '完成',
}

export function jdFiles(month: string, from: string, orders: readonly Order[]): DemoFile[] {
  return [
    csvOf(
      `京东订单导出${month.replace('-', '')}.csv`,
      HEADERS,
      orders.flatMap((order) => rowsOf(order, from)),
    ),
  ]
}

function rowsOf(order: Order, from: string) {
  const at = (second: number | null) => (second === null ? '' : wallOf(from, second))
  const done = order.state === 'closed_after' ? (order.refund?.askedAt ?? null) : order.completedAt
  return order.lines.map(({ offer, variant, qty, unitMinor }) => ({
    订单号: order.no,
    商品ID: variant.platformSku,
    商品名称: `${offer.title} ${variant.spec}`,
    订购数量: qty,
    支付方式: '在线支付',
    下单时间: at(order.orderedAt),
    京东价: yuan(unitMinor),
    订单金额: yuan(order.goodsMinor),
    结算金额: yuan(order.payableMinor + order.platformMinor),
    余额支付: '0.00',
    应付金额: yuan(order.payableMinor),
    订单状态: WORDS[order.state],
    订单类型: 'SOP',
    下单帐号: order.buyer,
    客户姓名: '收**',
    客户地址: `${order.region.province}${order.region.city}${order.region.district}****`,
    联系电话: '138****0000',
    发票类型: '电子发票',
    运费金额: yuan(order.freightMinor),
    付款确认时间: at(order.paidAt),
    货号: variant.code,
    订单完成时间: at(done),
    订单来源: 'APP',
    订单渠道: '京东APP',
    服务费: '0.00',
    仓库名称: '广州分仓',
  }))
}
