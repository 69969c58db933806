// Making a calendar and editing its hours.
import { Input, Select, Switch } from 'antd'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { useMe } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { type Hours, WeekInput } from './HoursInput.tsx'
import { WEEKDAY_NAMES, words } from './words.ts'
import type { Calendar } from './YearView.tsx'

interface Draft {
  readonly code: string
  readonly name: string
  readonly timeZone: string
  readonly region: string
  readonly swapWeekday: number
  readonly week: readonly (readonly Hours[])[]
  readonly isDefault: boolean
  readonly active: boolean
}

const DAY: readonly Hours[] = [
  { from: '08:00', to: '12:00' },
  { from: '13:30', to: '17:30' },
]

/** The choice that follows no nation; the API says null. */
const NONE = '-'

const bodyOf = ({ name, timeZone, region, swapWeekday, week }: Draft) => ({
  name,
  timeZone,
  region: region === NONE ? null : region,
  swapWeekday,
  week: week.map((day) => [...day]),
})

export function AddCalendar({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const w = useWords(words)
  const { house } = useMe()
  const add = useWrite(api.calendars.addCalendar, { success: w.added, quiet: true })
  return (
    <FormDrawer<Draft>
      title={w.add}
      isOpen={isOpen}
      onClose={onClose}
      width={640}
      initial={{
        timeZone: house.timeZone,
        region: 'CN',
        swapWeekday: 1,
        week: [DAY, DAY, DAY, DAY, DAY, [], []],
      }}
      save={(draft) => add.mutateAsync({ body: { code: draft.code, ...bodyOf(draft) } })}
    >
      <Field name="code" label={w.code} isRequired>
        <Input maxLength={20} />
      </Field>
      <Fields />
    </FormDrawer>
  )
}

interface EditProps {
  readonly calendar: Calendar
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function EditCalendar({ calendar, isOpen, onClose }: EditProps) {
  const w = useWords(words)
  const edit = useWrite(api.calendars.editCalendar, { success: w.saved, quiet: true })
  return (
    <FormDrawer<Draft>
      title={`${w.edit} · ${calendar.code}`}
      isOpen={isOpen}
      onClose={onClose}
      width={640}
      version={calendar.version}
      initial={{ ...calendar, region: calendar.region ?? NONE }}
      save={(draft, version) =>
        edit.mutateAsync({
          params: { id: calendar.id },
          body: {
            ...bodyOf(draft),
            isDefault: draft.isDefault,
            active: draft.active,
            version: version ?? 1,
          },
        })
      }
    >
      <Fields />
      <Field name="isDefault" label={w.makeDefault} valueProp="checked">
        <Switch />
      </Field>
      <Field name="active" label={w.isActive} valueProp="checked">
        <Switch />
      </Field>
    </FormDrawer>
  )
}

function Fields() {
  const w = useWords(words)
  const language = useLanguage()
  const { data } = useRead(api.calendars.arrangements, {})
  const regions = [...new Set(['CN', ...(data?.items ?? []).map(({ region }) => region)])]
  return (
    <>
      <Field name="name" label={w.name} isRequired>
        <Input maxLength={60} />
      </Field>
      <Field name="week" label={w.weekHours} help={w.nightHelp} isRequired>
        <WeekInput />
      </Field>
      <Field name="timeZone" label={w.timeZone} isRequired>
        <Input />
      </Field>
      <Field name="region" label={w.region} isRequired>
        <Select
          options={[
            ...regions.map((value) => ({ value, label: value === 'CN' ? w.regionCN : value })),
            { value: NONE, label: w.regionNone },
          ]}
        />
      </Field>
      <Field name="swapWeekday" label={w.swapWeekday} isRequired>
        <Select
          options={WEEKDAY_NAMES[language].map((label, index) => ({ value: index + 1, label }))}
        />
      </Field>
    </>
  )
}
