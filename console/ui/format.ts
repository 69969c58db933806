// Numbers, dates and times as the console writes them: ¥ and 分 never lost, 2026-11-23 周一 16:05.
import type { Language } from './language.ts'

type Digits = string | number | bigint

const group = (digits: string) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** `-1234567` → `-1,234,567`, whatever its size. */
export function formatInteger(value: Digits): string {
  const text = String(value)
  return text.startsWith('-') ? `-${group(text.slice(1))}` : group(text)
}

/** 分 as `12,345.67`. */
export function formatYuan(minor: Digits): string {
  const text = String(minor)
  const sign = text.startsWith('-') ? '-' : ''
  const abs = (sign ? text.slice(1) : text).padStart(3, '0')
  return `${sign}${group(abs.slice(0, -2))}.${abs.slice(-2)}`
}

/** `¥12,345.67`, `-¥3.00`. */
export function formatMoney(minor: Digits): string {
  const yuan = formatYuan(minor)
  return yuan.startsWith('-') ? `-¥${yuan.slice(1)}` : `¥${yuan}`
}

/** In the currency of the shop: `¥12.00`, `GBP 12.00`. */
export function formatIn(currency: string, minor: Digits): string {
  return currency === 'CNY' ? formatMoney(minor) : `${currency} ${formatYuan(minor)}`
}

/** Currencies are never added up: `¥12.00 + GBP 3.00`. */
export function sayAmounts(
  amounts: readonly { readonly currency: string; readonly amountMinor: string }[],
): string {
  const some = amounts.filter(({ amountMinor }) => amountMinor !== '0')
  return some.length === 0
    ? formatMoney('0')
    : some.map(({ currency, amountMinor }) => formatIn(currency, amountMinor)).join(' + ')
}

/** Large amounts at a glance: `¥123.5万`, `¥2.31亿`; in English `¥1.24M`. */
export function formatMoneyShort(minor: Digits, language: Language): string {
  const yuan = Number(minor) / 100
  const abs = Math.abs(yuan)
  const sign = yuan < 0 ? '-' : ''
  const steps: readonly (readonly [number, string])[] =
    language === 'zh'
      ? [
          [1e8, '亿'],
          [1e4, '万'],
        ]
      : [
          [1e9, 'B'],
          [1e6, 'M'],
          [1e5, 'k'],
        ]
  for (const [from, unit] of steps) {
    if (abs >= from) {
      const divisor = unit === 'k' ? 1e3 : from
      return `${sign}¥${(abs / divisor).toFixed(abs / divisor >= 100 ? 1 : 2)}${unit}`
    }
  }
  return formatMoney(minor)
}

/** A ratio as `12.34 %`; null is an honest dash. */
export function formatPercent(ratio: number | null): string {
  return ratio === null || !Number.isFinite(ratio) ? '—' : `${(ratio * 100).toFixed(2)}%`
}

const WEEKDAYS = {
  zh: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
  en: ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'],
} as const

const clockOf = (timeZone: string) =>
  new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })

let zone = 'Asia/Shanghai'
let clock = clockOf(zone)

/** Where the house's clocks stand (a setting); instants travel in UTC. */
export function setTimeZone(timeZone: string): void {
  if (timeZone === zone) return
  zone = timeZone
  clock = clockOf(zone)
}

function partsOf(at: Date): Record<string, string> {
  return Object.fromEntries(clock.formatToParts(at).map((part) => [part.type, part.value]))
}

/** `2026-11-23 周一 16:05`. */
export function formatInstant(at: string | Date, language: Language, withSeconds = false): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return '—'
  const { year, month, day, hour, minute, second } = partsOf(date)
  const on = `${year}-${month}-${day}`
  return `${on} ${weekday(on, language)} ${hour}:${minute}${withSeconds ? `:${second}` : ''}`
}

/** The instant of a minute of the house's clocks (`2026-11-25T14:30`), for the API; null when it is none. */
export function instantOf(wall: string): string | null {
  const asUtc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wall) ? Date.parse(`${wall}Z`) : Number.NaN
  if (Number.isNaN(asUtc)) return null
  // Twice, since near a clock change the first guess may stand on its other side.
  let at = asUtc
  for (let pass = 0; pass < 2; pass++) at = asUtc - aheadOfUtc(new Date(at))
  return new Date(at).toISOString()
}

function aheadOfUtc(at: Date): number {
  const { year, month, day, hour, minute, second } = partsOf(at)
  const whole = Math.floor(at.getTime() / 1000) * 1000
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - whole
}

/** `2026-11-23 周一` of a business date. */
export function formatDate(on: string, language: Language): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(on) ? `${on} ${weekday(on, language)}` : on
}

function weekday(on: string, language: Language): string {
  return WEEKDAYS[language][new Date(`${on}T00:00:00Z`).getUTCDay()] ?? ''
}

/** Today's business date. */
export function today(): string {
  const { year, month, day } = partsOf(new Date())
  return `${year}-${month}-${day}`
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `3 分钟前`, `2 小时后`: said beside the absolute time, never instead of it. */
export function formatRelative(at: string | Date, language: Language, nowMs = Date.now()): string {
  const ms = new Date(at).getTime() - nowMs
  const format = new Intl.RelativeTimeFormat(language === 'zh' ? 'zh-CN' : 'en', {
    numeric: 'auto',
  })
  const abs = Math.abs(ms)
  if (abs < MINUTE) return language === 'zh' ? '刚刚' : 'just now'
  if (abs < HOUR) return format.format(Math.round(ms / MINUTE), 'minute')
  if (abs < DAY) return format.format(Math.round(ms / HOUR), 'hour')
  if (abs < 60 * DAY) return format.format(Math.round(ms / DAY), 'day')
  return format.format(Math.round(ms / (30 * DAY)), 'month')
}

/** Yuan as a person types it → 分 as text; null when it is not an amount. */
export function parseYuan(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/[\s,¥元]/g, '')
  const match = /^(-?)(\d{1,15})(?:\.(\d{0,2}))?$/.exec(plain)
  if (!match) return null
  const minor = BigInt(match[2] ?? '0') * 100n + BigInt((match[3] ?? '').padEnd(2, '0'))
  return `${match[1] === '-' && minor !== 0n ? '-' : ''}${minor}`
}

/** A quantity as a person types it → digits; null when it is not a whole number. */
export function parseQty(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/[\s,]/g, '')
  return /^-?\d{1,18}$/.test(plain) ? String(BigInt(plain)) : null
}
