// Orders as a file, in the layout of a Douyin export: what a seller would download from the back office.
import { type Line, type Order, paidOf, type World } from './world.ts'

const STATES: Readonly<Record<Order['state'], string>> = {
  unpaid: '待支付',
  held: '待发货',
  to_ship: '待发货',
  part_shipped: '部分发货',
  shipped: '已发货',
  completed: '已完成',
  cancelled: '已取消',
  refunded: '已关闭',
}

type Cell = (order: Order, line: Line, isFirst: boolean) => string

const COLUMNS: readonly (readonly [string, Cell])[] = [
  ['主订单编号', (order) => order.no],
  ['子订单编号', (_order, line) => line.id],
  ['选购商品', (_order, line) => line.title],
  ['商品规格', (_order, line) => line.spec],
  ['商品数量', (_order, line) => String(line.qty)],
  ['商品ID', (_order, line) => line.itemId],
  ['商家编码', (_order, line) => line.code],
  ['商品单价', (_order, line) => yuan(line.price)],
  ['订单应付金额', (order, line, isFirst) => yuan(line.pay + (isFirst ? order.freight : 0))],
  ['运费', (order, _line, isFirst) => yuan(isFirst ? order.freight : 0)],
  ['优惠总金额', (_order, line) => yuan(line.discountShop + line.discountPlatform)],
  ['平台优惠', (_order, line) => yuan(line.discountPlatform)],
  ['商家优惠', (_order, line) => yuan(line.discountShop)],
  ['达人优惠', () => '0.00'],
  ['支付优惠', () => '0.00'],
  ['收件人', (order) => order.receiver.name],
  ['收件人手机号', (order) => order.receiver.phone],
  ['省', (order) => order.receiver.province],
  ['市', (order) => order.receiver.city],
  ['区', (order) => order.receiver.district],
  ['详细地址', (order) => order.receiver.address],
  ['买家留言', (order) => order.buyerNote],
  ['商家备注', (order) => order.sellerNote],
  ['订单提交时间', (order) => clock(order.createdAt)],
  ['支付完成时间', (order) => clock(order.paidAt)],
  ['承诺发货时间', (order) => clock(order.shipDueAt)],
  ['发货时间', (order) => clock(order.shippedAt)],
  ['订单完成时间', (order) => clock(order.completedAt)],
  ['订单状态', (order) => STATES[order.state]],
  ['售后状态', (_order, line) => line.aftersale],
  ['取消原因', (order) => order.closeReason],
]

export function douyinCsv(world: World, shopId: string): string {
  const rows = Object.values(world.orders)
    .filter((order) => order.shopId === shopId)
    .flatMap((order) =>
      order.lines.map((line, at) => COLUMNS.map(([, cell]) => cell(order, line, at === 0))),
    )
  return `\uFEFF${[COLUMNS.map(([name]) => name), ...rows].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export function yuan(fen: number): string {
  const digits = String(fen).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** The wall clock of China, which has had no summer time since 1991. */
export function clock(at: number | null): string {
  if (at === null) return ''
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

export const totalYuan = (order: Order): string => yuan(paidOf(order))
