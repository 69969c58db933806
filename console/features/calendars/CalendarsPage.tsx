// Working calendars: a year at a glance, a deadline tried, exceptions, and the nation's holidays.
import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { Button, Select, Tabs } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { calendarsApi } from '../../../src/modules/calendars/contract.ts'
import { useMay } from '../../session.ts'
import { today } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { useAddressValue, useSetAddress } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { AddCalendar, EditCalendar } from './CalendarForms.tsx'
import { ExceptionForm } from './ExceptionForm.tsx'
import { HolidaysTab } from './HolidaysTab.tsx'
import { hoursText } from './HoursInput.tsx'
import { TryDue } from './TryDue.tsx'
import { words } from './words.ts'
import { type Calendar, YearView } from './YearView.tsx'

export function CalendarsPage() {
  const w = useWords(words)
  const may = useMay()
  const canWrite = may('calendars.write')
  const list = useRead(api.calendars.calendars, { query: { limit: 200 } })
  const [chosen, choose] = useAddressValue('calendar', '')
  const calendars = list.data?.items ?? []
  const id =
    calendars.find(({ code }) => code === chosen)?.id ?? calendars.find((one) => one.isDefault)?.id
  const calendar = useRead(
    api.calendars.calendar,
    { params: { id: id ?? '' } },
    { enabled: id !== undefined },
  )
  const [dialog, setDialog] = useState<'add' | 'edit' | null>(null)
  const problem = list.error ?? calendar.error
  return (
    <Page
      title={w.title}
      help={w.help}
      aside={
        calendar.data ? (
          <>
            <Select
              aria-label={w.calendar}
              style={{ minWidth: 220 }}
              value={calendar.data.code}
              onChange={choose}
              options={calendars.map(({ code, name, isDefault, active }) => ({
                value: code,
                label: `${code} · ${name}${isDefault ? ` · ${w.isDefault}` : ''}${active ? '' : ` · ${w.idle}`}`,
              }))}
            />
          </>
        ) : null
      }
      actions={
        canWrite ? (
          <>
            <Button onClick={() => setDialog('add')}>{w.add}</Button>
            <Button type="primary" disabled={!calendar.data} onClick={() => setDialog('edit')}>
              {w.edit}
            </Button>
          </>
        ) : null
      }
    >
      {problem ? <ProblemAlert problem={problem} /> : null}
      {calendar.data ? (
        <>
          <CalendarTabs calendar={calendar.data} canWrite={canWrite} />
          <EditCalendar
            calendar={calendar.data}
            isOpen={dialog === 'edit'}
            onClose={() => setDialog(null)}
          />
        </>
      ) : problem ? null : (
        <Loading lines={10} />
      )}
      <AddCalendar isOpen={dialog === 'add'} onClose={() => setDialog(null)} />
    </Page>
  )
}

function CalendarTabs({ calendar, canWrite }: { calendar: Calendar; canWrite: boolean }) {
  const w = useWords(words)
  const [tab] = useAddressValue('tab', 'year')
  const [yearText, setYear] = useAddressValue('year', today().slice(0, 4))
  const setAddress = useSetAddress()
  const year = Number(yearText)
  const [entering, setEntering] = useState<number | null>(null)
  const enter = (which: number | null) => {
    setEntering(which)
    if (which !== null) setAddress({ tab: 'holidays' })
  }
  const stepper = (
    <div className="mr-row">
      <Button
        size="small"
        icon={<LeftOutlined />}
        aria-label={w.previousYear}
        onClick={() => setYear(String(year - 1))}
      />
      <strong className="mr-num">{w.yearName(year)}</strong>
      <Button
        size="small"
        icon={<RightOutlined />}
        aria-label={w.nextYear}
        onClick={() => setYear(String(year + 1))}
      />
    </div>
  )
  return (
    <Tabs
      activeKey={tab}
      onChange={(key) => setAddress({ tab: key })}
      tabBarExtraContent={tab === 'year' || tab === 'exceptions' ? stepper : null}
      items={[
        {
          key: 'year',
          label: w.tabYear,
          children: (
            <div className="mr-stack">
              <YearView calendar={calendar} year={year} canWrite={canWrite} onEnterYear={enter} />
            </div>
          ),
        },
        { key: 'try', label: w.tabTry, children: <TryDue key={calendar.id} calendar={calendar} /> },
        {
          key: 'exceptions',
          label: w.tabExceptions,
          children: <ExceptionsTab calendar={calendar} year={year} canWrite={canWrite} />,
        },
        {
          key: 'holidays',
          label: w.tabHolidays,
          children: (
            <HolidaysTab
              region={calendar.region ?? 'CN'}
              canWrite={canWrite}
              editing={entering}
              onEdit={enter}
            />
          ),
        },
      ]}
    />
  )
}

type Exception = Result<(typeof calendarsApi)['exceptions']>['items'][number]

interface ExceptionsProps {
  readonly calendar: Calendar
  readonly year: number
  readonly canWrite: boolean
}

function ExceptionsTab({ calendar, year, canWrite }: ExceptionsProps) {
  const w = useWords(words)
  const [editing, setEditing] = useState<Partial<Exception> | null>(null)
  const remove = useWrite(api.calendars.removeException, { success: w.exceptionRemoved })
  return (
    <>
      <DataTable<Exception>
        name="calendars.exceptions"
        label={w.tabExceptions}
        list={api.calendars.exceptions}
        query={{ calendarId: calendar.id, year }}
        search={false}
        maxHeight={480}
        rowKey={({ day }) => day}
        columns={[
          { key: 'day', title: w.day, kind: 'date' },
          {
            key: 'kind',
            title: w.kind,
            width: 100,
            render: ({ kind }) => (
              <StatusTag tone={kind === 'off' ? 'bad' : 'info'}>{w[kind]}</StatusTag>
            ),
          },
          { key: 'reason', title: w.reason, grow: true },
          {
            key: 'hours',
            title: w.hours,
            width: 240,
            render: ({ kind, hours }) =>
              kind === 'off' ? '—' : hours.length > 0 ? hoursText(hours) : w.usualHours,
          },
          ...(canWrite
            ? [
                {
                  key: 'do',
                  title: '',
                  width: 170,
                  render: (row: Exception) => (
                    <>
                      <Button size="small" type="link" onClick={() => setEditing(row)}>
                        {w.change}
                      </Button>
                      <Button
                        size="small"
                        type="link"
                        onClick={() =>
                          remove.mutate({
                            params: { id: calendar.id, day: row.day },
                            query: { version: calendar.version },
                          })
                        }
                      >
                        {w.removeException}
                      </Button>
                    </>
                  ),
                },
              ]
            : []),
        ]}
        actions={
          canWrite ? (
            <Button type="primary" onClick={() => setEditing({ kind: 'off' })}>
              {w.addException}
            </Button>
          ) : null
        }
        empty={<Teach title={w.noneExceptions} text={w.noneExceptionsText} />}
      />
      <ExceptionForm
        calendar={calendar}
        isOpen={editing !== null}
        onClose={() => setEditing(null)}
        initial={editing ?? {}}
      />
    </>
  )
}
