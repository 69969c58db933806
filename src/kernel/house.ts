// The house itself: its name and letterhead, where its clocks stand, what it counts money in.
import type { Db } from './db.ts'
import {
  currencySetting,
  readSetting,
  type Setting,
  textSetting,
  timeZoneSetting,
} from './settings.ts'
import { dateIn, now } from './time.ts'

export const houseName = textSetting({
  key: 'house.name',
  initial: '',
  maxLength: 60,
  title: { zh: '公司名称', en: 'Company name' },
  help: {
    zh: '显示在左上角和导出文件的「说明」页。',
    en: 'Shown at the top left, and on the About sheet of exported files.',
  },
})

export const houseTaxCode = textSetting({
  key: 'house.tax_code',
  initial: '',
  maxLength: 40,
  title: { zh: '统一社会信用代码', en: 'Company registration code' },
  help: {
    zh: '抬头的一部分,写在导出文件的「说明」页。',
    en: 'Part of the letterhead, on the About sheet of exported files.',
  },
})

export const houseAddress = textSetting({
  key: 'house.address',
  initial: '',
  maxLength: 200,
  title: { zh: '公司地址', en: 'Company address' },
  help: {
    zh: '抬头的一部分,写在导出文件的「说明」页。',
    en: 'Part of the letterhead, on the About sheet of exported files.',
  },
})

export const housePhone = textSetting({
  key: 'house.phone',
  initial: '',
  maxLength: 60,
  title: { zh: '公司电话', en: 'Company phone' },
  help: {
    zh: '抬头的一部分,写在导出文件的「说明」页。填总机,不要填个人手机。',
    en: 'Part of the letterhead, on the About sheet of exported files. The switchboard, not a person.',
  },
})

export const houseTimeZone = timeZoneSetting({
  key: 'house.time_zone',
  initial: 'Asia/Shanghai',
  title: { zh: '公司时区', en: 'Company time zone' },
  help: {
    zh: '界面上的时间、「今天」、新建店铺和仓库的默认时区。已有店铺和仓库各用自己的时区,不受影响。',
    en: 'Times on screens, "today", and what new shops and sites begin with. Existing shops and sites keep their own.',
  },
})

export const houseCurrency = currencySetting({
  key: 'house.currency',
  initial: 'CNY',
  title: { zh: '默认币种', en: 'Default currency' },
  help: {
    zh: '新建店铺的默认币种。已有店铺不变,金额也不会换算。',
    en: 'What new shops begin with. Existing shops stay, and no amount is converted.',
  },
})

export const houseSettings: readonly Setting[] = [
  houseName,
  houseTaxCode,
  houseAddress,
  housePhone,
  houseTimeZone,
  houseCurrency,
]

/** Where a file's clock stands that belongs to no shop. */
export function houseZone(db: Db): Promise<string> {
  return readSetting(db, houseTimeZone)
}

/** The business date where the house stands. What belongs to a shop or a site asks that one's zone. */
export async function houseToday(db: Db): Promise<string> {
  return dateIn(now(), await houseZone(db))
}

/** Filled lines only, in the order of a letterhead. */
export async function letterhead(db: Db): Promise<readonly string[]> {
  const lines = []
  for (const part of [houseName, houseTaxCode, houseAddress, housePhone]) {
    const line = await readSetting(db, part)
    if (line !== '') lines.push(line)
  }
  return lines
}

/** What every screen shows or counts by. */
export async function houseFacts(db: Db) {
  return {
    name: await readSetting(db, houseName),
    timeZone: await readSetting(db, houseTimeZone),
    currency: await readSetting(db, houseCurrency),
  }
}
