// Hours of a day, of a week: pairs of wall-clock times, typed. `8` and `830` become 08:00 and 08:30.
import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useLanguage, useWords } from '../../ui/language.ts'
import { WEEKDAY_NAMES, WEEKDAYS, words } from './words.ts'

export interface Hours {
  readonly from: string
  readonly to: string
}

/** What is no time stays as typed, for the server to refuse. */
function tidy(text: string): string {
  const match = /^(\d{1,2})(?:[:：.]?(\d{2}))?$/.exec(text.trim())
  return match ? `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? '00'}` : text.trim()
}

interface DayProps {
  readonly value?: readonly Hours[]
  readonly onChange?: (hours: readonly Hours[]) => void
  /** Begins every label, so that a screen reader knows which day. */
  readonly label: string
}

export function DayHoursInput({ value = [], onChange, label }: DayProps) {
  const w = useWords(words)
  const set = (at: number, change: Partial<Hours>) =>
    onChange?.(value.map((hours, index) => (index === at ? { ...hours, ...change } : hours)))
  return (
    <div className="mr-row">
      {value.map((hours, index) => (
        <span key={index} className="mr-hours">
          {(['from', 'to'] as const).map((end) => (
            <Input
              key={end}
              aria-label={`${label} ${w.part(index + 1)} ${w[end]}`}
              value={hours[end]}
              maxLength={5}
              placeholder={end === 'from' ? '08:00' : '12:00'}
              onChange={(event) => set(index, { [end]: event.target.value })}
              onBlur={(event) => set(index, { [end]: tidy(event.target.value) })}
            />
          ))}
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={`${label} ${w.part(index + 1)} ${w.removePart}`}
            title={w.removePart}
            onClick={() => onChange?.(value.filter((_, other) => other !== index))}
          />
        </span>
      ))}
      {value.length < 8 ? (
        <Button
          size="small"
          type="dashed"
          icon={<PlusOutlined />}
          aria-label={`${label} ${w.addPart}`}
          onClick={() => onChange?.([...value, { from: '', to: '' }])}
        >
          {value.length === 0 ? w.addPart : null}
        </Button>
      ) : null}
    </div>
  )
}

interface WeekProps {
  readonly value?: readonly (readonly Hours[])[]
  readonly onChange?: (week: readonly (readonly Hours[])[]) => void
}

export function WeekInput({ value = [], onChange }: WeekProps) {
  const w = useWords(words)
  const language = useLanguage()
  return (
    <div className="mr-week">
      {WEEKDAYS[language].map((name, index) => (
        <div key={name} className="mr-week-day">
          <span>{name}</span>
          <DayHoursInput
            label={WEEKDAY_NAMES[language][index] ?? ''}
            value={value[index] ?? []}
            onChange={(hours) =>
              onChange?.(WEEKDAYS.zh.map((_, at) => (at === index ? hours : (value[at] ?? []))))
            }
          />
        </div>
      ))}
      <Button
        size="small"
        type="link"
        onClick={() =>
          onChange?.(
            WEEKDAYS.zh.map((_, at) => (at >= 1 && at <= 4 ? (value[0] ?? []) : (value[at] ?? []))),
          )
        }
      >
        {w.likeMonday}
      </Button>
    </div>
  )
}

export function hoursText(hours: readonly Hours[]): string {
  return hours.map(({ from, to }) => `${from}–${to}`).join(' ')
}
