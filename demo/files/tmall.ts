// Tmall tells orders in two tables, heads and lines; the lines join by order number, the variant is known by its code.
import { wallOf } from '../days.ts'
import type { Order, OrderState } from '../orders.ts'
import { csvOf, type DemoFile, yuan } from './csv.ts'

const HEADS = `
  订单编号|买家会员名|买家支付宝账号|买家应付货款|买家应付邮费|买家支付积分|总金额|返点积分|买家实际支付金额|买家实际支付积分|订单状态|买家留言|收货人姓名|收货地址|运送方式|联系电话|联系手机|订单创建时间|订单付款时间
  宝贝标题|宝贝种类|物流单号|物流公司|订单备注|宝贝总数量|店铺Id|店铺名称|订单关闭原因|卖家服务费|买家服务费|发票抬头|是否手机订单|分阶段订单信息|定金排名|修改后的sku|修改后的收货地址|异常信息|退款金额|确认收货时间`

const LINES = '订单编号|标题|价格|购买数量|外部系统编号|商品属性|套餐信息|备注|订单状态|商家编码'

const WORDS: Readonly<Record<OrderState, string>> = {
  unpaid: '等待买家付款',
  cancelled: '交易关闭',
  awaiting: '买家已付款,等待卖家发货',
  shipped: '卖家已发货,等待买家确认',
  completed: '交易成功',
  closed_before: '交易关闭',
  closed_after: '交易关闭',
}

const guarded = (no: string): string => `="${no}"`

export function tmallFiles(month: string, from: string, orders: readonly Order[]): DemoFile[] {
  const tag = month.replace('-', '')
  return [
    csvOf(
      `ExportOrderList${tag}.csv`,
      HEADS,
      orders.map((order) => headOf(order, from)),
    ),
    csvOf(`ExportOrderDetailList${tag}.csv`, LINES, orders.flatMap(linesOf)),
  ]
}

function headOf(order: Order, from: string): Record<string, string | number> {
  const at = (second: number | null) => (second === null ? '' : wallOf(from, second))
  const { region, refund } = order
  const given = refund !== null && refund.doneAt !== null ? refund.minor : 0
  return {
    订单编号: guarded(order.no),
    买家会员名: order.buyer,
    买家应付货款: yuan(order.payableMinor - order.freightMinor),
    买家应付邮费: yuan(order.freightMinor),
    买家支付积分: 0,
    总金额: yuan(order.payableMinor),
    返点积分: 0,
    买家实际支付金额: yuan(order.paidAt === null ? 0 : order.payableMinor),
    买家实际支付积分: 0,
    订单状态: WORDS[order.state],
    收货人姓名: '收**',
    收货地址: `${region.province} ${region.city} ${region.district} ****`,
    运送方式: '快递',
    联系手机: `'138****${order.no.slice(11, 15)}`,
    订单创建时间: at(order.orderedAt),
    订单付款时间: at(order.paidAt),
    宝贝标题: order.lines.map(({ offer }) => offer.title).join(','),
    宝贝种类: order.lines.length,
    物流单号: order.shippedAt === null ? '' : `No:${order.waybill}`,
    物流公司: order.shippedAt === null ? '' : order.carrier,
    宝贝总数量: order.lines.reduce((sum, { qty }) => sum + qty, 0),
    店铺Id: 0,
    店铺名称: order.shop.name,
    订单关闭原因: closeReason(order),
    卖家服务费: 0,
    买家服务费: 0,
    是否手机订单: '手机订单',
    退款金额: yuan(given),
    确认收货时间: at(order.completedAt),
  }
}

const closeReason = ({ state, refund }: Order): string =>
  state === 'cancelled' ? '买家未付款' : state.startsWith('closed') ? (refund?.reason ?? '') : ''

const linesOf = (order: Order) =>
  order.lines.map(({ offer, variant, qty, unitMinor }) => ({
    订单编号: guarded(order.no),
    标题: offer.title,
    价格: yuan(unitMinor),
    购买数量: qty,
    外部系统编号: variant.code,
    商品属性: variant.spec,
    订单状态: WORDS[order.state],
    商家编码: offer.of,
  }))
