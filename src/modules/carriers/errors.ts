// Every refusal of this module that more than one place utters.
import { type Bilingual, refuse } from '#kernel/errors.ts'

export const CARRIER: Bilingual = { zh: '快递公司', en: 'carrier' }
export const SERVICE: Bilingual = { zh: '快递产品', en: 'carrier service' }
export const ACCOUNT: Bilingual = { zh: '网点账号', en: 'branch account' }
export const TARIFF: Bilingual = { zh: '运费模板', en: 'price list' }
export const PARCEL: Bilingual = { zh: '包裹', en: 'parcel' }

export const noCarrier = (because: Bilingual, details: Readonly<Record<string, unknown>> = {}) =>
  refuse(
    'carriers.none_can',
    409,
    {
      zh: `没有选定快递:${because.zh};请在「快递与运费」核对覆盖、账号和模板,或人工指定`,
      en: `No carrier was chosen: ${because.en}. Look at coverage, accounts and price lists, or name one by hand.`,
    },
    details,
  )

export const tariffsOverlap = (from?: string, to?: string | null) =>
  refuse(
    'carriers.tariffs_overlap',
    409,
    {
      zh: from
        ? `同一产品、同一仓库已有 ${from} 至 ${to ?? '今后'} 的运费模板;请先给它写上结束日期`
        : '同一产品、同一仓库的运费模板日期重叠;请先给旧模板写上结束日期',
      en: from
        ? `A price list of this service and site stands from ${from} to ${to ?? 'further notice'}. End it first.`
        : 'Price lists of this service and site overlap. End the old one first.',
    },
    { from, to },
  )
