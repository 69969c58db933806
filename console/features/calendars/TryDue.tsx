// What if: from an instant, so many working hours. Computed by the server's own functions.
import { Alert, Button, Input } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { formatDate, today } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { hoursText } from './HoursInput.tsx'
import { words } from './words.ts'
import type { Calendar } from './YearView.tsx'

const asHours = (minutes: number) => `${Number((minutes / 60).toFixed(2))} h`

export function TryDue({ calendar }: { readonly calendar: Calendar }) {
  const w = useWords(words)
  const [start, setStart] = useState(`${today()}T17:00`)
  const [hours, setHours] = useState('24')
  const [asked, setAsked] = useState<{ start: string; minutes: string } | null>(null)
  const minutes = Math.round(Number(hours) * 60)
  const isReady = start !== '' && hours.trim() !== '' && Number.isFinite(minutes)
  return (
    <div className="mr-stack">
      <Panel>
        <form
          className="mr-row"
          onSubmit={(event) => {
            event.preventDefault()
            if (isReady) setAsked({ start, minutes: String(minutes) })
          }}
        >
          <label className="mr-row">
            {w.start}
            <Input
              type="datetime-local"
              value={start}
              onChange={(event) => setStart(event.target.value)}
              style={{ width: 200 }}
            />
          </label>
          <label className="mr-row">
            {w.workingHours}
            <Input
              value={hours}
              inputMode="decimal"
              onChange={(event) => setHours(event.target.value)}
              style={{ width: 90 }}
            />
          </label>
          <Button type="primary" htmlType="submit" disabled={!isReady} title={w.workingHoursHelp}>
            {w.compute}
          </Button>
          <span className="mr-quiet">
            {w.startHelp(calendar.timeZone)} · {w.workingHoursHelp}
          </span>
        </form>
      </Panel>
      {asked ? (
        <Answer calendar={calendar} asked={asked} />
      ) : (
        <Panel>
          <Teach title={w.tryTeach} text={w.tryTeachText} />
        </Panel>
      )}
    </div>
  )
}

interface AnswerProps {
  readonly calendar: Calendar
  readonly asked: { readonly start: string; readonly minutes: string }
}

function Answer({ calendar, asked }: AnswerProps) {
  const w = useWords(words)
  const language = useLanguage()
  const read = useRead(api.calendars.due, { params: { id: calendar.id }, query: asked })
  if (read.error) return <ProblemAlert problem={read.error} />
  if (!read.data) return <Loading />
  const { due, isWorking, nextWorkingAt, uncoveredYears, days, isCut } = read.data
  const wall = (text: string) => `${formatDate(text.slice(0, 10), language)} ${text.slice(11)}`
  return (
    <>
      {uncoveredYears.length > 0 ? (
        <Alert type="warning" showIcon title={w.uncovered(uncoveredYears.join(', '))} />
      ) : null}
      <Panel title={`${w.due} ${wall(due.wall)}`}>
        <p className="mr-quiet">
          {isWorking ? w.startIsWorking : w.startIsNot(wall(nextWorkingAt.wall))}
        </p>
        <table className="mr-plain" aria-label={w.due}>
          <thead>
            <tr>
              <th>{w.day}</th>
              <th>{w.dayIs}</th>
              <th>{w.hours}</th>
              <th className="mr-right">{w.counted}</th>
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.day}>
                <td className="mr-num">{formatDate(day.day, language)}</td>
                <td>
                  <span className={`mr-swatch mr-day-${day.kind}`} aria-hidden /> {w[day.kind]}
                  {day.name ? ` · ${day.name}` : ''}
                </td>
                <td className="mr-num">{hoursText(day.hours) || '—'}</td>
                <td className="mr-right mr-num">{day.counted > 0 ? asHours(day.counted) : '—'}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {isCut ? <p className="mr-quiet">{w.cut}</p> : null}
      </Panel>
    </>
  )
}
