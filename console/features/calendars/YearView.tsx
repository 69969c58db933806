// A year at a glance: twelve months, each day in the colour of what it is, with a mark for who cannot tell
// colours apart. A day opens its hours and its exception.
import { Alert, Button, Drawer } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { calendarsApi } from '../../../src/modules/calendars/contract.ts'
import { formatDate, formatInteger, today } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { ExceptionForm } from './ExceptionForm.tsx'
import { hoursText } from './HoursInput.tsx'
import { WEEKDAY_NAMES, WEEKDAYS, words } from './words.ts'

export type Calendar = Result<(typeof calendarsApi)['calendar']>
type Year = Result<(typeof calendarsApi)['yearOf']>
type Day = Year['days'][number]

export const KINDS = ['workday', 'rest', 'holiday', 'swapped', 'closed', 'extra'] as const
const MONTHS = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'))

interface Props {
  readonly calendar: Calendar
  readonly year: number
  readonly canWrite: boolean
  readonly onEnterYear: (year: number) => void
}

export function YearView({ calendar, year, canWrite, onEnterYear }: Props) {
  const w = useWords(words)
  const read = useRead(api.calendars.yearOf, { params: { id: calendar.id, year: String(year) } })
  const [open, setOpen] = useState<Day | null>(null)
  if (read.error) return <ProblemAlert problem={read.error} />
  if (!read.data) return <Loading lines={8} />
  const { days, isCovered } = read.data
  return (
    <>
      {isCovered ? null : (
        <Alert
          type="warning"
          showIcon
          title={w.notCovered(year)}
          description={w.notCoveredText}
          action={
            canWrite ? (
              <Button size="small" onClick={() => onEnterYear(year)}>
                {w.enterYear(year)}
              </Button>
            ) : null
          }
        />
      )}
      <div className="mr-year">
        <div className="mr-year-months">
          {MONTHS.map((month) => (
            <Month
              key={month}
              name={`${year}-${month}`}
              days={days.filter(({ day }) => day.slice(5, 7) === month)}
              onOpen={setOpen}
            />
          ))}
        </div>
        <Side calendar={calendar} year={read.data} />
      </div>
      <DayDrawer
        calendar={calendar}
        day={open ? (days.find(({ day }) => day === open.day) ?? null) : null}
        canWrite={canWrite}
        onClose={() => setOpen(null)}
      />
    </>
  )
}

interface MonthProps {
  readonly name: string
  readonly days: readonly Day[]
  readonly onOpen: (day: Day) => void
}

function Month({ name, days, onOpen }: MonthProps) {
  const w = useWords(words)
  const language = useLanguage()
  const now = today()
  return (
    <section className="mr-month" aria-label={name}>
      <h3>{name}</h3>
      <div className="mr-month-days">
        {WEEKDAYS[language].map((weekday) => (
          <span key={weekday} className="mr-month-head" aria-hidden>
            {language === 'zh' ? weekday.slice(1) : weekday.slice(0, 2)}
          </span>
        ))}
        {days.map((day, index) => {
          const label = `${day.day} ${w[day.kind]}${day.name ? ` ${day.name}` : ''}`
          const mark =
            day.kind === 'workday' || day.kind === 'rest' ? null : w[`mark_${day.kind}` as const]
          return (
            <button
              key={day.day}
              type="button"
              className={`mr-day mr-day-${day.kind}`}
              style={index === 0 ? { gridColumnStart: day.weekday } : {}}
              aria-label={label}
              aria-current={day.day === now ? 'date' : undefined}
              title={`${label}${day.hours.length > 0 ? ` ${hoursText(day.hours)}` : ''}`}
              onClick={() => onOpen(day)}
            >
              {Number(day.day.slice(8))}
              {mark === null ? null : <sup aria-hidden>{mark}</sup>}
            </button>
          )
        })}
      </div>
    </section>
  )
}

function Side({ calendar, year }: { readonly calendar: Calendar; readonly year: Year }) {
  const w = useWords(words)
  const language = useLanguage()
  return (
    <div className="mr-stack">
      <Panel title={w.legend}>
        <ul className="mr-legend">
          {KINDS.map((kind) => (
            <li key={kind}>
              <span className={`mr-day mr-day-${kind}`} aria-hidden>
                {kind === 'workday' || kind === 'rest' ? '' : w[`mark_${kind}` as const]}
              </span>
              {w[kind]}
              <span className="mr-spring" />
              <span className="mr-quiet mr-num">
                {w.days(year.days.filter((day) => day.kind === kind).length)}
              </span>
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={w.weekHours}>
        <table className="mr-plain mr-narrow">
          <tbody>
            {calendar.week.map((hours, index) => (
              <tr key={index}>
                <th scope="row">{WEEKDAYS[language][index]}</th>
                <td className="mr-num">
                  {hours.length === 0 ? (
                    <span className="mr-quiet">{w.closedDay}</span>
                  ) : (
                    hoursText(hours)
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="mr-quiet">
          {calendar.region === null
            ? w.regionNone
            : w.swapHours(WEEKDAY_NAMES[language][calendar.swapWeekday - 1] ?? '')}
        </p>
      </Panel>
      <Panel title={w.yearTotal}>
        {w.totals(year.workdays, formatInteger(Math.round(year.minutes / 60)))}
        <p className="mr-quiet">
          {w.timeZone} {calendar.timeZone}
        </p>
        {year.isCovered && !year.isNextCovered ? (
          <p className="mr-quiet">{w.nextNotCovered(year.year + 1)}</p>
        ) : null}
      </Panel>
    </div>
  )
}

interface DayProps {
  readonly calendar: Calendar
  readonly day: Day | null
  readonly canWrite: boolean
  readonly onClose: () => void
}

function DayDrawer({ calendar, day, canWrite, onClose }: DayProps) {
  const w = useWords(words)
  const language = useLanguage()
  const [isEditing, setEditing] = useState(false)
  const remove = useWrite(api.calendars.removeException, { success: w.exceptionRemoved })
  const isOwn = day?.kind === 'closed' || day?.kind === 'extra'
  return (
    <>
      <Drawer
        open={day !== null && !isEditing}
        title={day ? formatDate(day.day, language) : ''}
        onClose={onClose}
        size="min(420px, 100vw)"
      >
        {day ? (
          <div className="mr-stack">
            <Facts
              items={[
                [w.kind, w[day.kind]],
                [w.reason, day.name ?? '—'],
                [w.hours, day.hours.length > 0 ? hoursText(day.hours) : w.closedDay],
              ]}
            />
            {canWrite ? (
              <div className="mr-row">
                <Button type="primary" onClick={() => setEditing(true)}>
                  {isOwn ? w.changeException : w.setException}
                </Button>
                {isOwn ? (
                  <Button
                    loading={remove.isPending}
                    onClick={() =>
                      remove.mutate({
                        params: { id: calendar.id, day: day.day },
                        query: { version: calendar.version },
                      })
                    }
                  >
                    {w.removeException}
                  </Button>
                ) : null}
              </div>
            ) : null}
          </div>
        ) : null}
      </Drawer>
      <ExceptionForm
        calendar={calendar}
        isOpen={isEditing && day !== null}
        onClose={() => setEditing(false)}
        initial={
          day
            ? {
                day: day.day,
                kind: day.minutes > 0 && !isOwn ? 'off' : day.kind === 'closed' ? 'off' : 'work',
                reason: isOwn ? (day.name ?? '') : '',
                hours: day.kind === 'extra' ? day.hours : [],
              }
            : {}
        }
      />
    </>
  )
}
