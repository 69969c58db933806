// Build → simulate → make: what may not be mixed, on which device, and what it would come to.
import { Button, InputNumber, Select } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { useMay } from '../../session.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { StatusTag, When } from '../../ui/values.tsx'
import { DeviceForm } from './equipment-forms.tsx'
import { METHOD_WORDS, PROFILE_WORDS, waveWords, words } from './words.ts'

type Grouping = 'profile' | 'carrier' | 'zone' | 'due'
const GROUPINGS: readonly Grouping[] = ['profile', 'carrier', 'zone', 'due']

export function BuildForm({ siteId }: { readonly siteId: string }) {
  const w = useWords(waveWords)
  const may = useMay()
  const { data } = useRead(api.warehouse.devices, { params: { siteId } })
  const devices = data?.items.filter(({ active }) => active) ?? []
  const [chosen, setDevice] = useState<string>()
  const deviceId = chosen ?? devices[0]?.id
  const [groupings, setGroupings] = useState<Grouping[]>(['profile', 'carrier'])
  const [maxOrders, setMaxOrders] = useState(60)
  const [savingSteps, setSaving] = useState(40)
  const [slackMinutes, setSlack] = useState(240)
  const [isAdding, setAdding] = useState(false)
  const simulate = useWrite(api.warehouse.simulate)
  const build = useWrite(api.warehouse.build, {
    success: ({ ids }) => w.built(ids.length),
    onDone: () => simulate.reset(),
  })
  const body = { siteId, deviceId: deviceId ?? '', groupings, maxOrders, savingSteps, slackMinutes }
  const canBuild = deviceId !== undefined && may('warehouse.plan')
  return (
    <Panel
      title={w.build}
      extra={
        may('warehouse.write') ? (
          <Button onClick={() => setAdding(true)}>{w.addDevice}</Button>
        ) : null
      }
    >
      <div className="mr-stack">
        <div className="mr-row">
          <Select
            aria-label={w.device}
            placeholder={devices.length === 0 ? w.noDevice : w.device}
            style={{ minWidth: 220 }}
            value={deviceId ?? null}
            onChange={(value) => setDevice(value ?? undefined)}
            options={devices.map((one) => ({
              value: one.id,
              label: `${one.code} ${one.name} · ${w.free(one.units - one.inUse, one.units)}`,
            }))}
          />
          <Select
            aria-label={w.groupings}
            mode="multiple"
            style={{ minWidth: 220 }}
            value={groupings}
            onChange={setGroupings}
            options={GROUPINGS.map((value) => ({
              value,
              label: `${w.groupings}: ${w[`g_${value}`]}`,
            }))}
          />
        </div>
        <div className="mr-row">
          {(
            [
              [w.maxOrders, maxOrders, setMaxOrders, 1, 2000],
              [w.savingSteps, savingSteps, setSaving, 0, 100_000],
              [w.slack, slackMinutes, setSlack, 0, 10_080],
            ] as const
          ).map(([label, value, set, min, max]) => (
            <label key={label} className="mr-row">
              <span className="mr-quiet">{label}</span>
              <InputNumber
                style={{ width: 80 }}
                min={min}
                max={max}
                value={value}
                onChange={(next) => set(next ?? min)}
              />
            </label>
          ))}
        </div>
        <div className="mr-row">
          <Button
            disabled={!canBuild}
            loading={simulate.isPending}
            onClick={() => simulate.mutate({ body })}
          >
            {w.simulate}
          </Button>
          <Button
            type="primary"
            disabled={!canBuild}
            loading={build.isPending}
            onClick={() => build.mutate({ body })}
          >
            {w.build}
          </Button>
        </div>
        {simulate.data ? <Plan data={simulate.data} /> : null}
      </div>
      <DeviceForm
        device={null}
        siteId={siteId}
        isOpen={isAdding}
        onClose={() => setAdding(false)}
      />
    </Panel>
  )
}

type Simulated = Awaited<ReturnType<typeof api.warehouse.simulate>>

function Plan({ data }: { readonly data: Simulated }) {
  const w = useWords(waveWords)
  const c = useWords(words)
  const language = useLanguage()
  const sum = (of: (wave: Simulated['waves'][number]) => number) =>
    data.waves.reduce((total, wave) => total + of(wave), 0)
  return (
    <section aria-label={w.plan}>
      <p>
        {w.total(
          data.waves.length,
          sum((one) => one.steps),
          sum((one) => one.naiveSteps),
          sum((one) => one.minutes),
          data.waves.filter(({ isLate }) => isLate).length,
        )}
      </p>
      {data.left.length > 0 ? <p className="mr-warn">{w.leftOver(data.left.length)}</p> : null}
      <div className="mr-scroll">
        <table className="mr-plain mr-narrow">
          <thead>
            <tr>
              <th>{c.profile}</th>
              <th>{c.carrier}</th>
              <th>{w.method}</th>
              <th className="mr-right">{c.orders}</th>
              <th className="mr-right">{c.steps}</th>
              <th className="mr-right">{c.minutes}</th>
              <th className="mr-right">{w.jumps}</th>
              <th>{c.due}</th>
            </tr>
          </thead>
          <tbody>
            {data.waves.slice(0, 200).map((wave, at) => (
              <tr key={at}>
                <td>{wave.profile === null ? '—' : PROFILE_WORDS[wave.profile][language]}</td>
                <td>{wave.carrier ?? '—'}</td>
                <td>{METHOD_WORDS[wave.method][language]}</td>
                <td className="mr-right mr-num">{wave.orders}</td>
                <td className="mr-right mr-num">
                  {wave.steps} <span className="mr-quiet">/ {wave.naiveSteps}</span>
                </td>
                <td className="mr-right mr-num">{wave.minutes}</td>
                <td className="mr-right mr-num">{wave.jumps.length}</td>
                <td>
                  <When at={wave.dueAt} isShort />{' '}
                  <StatusTag tone={wave.isLate ? 'bad' : 'good'}>
                    {wave.isLate ? w.late : w.onTime}
                  </StatusTag>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
