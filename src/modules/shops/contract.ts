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

const shop = z.object({
  id: wire.id,
  code: z.string(),
  name: z.string(),
  platform: z.enum(PLATFORMS),
  currency: z.string(),
  timeZone: z.string(),
  stockSiteId: wire.id.nullable(),
  stockSiteCode: z.string().nullable(),
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

export const shopsApi = {
  shops: listRoute({
    path: '/api/shops',
    summary: { zh: '店铺', en: 'Shops' },
    permission: 'shops.read',
    filters: { q: z.string().max(100).optional() },
    item: shop,
    columns: [
      { key: 'code', zh: '编码', en: 'Code', kind: 'text' },
      { key: 'name', zh: '名称', en: 'Name', kind: 'text' },
      { key: 'platform', zh: '平台', en: 'Platform', kind: 'text' },
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
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .optional()
        .describe("left out: the house's"),
      timeZone: timeZone.optional().describe("left out: the house's"),
      stockSite: input.code.max(20).optional().describe('site code; made when nobody has it'),
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
    body: z.strictObject({ version: input.version, name: input.name, active: z.boolean() }),
    response: z.object({ version: z.number() }),
    errors: ['kernel.stale_edit'],
  }),
} as const
