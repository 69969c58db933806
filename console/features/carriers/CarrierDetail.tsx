// One carrier: its services with their price lists, its branches, and the switch for when it stops.
import { Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { useMay } from '../../session.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { Qty, StatusTag } from '../../ui/values.tsx'
import { DownDialog } from './DownDialog.tsx'
import {
  type Account,
  AccountForm,
  type Carrier,
  CarrierForm,
  type Service,
  ServiceForm,
  TopUpForm,
} from './forms.tsx'
import { type Tariff, TariffForm } from './TariffForm.tsx'
import { words } from './words.ts'

export function CarrierDetail({ id }: { readonly id: string }) {
  const w = useWords(words)
  const canWrite = useMay()('carriers.write')
  const { data, error } = useRead(api.carriers.carrier, { params: { id } })
  const up = useWrite(api.carriers.up, { success: w.upDone })
  const [dialog, setDialog] = useState<'edit' | 'down' | null>(null)
  if (error) return <ProblemAlert problem={error} />
  if (!data) return <Loading />
  const isDown = data.downSince !== null
  return (
    <div className="mr-stack">
      <Panel
        extra={
          canWrite ? (
            <>
              <Button onClick={() => setDialog('edit')}>{w.edit}</Button>
              {isDown ? (
                <Button onClick={() => up.mutate({ params: { id } })}>{w.up}</Button>
              ) : (
                <Button danger onClick={() => setDialog('down')}>
                  {w.down}
                </Button>
              )}
            </>
          ) : null
        }
        title={
          <StatusTag tone={isDown ? 'bad' : data.active ? 'good' : 'neutral'}>
            {isDown ? `${w.down} · ${data.downReason}` : data.active ? w.working : w.idle}
          </StatusTag>
        }
      >
        <Facts
          items={[
            [w.port, w[data.port]],
            ...(data.port === 'own'
              ? ([[w.prefix, data.numberPrefix || '—']] as const)
              : ([
                  [w.address, data.address],
                  [w.apiAccount, data.apiAccount],
                  [w.apiCode, data.apiCode],
                ] as const)),
          ]}
        />
      </Panel>
      <Services carrier={data} canWrite={canWrite} />
      <Accounts carrier={data} canWrite={canWrite} />
      <CarrierForm carrier={data} isOpen={dialog === 'edit'} onClose={() => setDialog(null)} />
      <DownDialog carrier={data} isOpen={dialog === 'down'} onClose={() => setDialog(null)} />
    </div>
  )
}

function Services({ carrier, canWrite }: { carrier: Carrier; canWrite: boolean }) {
  const w = useWords(words)
  const language = useLanguage()
  const known = useRead(api.carriers.known, {})
  const [form, setForm] = useState<Service | 'new' | null>(null)
  const goods = (value: string) =>
    known.data?.goods.find((one) => one.value === value)?.[language] ?? value
  return (
    <Panel
      title={w.services}
      extra={
        canWrite ? (
          <Button size="small" onClick={() => setForm('new')}>
            {w.addService}
          </Button>
        ) : null
      }
    >
      {carrier.services.map((service) => (
        <section key={service.id} className="mr-stack" aria-label={service.name}>
          <div className="mr-row">
            <strong>{service.name}</strong>
            <span className="mr-code">{service.code}</span>
            {service.active ? null : <StatusTag>{w.idle}</StatusTag>}
            <span className="mr-quiet">
              {`≤ ${service.maxGrams} g · ≤ ${service.maxSideMm} mm`}
              {service.divisor === null ? '' : ` · ÷ ${service.divisor}`}
              {service.forbids.length === 0
                ? ''
                : ` · ${w.forbids} ${service.forbids.map(goods).join('、')}`}
            </span>
            <span className="mr-spring" />
            {canWrite ? (
              <Button size="small" type="link" onClick={() => setForm(service)}>
                {w.edit}
              </Button>
            ) : null}
          </div>
          <Tariffs service={service} canWrite={canWrite} />
        </section>
      ))}
      <ServiceForm
        carrierId={carrier.id}
        service={form === 'new' ? null : form}
        isOpen={form !== null}
        onClose={() => setForm(null)}
      />
    </Panel>
  )
}

function Tariffs({ service, canWrite }: { service: Service; canWrite: boolean }) {
  const w = useWords(words)
  const { data, error } = useRead(api.carriers.tariffs, { query: { serviceId: service.id } })
  const sites = useRead(api.places.sites, { query: { limit: 200 } })
  const [form, setForm] = useState<Tariff | 'new' | null>(null)
  const siteOf = (id: string | null) =>
    id === null ? w.everySite : (sites.data?.items.find((site) => site.id === id)?.code ?? id)
  if (error) return <ProblemAlert problem={error} isSmall />
  if (!data) return <Loading lines={1} />
  return (
    <div>
      {data.items.length === 0 ? <p className="mr-warn">{w.noTariff}</p> : null}
      {data.items.map((tariff) => (
        <div key={tariff.id} className="mr-row">
          <button
            type="button"
            className="mr-link"
            disabled={!canWrite}
            onClick={() => setForm(tariff)}
          >
            {tariff.name}
          </button>
          <span className="mr-quiet">
            {`${tariff.validFrom} ~ ${tariff.validTo ?? ''} · ${siteOf(tariff.siteId)} · ${w.zones} ${tariff.zones.length}`}
          </span>
          {tariff.verified ? null : <StatusTag tone="warn">{w.unverified}</StatusTag>}
        </div>
      ))}
      {canWrite ? (
        <Button size="small" type="link" onClick={() => setForm('new')}>
          {w.addTariff}
        </Button>
      ) : null}
      <TariffForm
        serviceId={service.id}
        tariff={form === 'new' ? null : form}
        isOpen={form !== null}
        onClose={() => setForm(null)}
      />
    </div>
  )
}

function Accounts({ carrier, canWrite }: { carrier: Carrier; canWrite: boolean }) {
  const w = useWords(words)
  const [form, setForm] = useState<Account | 'new' | null>(null)
  const [booking, setBooking] = useState<Account | null>(null)
  return (
    <Panel
      title={w.accounts}
      extra={
        canWrite ? (
          <Button size="small" onClick={() => setForm('new')}>
            {w.addAccount}
          </Button>
        ) : null
      }
    >
      <table className="mr-plain">
        <tbody>
          {carrier.accounts.map((account) => (
            <tr key={account.id}>
              <td className="mr-code">{account.branchCode}</td>
              <td>{account.name}</td>
              <td>{account.siteCode ?? w.everySite}</td>
              <td className="mr-right">
                {account.metered ? (
                  <span className="mr-quiet">{w.metered}</span>
                ) : (
                  <span
                    className={BigInt(account.balance) <= BigInt(account.lowAt) ? 'mr-warn' : ''}
                  >
                    <Qty value={account.balance} />
                  </span>
                )}
              </td>
              <td className="mr-right">
                {canWrite ? (
                  <>
                    {account.metered ? null : (
                      <Button size="small" type="link" onClick={() => setBooking(account)}>
                        {w.topUp}
                      </Button>
                    )}
                    <Button size="small" type="link" onClick={() => setForm(account)}>
                      {w.edit}
                    </Button>
                  </>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <AccountForm
        carrierId={carrier.id}
        account={form === 'new' ? null : form}
        isOpen={form !== null}
        onClose={() => setForm(null)}
      />
      <TopUpForm account={booking} onClose={() => setBooking(null)} />
    </Panel>
  )
}
