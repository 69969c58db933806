// What platforms usually charge, offered when a shop's fee table is begun. None of it could be compared with the platform's own
// table: every rule begins unverified (请法务确认), carries its source, and is edited like any other. Where only a range
// is known the rule is shown, but cannot be taken over: the contract says the number.
import type { Bilingual } from '#kernel/errors.ts'
import type { FEE_BASES, FEE_KINDS, FEE_TERMS, PLATFORMS } from './contract.ts'

type Platform = (typeof PLATFORMS)[number]
type Term = (typeof FEE_TERMS)[number]

export interface FeeTemplate {
  readonly id: string
  readonly platform: Platform
  readonly kind: (typeof FEE_KINDS)[number]
  readonly category: string
  readonly base: (typeof FEE_BASES)[number]
  readonly ratePpm: bigint | null
  readonly amountMinor: bigint | null
  readonly per: Term | null
  /** Where no single number is known. */
  readonly range: Bilingual | null
  readonly source: Bilingual
  readonly shopType: Bilingual | null
  readonly note: Bilingual | null
  readonly since: string | null
  readonly until: string | null
}

type Size = Pick<FeeTemplate, 'ratePpm' | 'amountMinor' | 'per' | 'range'>

const none: Size = { ratePpm: null, amountMinor: null, per: null, range: null }
const rate = (ppm: number): Size => ({ ...none, ratePpm: BigInt(ppm) })
const money = (minor: number, per: Term): Size => ({ ...none, amountMinor: BigInt(minor), per })
const range = (zh: string, en: string): Size => ({ ...none, range: { zh, en } })

const usual = (year: string): Bilingual => ({
  zh: `业内常见值(${year}),未核对平台规则`,
  en: `usual in the trade (${year}), not compared with the platform's rules`,
})
const published = (what: string): Bilingual => ({
  zh: `公开资料 ${what},未核对平台规则`,
  en: `published (${what}), not compared with the platform's rules`,
})

function of(
  platform: Platform,
  kind: FeeTemplate['kind'],
  category: string,
  base: FeeTemplate['base'],
  size: Size,
  source: Bilingual,
  more: Partial<Pick<FeeTemplate, 'shopType' | 'note' | 'since' | 'until'>> = {},
): FeeTemplate {
  const shopType = more.shopType ?? null
  return {
    id: [platform, kind, category, shopType?.en ?? ''].join(':'),
    platform,
    kind,
    category,
    base,
    ...size,
    source,
    shopType,
    note: more.note ?? null,
    since: more.since ?? null,
    until: more.until ?? null,
  }
}

