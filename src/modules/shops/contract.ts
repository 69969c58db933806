// Shops, as the API says them.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

export const PLATFORMS = [
  'taobao',
  'tmall',
  'jd',
  'pdd',
  'douyin',
  'kuaishou',
  'wechat_shop',
  'xiaohongshu',
  'shopify',
  'woocommerce',
  'own',
  'other',
] as const

export const FEE_KINDS = [
  'commission',
  'technical_fee',
  'software_fee',
  'payment_fee',
  'affiliate_commission',
  'instalment_fee',
  'freight_insurance',
  'platform_use_fee',
  'annual_fee',
  'subscription',
  'deposit',
  'other',
] as const

/** What a share is taken of, or what an amount is charged for. */
export const FEE_BASES = [
  'paid',
  'confirmed',
  'settled',
  'instalment',
  'commission',
  'order',
  'shop',
] as const

export const FEE_TERMS = ['order', 'month', 'year', 'once'] as const

const bilingual = z.object({ zh: z.string(), en: z.string() })

const feeSize = {
  kind: z.enum(FEE_KINDS),
  category: z.string(),
  base: z.enum(FEE_BASES),
  ratePpm: wire.big.nullable(),
  amountMinor: wire.minor.nullable(),
  per: z.enum(FEE_TERMS).nullable(),
}

const fee = z.object({
  id: wire.id,
  ...feeSize,
  validFrom: wire.date,
  validTo: wire.date.nullable(),
  source: z.string(),
  verified: z.boolean(),
  note: z.string(),
  version: z.number(),
})

const feeBody = {
  kind: z.enum(FEE_KINDS),
  category: z.string().trim().max(60).default(''),
  base: z.enum(FEE_BASES),
  ratePpm: input.minor
    .refine((ppm) => ppm <= 1_000_000n, { error: 'rate.over_one' })
    .nullable()
    .default(null)
    .describe('millionths of the base'),
  amountMinor: input.minor.nullable().default(null),
  per: z.enum(FEE_TERMS).nullable().default(null),
  validFrom: input.date,
  validTo: input.date.nullable().default(null).describe('last day'),
  source: z.string().trim().min(2).max(300).describe('contract, page or letter it comes from'),
  verified: z.boolean().default(false),
  note: input.note.default(''),
}

const shop = z.object({
  id: wire.id,
  code: z.string(),
  name: z.string(),
  platform: z.enum(PLATFORMS),
  currency: z.string(),
  timeZone: z.string(),
  stockSiteId: wire.id.nullable(),
  stockSiteCode: z.string().nullable(),
  ownerId: wire.id.nullable(),
  ownerName: z.string().nullable(),
  /** The group of channels it is counted in: 天猫旗舰店, 抖音, 经销 … */
  channel: z.string(),
  /** Whose word moves its stock: the platform's, or the order desk's for orders from `deskFrom`. */
  fulfilment: z.enum(['platform', 'desk']),
  deskFrom: wire.instant.nullable(),
  active: z.boolean(),
  orders: wire.big,
  version: z.number(),
})

const timeZone = z
  .string()
  .max(60)
  .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', {
    error: 'time_zone.unknown',
  })

const currency = z.string().regex(/^[A-Z]{3}$/)
const channel = z.string().trim().max(60)

