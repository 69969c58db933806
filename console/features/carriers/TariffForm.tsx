// A price list as a whole: zones with first and next weight, surcharges, dates, where it comes from.
import { CloseOutlined } from '@ant-design/icons'
import { Button, Form, Input, Switch } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import type { carriersApi } from '../../../src/modules/carriers/contract.ts'
import { Field, minorOf, MoneyInput, QtyInput, yuanOf } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { RegionsPicker } from '../pickers/RegionsPicker.tsx'
import { SitePicker } from '../pickers/pickers.tsx'
import { words } from './words.ts'

export type Tariff = Result<(typeof carriersApi)['tariffs']>['items'][number]

interface ZoneValues {
  readonly name: string
  readonly regions: readonly string[]
  readonly firstGrams: string | number
  readonly firstMinor: string
  readonly addGrams: string | number
  readonly addMinor: string
  readonly days: string | number
}

interface SurchargeValues {
  readonly name: string
  readonly amountMinor?: string
  readonly ratePpm?: string
  readonly regions?: readonly string[]
  readonly validFrom?: string
  readonly validTo?: string
}

interface Values {
  readonly siteId?: string | null
  readonly name: string
  readonly validFrom: string
  readonly validTo?: string | null
  readonly source?: string
  readonly verified: boolean
  readonly stepGrams: string | number
  readonly heavyFromGrams?: string | number | null
  readonly heavyStepGrams?: string | number | null
  readonly zones: readonly ZoneValues[]
  readonly surcharges?: readonly SurchargeValues[]
}

/** Zones most contracts of China know, by province. */
const FIVE_ZONES: readonly (readonly [zh: string, codes: string])[] = [
  ['江浙沪皖', '31 32 33 34'],
  ['京津冀鲁豫鄂湘赣闽粤', '11 12 13 37 41 42 43 36 35 44'],
  ['晋陕川渝桂云贵辽吉黑琼', '14 61 51 50 45 53 52 21 22 23 46'],
  ['内蒙古甘宁青', '15 62 64 63'],
  ['新疆西藏', '65 54'],
]

const emptyZone = (name = '', regions: readonly string[] = []): ZoneValues => ({
  name,
  regions,
  firstGrams: 1000,
  firstMinor: '',
  addGrams: 1000,
  addMinor: '',
  days: 3,
})

const numberOrNull = (value: string | number | null | undefined) =>
  value === '' || value === null || value === undefined ? null : Number(value)

/** `2.5` of a hundred are 25,000 of a million; what is no number goes as typed and is refused. */
function ppmOf(percent: string | undefined): string | null {
  if (!percent) return null
  const match = /^(\d{1,3})(?:\.(\d{1,4}))?$/.exec(percent.trim())
  return match ? String(BigInt(match[1]! + (match[2] ?? '').padEnd(4, '0'))) : percent
}

function percentOf(ppm: string): string {
  const text = ppm.padStart(5, '0')
  return `${text.slice(0, -4)}.${text.slice(-4)}`.replace(/\.?0+$/, '')
}

