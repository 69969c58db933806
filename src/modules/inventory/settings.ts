// What staff may set about the floor.
import { moneySetting, type Setting, wholeSetting } from '#kernel/settings.ts'

/** Up to this value at standard cost (分) one person is enough; above it a second one decides (INV-5). */
export const approvalOver = moneySetting({
  key: 'inventory.approval_over',
  initial: 100_000n,
  min: 0n,
  max: 100_000_000n,
  title: { zh: '调整超过多少要另一人批准', en: 'Adjustments over this need another person' },
  help: {
    zh: '按标准成本计。默认 1,000 元(行业经验值)。填 0 则每笔有成本的调整都要批准。已在等待批准的不变。',
    en: 'At standard cost. The default of 1,000 yuan is a rule of thumb of the trade. With 0 every adjustment that has a cost waits. Those already waiting stay.',
  },
})

/** A variance over this share of what was expected is counted again by another person. */
export const recountOverPercent = wholeSetting({
  key: 'inventory.recount_over_percent',
  initial: 5,
  min: 0,
  max: 100,
  unit: { zh: '%', en: '%' },
  title: { zh: '盘点差异超过多少要复盘', en: 'Count again when the variance is over' },
  help: {
    zh: '差异 ÷ 账面数。默认 5 %(行业经验值)。填 0 则任何差异都由另一个人再盘一次。',
    en: 'Variance over what the book says. The default of 5 % is a rule of thumb of the trade. With 0 another person looks at every variance.',
  },
})

/** How long goods wait for a cart that becomes no order, when who asks says nothing of it. */
export const softMinutes = wholeSetting({
  key: 'inventory.soft_minutes',
  initial: 30,
  min: 1,
  max: 10_080,
  unit: { zh: '分钟', en: 'min' },
  title: { zh: '预占多久没成单就释放', en: 'Release a soft reservation after' },
  help: {
    zh: '下单未付、购物车等预占的时长。默认 30 分钟(行业经验值)。请求里写了到期时间的按请求;已有的预占不变。',
    en: 'For carts and unpaid orders. The default of 30 minutes is a rule of thumb of the trade. A request that names its own time keeps it; those already there stay.',
  },
})

export const settings: readonly Setting[] = [approvalOver, recountOverPercent, softMinutes]