export const FEE_TEMPLATES: readonly FeeTemplate[] = [
  of('taobao', 'deposit', '', 'shop', money(100000, 'once'), usual('2024'), {
    note: { zh: '因类目而异,可用保险代替', en: 'differs by category; an insurance may stand in' },
  }),
  of('taobao', 'software_fee', '', 'confirmed', rate(6000), usual('2024-09-01+'), {
    note: {
      zh: '近 12 个月成交约 12 万元以下全额返还',
      en: 'given back to shops below about ¥120,000 in 12 months',
    },
    since: '2024-09-01',
  }),
  of(
    'taobao',
    'affiliate_commission',
    '淘宝客',
    'paid',
    range(
      '商家自定 1.5%–90%,另收佣金的 10%',
      'set by the seller, 1.5–90 %, plus 10 % of the commission',
    ),
    usual('2024'),
  ),
  of('tmall', 'deposit', '', 'shop', money(10000000, 'once'), published('HI-COM 2021'), {
    shopType: { zh: '旗舰店/专卖店(TM 标)', en: 'flagship or exclusive store, TM mark' },
  }),
  of('tmall', 'deposit', '', 'shop', money(5000000, 'once'), published('HI-COM 2021'), {
    shopType: { zh: '旗舰店/专卖店(R 标)', en: 'flagship or exclusive store, R mark' },
  }),
  of('tmall', 'deposit', '', 'shop', money(15000000, 'once'), published('HI-COM 2021'), {
    shopType: { zh: '专营店/卖场型', en: 'multi-brand store' },
    note: { zh: 'R 标为 10 万', en: '¥100,000 with an R mark' },
  }),
  of('tmall', 'annual_fee', '3 万类目', 'shop', money(3000000, 'year'), published('HI-COM 2021'), {
    note: { zh: '2024-09-01 起取消', en: 'cancelled from 2024-09-01' },
    until: '2024-08-31',
  }),
  of('tmall', 'annual_fee', '6 万类目', 'shop', money(6000000, 'year'), published('HI-COM 2021'), {
    note: { zh: '2024-09-01 起取消', en: 'cancelled from 2024-09-01' },
    until: '2024-08-31',
  }),
  of('tmall', 'commission', '服饰鞋包', 'confirmed', rate(50000), usual('2024')),
  of('tmall', 'commission', '美妆个护', 'confirmed', rate(40000), usual('2024')),
  of('tmall', 'commission', '食品', 'confirmed', rate(20000), usual('2024')),
  of('tmall', 'commission', '3C数码', 'confirmed', rate(20000), usual('2024')),
  of('tmall', 'commission', '大家电', 'confirmed', rate(20000), usual('2024')),
  of('tmall', 'commission', '家居家纺', 'confirmed', rate(50000), usual('2024')),
  of('tmall', 'commission', '母婴-童装', 'confirmed', rate(50000), usual('2024')),
  of('tmall', 'commission', '母婴-奶粉尿裤', 'confirmed', rate(20000), usual('2024')),
  of('tmall', 'commission', '图书', 'confirmed', rate(20000), usual('2024')),
  of('tmall', 'commission', '保健/滋补', 'confirmed', rate(30000), usual('2024')),
  of('tmall', 'commission', '珠宝饰品', 'confirmed', rate(50000), usual('2024')),
  of('tmall', 'commission', '家装主材', 'confirmed', rate(50000), usual('2024')),
  of('tmall', 'commission', '运动户外', 'confirmed', rate(50000), usual('2024')),
  of('tmall', 'commission', '宠物', 'confirmed', rate(50000), usual('2024')),
  of('tmall', 'software_fee', '', 'confirmed', rate(6000), usual('2024-09-01+'), {
    since: '2024-09-01',
  }),
  of(
    'taobao',
    'instalment_fee',
    '',
    'instalment',
    range('0.8%–7.5%,按期数,商家承担时', '0.8–7.5 % by terms, when the seller bears it'),
    usual('2024'),
  ),
  of(
    'tmall',
    'instalment_fee',
    '',
    'instalment',
    range('0.8%–7.5%,按期数,商家承担时', '0.8–7.5 % by terms, when the seller bears it'),
    usual('2024'),
  ),
  of(
    'taobao',
    'freight_insurance',
    '',
    'order',
    range('每单 ¥0.3–2.0', '¥0.3–2.0 an order'),
    usual('2025'),
  ),
  of(
    'tmall',
    'freight_insurance',
    '',
    'order',
    range('每单 ¥0.3–2.0', '¥0.3–2.0 an order'),
    usual('2025'),
  ),
  of('jd', 'platform_use_fee', '', 'shop', money(100000, 'month'), usual('<=2022'), {
    shopType: { zh: 'POP', en: 'POP' },
    note: { zh: '2023 年起许多新店免收', en: 'waived for many new shops since 2023' },
  }),
  of(
    'jd',
    'deposit',
    '',
    'shop',
    range('¥10,000–100,000,常见 30,000–50,000', '¥10,000–100,000, usually 30,000–50,000'),
    usual('2024'),
    { shopType: { zh: 'POP', en: 'POP' } },
  ),
  of('jd', 'deposit', '', 'shop', range('¥1,000 起', 'from ¥1,000'), usual('2023+'), {
    shopType: { zh: 'POP 个人小店', en: 'POP personal shop' },
  }),
  of('jd', 'commission', '服饰内衣', 'paid', range('6%–8%', '6–8 %'), usual('2024'), {
    shopType: { zh: 'POP', en: 'POP' },
    note: { zh: '按三级类目的费率表', en: 'exact rate by third-level category' },
  }),
  of('jd', 'commission', '家居日用', 'paid', range('5%–8%', '5–8 %'), usual('2024'), {
    shopType: { zh: 'POP', en: 'POP' },
    note: { zh: '按三级类目的费率表', en: 'exact rate by third-level category' },
  }),
  of('jd', 'commission', '食品饮料', 'paid', range('3%–5%', '3–5 %'), usual('2024'), {
    shopType: { zh: 'POP', en: 'POP' },
    note: { zh: '按三级类目的费率表', en: 'exact rate by third-level category' },
  }),
  of('jd', 'commission', '3C数码', 'paid', range('2%–8%', '2–8 %'), usual('2024'), {
    shopType: { zh: 'POP', en: 'POP' },
    note: { zh: '按三级类目的费率表', en: 'exact rate by third-level category' },
  }),
  of('jd', 'commission', '大家电', 'paid', range('3%–6%', '3–6 %'), usual('2024'), {
    shopType: { zh: 'POP', en: 'POP' },
    note: { zh: '按三级类目的费率表', en: 'exact rate by third-level category' },
  }),
  of('jd', 'commission', '美妆个护', 'paid', range('4%–6%', '4–6 %'), usual('2024'), {
    shopType: { zh: 'POP', en: 'POP' },
    note: { zh: '按三级类目的费率表', en: 'exact rate by third-level category' },
  }),
  of('jd', 'commission', '母婴', 'paid', range('3%–6%', '3–6 %'), usual('2024'), {
    shopType: { zh: 'POP', en: 'POP' },
    note: { zh: '按三级类目的费率表', en: 'exact rate by third-level category' },
  }),
  of('jd', 'commission', '图书', 'paid', range('3%–5%', '3–5 %'), usual('2024'), {
    shopType: { zh: 'POP', en: 'POP' },
    note: { zh: '按三级类目的费率表', en: 'exact rate by third-level category' },
  }),
  of('jd', 'commission', '珠宝', 'paid', range('3%–10%', '3–10 %'), usual('2024'), {
    shopType: { zh: 'POP', en: 'POP' },
    note: { zh: '按三级类目的费率表', en: 'exact rate by third-level category' },
  }),
  of('jd', 'payment_fee', '', 'paid', range('0.6%–0.85%', '0.6–0.85 %'), usual('2023+'), {
    shopType: { zh: 'POP', en: 'POP' },
  }),
  of('pdd', 'technical_fee', '', 'paid', rate(6000), published('结算科目 0030002'), {
    note: { zh: '全额退款时退还', en: 'given back on full refunds' },
  }),
  of(
    'pdd',
    'payment_fee',
    '',
    'paid',
    range(
      '先用后付另加约 0.4%,2024-08 下调',
      'about 0.4 % more on pay-later orders, lowered 2024-08',
    ),
    usual('2024'),
  ),
  of('pdd', 'deposit', '', 'shop', money(200000, 'once'), usual('2023'), {
    shopType: { zh: '个人店', en: 'personal shop' },
  }),
  of('pdd', 'deposit', '', 'shop', money(100000, 'once'), usual('2023'), {
    shopType: { zh: '企业店', en: 'company shop' },
    note: {
      zh: '生鲜、美妆、3C 更高,跨境 1 万',
      en: 'more for fresh food, cosmetics, 3C; cross-border ¥10,000',
    },
  }),
  of('pdd', 'commission', '按类目', 'paid', range('1%–3%', '1–3 %'), usual('2023+'), {
    shopType: { zh: '百亿补贴', en: 'Ten Billion Subsidy' },
  }),
  of(
    'pdd',
    'affiliate_commission',
    '',
    'paid',
    range('商家自定', 'set by the seller'),
    usual('2024'),
    { shopType: { zh: '多多进宝', en: 'Duoduo Jinbao affiliates' } },
  ),
  of(
    'douyin',
    'technical_fee',
    '',
    'settled',
    range('1%–5%,常见 5%', '1–5 %, usually 5 %'),
    published('2026-06'),
  ),
  of('douyin', 'technical_fee', '虚拟', 'settled', range('5%–10%', '5–10 %'), published('2026-06')),
  of('douyin', 'payment_fee', '', 'paid', rate(6000), published('2026-06'), {
    note: { zh: '免佣时收取', en: 'when the technical fee is waived' },
  }),
  of('douyin', 'technical_fee', '服饰', 'settled', rate(50000), usual('2024')),
  of('douyin', 'technical_fee', '美妆', 'settled', rate(50000), usual('2024')),
  of('douyin', 'technical_fee', '食品饮料', 'settled', rate(50000), usual('2024')),
  of('douyin', 'technical_fee', '生鲜', 'settled', rate(20000), usual('2024')),
  of('douyin', 'technical_fee', '3C', 'settled', rate(20000), usual('2024')),
  of('douyin', 'technical_fee', '大家电', 'settled', rate(20000), usual('2024')),
  of('douyin', 'technical_fee', '图书', 'settled', rate(50000), usual('2024')),
  of('douyin', 'technical_fee', '珠宝黄金', 'settled', rate(10000), usual('2024')),
  of('douyin', 'technical_fee', '家居', 'settled', rate(50000), usual('2024')),
  of('douyin', 'technical_fee', '母婴', 'settled', rate(50000), usual('2024')),
  of(
    'douyin',
    'deposit',
    '',
    'shop',
    range('¥500–2,000,随成交额浮动', '¥500–2,000, rising with sales'),
    usual('2024'),
    { shopType: { zh: '个体/个人', en: 'sole trader or personal' } },
  ),
  of('douyin', 'deposit', '', 'shop', range('¥2,000–20,000', '¥2,000–20,000'), usual('2024'), {
    shopType: { zh: '企业店', en: 'company shop' },
  }),
  of(
    'douyin',
    'affiliate_commission',
    '',
    'paid',
    range('商家自定 1%–80%', 'set by the seller, 1–80 %'),
    usual('2024'),
    { shopType: { zh: '精选联盟', en: 'Jingxuan affiliates' } },
  ),
  of(
    'kuaishou',
    'technical_fee',
    '',
    'paid',
    range('2%–5%,常见 5%', '2–5 %, usually 5 %'),
    usual('2024'),
  ),
  of('kuaishou', 'deposit', '', 'shop', range('¥500–20,000', '¥500–20,000'), usual('2024')),
  of('wechat_shop', 'technical_fee', '', 'paid', range('1%–5%', '1–5 %'), usual('2025')),
  of('wechat_shop', 'deposit', '', 'shop', range('¥1,000–5,000', '¥1,000–5,000'), usual('2025')),
  of('xiaohongshu', 'technical_fee', '', 'settled', rate(50000), usual('2024')),
  of('xiaohongshu', 'payment_fee', '', 'paid', rate(6000), usual('2025')),
  of('xiaohongshu', 'deposit', '', 'shop', money(100000, 'once'), usual('2024'), {
    shopType: { zh: '个人店', en: 'personal shop' },
  }),
  of('xiaohongshu', 'deposit', '', 'shop', range('¥5,000–20,000', '¥5,000–20,000'), usual('2024'), {
    shopType: { zh: '企业店', en: 'company shop' },
  }),
  of(
    'shopify',
    'subscription',
    '',
    'shop',
    range('每月 39/105/399 美元', '39/105/399 USD a month'),
    usual('2024'),
    { shopType: { zh: 'Basic/Grow/Advanced', en: 'Basic/Grow/Advanced' } },
  ),
]
