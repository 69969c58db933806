// Forms of a picking device and of a carton. A form holds more than it shows, so what is sent is named field by field.
import { Input, InputNumber, Switch } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import type { warehouseApi } from '../../../src/modules/warehouse/contract.ts'
import { Field, MoneyInput, minorOf, QtyInput, yuanOf } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { equipmentWords } from './equipment-words.ts'
import { waveWords } from './words.ts'

export type Device = Result<(typeof warehouseApi)['devices']>['items'][number]
export type Carton = Result<(typeof warehouseApi)['cartons']>['items'][number]

interface FormProps {
  readonly isOpen: boolean
  readonly onClose: () => void
}

type DeviceValues = Omit<Device, 'id' | 'siteId' | 'inUse' | 'version'>

const NEW_DEVICE = {
  units: 1,
  maxOrders: 24,
  maxGrams: '60000',
  maxCm3: '300000',
  active: true,
} as const

export function DeviceForm({
  device,
  siteId,
  ...form
}: FormProps & { readonly device: Device | null; readonly siteId: string }) {
  const w = useWords(waveWords)
  const c = useWords(equipmentWords)
  const add = useWrite(api.warehouse.addDevice, { quiet: true, success: c.saved })
  const edit = useWrite(api.warehouse.editDevice, { quiet: true, success: c.saved })
  return (
    <FormDrawer<DeviceValues>
      {...form}
      title={device ? `${w.editDevice} · ${device.code}` : w.addDevice}
      initial={device ?? NEW_DEVICE}
      {...(device ? { version: device.version } : {})}
      save={(values, version) => {
        const body = {
          code: values.code,
          name: values.name,
          units: values.units,
          compartments: values.compartments ?? null,
          maxOrders: values.maxOrders,
          maxGrams: values.maxGrams,
          maxCm3: values.maxCm3,
          active: values.active,
        }
        return device
          ? edit.mutateAsync({
              params: { id: device.id },
              body: { ...body, version: version ?? 1 },
            })
          : add.mutateAsync({ body: { ...body, siteId } })
      }}
    >
      <Field name="code" label={w.code} isRequired>
        <Input maxLength={20} />
      </Field>
      <Field name="name" label={w.name} isRequired>
        <Input maxLength={60} />
      </Field>
      <Field name="units" label={w.units} isRequired>
        <InputNumber min={1} max={999} />
      </Field>
      <Field name="compartments" label={w.compartments}>
        <InputNumber min={1} max={200} />
      </Field>
      <Field name="maxOrders" label={w.deviceOrders} isRequired>
        <InputNumber min={1} max={2000} />
      </Field>
      <Field name="maxGrams" label={w.maxGrams} isRequired>
        <QtyInput />
      </Field>
      <Field name="maxCm3" label={w.maxCm3} isRequired>
        <QtyInput />
      </Field>
      <Field name="active" label={c.active} valueProp="checked">
        <Switch />
      </Field>
    </FormDrawer>
  )
}

type CartonValues = Omit<Carton, 'id' | 'version'>

const MEASURES = ['lengthMm', 'widthMm', 'heightMm', 'tareGrams', 'maxGrams'] as const

export function CartonForm({ carton, ...form }: FormProps & { readonly carton: Carton | null }) {
  const w = useWords(waveWords)
  const c = useWords(equipmentWords)
  const add = useWrite(api.warehouse.addCarton, { quiet: true, success: c.saved })
  const edit = useWrite(api.warehouse.editCarton, { quiet: true, success: c.saved })
  return (
    <FormDrawer<CartonValues>
      {...form}
      title={carton ? `${c.editCarton} · ${carton.code}` : c.addCarton}
      initial={
        carton ? { ...carton, costMinor: yuanOf(carton.costMinor) } : { tareGrams: 0, active: true }
      }
      {...(carton ? { version: carton.version } : {})}
      shown={(field, value) => (field === 'costMinor' ? yuanOf(value as string | null) : value)}
      save={(values, version) => {
        const body = {
          code: values.code,
          name: values.name,
          lengthMm: values.lengthMm,
          widthMm: values.widthMm,
          heightMm: values.heightMm,
          tareGrams: values.tareGrams,
          maxGrams: values.maxGrams,
          costMinor: minorOf(values.costMinor),
          active: values.active,
        }
        return carton
          ? edit.mutateAsync({
              params: { id: carton.id },
              body: { ...body, version: version ?? 1 },
            })
          : add.mutateAsync({ body })
      }}
    >
      <Field name="code" label={w.code} isRequired>
        <Input maxLength={20} />
      </Field>
      <Field name="name" label={w.name} isRequired>
        <Input maxLength={60} />
      </Field>
      {MEASURES.map((name) => (
        <Field key={name} name={name} label={c[name]} isRequired>
          <InputNumber min={name === 'tareGrams' ? 0 : 1} precision={0} />
        </Field>
      ))}
      <Field name="costMinor" label={c.costMinor} isRequired>
        <MoneyInput />
      </Field>
      <Field name="active" label={c.active} valueProp="checked">
        <Switch />
      </Field>
    </FormDrawer>
  )
}
