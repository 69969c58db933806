// Orders of one piece in the layout of Kuaishou, for tests that need a shop's file and not a particular one.
import { fixture } from './drops.ts'

export const KUAISHOU = new TextDecoder()
  .decode(fixture('kuaishou-orders.csv')[1])
  .split(/\r?\n/)[0]!

export function kuaishou(
  no: number,
  {
    on,
    spec = '白',
    status = '待发货',
    price = '59.90',
  }: { on: string; spec?: string; status?: string; price?: string },
): string {
  const at = `${on} 10:00:00`
  const cells: Readonly<Record<string, string>> = {
    订单创建时间: at,
    订单支付时间: at,
    订单状态: status,
    实付款: price,
    成交数量: '1',
    商品名称: '无名杯',
    商品ID: '1100001',
    商品规格: spec,
    SKU编码: `无此码-${spec}`,
    商品单价: price,
  }
  const [, ...names] = KUAISHOU.split(',')
  return [24_000_000 + no, ...names.map((name) => cells[name] ?? '')].join(',')
}
