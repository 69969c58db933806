// The nation's arrangements by year: what is known, on what ground, and which years nobody has entered.
import { Alert, Button, Form, Input, Upload } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { type ApiProblem, toProblem } from '../../api/problem.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { Field } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { today } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { words } from './words.ts'

interface Props {
  readonly region: string
  readonly canWrite: boolean
  readonly editing: number | null
  readonly onEdit: (year: number | null) => void
}

export function HolidaysTab({ region, canWrite, editing, onEdit }: Props) {
  const w = useWords(words)
  const read = useRead(api.calendars.arrangements, {})
  if (read.error) return <ProblemAlert problem={read.error} />
  if (!read.data) return <Loading lines={8} />
  const known = read.data.items.filter((item) => item.region === region)
  const thisYear = Number(today().slice(0, 4))
  const missing = [thisYear + 1, thisYear].filter((year) => !known.some((one) => one.year === year))
  const rows = [
    ...missing.map((year) => ({ year, version: 0, off: 0, work: 0, source: '' })),
    ...known,
  ].toSorted((a, b) => b.year - a.year)
  return (
    <Panel>
      <table className="mr-plain" aria-label={w.tabHolidays}>
        <thead>
          <tr>
            <th>{w.yearColumn}</th>
            <th>{w.state}</th>
            <th className="mr-right">{w.offDays}</th>
            <th className="mr-right">{w.workDays}</th>
            <th>{w.source}</th>
            <th aria-label={w.change} />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ year, version, off, work, source }) => (
            <tr key={year}>
              <td className="mr-num">{year}</td>
              <td>
                <StatusTag tone={version > 0 ? 'good' : 'warn'}>
                  {version > 0 ? w.covered : w.missing}
                </StatusTag>
              </td>
              <td className="mr-right mr-num">{version > 0 ? off : '—'}</td>
              <td className="mr-right mr-num">{version > 0 ? work : '—'}</td>
              <td className="mr-break">
                {source || <span className="mr-quiet">{w.announced}</span>}
              </td>
              <td>
                {canWrite ? (
                  <Button size="small" type="link" onClick={() => onEdit(year)}>
                    {version > 0 ? w.change : w.enter}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mr-quiet">{w.credit}</p>
      {editing === null ? null : (
        <ArrangementForm region={region} year={editing} onClose={() => onEdit(null)} />
      )}
    </Panel>
  )
}

interface FormProps {
  readonly region: string
  readonly year: number
  readonly onClose: () => void
}

function ArrangementForm({ region, year, onClose }: FormProps) {
  const w = useWords(words)
  const params = { region, year: String(year) }
  const read = useRead(api.calendars.arrangement, { params })
  const save = useWrite(api.calendars.saveArrangement, { success: w.saved, quiet: true })
  if (!read.data) return null
  const { days, source, version } = read.data
  const text = days
    .map(({ day, name, kind }) => `${day},${name},${kind === 'off' ? '休' : '班'}`)
    .join('\n')
  return (
    <FormDrawer<{ source: string; text: string }>
      title={`${w.tabHolidays} ${year}`}
      isOpen
      onClose={onClose}
      width={620}
      initial={{ source, text }}
      version={version}
      save={(values, seen) =>
        save.mutateAsync({ params, body: { ...values, version: seen ?? 0, dryRun: false } })
      }
    >
      <Field name="source" label={w.source} help={w.sourceHelp} isRequired>
        <Input maxLength={500} />
      </Field>
      <Field name="text" label={w.textLabel} help={w.textHelp} isRequired>
        <Input.TextArea rows={16} className="mr-code" placeholder={`${year}-01-01,元旦,休`} />
      </Field>
      <TryOut params={params} version={version} />
    </FormDrawer>
  )
}

interface TryProps {
  readonly params: { readonly region: string; readonly year: string }
  readonly version: number
}

function TryOut({ params, version }: TryProps) {
  const w = useWords(words)
  const form = Form.useFormInstance()
  const [said, setSaid] = useState<string | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const run = async () => {
    setSaid(null)
    setProblem(null)
    const { source, text } = form.getFieldsValue() as { source?: string; text?: string }
    const body = { version, source: source || '—', text: text ?? '', dryRun: true }
    try {
      const { read, added, changed, removed, unchanged } = await api.calendars.saveArrangement({
        params,
        body,
      })
      setSaid(w.tried(read, added, changed, removed, unchanged))
    } catch (thrown) {
      setProblem(toProblem(thrown))
    }
  }
  return (
    <div className="mr-stack">
      <div className="mr-row">
        <Upload
          accept=".json,.csv,.txt"
          showUploadList={false}
          beforeUpload={(file) => {
            void file.text().then((text) => form.setFieldValue('text', text.replace(/^\uFEFF/, '')))
            return false
          }}
        >
          <Button>{w.chooseFile}</Button>
        </Upload>
        <Button onClick={() => void run()}>{w.tryOut}</Button>
      </div>
      {said ? <Alert type="success" showIcon title={said} /> : null}
      {problem ? <ProblemAlert problem={problem} /> : null}
    </div>
  )
}
