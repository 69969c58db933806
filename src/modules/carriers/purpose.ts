// Rules about carriers: what they know of a parcel, and what they may say.
import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'
import type { Choice as Option, Facts, Purpose, Sample } from '#modules/rules'

/** Classes of goods carriers restrict; the list is the trade's, which of them a service refuses is its own. */
export const GOODS_CLASSES: readonly Option[] = [
  { value: 'liquid', zh: '液体', en: 'Liquid' },
  { value: 'powder', zh: '粉末', en: 'Powder' },
  { value: 'battery', zh: '带电', en: 'Battery' },
  { value: 'fragile', zh: '易碎', en: 'Fragile' },
  { value: 'food', zh: '食品', en: 'Food' },
  { value: 'fresh', zh: '生鲜', en: 'Fresh' },
  { value: 'magnetic', zh: '磁性', en: 'Magnetic' },
  { value: 'dangerous', zh: '危险品', en: 'Dangerous' },
]

/** Facts of a parcel a rule may ask for; whoever ships gives what it knows. */
export interface ParcelFacts {
  readonly siteId: string
  readonly region: string
  readonly grams: number
  readonly goods: readonly string[]
  readonly declaredMinor: bigint
  readonly daysLeft: number | null
  readonly platform?: string | null
  readonly shop?: string | null
  readonly tags?: readonly string[] | null
  readonly memo?: string | null
}

export function factsOf(parcel: ParcelFacts): Facts {
  return {
    site: parcel.siteId,
    region: parcel.region,
    grams: BigInt(parcel.grams),
    goods: parcel.goods,
    declared: parcel.declaredMinor,
    days_left: parcel.daysLeft === null ? null : BigInt(parcel.daysLeft),
    platform: parcel.platform ?? null,
    shop: parcel.shop ?? null,
    tags: parcel.tags ?? null,
    memo: parcel.memo ?? null,
  }
}

const service = {
  id: 'service',
  zh: '快递产品',
  en: 'Service',
  type: 'enum' as const,
  choices: async (db: Db): Promise<readonly Option[]> => {
    const { rows } = await sql<{ value: string; name: string }>`
      select s.id as value, c.name || ' ' || s.name as name
      from carriers.services s join carriers.carriers c on c.id = s.carrier_id order by c.code, s.code`.execute(
      db,
    )
    return rows.map(({ value, name }) => ({ value, zh: name, en: name }))
  },
}

const sites = async (db: Db): Promise<readonly Option[]> => {
  const { rows } = await sql<{ value: string; name: string }>`
    select id as value, code || ' ' || name as name from places.sites order by code`.execute(db)
  return rows.map(({ value, name }) => ({ value, zh: name, en: name }))
}

export const carrierPurpose: Purpose = {
  id: 'carrier',
  zh: '选快递',
  en: 'Choice of carrier',
  help: {
    zh: '先排除送不了的,再看规则:「指定」只认这一个(用不了就交给人),「不用」把它排除;没有规则说话时按合同配额和预期成本选。第一条「指定」算数。',
    en: 'What cannot carry is put aside first. “Use” binds (if it cannot, a person decides), “avoid” rules one out; without a word of a rule, contract shares and expected cost decide. The first “use” counts.',
  },
  fields: [
    { id: 'site', zh: '仓库', en: 'Site', type: 'enum', choices: sites },
    { id: 'region', zh: '收货地区', en: 'Destination', type: 'region' },
    { id: 'grams', zh: '重量(克)', en: 'Weight (g)', type: 'int' },
    { id: 'goods', zh: '货物类别', en: 'Classes of goods', type: 'set', choices: GOODS_CLASSES },
    { id: 'declared', zh: '货值', en: 'Value', type: 'money' },
    { id: 'days_left', zh: '剩余天数', en: 'Days left', type: 'int' },
    { id: 'platform', zh: '平台', en: 'Platform', type: 'text' },
    { id: 'shop', zh: '店铺', en: 'Shop', type: 'text' },
    { id: 'tags', zh: '标签', en: 'Tags', type: 'set' },
    { id: 'memo', zh: '留言备注', en: 'Memo', type: 'text' },
  ],
  outcomes: [
    { id: 'use', zh: '指定', en: 'Use', params: [service] },
    { id: 'avoid', zh: '不用', en: 'Avoid', params: [service] },
  ],
  samples: async (db, limit): Promise<readonly Sample[]> => {
    const { rows } = await sql<{ id: string; label: string; facts: Record<string, unknown> }>`
      select id, coalesce(waybill_no, order_ref) || ' · ' || receiver_masked as label, facts
      from carriers.parcels order by created_at desc, id desc limit ${limit}`.execute(db)
    return rows.map(({ id, label, facts }) => ({
      ref: id,
      label,
      to: `/parcels?open=${id}`,
      facts: readFacts(facts),
    }))
  },
}

/** Facts as they were stored: whole numbers as digits. */
export function readFacts(stored: Readonly<Record<string, unknown>>): Facts {
  return Object.fromEntries(
    carrierPurpose.fields.map(({ id, type }) => {
      const value = stored[id] ?? null
      const isNumber = value !== null && (type === 'int' || type === 'money')
      return [id, (isNumber ? BigInt(value as string) : value) as Facts[string]]
    }),
  )
}
