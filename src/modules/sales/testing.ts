// Factories for tests: files of platform layouts written by hand, and a shop they are brought into.
import { sql } from 'kysely'
import { systemActor } from '#kernel/actor.ts'
import { newId } from '#kernel/ids.ts'
import type { Services } from '#kernel/services.ts'
import type { ImportFile, ImportOutcome, Layout } from '#modules/layouts'
import { importOrders } from './import-orders.ts'

const STATES = {
  待付款: 'pending_payment',
  待发货: 'awaiting_shipment',
  已发货: 'shipped',
  已完成: 'completed',
  交易关闭: 'closed_refunded',
}

const FIELDS: Readonly<Record<string, string>> = {
  order_id: '订单号',
  line_id: '子订单号',
  status: '订单状态',
  created_at: '下单时间',
  paid_at: '付款时间',
  shipped_at: '发货时间',
  order_amount: '应付',
  paid_amount: '实付',
  refund_amount: '退款',
  freight: '运费',
  title: '商品',
  platform_sku: '规格ID',
  sku_code: '商家编码',
  qty: '数量',
  unit_price: '单价',
  receiver_name: '收货人姓名',
  phone: '手机',
  address: '地址',
  buyer_note: '买家留言',
  waybill: '快递单号',
}

export type Cells = Readonly<Record<string, string>>

export const COMMON = {
  status: '待发货',
  created_at: '2026-11-01 10:00:00',
  paid_at: '2026-11-01 10:01:00',
  freight: '0',
}

export function fileOf(
  grain: Layout['grain'],
  rows: readonly Cells[],
  extra: Readonly<Record<string, string>> = {},
): ImportFile {
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const names = { ...FIELDS, ...extra }
  return {
    layout: {
      id: `fixture.${grain}`,
      platform: 'taobao',
      kind: 'orders',
      name: { zh: '样例', en: 'fixture' },
      grain,
      headers: Object.values(names),
      detect: [],
      fields: Object.fromEntries(Object.entries(FIELDS).map(([field, name]) => [field, [name]])),
      statuses: STATES,
      traits: grain === 'line' ? ['order_amounts_repeat'] : [],
      provenance: 'fixture',
    },
    fileName: 'fixture.csv',
    header: fields.map((field) => names[field] ?? field),
    columns: new Map(fields.flatMap((field, at) => (field in FIELDS ? [[field, at]] : []))),
    rows: async function* () {
      for (const [at, row] of rows.entries())
        yield { row: at + 2, values: fields.map((field) => row[field] ?? '') }
    },
  }
}

export async function newShop({ db }: Services): Promise<string> {
  const id = newId()
  await sql`
    insert into shops.shops (id, code, name, platform, currency, time_zone)
    values (${id}, ${`S${id.slice(-8)}`}, 'fixture', 'taobao', 'CNY', 'Asia/Shanghai')`.execute(db)
  return id
}

/** Import a file into a shop, and what came of it. */
export async function bringTo(
  services: Services,
  shopId: string,
  file: ImportFile,
  snapshotAt: Date | null = null,
) {
  const refused: { row: number; column: string; en: string }[] = []
  const source = `import:${newId()}`
  const outcome: ImportOutcome = await services.db.transaction().execute((tx) =>
    importOrders(
      {
        tx,
        services,
        actor: systemActor('test'),
        shop: {
          id: shopId,
          code: 'S',
          platform: 'taobao',
          currency: 'CNY',
          timeZone: 'Asia/Shanghai',
        },
        source,
        dryRun: false,
        snapshotAt,
        refuse: (row, problems) =>
          refused.push(...problems.map(({ column, en }) => ({ row: row.row, column, en }))),
        progress: async () => {},
      },
      file,
    ),
  )
  return { ...outcome, refused, source }
}
