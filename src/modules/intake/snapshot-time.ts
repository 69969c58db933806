// When the platform made a file, as far as its name tells: ExportOrderList202311241605.csv, 商品_全部_2026-11-01_2026-11-30.xls. Pure.
import { addDays, fromWallClock, isDate } from '#kernel/time.ts'

const TO_THE_MINUTE =
  /(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})[-_. T]?(\d{2})[-_.:]?(\d{2})(?:[-_.:]?(\d{2}))?(?!\d)/
const PERIOD =
  /(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})\s*[_~至到-]+\s*(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)/
const DAY = /(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)/

/** A period ends with its last day; a day alone counts from its beginning. Null when the name tells nothing. */
export function snapshotOf(fileName: string, timeZone: string): Date | null {
  const period = PERIOD.exec(fileName)
  if (period) {
    const end = `${period[4]}-${period[5]}-${period[6]}`
    if (isDate(end)) return fromWallClock(`${addDays(end, 1)}T00:00:00`, timeZone)
  }
  const minute = TO_THE_MINUTE.exec(fileName)
  if (minute) {
    const [, year, month, day, hour = '', min = '', second = '00'] = minute
    const date = `${year}-${month}-${day}`
    if (isDate(date) && Number(hour) < 24 && Number(min) < 60 && Number(second) < 60)
      return fromWallClock(`${date}T${hour}:${min}:${second}`, timeZone)
  }
  const only = DAY.exec(fileName)
  const date = only ? `${only[1]}-${only[2]}-${only[3]}` : ''
  return isDate(date) ? fromWallClock(`${date}T00:00:00`, timeZone) : null
}
