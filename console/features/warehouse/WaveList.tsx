// Waves under way, each with its progress; one opens into its orders, who was passed over, and what was pulled.
import { Button, Drawer, Input } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { useAddressValue } from '../../ui/table/use-address.ts'
import { StatusTag, When } from '../../ui/values.tsx'
import { DeskStatus, HoldChips, type Status } from '../orders/values.tsx'
import { METHOD_WORDS, PROFILE_WORDS, WAVE_WORDS, waveWords, words } from './words.ts'

const FRESH_MS = 8_000

export function WaveList({ siteId }: { readonly siteId: string }) {
  const w = useWords(waveWords)
  const c = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const [open, setOpen] = useAddressValue('open', '')
  const { data, error } = useRead(api.warehouse.waves, { query: { siteId } }, { everyMs: FRESH_MS })
  const release = useWrite(api.warehouse.releaseWave, { success: w.waveReleased })
  return (
    <Panel title={`${w.waves} ${data?.items.length ?? ''}`}>
      {error ? <ProblemAlert problem={error} /> : null}
      {data?.items.length === 0 ? <p className="mr-quiet">{w.none}</p> : null}
      <table className="mr-plain" aria-label={w.waves}>
        <tbody>
          {(data?.items ?? []).map((wave) => (
            <tr key={wave.id}>
              <td>
                <button type="button" className="mr-link mr-code" onClick={() => setOpen(wave.id)}>
                  {wave.no}
                </button>
              </td>
              <td>
                <StatusTag tone={wave.status === 'DRAFT' ? 'neutral' : 'accent'}>
                  {WAVE_WORDS[wave.status][language]}
                </StatusTag>
              </td>
              <td>
                {wave.profile === null ? '' : PROFILE_WORDS[wave.profile][language]}{' '}
                <span className="mr-quiet">{METHOD_WORDS[wave.method][language]}</span>
              </td>
              <td>{wave.carrier || <span className="mr-quiet">{c.noCarrier}</span>}</td>
              <td>
                <Meter label={w.pickedOf} part={Number(wave.pickedQty)} of={Number(wave.taskQty)} />
              </td>
              <td>
                <Meter label={w.shippedOf} part={wave.shipped} of={wave.orders - wave.pulled} />
              </td>
              <td>
                {wave.pulled > 0 ? (
                  <StatusTag tone="bad">{`${w.pulledOf} ${wave.pulled}`}</StatusTag>
                ) : null}
              </td>
              <td className="mr-num">
                {w.takes(wave.minutes)}
                {wave.picker === '' ? '' : ` · ${wave.picker}`}
              </td>
              <td>
                <When at={wave.dueAt} isShort />
              </td>
              <td className="mr-right">
                {wave.status === 'DRAFT' && may('warehouse.plan') ? (
                  <Button
                    type="primary"
                    size="small"
                    onClick={() => release.mutate({ params: { id: wave.id } })}
                  >
                    {w.releaseWave}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Drawer
        open={open !== ''}
        onClose={() => setOpen('')}
        size="min(720px, 100vw)"
        title={w.waves}
        destroyOnHidden
      >
        {open === '' ? null : <OneWave id={open} onGone={() => setOpen('')} />}
      </Drawer>
    </Panel>
  )
}

function Meter({
  label,
  part,
  of,
}: {
  readonly label: string
  readonly part: number
  readonly of: number
}) {
  return (
    <span title={`${label} ${part}/${of}`}>
      <span className="mr-meter">
        <i style={{ width: `${of > 0 ? Math.round((part * 100) / of) : 0}%` }} />
      </span>
      <span className="mr-num mr-quiet">
        {label} {part}/{of}
      </span>
    </span>
  )
}

function OneWave({ id, onGone }: { readonly id: string; readonly onGone: () => void }) {
  const w = useWords(waveWords)
  const c = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const { data, error } = useRead(api.warehouse.wave, { params: { id } }, { everyMs: FRESH_MS })
  const [asked, setAsked] = useState<{ orderId: string | null } | null>(null)
  const cancel = useWrite(api.warehouse.cancelWave, { quiet: true, touches: ['orders'] })
  const pull = useWrite(api.warehouse.pull, { quiet: true, touches: ['orders'] })
  if (error) return <ProblemAlert problem={error} />
  if (!data) return <Loading />
  // As `cancelWave` decides it: what nobody touched waits again, the rest is pulled.
  const standing = data.rows.filter(({ state }) => state === 'open')
  const untouched = standing.filter(({ status }) => status === 'RELEASED').length
  const isOpen = data.status !== 'DONE' && data.status !== 'CANCELLED'
  return (
    <div className="mr-stack">
      <div className="mr-row">
        <strong className="mr-pda-no">{data.no}</strong>
        <StatusTag>{WAVE_WORDS[data.status][language]}</StatusTag>
        <span className="mr-quiet">
          {data.device} · {data.steps} / {data.naiveSteps} {c.steps}
        </span>
        <span className="mr-spring" />
        {isOpen && may('warehouse.plan') ? (
          <Button danger onClick={() => setAsked({ orderId: null })}>
            {w.cancelWave}
          </Button>
        ) : null}
      </div>
      {data.passed.map((one) => (
        <p key={`${one.no}${one.passedOver}`} className="mr-quiet">
          {w.passed(one.no, one.passedOver, one.savedSteps)}
        </p>
      ))}
      <table className="mr-plain" aria-label={w.detail}>
        <tbody>
          {data.rows.map((row) => (
            <tr key={`${row.orderId}${row.slot}`}>
              <td className="mr-num">{row.slot}</td>
              <td className="mr-code">{row.no}</td>
              <td>{row.summary}</td>
              <td>
                {row.state === 'pulled' ? (
                  <StatusTag tone="bad">{`${w.pulledOf} · ${row.because?.[language] ?? ''}`}</StatusTag>
                ) : (
                  <DeskStatus status={row.status as Status} />
                )}
                <HoldChips id={row.orderId} codes={row.holds as never} />
              </td>
              <td>
                <When at={row.dueAt} isShort />
              </td>
              <td className="mr-right">
                {row.state === 'open' && isOpen && may('warehouse.plan') ? (
                  <Button size="small" onClick={() => setAsked({ orderId: row.orderId })}>
                    {w.pull}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <FormModal<{ note: string }>
        title={asked?.orderId ? w.pull : w.cancelWave}
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        isDangerous
        saveLabel={asked?.orderId ? w.pull : w.cancelWave}
        save={async (body) => {
          if (asked?.orderId) return pull.mutateAsync({ params: { id: asked.orderId }, body })
          const answer = await cancel.mutateAsync({ params: { id }, body })
          onGone()
          return answer
        }}
      >
        {asked?.orderId ? null : (
          <>
            <p>
              <strong>{w.cancelEffect(untouched, standing.length - untouched)}</strong>
            </p>
            <p>{w.cancelHelp}</p>
          </>
        )}
        <Field name="note" label={c.reason} isRequired>
          <Input />
        </Field>
      </FormModal>
    </div>
  )
}
