// One parcel: what can be done with its waybill now, what the carrier said, and why it travels with whom.
import { App, Button, Input, Select } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { ApiProblem, toProblem } from '../../api/problem.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { carriersApi } from '../../../src/modules/carriers/contract.ts'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { Money, StatusTag, When } from '../../ui/values.tsx'
import { ChoiceView } from './ChoiceView.tsx'
import { CASES, STATUS_TONES } from './parcel-states.ts'
import { parcelWords } from './parcel-words.ts'

type Parcel = Result<(typeof carriersApi)['parcel']>
type Case = Parcel['openCases'][number]
type Format = 'pdf' | 'zpl'

export function ParcelDetail({ id }: { readonly id: string }) {
  const w = useWords(parcelWords)
  const { data, error } = useRead(api.carriers.parcel, { params: { id } })
  if (error) return <ProblemAlert problem={error} />
  if (!data) return <Loading />
  return (
    <div className="mr-stack">
      <Panel
        title={
          <StatusTag tone={data.isPrintOpen ? 'warn' : STATUS_TONES[data.status]}>
            {data.isPrintOpen ? w.printOpen : w[data.status]}
          </StatusTag>
        }
        extra={<Actions parcel={data} />}
      >
        {data.problem === '' ? null : <p className="mr-warn">{data.problem}</p>}
        <Facts
          items={[
            [
              w.waybill,
              <span key="n" className="mr-code">
                {data.waybillNo ?? '—'}
              </span>,
            ],
            [
              w.order,
              <span key="o" className="mr-code">
                {data.orderRef}
              </span>,
            ],
            [w.carrier, `${data.carrier} ${data.service}`],
            [w.receiver, data.receiverMasked],
            [w.weight, `${data.grams} g`],
            [w.freight, <Money key="f" minor={data.quoteMinor} />],
            [w.promised, <When key="p" on={data.promisedOn} />],
            [w.contents, data.contents || '—'],
            [w.sorting, data.routing?.sorting || '—'],
            ...(data.parcels.length > 1
              ? ([
                  [
                    w.siblings,
                    data.parcels
                      .map(({ seq, waybillNo }) => `${seq}. ${waybillNo ?? '—'}`)
                      .join(';'),
                  ],
                ] as const)
              : []),
          ]}
        />
      </Panel>
      <Cases parcel={data} />
      <Panel title={w.tracks}>
        {data.tracks.length === 0 ? (
          <p className="mr-quiet">{w.noTracks}</p>
        ) : (
          <table className="mr-plain">
            <tbody>
              {data.tracks.map((word) => (
                <tr key={`${word.saidAt} ${word.state} ${word.text}`}>
                  <td>
                    <When at={word.saidAt} isShort />
                  </td>
                  <td>{word.state in parcelWords ? w[word.state as 'delivered'] : word.state}</td>
                  <td>{word.text}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
      <Panel title={w.choice}>
        <ChoiceView choice={data.choice} />
      </Panel>
      <Panel title={w.steps}>
        <table className="mr-plain">
          <tbody>
            {data.steps.map((step) => (
              <tr key={`${step.madeAt} ${step.event}`}>
                <td>
                  <When at={step.madeAt} isShort />
                </td>
                <td>{`${w[step.was as 'NONE']} → ${w[step.isNow as 'NONE']}`}</td>
                <td>{step.reason}</td>
                <td>{step.madeBy}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    </div>
  )
}

function Actions({ parcel }: { parcel: Parcel }) {
  const w = useWords(parcelWords)
  const may = useMay()('carriers.ship')
  const [isCancelling, setCancelling] = useState(false)
  const [again, setAgain] = useState<Format | null>(null)
  const draw = useWrite(api.carriers.draw, {
    success: ({ numbers }) => w.drawn(numbers.join('、')),
  })
  const ack = useWrite(api.carriers.ackPrint, { success: w.acked })
  const hand = useWrite(api.carriers.handOver, { success: w.handed })
  const { message } = App.useApp()
  const cancel = useWrite(api.carriers.cancel, {
    quiet: true,
    onDone: ({ result }) =>
      void message.info(result === 'cancelled' ? w.cancelDone : w.cancelFailed),
  })
  const print = usePrint(parcel)
  if (!may) return null
  const { status, id } = parcel
  const params = { id }
  // The newest decides: an older label that was never confirmed is waste paper.
  const [newest] = parcel.prints
  const openPrint = newest?.ackedAt === null ? newest : undefined
  const hasLabel = status === 'CREATED' || status === 'PRINTED' || status === 'USED'
  return (
    <div className="mr-row">
      {status === 'NONE' || status === 'PRECREATED' ? (
        <Button type="primary" loading={draw.isPending} onClick={() => draw.mutate({ params })}>
          {w.draw}
        </Button>
      ) : null}
      {hasLabel
        ? (['pdf', 'zpl'] as const).map((format) => (
            <Button
              key={format}
              onClick={() => (parcel.prints.length > 0 ? setAgain(format) : void print(format, ''))}
            >
              {w[format]}
            </Button>
          ))
        : null}
      {hasLabel && openPrint ? (
        <Button type="primary" onClick={() => ack.mutate({ params: { id, n: openPrint.n } })}>
          {w.ack}
        </Button>
      ) : null}
      {status === 'PRINTED' ? (
        <Button type="primary" onClick={() => hand.mutate({ params })}>
          {w.handOver}
        </Button>
      ) : null}
      {['NONE', 'CREATED', 'PRINTED', 'USED', 'CANCEL_FAILED', 'CANCEL_REQ'].includes(status) ? (
        <Button danger onClick={() => setCancelling(true)}>
          {w.cancel}
        </Button>
      ) : null}
      <FormModal<{ reason: string }>
        title={w.cancel}
        isOpen={isCancelling}
        onClose={() => setCancelling(false)}
        isDangerous
        saveLabel={w.cancel}
        save={({ reason }) => cancel.mutateAsync({ params, body: { reason } })}
      >
        <p>{w.cancelText}</p>
        <Field name="reason" label={w.reason} isRequired>
          <Input maxLength={200} />
        </Field>
      </FormModal>
      <FormModal<{ reason: string }>
        title={w.reprint}
        isOpen={again !== null}
        onClose={() => setAgain(null)}
        saveLabel={w.reprint}
        save={({ reason }) => print(again ?? 'pdf', reason, true)}
      >
        <Field name="reason" label={w.reason} isRequired>
          <Input maxLength={200} />
        </Field>
      </FormModal>
    </div>
  )
}

/** A label is a file, not JSON: fetched by hand, handed to the browser to save or print. */
function usePrint(parcel: Parcel) {
  const { notification } = App.useApp()
  const language = useLanguage()
  const client = useQueryClient()
  return async (format: Format, reason: string, isQuiet = false) => {
    try {
      const answer = await fetch(
        api.carriers.print.url({ params: { id: parcel.id }, body: { format, reason } }),
        {
          method: 'POST',
          credentials: 'same-origin',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ format, reason }),
        },
      )
      if (!answer.ok)
        throw ApiProblem.from(
          answer.status,
          await answer.text(),
          answer.headers.get('x-request-id'),
        )
      const link = document.createElement('a')
      link.href = URL.createObjectURL(await answer.blob())
      link.download = `${parcel.waybillNo ?? parcel.id}.${format}`
      link.click()
      URL.revokeObjectURL(link.href)
      await client.invalidateQueries({ queryKey: ['carriers'] })
    } catch (thrown) {
      if (isQuiet) throw thrown
      notification.error({ title: toProblem(thrown)[language] })
    }
  }
}

function Cases({ parcel }: { parcel: Parcel }) {
  const w = useWords(parcelWords)
  const may = useMay()('carriers.ship')
  const [isRaising, setRaising] = useState(false)
  const [working, setWorking] = useState<{ readonly one: Case; readonly close: boolean } | null>(
    null,
  )
  const raise = useWrite(api.carriers.raiseCase, { quiet: true, success: w.raised })
  const work = useWrite(api.carriers.workCase, { quiet: true, success: w.worked })
  return (
    <Panel
      title={w.cases}
      extra={
        may ? (
          <Button size="small" onClick={() => setRaising(true)}>
            {w.raise}
          </Button>
        ) : null
      }
    >
      {parcel.openCases.map((one) => (
        <div key={one.id} className="mr-row">
          <StatusTag tone="bad">{w[one.kind]}</StatusTag>
          <span className="mr-quiet">{w.due}</span>
          <When at={one.dueAt} />
          <span>{`${w.owner} ${one.owner ?? w.nobody}`}</span>
          <span className="mr-quiet">{one.note}</span>
          <span className="mr-spring" />
          {may ? (
            <>
              <Button size="small" onClick={() => setWorking({ one, close: false })}>
                {w.work}
              </Button>
              <Button size="small" onClick={() => setWorking({ one, close: true })}>
                {w.close}
              </Button>
            </>
          ) : null}
        </div>
      ))}
      <FormModal<{ kind: (typeof CASES)[number]; note: string }>
        title={w.raise}
        isOpen={isRaising}
        onClose={() => setRaising(false)}
        save={(body) => raise.mutateAsync({ params: { id: parcel.id }, body })}
      >
        <Field name="kind" label={w.kind} isRequired>
          <Select options={CASES.map((value) => ({ value, label: w[value] }))} />
        </Field>
        <Field name="note" label={w.note} isRequired>
          <Input maxLength={200} />
        </Field>
      </FormModal>
      <FormModal<{ note: string }>
        title={working?.close ? w.close : w.work}
        isOpen={working !== null}
        onClose={() => setWorking(null)}
        version={working?.one.version ?? 1}
        initial={{ note: working?.one.note ?? '' }}
        save={({ note }, version) =>
          work.mutateAsync({
            params: { id: working?.one.id ?? '' },
            body: { version: version ?? 1, note, close: working?.close ?? false },
          })
        }
      >
        <Field name="note" label={w.note} isRequired>
          <Input maxLength={200} />
        </Field>
      </FormModal>
    </Panel>
  )
}
