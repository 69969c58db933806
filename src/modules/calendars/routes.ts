// HTTP of working calendars.
import { handle, handleWrite, type Web } from '#kernel/http.ts'
import { handleList, toPage } from '#kernel/lists.ts'
import { calendarsApi as api } from './contract.ts'
import { addCalendar, editCalendar, removeException, setException } from './edit.ts'
import { readYear, saveArrangement } from './holidays.ts'
import { toHours } from './hours.ts'
import { loadCalendar } from './load.ts'
import {
  listArrangements,
  listCalendars,
  listExceptions,
  oneCalendar,
  tryDue,
  yearOf,
} from './queries.ts'

export function routes(web: Web): void {
  handleList(web, api.calendars, async ({ db, query }) =>
    toPage(await listCalendars(db, query), query.limit, (row) => [row.code, row.id]),
  )
  handle(web, api.calendar, async ({ db, params }) => {
    const { week } = await loadCalendar(db, params.id)
    return { ...(await oneCalendar(db, params.id)), week: week.map((day) => day.map(toHours)) }
  })
  handleWrite(web, api.addCalendar, async ({ tx, actor, body }) => ({
    id: await addCalendar(tx, actor, body),
  }))
  handleWrite(web, api.editCalendar, async ({ tx, actor, params, body }) => ({
    version: await editCalendar(tx, actor, { ...body, id: params.id }),
  }))
  handle(web, api.yearOf, async ({ db, params }) =>
    yearOf(await loadCalendar(db, params.id), params.year),
  )
  handle(web, api.due, async ({ db, params, query }) =>
    tryDue(await loadCalendar(db, params.id), query.start, query.minutes),
  )
  handleList(web, api.exceptions, async ({ db, query }) =>
    toPage(await listExceptions(db, query), query.limit, (row) => [row.day, row.calendarId]),
  )
  handleWrite(web, api.setException, async ({ tx, actor, params, body }) => ({
    version: await setException(tx, actor, { ...body, ...params }),
  }))
  handleWrite(web, api.removeException, async ({ tx, actor, params, query }) => ({
    version: await removeException(tx, actor, { ...params, ...query }),
  }))
  handle(web, api.arrangements, async ({ db }) => ({ items: await listArrangements(db) }))
  handle(web, api.arrangement, async ({ db, params }) => {
    const year = await readYear(db, params.region, params.year)
    return { ...year, isCovered: year.version > 0 }
  })
  handleWrite(web, api.saveArrangement, ({ tx, actor, params, body }) =>
    saveArrangement(tx, actor, { ...body, ...params }),
  )
}
