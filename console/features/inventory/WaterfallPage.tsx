// The stock waterfall: every step from on hand to available to sell, each opening to the rows it is made of.
import { Button, Input, Skeleton } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Field, QtyInput } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { formatInteger } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useAddress, useSetAddress } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { Qty } from '../../ui/values.tsx'
import { SitePicker, SkuPicker } from '../pickers/pickers.tsx'
import { words } from './words.ts'

export function WaterfallPage() {
  const w = useWords(words)
  const may = useMay()
  const address = useAddress()
  const setAddress = useSetAddress()
  const [dialog, setDialog] = useState<'safety' | 'quota' | null>(null)
  const skuId = address['sku']
  return (
    <Page
      title={w.waterfall}
      help={w.waterfallHelp}
      actions={
        skuId && may('inventory.settings') ? (
          <>
            <Button onClick={() => setDialog('safety')}>{w.safety}</Button>
            <Button onClick={() => setDialog('quota')}>{w.quotaGrant}</Button>
          </>
        ) : null
      }
    >
      <div
        style={{
          display: 'grid',
          gridTemplateColumns: 'minmax(260px, 2fr) minmax(180px, 1fr) 180px',
          gap: 8,
          marginBottom: 12,
        }}
      >
        <SkuPicker
          label={w.sku}
          {...(skuId ? { value: skuId } : {})}
          onChange={(sku) => setAddress({ sku: sku ?? null })}
        />
        <SitePicker
          label={w.site}
          isClearable
          {...(address['siteId'] ? { value: address['siteId'] } : {})}
          onChange={(siteId) => setAddress({ siteId: siteId ?? null })}
        />
        <Input
          aria-label={w.channel}
          placeholder={w.channel}
          allowClear
          defaultValue={address['channel'] ?? ''}
          onChange={(event) => setAddress({ channel: event.target.value || null })}
        />
      </div>
      {skuId ? (
        <Steps skuId={skuId} siteId={address['siteId']} channel={address['channel'] ?? ''} />
      ) : (
        <Teach title={w.pickSku} text={w.pickSkuText} />
      )}
      {skuId ? <Rules skuId={skuId} dialog={dialog} onClose={() => setDialog(null)} /> : null}
    </Page>
  )
}

type StepName = Extract<keyof typeof words, `step_${string}`>

