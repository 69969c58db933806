// What rules may decide about an order: whether it is held, what it is tagged with, who audits it. All three see the same facts,
// read by one statement for live orders and for the history a rule is tried on, so that the studio never knows another truth.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import type { Choice, Facts, Field, Purpose, Sample } from '#modules/rules'

const shops = async (db: Db): Promise<readonly Choice[]> => {
  const { rows } = await sql<{ value: string; name: string }>`
    select code as value, code || ' ' || name as name from shops.shops order by code`.execute(db)
  return rows.map(({ value, name }) => ({ value, zh: name, en: name }))
}

const platforms = async (db: Db): Promise<readonly Choice[]> => {
  const { rows } = await sql<{ value: string }>`
    select distinct platform as value from shops.shops order by 1`.execute(db)
  return rows.map(({ value }) => ({ value, zh: value, en: value }))
}

const FIELDS: readonly Field[] = [
  { id: 'shop', zh: '店铺', en: 'Shop', type: 'enum', choices: shops },
  { id: 'platform', zh: '平台', en: 'Platform', type: 'enum', choices: platforms },
  {
    id: 'origin',
    zh: '来由',
    en: 'Origin',
    type: 'enum',
    choices: [
      { value: 'platform', zh: '平台单', en: 'Platform order' },
      { value: 'merge', zh: '合并单', en: 'Merged' },
      { value: 'split', zh: '拆分单', en: 'Split' },
      { value: 'reissue', zh: '补发单', en: 'Reissue' },
    ],
  },
  { id: 'amount', zh: '应收', en: 'Net amount', type: 'money' },
  { id: 'discount', zh: '优惠', en: 'Discounts', type: 'money' },
  { id: 'freight', zh: '运费', en: 'Freight', type: 'money' },
  {
    id: 'margin',
    zh: '毛利率(%)',
    en: 'Margin (%)',
    type: 'int',
    help: {
      zh: '按标准成本,向下取整;缺成本时不知道',
      en: 'At standard cost, rounded down; not known while a cost is missing',
    },
  },
  { id: 'pieces', zh: '件数', en: 'Pieces', type: 'int' },
  { id: 'lines', zh: '行数', en: 'Lines', type: 'int' },
  { id: 'skus', zh: '商品编码', en: 'SKU codes', type: 'set' },
  { id: 'region', zh: '收货地区', en: 'Destination', type: 'region' },
  {
    id: 'receiver_orders',
    zh: '同收货人 30 天内的其他单',
    en: 'Other orders of the receiver in 30 days',
    type: 'int',
  },
  { id: 'buyer_note', zh: '有买家留言', en: 'Has a buyer’s note', type: 'bool' },
  { id: 'seller_note', zh: '有商家备注', en: 'Has a seller’s note', type: 'bool' },
  { id: 'paid', zh: '付款时间', en: 'Paid', type: 'instant' },
  { id: 'due', zh: '最晚发货', en: 'Ship by', type: 'instant' },
]

const TAGS: Field = { id: 'tags', zh: '标签', en: 'Tags', type: 'set' }

const samples = async (db: Db, limit: number): Promise<readonly Sample[]> => {
  const rows = await readRows(
    db,
    sql`o.id in (select id from orders.fulfil_orders where status not in ('MERGED', 'SPLIT') order by created_at desc, id desc limit ${limit})`,
  )
  return rows
    .toSorted((a, b) => b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : -1))
    .map((row) => ({
      ref: row.id,
      label: `${row.no} · ${row.summary}`,
      to: `/desk?open=${row.id}`,
      facts: factsOf(row),
      at: row.at,
    }))
}

export const tagPurpose: Purpose = {
  id: 'tag',
  zh: '打标签',
  en: 'Tags of orders',
  help: {
    zh: '前处理时先跑:命中的标签全部打上,标签可用于挂起、审核、选快递等规则和列表筛选。',
    en: 'Asked first. Every rule that fires adds its tag; other rules and the list may ask for tags.',
  },
  fields: FIELDS,
  outcomes: [
    {
      id: 'tag',
      zh: '打标签',
      en: 'Tag',
      params: [{ id: 'tag', zh: '标签', en: 'Tag', type: 'text' }],
    },
  ],
  samples,
}

