// The front door: what the rest of the house may use.
import { refuse } from '#kernel/errors.ts'
import type { ConstraintErrors } from '#kernel/problems.ts'

export { defaultCalendar, loadCalendar } from './load.ts'
export { routes } from './routes.ts'
export {
  addWorkingMs,
  isWorkingAt,
  nextWorkingAt,
  uncoveredYears,
  workingAxis,
  type WorkingCalendar,
  workingMsBetween,
} from './working-time.ts'

const overlap = refuse('calendars.intervals_overlap', 400, {
  zh: '同一天的时段不能重叠',
  en: 'Intervals of one day may not overlap.',
})

const within = refuse('calendars.crosses_midnight', 400, {
  zh: '时段要在 00:00–24:00 之内,且结束晚于开始;跨夜请分成两段',
  en: 'An interval lies within 00:00–24:00 and ends after it begins. Write a night as two.',
})

export const constraintErrors: ConstraintErrors = {
  calendars_code_once: refuse('calendars.code_taken', 409, {
    zh: '日历编码已存在,请换一个',
    en: 'A calendar has this code. Choose another.',
  }),
  calendars_one_default: refuse('calendars.default_needed', 409, {
    zh: '另一个人刚把别的日历设为默认;请刷新后再试',
    en: 'Somebody has just made another calendar the default. Refresh and try again.',
  }),
  intervals_do_not_overlap: overlap,
  exception_intervals_do_not_overlap: overlap,
  intervals_within_day: within,
  exception_intervals_within_day: within,
  holidays_day_once: refuse('calendars.day_of_other_year', 409, {
    zh: '有一天已在相邻年份的安排里;请从其中一处去掉',
    en: 'A day is in the arrangement of the neighbouring year already. Take it out of one of them.',
  }),
}
