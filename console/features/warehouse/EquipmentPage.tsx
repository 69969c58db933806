// 设备与纸箱: what waves are picked with at a site, and what parcels go into everywhere.
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { useMay } from '../../session.ts'
import { useWords } from '../../ui/language.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { Money, Qty, StatusTag } from '../../ui/values.tsx'
import { type Carton, CartonForm, type Device, DeviceForm } from './equipment-forms.tsx'
import { equipmentWords } from './equipment-words.ts'
import { NoSite } from './PickPage.tsx'
import { useSite } from './site.tsx'
import { waveWords } from './words.ts'

export function EquipmentPage() {
  const c = useWords(equipmentWords)
  const [siteId, picker, isNone] = useSite()
  return (
    <Page title={c.title} help={c.help} actions={picker}>
      {isNone ? <NoSite /> : siteId === undefined ? null : <Devices key={siteId} siteId={siteId} />}
      <Cartons />
    </Page>
  )
}

function Active({ isOn }: { readonly isOn: boolean }) {
  const c = useWords(equipmentWords)
  return <StatusTag tone={isOn ? 'good' : 'neutral'}>{isOn ? c.on : c.off}</StatusTag>
}

function EditButton({ code, onClick }: { readonly code: string; readonly onClick: () => void }) {
  const c = useWords(equipmentWords)
  return useMay()('warehouse.write') ? (
    <Button size="small" type="link" aria-label={`${c.edit} ${code}`} onClick={onClick}>
      {c.edit}
    </Button>
  ) : null
}

function Devices({ siteId }: { readonly siteId: string }) {
  const w = useWords(waveWords)
  const c = useWords(equipmentWords)
  const may = useMay()
  // Null adds one; undefined: the form is shut.
  const [editing, setEditing] = useState<Device | null>()
  const { data, error } = useRead(api.warehouse.devices, { params: { siteId } })
  return (
    <Panel
      title={c.devices}
      extra={
        may('warehouse.write') ? (
          <Button onClick={() => setEditing(null)}>{w.addDevice}</Button>
        ) : null
      }
    >
      {error ? <ProblemAlert problem={error} /> : data ? null : <Loading />}
      {data?.items.length === 0 ? <Teach title={c.noDevice} text={c.noDeviceText} /> : null}
      {data && data.items.length > 0 ? (
        <table className="mr-plain" aria-label={c.devices}>
          <thead>
            <tr>
              <th>{w.code}</th>
              <th>{w.name}</th>
              <th className="mr-right">{c.inUse}</th>
              <th className="mr-right">{c.compartments}</th>
              <th className="mr-right">{w.deviceOrders}</th>
              <th className="mr-right">{w.maxGrams}</th>
              <th className="mr-right">{w.maxCm3}</th>
              <th>{c.active}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {data.items.map((one) => (
              <tr key={one.id}>
                <td className="mr-code">{one.code}</td>
                <td>{one.name}</td>
                <td className="mr-right mr-num">
                  {one.inUse} / {one.units}
                </td>
                <td className="mr-right mr-num">{one.compartments ?? c.none}</td>
                <td className="mr-right mr-num">{one.maxOrders}</td>
                <td className="mr-right">
                  <Qty value={one.maxGrams} />
                </td>
                <td className="mr-right">
                  <Qty value={one.maxCm3} />
                </td>
                <td>
                  <Active isOn={one.active} />
                </td>
                <td className="mr-right">
                  <EditButton code={one.code} onClick={() => setEditing(one)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <DeviceForm
        key={editing?.id ?? 'new'}
        device={editing ?? null}
        siteId={siteId}
        isOpen={editing !== undefined}
        onClose={() => setEditing(undefined)}
      />
    </Panel>
  )
}

function Cartons() {
  const w = useWords(waveWords)
  const c = useWords(equipmentWords)
  const may = useMay()
  const [editing, setEditing] = useState<Carton | null>()
  const { data, error } = useRead(api.warehouse.cartons, {})
  return (
    <Panel
      title={c.cartons}
      extra={
        may('warehouse.write') ? (
          <Button onClick={() => setEditing(null)}>{c.addCarton}</Button>
        ) : null
      }
    >
      {error ? <ProblemAlert problem={error} /> : data ? null : <Loading />}
      {data?.items.length === 0 ? <Teach title={c.noCarton} text={c.noCartonText} /> : null}
      {data && data.items.length > 0 ? (
        <table className="mr-plain" aria-label={c.cartons}>
          <thead>
            <tr>
              <th>{w.code}</th>
              <th>{w.name}</th>
              <th>{c.measures}</th>
              <th className="mr-right">{c.tareGrams}</th>
              <th className="mr-right">{c.maxGrams}</th>
              <th className="mr-right">{c.costMinor}</th>
              <th>{c.active}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {data.items.map((one) => (
              <tr key={one.id}>
                <td className="mr-code">{one.code}</td>
                <td>{one.name}</td>
                <td className="mr-num">{`${one.lengthMm} × ${one.widthMm} × ${one.heightMm}`}</td>
                <td className="mr-right">
                  <Qty value={String(one.tareGrams)} />
                </td>
                <td className="mr-right">
                  <Qty value={String(one.maxGrams)} />
                </td>
                <td className="mr-right">
                  <Money minor={one.costMinor} />
                </td>
                <td>
                  <Active isOn={one.active} />
                </td>
                <td className="mr-right">
                  <EditButton code={one.code} onClick={() => setEditing(one)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      <CartonForm
        key={editing?.id ?? 'new'}
        carton={editing ?? null}
        isOpen={editing !== undefined}
        onClose={() => setEditing(undefined)}
      />
    </Panel>
  )
}