export function TariffForm({
  serviceId,
  tariff,
  isOpen,
  onClose,
}: {
  readonly serviceId: string
  readonly tariff: Tariff | null
  readonly isOpen: boolean
  readonly onClose: () => void
}) {
  const w = useWords(words)
  const add = useWrite(api.carriers.addTariff, { quiet: true, success: w.saved })
  const replace = useWrite(api.carriers.replaceTariff, { quiet: true, success: w.saved })
  return (
    <FormDrawer<Values>
      title={tariff ? `${w.tariff} · ${tariff.name}` : w.addTariff}
      isOpen={isOpen}
      onClose={onClose}
      width={1040}
      initial={
        tariff ? valuesOf(tariff) : { verified: false, stepGrams: 100, zones: [emptyZone()] }
      }
      {...(tariff ? { version: tariff.version } : {})}
      save={(values, version) => {
        const draft = draftOf(values)
        return tariff
          ? replace.mutateAsync({
              params: { id: tariff.id },
              body: { version: version ?? 1, draft },
            })
          : add.mutateAsync({ params: { id: serviceId }, body: draft })
      }}
    >
      <div className="mr-grid2">
        <Field name="name" label={w.name} isRequired>
          <Input maxLength={60} />
        </Field>
        <Field name="siteId" label={w.site} help={w.everySite}>
          <SitePicker isClearable />
        </Field>
        <Field name="validFrom" label={w.validFrom} isRequired>
          <Input type="date" />
        </Field>
        <Field name="validTo" label={w.validTo}>
          <Input type="date" />
        </Field>
        <Field name="source" label={w.source}>
          <Input maxLength={500} />
        </Field>
        <Field name="verified" label={w.verified} valueProp="checked">
          <Switch />
        </Field>
      </div>
      <div className="mr-row">
        {(['stepGrams', 'heavyFromGrams', 'heavyStepGrams'] as const).map((name) => (
          <Field
            key={name}
            name={name}
            label={
              { stepGrams: w.stepGrams, heavyFromGrams: w.heavyFrom, heavyStepGrams: w.heavyStep }[
                name
              ]
            }
            isRequired={name === 'stepGrams'}
          >
            <QtyInput style={{ width: 130 }} />
          </Field>
        ))}
      </div>
      <Zones />
      <Surcharges />
    </FormDrawer>
  )
}

function valuesOf(tariff: Tariff): Values {
  return {
    ...tariff,
    zones: tariff.zones.map((zone) => ({
      ...zone,
      firstMinor: yuanOf(zone.firstMinor),
      addMinor: yuanOf(zone.addMinor),
    })),
    surcharges: tariff.surcharges.map((one) => ({
      name: one.name,
      regions: one.regions,
      ...(one.amountMinor === null ? {} : { amountMinor: yuanOf(one.amountMinor) }),
      ...(one.ratePpm === null ? {} : { ratePpm: percentOf(one.ratePpm) }),
      ...(one.validFrom === null ? {} : { validFrom: one.validFrom }),
      ...(one.validTo === null ? {} : { validTo: one.validTo }),
    })),
  }
}

const draftOf = (values: Values) => ({
  siteId: values.siteId || null,
  name: values.name,
  validFrom: values.validFrom,
  validTo: values.validTo || null,
  source: values.source ?? '',
  verified: values.verified,
  stepGrams: Number(values.stepGrams),
  heavyFromGrams: numberOrNull(values.heavyFromGrams),
  heavyStepGrams: numberOrNull(values.heavyStepGrams),
  zones: values.zones.map((zone) => ({
    name: zone.name,
    regions: [...zone.regions],
    firstGrams: Number(zone.firstGrams),
    firstMinor: minorOf(zone.firstMinor),
    addGrams: Number(zone.addGrams),
    addMinor: minorOf(zone.addMinor),
    days: Number(zone.days),
  })),
  surcharges: (values.surcharges ?? []).map((one) => ({
    name: one.name,
    amountMinor: one.amountMinor ? minorOf(one.amountMinor) : null,
    ratePpm: ppmOf(one.ratePpm),
    regions: [...(one.regions ?? [])],
    validFrom: one.validFrom || null,
    validTo: one.validTo || null,
  })),
})

/** RegionsPicker as a field of a form. */
function Regions({
  value = [],
  onChange,
}: {
  readonly value?: readonly string[]
  readonly onChange?: (value: readonly string[]) => void
}) {
  return <RegionsPicker value={value} onChange={(next) => onChange?.(next)} />
}

