// Working calendars, as the API says them.
import { z } from 'zod'
import { input, listRoute, route, wire } from '#kernel/contract.ts'

const timeZone = z
  .string()
  .max(60)
  .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', {
    error: 'time_zone.unknown',
  })

const DAY_KINDS = ['workday', 'rest', 'holiday', 'swapped', 'closed', 'extra'] as const
const KINDS = ['off', 'work'] as const

const region = z.string().regex(/^[A-Z]{2}$/)
const year = z.coerce.number().int().min(2000).max(2200)

/** Intervals one day may have: more are a typing error. */
const MAX_INTERVALS = 8

const hours = z.object({
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/),
})
const hoursOfDay = z.array(hours).max(MAX_INTERVALS)

const calendar = z.object({
  id: wire.id,
  code: z.string(),
  name: z.string(),
  timeZone: z.string(),
  region: z.string().nullable(),
  swapWeekday: z.number(),
  isDefault: z.boolean(),
  active: z.boolean(),
  weekMinutes: z.number(),
  exceptions: z.number(),
  version: z.number(),
})

const settings = {
  name: input.name.max(60),
  timeZone,
  region: region.nullable(),
  swapWeekday: z.int().min(1).max(7),
  week: z.array(hoursOfDay).length(7).describe('Monday first'),
}

const byId = z.object({ id: input.id })
const byDay = z.object({ id: input.id, day: input.date })
const byYear = z.object({ region, year })
const version = z.object({ version: z.number() })

const dayOfYear = z.object({
  day: wire.date,
  weekday: z.number(),
  kind: z.enum(DAY_KINDS),
  name: z.string().nullable(),
  hours: z.array(hours),
  minutes: z.number(),
})

/** An instant, and what the wall of the calendar says then. */
const moment = z.object({ at: wire.instant, wall: z.string() })

const arrangement = z.object({
  region: z.string(),
  year: z.number(),
  source: z.string(),
  version: z.number(),
  off: z.number(),
  work: z.number(),
})

