// One date that is not as the week and the nation say.
import { Form, Input, Radio } from 'antd'
import { api } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import { Field } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { DayHoursInput, type Hours } from './HoursInput.tsx'
import { words } from './words.ts'

export interface ExceptionDraft {
  readonly day: string
  readonly kind: 'off' | 'work'
  readonly reason: string
  readonly hours: readonly Hours[]
}

interface Props {
  readonly calendar: { readonly id: string; readonly code: string; readonly version: number }
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly initial: Partial<ExceptionDraft>
}

export function ExceptionForm({ calendar, isOpen, onClose, initial }: Props) {
  const w = useWords(words)
  const set = useWrite(api.calendars.setException, { success: w.exceptionSaved, quiet: true })
  return (
    <FormDrawer<ExceptionDraft>
      title={`${initial.reason ? w.changeException : w.addException} · ${calendar.code}`}
      isOpen={isOpen}
      onClose={onClose}
      initial={initial}
      version={calendar.version}
      width={520}
      save={({ day, kind, reason, hours }, version) =>
        set.mutateAsync({
          params: { id: calendar.id, day },
          body: { version: version ?? 1, kind, reason, hours: kind === 'work' ? [...hours] : [] },
        })
      }
    >
      <Field name="day" label={w.day} isRequired>
        <Input type="date" />
      </Field>
      <Field name="kind" label={w.kind} isRequired>
        <Radio.Group
          options={(['off', 'work'] as const).map((value) => ({ value, label: w[value] }))}
        />
      </Field>
      <Field name="reason" label={w.reason} isRequired>
        <Input maxLength={200} />
      </Field>
      <HoursField />
    </FormDrawer>
  )
}

/** Only a working date has hours. */
function HoursField() {
  const w = useWords(words)
  const kind: unknown = Form.useWatch('kind', Form.useFormInstance())
  if (kind !== 'work') return null
  return (
    <Field name="hours" label={w.hours} help={w.hoursHelp}>
      <DayHoursInput label={w.hours} />
    </Field>
  )
}