function Zones() {
  const w = useWords(words)
  const form = Form.useFormInstance()
  const cell = (n: number, name: keyof ZoneValues, label: string, input: React.ReactNode) => (
    <Field key={name} name={[n, name]} label={label} isRequired>
      {input}
    </Field>
  )
  return (
    <Form.List name="zones">
      {(rows, { add, remove }) => (
        <fieldset className="mr-tree">
          <div className="mr-row">
            <strong>{w.zones}</strong>
            <span className="mr-spring" />
            <Button
              size="small"
              type="text"
              onClick={() =>
                form.setFieldValue(
                  'zones',
                  FIVE_ZONES.map(([name, codes]) =>
                    emptyZone(
                      name,
                      codes.split(' ').map((code) => `${code}0000`),
                    ),
                  ),
                )
              }
            >
              {w.fiveZones}
            </Button>
            <Button size="small" onClick={() => add(emptyZone())}>
              {w.addZone}
            </Button>
          </div>
          {rows.map(({ key, name: n }) => (
            <fieldset key={key} className="mr-tree" aria-label={`${w.zones} ${n + 1}`}>
              <div className="mr-row">
                {cell(n, 'name', w.name, <Input style={{ width: 190 }} maxLength={60} />)}
                {cell(n, 'firstGrams', w.firstGrams, <QtyInput style={{ width: 90 }} />)}
                {cell(n, 'firstMinor', w.firstMinor, <MoneyInput style={{ width: 105 }} />)}
                {cell(n, 'addGrams', w.addGrams, <QtyInput style={{ width: 90 }} />)}
                {cell(n, 'addMinor', w.addMinor, <MoneyInput style={{ width: 105 }} />)}
                {cell(n, 'days', w.days, <QtyInput style={{ width: 70 }} />)}
                <Button
                  size="small"
                  type="text"
                  icon={<CloseOutlined />}
                  aria-label={`${w.remove} ${n + 1}`}
                  onClick={() => remove(n)}
                />
              </div>
              {cell(n, 'regions', w.regions, <Regions />)}
              <Button
                size="small"
                type="link"
                onClick={() => {
                  const held = (form.getFieldValue(['zones', n, 'regions']) ?? []) as string[]
                  form.setFieldValue(['zones', n, 'regions'], [...new Set([...held, '000000'])])
                }}
              >
                {w.elsewhere}
              </Button>
            </fieldset>
          ))}
        </fieldset>
      )}
    </Form.List>
  )
}

function Surcharges() {
  const w = useWords(words)
  return (
    <Form.List name="surcharges">
      {(rows, { add, remove }) => (
        <fieldset className="mr-tree">
          <div className="mr-row">
            <strong>{w.surcharges}</strong>
            <span className="mr-spring" />
            <Button size="small" onClick={() => add({})}>
              {w.addSurcharge}
            </Button>
          </div>
          {rows.map(({ key, name: n }) => (
            <fieldset key={key} className="mr-tree" aria-label={`${w.surcharges} ${n + 1}`}>
              <div className="mr-row">
                <Field name={[n, 'name']} label={w.name} isRequired>
                  <Input style={{ width: 150 }} maxLength={60} />
                </Field>
                <Field name={[n, 'amountMinor']} label={w.amount}>
                  <MoneyInput style={{ width: 105 }} />
                </Field>
                <Field name={[n, 'ratePpm']} label={w.rate}>
                  <Input style={{ width: 90 }} suffix="%" />
                </Field>
                <Field name={[n, 'validFrom']} label={w.validFrom}>
                  <Input type="date" />
                </Field>
                <Field name={[n, 'validTo']} label={w.validTo}>
                  <Input type="date" />
                </Field>
                <Button
                  size="small"
                  type="text"
                  icon={<CloseOutlined />}
                  aria-label={`${w.remove} ${n + 1}`}
                  onClick={() => remove(n)}
                />
              </div>
              <Field name={[n, 'regions']} label={w.regions} help={w.everywhere}>
                <Regions />
              </Field>
            </fieldset>
          ))}
        </fieldset>
      )}
    </Form.List>
  )
}