export const holdPurpose: Purpose = {
  id: 'hold',
  zh: '挂起',
  en: 'Holds of orders',
  help: {
    zh: '审核前命中就挂「特殊单」,写明是哪条规则、为什么;条件不再成立自动解除,人清除过的同一原因不再挂。',
    en: 'Before the audit: an order that fires is held as special, with the rule and why. It goes by itself when the condition no longer holds; what a person cleared is not raised again for the same cause.',
  },
  fields: [...FIELDS, TAGS],
  outcomes: [
    {
      id: 'hold',
      zh: '挂起',
      en: 'Hold',
      params: [{ id: 'reason', zh: '原因', en: 'Reason', type: 'text' }],
    },
  ],
  samples,
}

export const auditPurpose: Purpose = {
  id: 'audit',
  zh: '审核',
  en: 'Audit of orders',
  help: {
    zh: '占满库存、没有异常时问:第一条「自动审核」或「留给人」算数,没有规则说话时按系统设置;「转财审」可与审核并用,超过财审金额的总要财审。',
    en: 'Asked when an order is promised and free of holds. The first of “audit” and “leave to a person” counts; without a word the setting decides. “Finance” comes on top; orders over the finance amount always go there.',
  },
  fields: [...FIELDS, TAGS],
  outcomes: [
    { id: 'pass', zh: '自动审核', en: 'Audit' },
    { id: 'person', zh: '留给人', en: 'Leave to a person' },
    { id: 'finance', zh: '转财审', en: 'Finance' },
  ],
  samples,
}

interface FactRow {
  readonly id: string
  readonly no: string
  readonly summary: string
  readonly at: Date
  readonly shop: string
  readonly platform: string
  readonly origin: string
  readonly net: bigint
  readonly discount: bigint
  readonly freight: bigint
  readonly cost: bigint | null
  readonly qty: bigint
  readonly lines: number
  readonly skus: string[]
  readonly region: string | null
  readonly receiverOrders: number | null
  readonly buyerNote: boolean
  readonly sellerNote: boolean
  readonly paidAt: Date | null
  readonly dueAt: Date | null
  readonly tags: string[]
}

async function readRows(db: Db, which: RawBuilder<unknown>): Promise<FactRow[]> {
  const { rows } = await sql<FactRow>`/* plan anew */
    select o.id, o.no, o.summary, o.created_at as at, s.code as shop, s.platform, o.origin, o.net_minor as net,
      o.discount_minor as discount, o.freight_minor as freight, o.cost_minor as cost, o.qty, o.lines, goods.skus,
      coalesce(o.district_code, o.city_code, o.province_code) as region, others.orders as "receiverOrders",
      o.has_buyer_note as "buyerNote", o.has_seller_note as "sellerNote", o.paid_at as "paidAt", o.due_at as "dueAt", o.tags
    from orders.fulfil_orders o join shops.shops s on s.id = o.shop_id
    cross join lateral (
      select coalesce(array_agg(distinct k.code order by k.code), '{}') as skus
      from orders.fulfil_lines l join catalog.skus k on k.id = l.sku_id where l.order_id = o.id) as goods
    cross join lateral (
      select case when o.receiver_key is not null then count(*)::int end as orders from orders.fulfil_orders t
      where t.receiver_key = o.receiver_key and t.id <> o.id and t.status not in ('CANCELLED', 'MERGED', 'SPLIT')
        and t.ordered_at between o.ordered_at - interval '30 days' and o.ordered_at) as others
    where ${which}`.execute(db)
  return rows
}

/** By order, as they stand now. */
export async function readRuleFacts(db: Db, ids: readonly string[]): Promise<Map<string, Facts>> {
  if (ids.length === 0) return new Map()
  const rows = await readRows(db, sql`o.id = any(${[...ids]}::uuid[])`)
  return new Map(rows.map((row) => [row.id, factsOf(row)]))
}

function factsOf(row: FactRow): Facts {
  return {
    shop: row.shop,
    platform: row.platform,
    origin: row.origin,
    amount: row.net,
    discount: row.discount,
    freight: row.freight,
    margin: row.cost === null || row.net <= 0n ? null : floorPercent(row.net - row.cost, row.net),
    pieces: row.qty,
    lines: BigInt(row.lines),
    skus: row.skus,
    region: row.region,
    receiver_orders: row.receiverOrders === null ? null : BigInt(row.receiverOrders),
    buyer_note: row.buyerNote,
    seller_note: row.sellerNote,
    paid: row.paidAt,
    due: row.dueAt,
    tags: row.tags,
  }
}

function floorPercent(part: bigint, whole: bigint): bigint {
  const hundredfold = part * 100n
  const floored = hundredfold / whole
  return hundredfold % whole < 0n ? floored - 1n : floored
}
