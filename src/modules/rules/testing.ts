// A purpose for tests: every type of field, every type of parameter that needs no other module.
import type { Purpose, Sample } from './purpose.ts'

export const PLATFORMS = ['taobao', 'pdd', 'douyin'] as const

export const trialPurpose = (samples?: readonly Sample[]): Purpose => ({
  id: 'trial',
  zh: '试验',
  en: 'Trial',
  fields: [
    { id: 'paid', zh: '实付', en: 'Paid', type: 'money' },
    { id: 'pieces', zh: '件数', en: 'Pieces', type: 'int' },
    { id: 'memo', zh: '留言', en: 'Memo', type: 'text' },
    { id: 'skus', zh: '商品', en: 'Goods', type: 'set' },
    { id: 'cod', zh: '到付', en: 'Cash on delivery', type: 'bool' },
    {
      id: 'platform',
      zh: '平台',
      en: 'Platform',
      type: 'enum',
      choices: async () => PLATFORMS.map((value) => ({ value, zh: value, en: value })),
    },
    { id: 'due', zh: '应发时间', en: 'Due', type: 'instant' },
    { id: 'region', zh: '地区', en: 'Region', type: 'region' },
  ],
  outcomes: [
    { id: 'pass', zh: '通过', en: 'Pass' },
    {
      id: 'hold',
      zh: '挂起',
      en: 'Hold',
      params: [{ id: 'reason', zh: '原因', en: 'Reason', type: 'text' }],
    },
    {
      id: 'rebate',
      zh: '返现',
      en: 'Rebate',
      params: [
        { id: 'amount', zh: '金额', en: 'Amount', type: 'money' },
        { id: 'note', zh: '备注', en: 'Note', type: 'text', isOptional: true },
      ],
    },
  ],
  ...(samples ? { samples: async (_db, limit) => samples.slice(0, limit) } : {}),
})
