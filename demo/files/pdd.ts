// Pinduoduo: one row an order, one thing an order, every discount named; a deal is struck when it is paid.
import { wallOf } from '../days.ts'
import type { Order, OrderState } from '../orders.ts'
import { csvOf, type DemoFile, yuan } from './csv.ts'

const HEADERS = `
  商品|订单号|订单状态|商品总价(元)|邮费(元)|店铺优惠折扣(元)|平台优惠折扣(元)|多多支付立减金额(元)|用户实付金额(元)|商家实收金额(元)|商品数量(件)|发货时间|确认收货时间|商品id|商品规格|样式ID
  商家编码-规格维度|商家编码-商品维度|商家备注|售后状态|快递单号|快递公司|订单成交时间|是否分期|分期期数|手续费承担方|分期方式|省|市|区`

const REFUNDS = `
  售后编号|订单编号|售后状态|售后类型|申请时间|退款金额(元)|订单金额(元)|商品名称|商品规格|商家编码|退货快递公司|退货快递单号|发货状态|售后原因`

const WORDS: Readonly<Record<OrderState, string>> = {
  unpaid: '待付款',
  cancelled: '已取消',
  awaiting: '待发货',
  shipped: '已发货，待收货',
  completed: '已收货',
  closed_before: '未发货，退款成功',
  closed_after: '已发货，退款成功',
}

export function pddFiles(month: string, from: string, orders: readonly Order[]): DemoFile[] {
  return [
    csvOf(
      `orders_export${month.replace('-', '')}.csv`,
      HEADERS,
      orders.map((order) => rowOf(order, from)),
    ),
  ]
}

function rowOf(order: Order, from: string): Record<string, string | number> {
  const at = (second: number | null) => (second === null ? '' : `${wallOf(from, second)}\t`)
  const { offer, variant, qty } = order.lines[0]!
  const isPaid = order.paidAt !== null
  return {
    商品: offer.title,
    订单号: `${order.no}\t`,
    订单状态: WORDS[order.state],
    '商品总价(元)': yuan(order.goodsMinor),
    '邮费(元)': yuan(order.freightMinor),
    '店铺优惠折扣(元)': yuan(order.shopMinor),
    '平台优惠折扣(元)': yuan(order.platformMinor),
    '多多支付立减金额(元)': 0,
    '用户实付金额(元)': yuan(isPaid ? order.payableMinor : 0),
    '商家实收金额(元)': yuan(isPaid ? order.payableMinor + order.platformMinor : 0),
    '商品数量(件)': qty,
    发货时间: at(order.shippedAt),
    确认收货时间: at(order.completedAt),
    商品id: offer.item,
    商品规格: variant.spec,
    样式ID: variant.platformSku,
    '商家编码-规格维度': variant.code,
    '商家编码-商品维度': offer.of,
    售后状态: order.state.startsWith('closed') ? '退款成功' : '无售后或售后取消',
    快递单号: order.shippedAt === null ? '' : order.waybill,
    快递公司: order.shippedAt === null ? '' : order.carrier,
    订单成交时间: at(order.paidAt),
    是否分期: '否',
    省: order.region.province,
    市: order.region.city,
    区: order.region.district,
  }
}

export function pddAftersales(month: string, from: string, orders: readonly Order[]): DemoFile {
  const rows = orders.flatMap((order) => {
    const { refund } = order
    if (refund === null) return []
    const { offer, variant } = order.lines[0]!
    return [
      {
        售后编号: refund.no,
        订单编号: order.no,
        售后状态: refund.doneAt === null ? '售后处理中' : '退款成功',
        售后类型: refund.kind === 'return' ? '退货退款' : '仅退款',
        申请时间: wallOf(from, refund.askedAt),
        '退款金额(元)': yuan(refund.minor),
        '订单金额(元)': yuan(order.payableMinor),
        商品名称: offer.title,
        商品规格: variant.spec,
        商家编码: variant.code,
        退货快递公司: refund.kind === 'return' ? order.carrier : '',
        退货快递单号: refund.kind === 'return' ? `T${order.waybill}` : '',
        发货状态: refund.kind === 'before' ? '未发货' : '已发货',
        售后原因: refund.reason,
      },
    ]
  })
  return csvOf(`pdd售后单${month.replace('-', '')}.csv`, REFUNDS, rows)
}