function Steps({
  skuId,
  siteId,
  channel,
}: {
  skuId: string
  siteId: string | undefined
  channel: string
}) {
  const w = useWords(words)
  const { data, error, refetch } = useRead(api.inventory.waterfall, {
    query: { skuId, channel, ...(siteId ? { siteId } : {}) },
  })
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton active />
  if (data.bundle) {
    return (
      <Panel title={w.step_ats}>
        <p>{w.bundleCan(formatInteger(data.bundle.publish))}</p>
        {data.bundle.short === '0' ? null : (
          <p className="mr-bad">{w.bundleShort(formatInteger(data.bundle.short))}</p>
        )}
      </Panel>
    )
  }
  const scale = Math.max(1, ...data.steps.map(({ value }) => Math.abs(Number(value))))
  const rowsOf = (key: string): string | null => {
    const site = siteId ? `&siteId=${siteId}` : ''
    if (key === 'on_hand' || key === 'not_good' || key === 'good') {
      return `${paths.balances}?skuId=${skuId}${site}${key === 'good' ? '&quality=good' : ''}`
    }
    const kinds: Record<string, string> = {
      soft: 'SOFT',
      ordered: 'ORDER',
      hard: 'HARD',
      frozen: 'FREEZE',
      quotas: 'QUOTA',
      own_quota: 'QUOTA',
    }
    return kinds[key] ? `${paths.reservations}?skuId=${skuId}&kind=${kinds[key]}` : null
  }
  // A change begins where the total before it ended.
  let level = 0
  const bars = data.steps.map((step) => {
    const value = Number(step.value)
    const start = step.kind === 'total' ? 0 : level
    level = step.kind === 'total' ? value : level + value
    return { ...step, left: Math.min(start, level), size: Math.abs(level - start) }
  })
  return (
    <>
      <Panel title={w.waterfall}>
        <table className="mr-steps" style={{ width: '100%', borderCollapse: 'collapse' }}>
          <tbody>
            {bars.map((step) => {
              const link = rowsOf(step.key)
              const isTotal = step.kind === 'total'
              const label = w[`step_${step.key}` as StepName] as string
              return (
                <tr key={step.key} style={{ height: 32, fontWeight: isTotal ? 600 : 400 }}>
                  <th scope="row" style={{ textAlign: 'left', width: 220, fontWeight: 'inherit' }}>
                    {label}
                  </th>
                  <td style={{ width: 130, textAlign: 'right', paddingRight: 16 }}>
                    <Qty value={step.value} isDelta={!isTotal} />
                  </td>
                  <td aria-hidden>
                    <div style={{ position: 'relative', height: 14, overflow: 'hidden' }}>
                      <div
                        style={{
                          position: 'absolute',
                          insetBlock: 0,
                          left: `${(Math.max(0, step.left) / scale) * 100}%`,
                          width: `${Math.max(step.size > 0 ? 0.4 : 0, (step.size / scale) * 100)}%`,
                          background: isTotal
                            ? 'var(--mr-accent, #0b5f63)'
                            : Number(step.value) < 0
                              ? '#c98a3a'
                              : '#4f9d69',
                          borderRadius: 2,
                        }}
                      />
                    </div>
                  </td>
                  <td style={{ width: 96, textAlign: 'right' }}>
                    {link && step.value !== '0' ? (
                      <a href={link} aria-label={`${w.openRows}: ${label}`}>
                        {w.openRows}
                      </a>
                    ) : null}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Panel>
      {data.sites.length > 1 ? (
        <Panel title={w.bySite}>
          <table style={{ width: '100%' }}>
            <thead>
              <tr>
                <th style={{ textAlign: 'left' }}>{w.site}</th>
                {[w.onHand, w.good, w.step_ordered, w.step_hard, w.step_safety].map((title) => (
                  <th key={title} style={{ textAlign: 'right' }}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.sites.map((site) => (
                <tr key={site.siteId} style={{ height: 30 }}>
                  <td>{site.siteCode}</td>
                  {[site.onHand, site.good, site.ordered, site.hard, site.safety].map(
                    (value, index) => (
                      <td key={index} style={{ textAlign: 'right' }}>
                        <Qty value={value} />
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      ) : null}
    </>
  )
}

function Rules({
  skuId,
  dialog,
  onClose,
}: {
  skuId: string
  dialog: 'safety' | 'quota' | null
  onClose: () => void
}) {
  const w = useWords(words)
  const safety = useWrite(api.inventory.setSafety, { success: w.saved, quiet: true })
  const quota = useWrite(api.inventory.grantQuota, { success: w.saved, quiet: true })
  return (
    <>
      <FormModal<{ siteId?: string; channel?: string; qty: string }>
        title={w.safety}
        isOpen={dialog === 'safety'}
        onClose={onClose}
        save={({ siteId, channel, qty }) =>
          safety.mutateAsync({
            params: { id: skuId },
            body: { qty, ...(siteId ? { siteId } : {}), ...(channel ? { channel } : {}) },
          })
        }
      >
        <Field name="siteId" label={w.site} help={w.allSites}>
          <SitePicker isClearable />
        </Field>
        <Field name="channel" label={w.channel}>
          <Input maxLength={40} />
        </Field>
        <Field name="qty" label={w.safetyQty} isRequired>
          <QtyInput />
        </Field>
      </FormModal>
      <FormModal<{ siteId: string; channel: string; qty: string }>
        title={w.quotaGrant}
        isOpen={dialog === 'quota'}
        onClose={onClose}
        save={(body) => quota.mutateAsync({ params: { id: skuId }, body })}
      >
        <Field name="siteId" label={w.site} isRequired>
          <SitePicker />
        </Field>
        <Field name="channel" label={w.channel} isRequired>
          <Input maxLength={40} />
        </Field>
        <Field name="qty" label={w.qty} isRequired>
          <QtyInput />
        </Field>
      </FormModal>
    </>
  )
}
