// Small parts of the board: the state of a link, and spans of time.
import type { Result } from '../../api/client.ts'
import type { connectorsApi } from '../../../src/modules/connectors/contract.ts'
import { formatInteger } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { StatusTag, type Tone } from '../../ui/values.tsx'
import { words } from './words.ts'

export type LinkRow = Result<(typeof connectorsApi)['health']>['items'][number]
export type LinkDetails = Result<(typeof connectorsApi)['link']>
export type Failure = Result<(typeof connectorsApi)['failures']>['items'][number]
export type Words = ReturnType<typeof useWords<typeof words>>

const TONES: Readonly<Record<LinkRow['state'], Tone>> = {
  ok: 'good',
  attention: 'warn',
  throttled: 'warn',
  failing: 'bad',
  new: 'info',
  paused: 'neutral',
}

export function LinkState({ state }: { readonly state: LinkRow['state'] }) {
  const w = useWords(words)
  return <StatusTag tone={TONES[state]}>{w[state]}</StatusTag>
}

/** `1.5 秒`, `90 秒`, `3 分钟`, `5 小时`, `2 天`: as fine as it matters. */
export function spanOf(w: Words, seconds: number): string {
  const size = Math.abs(seconds)
  const sign = seconds < 0 ? '−' : ''
  if (size < 10) return `${sign}${Math.round(size * 10) / 10} ${w.seconds}`
  if (size < 120) return `${sign}${Math.round(size)} ${w.seconds}`
  if (size < 7200) return `${sign}${Math.round(size / 60)} ${w.minutes}`
  if (size < 172_800) return `${sign}${Math.round(size / 3600)} ${w.hours}`
  return `${sign}${formatInteger(Math.round(size / 86_400))} ${w.days}`
}

/** Of one call in a hundred: 100 % untouched, 0 used up, below it overdrawn. */
export function budgetOf({ budgetLeftPpm }: Pick<LinkRow, 'budgetLeftPpm'>) {
  const percent = Math.round(budgetLeftPpm / 100)
  return <span className={percent < 0 ? 'mr-num mr-bad' : 'mr-num'}>{percent}%</span>
}

export const failedOf = (row: LinkRow): number =>
  Number(row.queueProblems) +
  Number(row.stockProblems) +
  Number(row.shipmentsRefused) +
  Number(row.tellsRefused)
