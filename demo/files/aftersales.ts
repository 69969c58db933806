// After-sale records of the shops whose platforms have no layout of their own here: our template, as a clerk keeps it.
import { wallOf } from '../days.ts'
import type { Order } from '../orders.ts'
import { csvOf, type DemoFile, yuan } from './csv.ts'

const HEADERS =
  '售后单号|订单号|子订单号|售后类型|售后状态|申请时间|完结时间|退款金额|退货数量|售后原因|商品名称|商家编码|退货快递公司|退货快递单号'

const TYPES = { before: '未发货仅退款', return: '退货退款', part: '仅退款' } as const

export function aftersaleFile(
  code: string,
  month: string,
  from: string,
  orders: readonly Order[],
): DemoFile {
  const rows = orders.flatMap((order) => {
    const { refund } = order
    if (refund === null) return []
    const { offer, variant } = order.lines[0]!
    const isReturn = refund.kind === 'return'
    return [
      {
        售后单号: refund.no,
        订单号: order.no,
        售后类型: TYPES[refund.kind],
        售后状态: refund.doneAt !== null ? '退款成功' : isReturn ? '买家已退货' : '待商家处理',
        申请时间: wallOf(from, refund.askedAt),
        完结时间: refund.doneAt === null ? '' : wallOf(from, refund.doneAt),
        退款金额: yuan(refund.minor),
        退货数量: isReturn ? order.lines.reduce((sum, { qty }) => sum + qty, 0) : 0,
        售后原因: refund.reason,
        商品名称: offer.title,
        商家编码: variant.code,
        退货快递公司: isReturn ? order.carrier : '',
        退货快递单号: isReturn ? `T${order.waybill}` : '',
      },
    ]
  })
  return csvOf(`${code}售后单${month.replace('-', '')}.csv`, HEADERS, rows)
}