export const shopsApi = {
  shops: listRoute({
    path: '/api/shops',
    summary: { zh: '店铺', en: 'Shops' },
    permission: 'shops.read',
    filters: { q: z.string().max(100).optional(), channel: z.string().max(60).optional() },
    item: shop,
    columns: [
      { key: 'code', zh: '编码', en: 'Code', kind: 'text' },
      { key: 'name', zh: '名称', en: 'Name', kind: 'text' },
      { key: 'platform', zh: '平台', en: 'Platform', kind: 'text' },
      { key: 'channel', zh: '渠道分组', en: 'Channel group', kind: 'text' },
      { key: 'ownerName', zh: '负责人', en: 'Owner', kind: 'text' },
      { key: 'currency', zh: '币种', en: 'Currency', kind: 'text' },
      { key: 'timeZone', zh: '时区', en: 'Time zone', kind: 'text' },
      { key: 'orders', zh: '订单数', en: 'Orders', kind: 'qty' },
    ],
  }),
  addShop: route({
    method: 'POST',
    path: '/api/shops',
    summary: { zh: '新增店铺', en: 'Add a shop' },
    permission: 'shops.write',
    creates: true,
    body: z.strictObject({
      code: input.code.max(30),
      name: input.name,
      platform: z.enum(PLATFORMS).default('other'),
      currency: currency.optional().describe("left out: the house's"),
      timeZone: timeZone.optional().describe("left out: the house's"),
      stockSite: input.code.max(20).optional().describe('site code; made when nobody has it'),
      channel: channel.default(''),
      ownerId: input.id.nullable().default(null),
    }),
    response: z.object({ id: wire.id }),
    errors: ['shops.code_taken'],
  }),
  editShop: route({
    method: 'PATCH',
    path: '/api/shops/:id',
    summary: { zh: '修改店铺', en: 'Edit a shop' },
    permission: 'shops.write',
    params: z.object({ id: input.id }),
    body: z.strictObject({
      version: input.version,
      name: input.name,
      active: z.boolean(),
      channel: channel.optional(),
      ownerId: input.id.nullable().optional(),
      currency: currency.optional().describe('only while the shop has no orders'),
      timeZone: timeZone.optional().describe('only while the shop has no orders'),
    }),
    response: z.object({ version: z.number() }),
    errors: ['kernel.stale_edit', 'shops.has_orders'],
  }),
  people: route({
    method: 'GET',
    path: '/api/shops/people',
    summary: { zh: '可负责店铺的人', en: 'People who may own a shop' },
    permission: 'shops.write',
    response: z.object({ items: z.array(z.object({ id: wire.id, name: z.string() })) }),
  }),
  fees: route({
    method: 'GET',
    path: '/api/shops/:id/fees',
    summary: { zh: '店铺费率', en: 'Fee table of a shop' },
    permission: 'shops.read',
    params: z.object({ id: input.id }),
    query: z.object({ on: input.date.optional().describe('only what is charged on this day') }),
    response: z.object({ items: z.array(fee) }),
  }),
  addFee: route({
    method: 'POST',
    path: '/api/shops/:id/fees',
    summary: { zh: '新增费率', en: 'Add a fee rule' },
    permission: 'shops.write',
    creates: true,
    params: z.object({ id: input.id }),
    body: z.strictObject(feeBody),
    response: z.object({ id: wire.id }),
    errors: ['shops.fees_overlap'],
  }),
  editFee: route({
    method: 'PATCH',
    path: '/api/shops/fees/:id',
    summary: { zh: '修改费率', en: 'Edit a fee rule' },
    permission: 'shops.write',
    params: z.object({ id: input.id }),
    body: z.strictObject({ version: input.version, ...feeBody }),
    response: z.object({ version: z.number() }),
    errors: ['shops.fees_overlap', 'kernel.stale_edit'],
  }),
  removeFee: route({
    method: 'DELETE',
    path: '/api/shops/fees/:id',
    summary: { zh: '删除费率', en: 'Remove a fee rule' },
    permission: 'shops.write',
    params: z.object({ id: input.id }),
    body: z.strictObject({ version: input.version }),
    response: z.object({ done: z.literal(true) }),
    errors: ['kernel.stale_edit'],
  }),
  feeTemplates: route({
    method: 'GET',
    path: '/api/shops/:id/fee-templates',
    summary: { zh: '平台费率模板', en: 'Fee templates of the platform' },
    permission: 'shops.read',
    params: z.object({ id: input.id }),
    query: z.object({ validFrom: input.date }),
    response: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          ...feeSize,
          range: bilingual.nullable(),
          source: bilingual,
          shopType: bilingual.nullable(),
          note: bilingual.nullable(),
          since: wire.date.nullable(),
          until: wire.date.nullable(),
          blocked: bilingual.nullable(),
        }),
      ),
    }),
  }),
  applyFeeTemplates: route({
    method: 'POST',
    path: '/api/shops/:id/fee-templates',
    summary: { zh: '套用平台费率模板', en: 'Take over fee templates' },
    permission: 'shops.write',
    creates: true,
    params: z.object({ id: input.id }),
    body: z.strictObject({
      ids: z.array(z.string().max(200)).min(1).max(100),
      validFrom: input.date,
    }),
    response: z.object({ added: z.number() }),
    errors: ['shops.fees_overlap', 'shops.template_blocked'],
  }),
} as const
