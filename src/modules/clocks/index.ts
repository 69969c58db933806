// The front door: what the rest of the house may use.
import { refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'

export { checks } from './checks.ts'
export type { Effective, SaidDue } from './due.ts'
export { breachOverdue, type EndedClock, endClocks, keepForecasts } from './end-clocks.ts'
export { routes } from './routes.ts'
export { setClocks } from './set-clocks.ts'

export const constraintErrors: ConstraintErrors = {
  penalties_do_not_overlap: refuse('clocks.penalties_overlap', 409, {
    zh: '同一平台、同一时钟的日期重叠;请先给旧规则写上结束日期',
    en: 'Rules for this platform and clock overlap in time. End the old one first.',
  }),
}
