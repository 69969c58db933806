// What goes wrong and what is changed in the year, with dates and goods: planted here, told in the truth file, and found again
// by whoever analyses well.
import { addDays, daysBetween } from './days.ts'

export interface Window {
  readonly from: string
  readonly to: string
}

export interface PlantedEvent extends Window {
  readonly id: string
  readonly kind:
    | 'stock_out'
    | 'bad_batch'
    | 'carrier_failure'
    | 'price_war'
    | 'price_change'
    | 'cost_rise'
  readonly zh: string
  readonly en: string
  readonly skus: readonly string[]
  readonly shops: readonly string[]
  /** What it does, in numbers the generator uses. */
  readonly effect: Readonly<Record<string, number | string>>
}

type Plan = Omit<PlantedEvent, 'from' | 'to'> & { readonly days: readonly [string, string] }

const ALL = ['TM', 'JD', 'PDD', 'DY', 'WX']

const PLANS: readonly Plan[] = [
  {
    id: 'stock-out-e600',
    kind: 'stock_out',
    zh: '智能显温杯黑色:计划漏算 618,模组断供,断货',
    en: 'The black display cup sells out: the plan forgot 618 and the module was late',
    days: ['05-02', '06-25'],
    skus: ['CL-E600-BK'],
    shops: ['TM', 'DY'],
    effect: { site: 'JH', coverDays: 6, noReceiptsFromDay: 32 },
  },
  {
    id: 'bad-batch-k350',
    kind: 'bad_batch',
    zh: '儿童杯恐龙绿 2508B 批密封圈不良:漏水、退货、差评',
    en: 'Lot 2508B of the green child cup leaks: returns and bad reviews',
    days: ['09-03', '09-27'],
    skus: ['CL-K350-GN'],
    shops: ALL,
    effect: {
      lot: 'K350-2508B',
      refundPerMille: 210,
      badReviewPerMille: 620,
      ratingPercent: 84,
      ratingDays: 45,
    },
  },
  {
    id: 'carrier-failure',
    kind: 'carrier_failure',
    zh: '江南快递华东分拨瘫痪:延误一周,催单与退款上升',
    en: 'The eastern hub of one carrier fails for a week: late parcels, more refunds',
    days: ['03-12', '03-19'],
    skus: [],
    shops: ['TM', 'PDD', 'DY'],
    effect: { carrier: '江南快递', delayDays: 5, refundPerMille: 85, badReviewPerMille: 380 },
  },
  {
    id: 'price-war',
    kind: 'price_war',
    zh: '恒岚 500ml 保温杯从 119 降到 79 元打价格战',
    en: 'A rival cuts its 500 ml flask from 119 to 79 yuan',
    days: ['08-08', '09-05'],
    skus: ['CL-B500-BK', 'CL-B500-WH', 'CL-B500-BL', 'CL-B500-PK'],
    shops: ALL,
    effect: { rivalItem: '880100500', rivalPriceMinor: 7_900, crossElasticityPerMille: 900 },
  },
  ...(
    [
      [
        'CL-C480',
        '04-10',
        '05-08',
        900,
        '咖啡杯降价一成试销',
        'The coffee cup is tried at ten per cent less',
      ],
      [
        'CL-B750',
        '07-01',
        '07-31',
        1060,
        '提手杯涨价 6%',
        'The flask with the handle costs six per cent more',
      ],
      [
        'CL-S1200',
        '05-05',
        '05-26',
        920,
        '运动壶降价 8%',
        'The sport bottle costs eight per cent less',
      ],
      ['CL-L420', '10-08', '10-28', 1050, '泡茶杯涨价 5%', 'The tea cup costs five per cent more'],
    ] as const
  ).map(([spu, from, to, perMille, zh, en]): Plan => ({
    id: `price-${spu.toLowerCase()}`,
    kind: 'price_change',
    zh,
    en,
    days: [from, to],
    skus: [spu],
    shops: ALL,
    effect: { pricePerMille: perMille },
  })),
  {
    id: 'cost-rise',
    kind: 'cost_rise',
    zh: '316 钢带涨价:标准成本上调 6%',
    en: 'Steel costs more: standard costs rise by six per cent',
    days: ['05-01', '12-31'],
    skus: [],
    shops: [],
    effect: { costPerMille: 1_060 },
  },
]

/** A month and day as a day of the year that ends with `until`. */
function dayIn(from: string, monthDay: string): string {
  const same = `${from.slice(0, 4)}-${monthDay}`
  return same >= from ? same : `${Number(from.slice(0, 4)) + 1}-${monthDay}`
}

/** Events by their days in this year of history; one that began before the history is cut at its edge. */
export function eventsOf(from: string, until: string): readonly PlantedEvent[] {
  return PLANS.map(({ days: [first, last], ...plan }) => {
    const begins = dayIn(from, first)
    const ends = addDays(begins, daysBetween(`2001-${first}`, `2001-${last}`))
    return { ...plan, from: begins, to: ends > until ? until : ends }
  })
}

export const isWithin = ({ from, to }: Window, day: string): boolean => from <= day && day <= to

export const eventOf = (events: readonly PlantedEvent[], id: string): PlantedEvent => {
  const found = events.find((event) => event.id === id)
  if (found === undefined) throw new Error(`no event ${id}`)
  return found
}

export const numberIn = (event: PlantedEvent, name: string): number => Number(event.effect[name])