export const calendarsApi = {
  calendars: listRoute({
    path: '/api/calendars',
    summary: { zh: '工作日历', en: 'Working calendars' },
    permission: 'calendars.read',
    filters: { q: z.string().max(100).optional() },
    item: calendar,
    columns: [
      { key: 'code', zh: '编码', en: 'Code', kind: 'text' },
      { key: 'name', zh: '名称', en: 'Name', kind: 'text' },
      { key: 'timeZone', zh: '时区', en: 'Time zone', kind: 'text' },
      { key: 'region', zh: '节假日', en: 'Holidays of', kind: 'text' },
      { key: 'weekMinutes', zh: '每周分钟', en: 'Minutes a week', kind: 'number' },
      { key: 'isDefault', zh: '默认', en: 'Default', kind: 'boolean' },
      { key: 'active', zh: '启用', en: 'Active', kind: 'boolean' },
    ],
  }),
  calendar: route({
    method: 'GET',
    path: '/api/calendars/:id',
    summary: { zh: '一个工作日历', en: 'One working calendar' },
    permission: 'calendars.read',
    params: byId,
    response: calendar.extend({ week: z.array(z.array(hours)) }),
  }),
  addCalendar: route({
    method: 'POST',
    path: '/api/calendars',
    summary: { zh: '新增工作日历', en: 'Add a working calendar' },
    permission: 'calendars.write',
    creates: true,
    body: z.strictObject({ code: input.code.max(20), ...settings }),
    response: z.object({ id: wire.id }),
    errors: ['calendars.code_taken', 'calendars.intervals_overlap', 'calendars.crosses_midnight'],
  }),
  editCalendar: route({
    method: 'PATCH',
    path: '/api/calendars/:id',
    summary: { zh: '修改工作日历', en: 'Edit a working calendar' },
    permission: 'calendars.write',
    params: byId,
    body: z.strictObject({
      version: input.version,
      ...settings,
      isDefault: z.boolean(),
      active: z.boolean(),
    }),
    response: version,
    errors: [
      'kernel.stale_edit',
      'calendars.intervals_overlap',
      'calendars.crosses_midnight',
      'calendars.default_needed',
    ],
  }),
  yearOf: route({
    method: 'GET',
    path: '/api/calendars/:id/years/:year',
    summary: { zh: '一年的每一天', en: 'Every day of a year' },
    permission: 'calendars.read',
    params: z.object({ id: input.id, year }),
    response: z.object({
      year: z.number(),
      isCovered: z.boolean().describe('whether the national arrangement of the year is known'),
      isNextCovered: z
        .boolean()
        .describe('a later notice may still move the last days of December'),
      workdays: z.number(),
      minutes: z.number(),
      days: z.array(dayOfYear),
    }),
  }),
  due: route({
    method: 'GET',
    path: '/api/calendars/:id/due',
    summary: { zh: '试算期限', en: 'Try a deadline' },
    permission: 'calendars.read',
    params: byId,
    query: z.object({
      start: z.iso
        .datetime({ offset: true, local: true })
        .describe('an instant, or without an offset the wall clock of the calendar'),
      minutes: z.coerce.number().int().min(-500_000).max(500_000).describe('of working time'),
    }),
    response: z.object({
      start: moment,
      isWorking: z.boolean().describe('whether the start is working time'),
      nextWorkingAt: moment,
      due: moment,
      uncoveredYears: z.array(z.number()),
      days: z.array(dayOfYear.extend({ counted: z.number().describe('minutes counted that day') })),
      isCut: z.boolean().describe('there are more days than are listed'),
    }),
    errors: ['calendars.not_enough_working_time'],
  }),
  exceptions: listRoute({
    path: '/api/calendars/exceptions',
    summary: { zh: '例外日期', en: 'Exceptions' },
    permission: 'calendars.read',
    filters: { calendarId: input.id.optional(), year: year.optional() },
    item: z.object({
      calendarId: wire.id,
      calendarCode: z.string(),
      day: wire.date,
      kind: z.enum(KINDS),
      reason: z.string(),
      hours: z.array(hours),
    }),
    columns: [
      { key: 'calendarCode', zh: '日历', en: 'Calendar', kind: 'text' },
      { key: 'day', zh: '日期', en: 'Day', kind: 'date' },
      { key: 'kind', zh: '安排', en: 'Arrangement', kind: 'text' },
      { key: 'reason', zh: '原因', en: 'Reason', kind: 'text' },
    ],
  }),
  setException: route({
    method: 'PUT',
    path: '/api/calendars/:id/exceptions/:day',
    summary: { zh: '设置例外日期', en: 'Set an exception' },
    permission: 'calendars.write',
    params: byDay,
    body: z.strictObject({
      version: input.version.describe('of the calendar'),
      kind: z.enum(KINDS),
      reason: input.name,
      hours: hoursOfDay.default([]).describe('of that date alone; empty takes the usual ones'),
    }),
    response: version,
    errors: ['kernel.stale_edit', 'calendars.intervals_overlap', 'calendars.hours_on_day_off'],
  }),
  removeException: route({
    method: 'DELETE',
    path: '/api/calendars/:id/exceptions/:day',
    summary: { zh: '取消例外日期', en: 'Remove an exception' },
    permission: 'calendars.write',
    params: byDay,
    query: z.object({ version: input.version }),
    response: version,
    errors: ['kernel.stale_edit'],
  }),
  arrangements: route({
    method: 'GET',
    path: '/api/calendars/holidays',
    summary: { zh: '各年节假日安排', en: 'Holiday arrangements by year' },
    permission: 'calendars.read',
    response: z.object({ items: z.array(arrangement) }),
  }),
  arrangement: route({
    method: 'GET',
    path: '/api/calendars/holidays/:region/:year',
    summary: { zh: '一年的节假日安排', en: 'The holiday arrangement of a year' },
    permission: 'calendars.read',
    params: byYear,
    response: z.object({
      isCovered: z.boolean(),
      source: z.string(),
      version: z.number().describe('0 when the year is not covered'),
      days: z.array(z.object({ day: wire.date, kind: z.enum(KINDS), name: z.string() })),
    }),
  }),
  saveArrangement: route({
    method: 'PUT',
    path: '/api/calendars/holidays/:region/:year',
    summary: { zh: '保存或导入一年的节假日安排', en: 'Save or import the holidays of a year' },
    permission: 'calendars.write',
    params: byYear,
    body: z.strictObject({
      version: z.int().min(0).describe('0 when the year is not covered yet'),
      source: input.name.max(500).describe('the notice: its title or address'),
      text: z
        .string()
        .max(100_000)
        .describe('lines of day,name,off|work (休|班), or JSON of holiday-cn'),
      dryRun: z.boolean().default(false),
    }),
    response: z.object({
      dryRun: z.boolean(),
      version: z.number(),
      read: z.number(),
      added: z.number(),
      changed: z.number(),
      removed: z.number(),
      unchanged: z.number(),
    }),
    errors: ['kernel.stale_edit', 'calendars.bad_arrangement', 'calendars.day_of_other_year'],
  }),
} as const
