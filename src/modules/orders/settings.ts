// What staff may set about the order desk.
import type { Db } from '#kernel/db.ts'
import { moneySetting, readSetting, type Setting, wholeSetting } from '#kernel/settings.ts'

const onOff = { zh: '(1 开,0 关)', en: '(1 on, 0 off)' }

const autoAudit = wholeSetting({
  key: 'orders.auto_audit',
  initial: 0,
  min: 0,
  max: 1,
  unit: onOff,
  title: { zh: '没有异常的订单自动审核', en: 'Audit orders without holds by rule' },
  help: {
    zh: '开启后,占满库存且没有任何异常的订单不等人直接审核,超过财审金额的转财审。先人工审一周、看准异常再开。',
    en: 'When on, an order that is fully promised and has no hold is audited at once; over the finance amount it goes to finance. Audit by hand for a week first, then switch it on.',
  },
})

const financeOver = moneySetting({
  key: 'orders.finance_over',
  initial: 500_000n,
  min: 0n,
  max: 1_000_000_000n,
  title: { zh: '金额超过多少要财审', en: 'Orders over this need finance' },
  help: {
    zh: '按应收(商品 − 优惠 + 运费)。默认 5,000 元(行业经验值)。填 0 则每单都要财审。',
    en: 'Of goods − discounts + freight. The default of 5,000 yuan is a rule of thumb of the trade. With 0 every order goes to finance.',
  },
})

const bigQty = wholeSetting({
  key: 'orders.big_qty',
  initial: 100,
  min: 1,
  max: 1_000_000,
  unit: { zh: '件', en: 'pieces' },
  title: { zh: '一单超过多少件算异常大单', en: 'An order of more pieces is unusually large' },
  help: {
    zh: '超过则挂「异常大单」等人看一眼。',
    en: 'It is held as unusually large until somebody has looked.',
  },
})

const duplicateHours = wholeSetting({
  key: 'orders.duplicate_hours',
  initial: 24,
  min: 0,
  max: 720,
  unit: { zh: '小时', en: 'hours' },
  title: { zh: '多久内同人同货算疑似重复', en: 'Same receiver, same goods: a duplicate within' },
  help: { zh: '填 0 则不查。', en: 'With 0 nobody looks.' },
})

const readNotes = wholeSetting({
  key: 'orders.read_notes',
  initial: 1,
  min: 0,
  max: 1,
  unit: onOff,
  title: {
    zh: '有买家留言或商家备注的订单等人看',
    en: 'Hold orders with a note of buyer or seller',
  },
  help: { zh: '人审时一并算看过。', en: 'Auditing by hand counts as having read it.' },
})

const shipHours = wholeSetting({
  key: 'orders.ship_hours',
  initial: 48,
  min: 1,
  max: 720,
  unit: { zh: '小时', en: 'hours' },
  title: {
    zh: '平台没给时限时,付款后多久内要发',
    en: 'Ship within, where the platform names no deadline',
  },
  help: {
    zh: '从付款时起算的自然小时。平台给了时限的以更早的为准。',
    en: 'Hours from payment. Where the platform names a deadline too, the earlier counts.',
  },
})

const shipHoursWorking = wholeSetting({
  key: 'orders.ship_hours_working',
  initial: 0,
  min: 0,
  max: 1,
  unit: onOff,
  title: { zh: '上面的小时只算工作时间', en: 'Count those hours as working time' },
  help: {
    zh: '按默认工作日历(几段班次、节假日、调休都算)。平台给的时限不受影响。',
    en: 'By the default working calendar, with its intervals, holidays and swapped days. Deadlines of platforms stay as they are.',
  },
})

const pickupMinute = wholeSetting({
  key: 'orders.pickup_minute',
  initial: 1080,
  min: 0,
  max: 1439,
  unit: { zh: '分钟(从零点起)', en: 'minutes from midnight' },
  title: { zh: '快递每天最后一次来收件', en: 'The carriers’ last collection of the day' },
  help: {
    zh: '默认 1080,即 18:00(房屋时区)。内部时限先退到平台时限前的最后一次收件,再减去各环节的 P90 用时。',
    en: '1080 is 18:00 where the house stands. Our own target is the last collection before the deadline, less the P90 of the stages to come.',
  },
})

const leadMinutes = wholeSetting({
  key: 'orders.lead_minutes',
  initial: 60,
  min: 0,
  max: 2880,
  unit: { zh: '分钟', en: 'minutes' },
  title: { zh: '审核到交给快递要多久', en: 'From audit to hand-over takes' },
  help: {
    zh: '离时限不足这么久的订单挂「预计赶不上时效」。',
    en: 'An order with less than this left is held as about to miss its deadline.',
  },
})

const shipFromStores = wholeSetting({
  key: 'orders.ship_from_stores',
  initial: 0,
  min: 0,
  max: 1,
  unit: onOff,
  title: { zh: '门店也给网店发货', en: 'Stores ship to buyers, too' },
  help: {
    zh: '关闭时,只有仓库参与分仓;店铺自己的发货仓无论是什么类型都算。',
    en: 'When off, only warehouses are considered; the site a shop names as its own counts whatever it is.',
  },
})

const shipFromPlants = wholeSetting({
  key: 'orders.ship_from_plants',
  initial: 0,
  min: 0,
  max: 1,
  unit: onOff,
  title: { zh: '工厂也给网店发货', en: 'Plants ship to buyers, too' },
  help: {
    zh: '工厂线边的货是给生产用的;真从工厂发快递再开。',
    en: 'Goods beside a line are for making things. Switch it on if parcels really leave from a plant.',
  },
})

export const settings: readonly Setting[] = [
  autoAudit,
  financeOver,
  bigQty,
  duplicateHours,
  readNotes,
  shipHours,
  shipHoursWorking,
  pickupMinute,
  leadMinutes,
  shipFromStores,
  shipFromPlants,
]

/** Kinds of sites whose stock is promised to buyers of any shop. */
export async function shippingKinds(db: Db): Promise<readonly string[]> {
  return [
    'warehouse',
    ...((await readSetting(db, shipFromStores)) === 1 ? ['store'] : []),
    ...((await readSetting(db, shipFromPlants)) === 1 ? ['plant'] : []),
  ]
}

/** All of them, read once for a piece of work. */
export interface DeskSettings {
  readonly autoAudit: boolean
  readonly financeOverMinor: bigint
  readonly bigQty: bigint
  readonly duplicateHours: number
  readonly readNotes: boolean
  readonly shipHours: number
  readonly shipHoursWorking: boolean
  readonly pickupMinute: number
  readonly leadMinutes: number
}

export async function deskSettings(db: Db): Promise<DeskSettings> {
  return {
    autoAudit: (await readSetting(db, autoAudit)) === 1,
    financeOverMinor: await readSetting(db, financeOver),
    bigQty: BigInt(await readSetting(db, bigQty)),
    duplicateHours: await readSetting(db, duplicateHours),
    readNotes: (await readSetting(db, readNotes)) === 1,
    shipHours: await readSetting(db, shipHours),
    shipHoursWorking: (await readSetting(db, shipHoursWorking)) === 1,
    pickupMinute: await readSetting(db, pickupMinute),
    leadMinutes: await readSetting(db, leadMinutes),
  }
}
