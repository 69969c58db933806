// The clock of an order: what each source says and said, what is expected, what being late costs, and its pauses.
import { Button, Form, Input, Select, Space } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { clocksApi } from '../../../src/modules/clocks/contract.ts'
import { useMay } from '../../session.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { When } from '../../ui/values.tsx'
import { boardWords } from './board-words.ts'
import { ClockFacts } from './ClockWhy.tsx'

type Clock = Result<(typeof clocksApi)['ofSubject']>['items'][number]

export function ClocksTab({ id }: { readonly id: string }) {
  const w = useWords(boardWords)
  const { data, error } = useRead(api.clocks.ofSubject, { params: { id } })
  if (error) return <ProblemAlert problem={error} />
  if (!data) return <Loading lines={3} />
  if (data.items.length === 0) return <p className="mr-quiet">{w.noClock}</p>
  return (
    <>
      {data.items.map((clock) => (
        <One key={clock.id} clock={clock} />
      ))}
    </>
  )
}

function One({ clock }: { readonly clock: Clock }) {
  const w = useWords(boardWords)
  return (
    <>
      <Panel title={w.shipBy}>
        <ClockFacts clock={clock} />
      </Panel>
      <Panel title={w.history}>
        <table className="mr-plain" aria-label={w.history}>
          <thead>
            <tr>
              <th>{w.source}</th>
              <th>{w.shipBy}</th>
              <th>{w.said}</th>
              <th>{w.replaced}</th>
            </tr>
          </thead>
          <tbody>
            {clock.dues.map((due, at) => (
              <tr key={at} className={due.replacedAt ? 'mr-quiet' : ''}>
                <td>
                  {w[`source_${due.source}`]}{' '}
                  <span className="mr-quiet">
                    {due.origin === 'ship_hours'
                      ? w.ship_hours
                      : due.origin === due.source
                        ? ''
                        : due.origin}{' '}
                    {due.calendar}
                  </span>
                </td>
                <td>
                  <When at={due.dueAt} />
                </td>
                <td>
                  <When at={due.saidAt} isShort />
                </td>
                <td>{due.replacedAt ? <When at={due.replacedAt} isShort /> : w.inForce}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Pauses clock={clock} />
    </>
  )
}

function Pauses({ clock }: { readonly clock: Clock }) {
  const w = useWords(boardWords)
  const language = useLanguage()
  const may = useMay()
  const resume = useWrite(api.clocks.resume, { success: w.resumed, touches: ['orders'] })
  const open = clock.pauses.filter(({ toAt }) => toAt === null)
  const isEnded = clock.endedAt !== null
  const free = clock.mayPause.filter(({ source }) => !open.some((one) => one.source === source))
  if (clock.pauses.length === 0 && (isEnded || free.length === 0)) return null
  return (
    <Panel title={w.pauses}>
      <ul className="mr-plain">
        {clock.pauses.map((pause, at) => (
          <li key={at}>
            {w[`source_${pause.source}`]} · {pause[language]} · {pause.note}{' '}
            <span className="mr-quiet">
              <When at={pause.fromAt} isShort /> {pause.pausedBy}
              {pause.toAt ? (
                <>
                  {' '}
                  – <When at={pause.toAt} isShort /> {pause.resumedBy}
                </>
              ) : null}
            </span>{' '}
            {pause.toAt === null && may('clocks.pause') ? (
              <Button
                size="small"
                loading={resume.isPending}
                onClick={() =>
                  resume.mutate({ params: { id: clock.id }, body: { source: pause.source } })
                }
              >
                {w.resume}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {isEnded || !may('clocks.pause')
        ? null
        : free.map((one) => <PauseForm key={one.source} clock={clock} choice={one} />)}
    </Panel>
  )
}

function PauseForm({
  clock,
  choice,
}: {
  readonly clock: Clock
  readonly choice: Clock['mayPause'][number]
}) {
  const w = useWords(boardWords)
  const language = useLanguage()
  const [form] = Form.useForm<{ reason: string; note: string }>()
  const pause = useWrite(api.clocks.pause, {
    success: w.paused,
    touches: ['orders'],
    onDone: () => form.resetFields(),
  })
  return (
    <Form
      form={form}
      layout="inline"
      onFinish={({ reason, note }) =>
        pause.mutate({ params: { id: clock.id }, body: { source: choice.source, reason, note } })
      }
    >
      <Space.Compact>
        <Form.Item name="reason" rules={[{ required: true, message: w.reason }]} noStyle>
          <Select
            aria-label={w.reason}
            placeholder={w.reason}
            style={{ width: 200 }}
            options={choice.reasons.map((one) => ({ value: one.id, label: one[language] }))}
          />
        </Form.Item>
        <Form.Item name="note" rules={[{ required: true, message: w.note }]} noStyle>
          <Input aria-label={w.note} placeholder={w.note} maxLength={200} style={{ width: 180 }} />
        </Form.Item>
        <Button htmlType="submit" loading={pause.isPending}>
          {w.pause}
        </Button>
      </Space.Compact>
    </Form>
  )
}
