// Forms of a carrier, its services and its branch accounts.
import { AutoComplete, Input, Select, Switch, Form } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { carriersApi } from '../../../src/modules/carriers/contract.ts'
import { Field, QtyInput } from '../../ui/form/Field.tsx'
import { FormDrawer, FormModal } from '../../ui/form/FormDrawer.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { SitePicker } from '../pickers/pickers.tsx'
import { words } from './words.ts'

export type Carrier = Result<(typeof carriersApi)['carrier']>
export type Service = Carrier['services'][number]
export type Account = Carrier['accounts'][number]

interface CarrierValues {
  readonly code: string
  readonly name: string
  readonly port: 'own' | 'kdniao'
  readonly address?: string
  readonly apiAccount?: string
  readonly apiCode?: string
  readonly key?: string
  readonly numberPrefix?: string
  readonly active: boolean
}

interface FormProps {
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function CarrierForm({
  carrier,
  ...form
}: FormProps & { readonly carrier: Carrier | null }) {
  const w = useWords(words)
  const known = useRead(api.carriers.known, {})
  const add = useWrite(api.carriers.addCarrier, { quiet: true, success: w.saved })
  const edit = useWrite(api.carriers.editCarrier, { quiet: true, success: w.saved })
  return (
    <FormDrawer<CarrierValues>
      {...form}
      title={carrier ? `${w.edit} · ${carrier.code}` : w.add}
      initial={carrier ?? { port: 'own', active: true }}
      {...(carrier ? { version: carrier.version } : {})}
      save={(values, version) => {
        const body = {
          name: values.name,
          port: values.port,
          address: values.address ?? '',
          apiAccount: values.apiAccount ?? '',
          apiCode: values.apiCode ?? '',
          numberPrefix: values.numberPrefix ?? '',
          active: values.active,
          ...(values.key ? { key: values.key } : {}),
        }
        return carrier
          ? edit.mutateAsync({
              params: { id: carrier.id },
              body: { ...body, version: version ?? 1 },
            })
          : add.mutateAsync({ body: { ...body, code: values.code } })
      }}
    >
      {carrier ? null : (
        <Field name="code" label={w.code} isRequired>
          <AutoComplete
            options={(known.data?.carriers ?? []).map(({ code, name }) => ({
              value: code,
              label: `${code} ${name}`,
            }))}
            showSearch={{
              filterOption: (text, option) =>
                String(option?.label).toLowerCase().includes(text.toLowerCase()),
            }}
          />
        </Field>
      )}
      <Field name="name" label={w.name} isRequired>
        <Input maxLength={60} />
      </Field>
      <Field name="port" label={w.port} isRequired>
        <Select
          options={(['own', 'kdniao'] as const).map((value) => ({ value, label: w[value] }))}
        />
      </Field>
      <PortFields hasKey={carrier?.hasKey ?? false} />
      <Field name="active" label={w.active} valueProp="checked">
        <Switch />
      </Field>
    </FormDrawer>
  )
}

function PortFields({ hasKey }: { hasKey: boolean }) {
  const w = useWords(words)
  const port = Form.useWatch<string | undefined>('port')
  if (port !== 'kdniao') {
    return (
      <Field name="numberPrefix" label={w.prefix}>
        <Input maxLength={8} />
      </Field>
    )
  }
  return (
    <>
      <Field name="address" label={w.address} isRequired>
        <Input placeholder="https://" />
      </Field>
      <Field name="apiAccount" label={w.apiAccount} isRequired>
        <Input />
      </Field>
      <Field name="apiCode" label={w.apiCode} isRequired>
        <Input />
      </Field>
      <Field name="key" label={w.key} isRequired={!hasKey} help={hasKey ? w.keyKept : undefined}>
        <Input.Password autoComplete="new-password" />
      </Field>
    </>
  )
}

type ServiceValues = Omit<Service, 'id' | 'version' | 'divisor'> & {
  readonly divisor: string | number | null
}

export function ServiceForm({
  carrierId,
  service,
  ...form
}: FormProps & { readonly carrierId: string; readonly service: Service | null }) {
  const w = useWords(words)
  const language = useLanguage()
  const known = useRead(api.carriers.known, {})
  const add = useWrite(api.carriers.addService, { quiet: true, success: w.saved })
  const edit = useWrite(api.carriers.editService, { quiet: true, success: w.saved })
  const numbers = [
    'maxGrams',
    'maxSideMm',
    'latePpm',
    'claimPpm',
    'pickupHours',
    'stallHours',
    'deliveryHours',
  ] as const
  return (
    <FormDrawer<ServiceValues>
      {...form}
      title={service ? `${w.edit} · ${service.name}` : w.addService}
      initial={
        service ?? {
          divisor: 6000,
          maxGrams: 30_000,
          maxSideMm: 1200,
          forbids: [],
          latePpm: 0,
          claimPpm: 0,
          pickupHours: 24,
          stallHours: 48,
          deliveryHours: 48,
          active: true,
        }
      }
      {...(service ? { version: service.version } : {})}
      save={(values, version) => {
        const number = (name: (typeof numbers)[number]) => Number(values[name])
        const body = {
          name: values.name,
          divisor: values.divisor === null || values.divisor === '' ? null : Number(values.divisor),
          maxGrams: number('maxGrams'),
          maxSideMm: number('maxSideMm'),
          forbids: [...(values.forbids ?? [])],
          latePpm: number('latePpm'),
          claimPpm: number('claimPpm'),
          pickupHours: number('pickupHours'),
          stallHours: number('stallHours'),
          deliveryHours: number('deliveryHours'),
          active: values.active,
        }
        return service
          ? edit.mutateAsync({
              params: { id: service.id },
              body: { ...body, version: version ?? 1 },
            })
          : add.mutateAsync({ params: { id: carrierId }, body: { ...body, code: values.code } })
      }}
    >
      {service ? null : (
        <Field name="code" label={w.code} isRequired>
          <Input maxLength={30} />
        </Field>
      )}
      <Field name="name" label={w.name} isRequired>
        <Input maxLength={60} />
      </Field>
      <Field name="divisor" label={w.divisor} help={w.divisorHelp}>
        <QtyInput />
      </Field>
      <Field name="forbids" label={w.forbids}>
        <Select
          mode="multiple"
          options={(known.data?.goods ?? []).map((one) => ({
            value: one.value,
            label: one[language],
          }))}
        />
      </Field>
      {numbers.map((name) => (
        <Field key={name} name={name} label={w[name]} isRequired>
          <QtyInput />
        </Field>
      ))}
      <Field name="active" label={w.active} valueProp="checked">
        <Switch />
      </Field>
    </FormDrawer>
  )
}

interface AccountValues {
  readonly branchCode: string
  readonly name: string
  readonly siteId?: string | null
  readonly metered: boolean
  readonly lowAt: string
  readonly active: boolean
}

export function AccountForm({
  carrierId,
  account,
  ...form
}: FormProps & { readonly carrierId: string; readonly account: Account | null }) {
  const w = useWords(words)
  const add = useWrite(api.carriers.addAccount, { quiet: true, success: w.saved })
  const edit = useWrite(api.carriers.editAccount, { quiet: true, success: w.saved })
  return (
    <FormDrawer<AccountValues>
      {...form}
      title={account ? `${w.edit} · ${account.branchCode}` : w.addAccount}
      initial={account ?? { metered: true, lowAt: '100', active: true }}
      {...(account ? { version: account.version } : {})}
      save={({ branchCode, name, siteId, metered, lowAt, active }, version) => {
        const body = { name, siteId: siteId || null, metered, lowAt, active }
        return account
          ? edit.mutateAsync({
              params: { id: account.id },
              body: { ...body, version: version ?? 1 },
            })
          : add.mutateAsync({ params: { id: carrierId }, body: { ...body, branchCode } })
      }}
    >
      {account ? null : (
        <Field name="branchCode" label={w.branch} isRequired>
          <Input maxLength={40} />
        </Field>
      )}
      <Field name="name" label={w.name} isRequired>
        <Input maxLength={60} />
      </Field>
      <Field name="siteId" label={w.site} help={w.everySite}>
        <SitePicker isClearable />
      </Field>
      <Field name="metered" label={w.metered} valueProp="checked">
        <Switch />
      </Field>
      <Field name="lowAt" label={w.lowAt} isRequired>
        <QtyInput />
      </Field>
      <Field name="active" label={w.active} valueProp="checked">
        <Switch />
      </Field>
    </FormDrawer>
  )
}

export function TopUpForm({
  account,
  onClose,
}: {
  readonly account: Account | null
  readonly onClose: () => void
}) {
  const w = useWords(words)
  const book = useWrite(api.carriers.topUp, {
    quiet: true,
    success: ({ balance }) => w.booked(balance),
  })
  return (
    <FormModal<{ qty: string; note: string }>
      title={`${w.topUp} · ${account?.branchCode ?? ''}`}
      isOpen={account !== null}
      onClose={onClose}
      save={(body) => book.mutateAsync({ params: { id: account?.id ?? '' }, body })}
    >
      <Field name="qty" label={w.qty} isRequired>
        <QtyInput />
      </Field>
      <Field name="note" label={w.note} isRequired>
        <Input maxLength={200} />
      </Field>
    </FormModal>
  )
}
