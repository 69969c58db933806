// The rules by which a SKU is offered: safety stock, shares and caps, exclusive quotas. Set here, seen here,
// and the safety that its own busiest minute asks for.
import { Button } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { inventoryApi } from '../../../src/modules/inventory/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Field, QtyInput } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { formatInstant, formatInteger } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Qty } from '../../ui/values.tsx'
import { type Reason, Why } from '../../ui/Why.tsx'
import { ChannelInput } from '../pickers/ChannelPicker.tsx'
import { SitePicker } from '../pickers/pickers.tsx'
import { offerWords as words } from './offer-words.ts'

type Dialog = 'safety' | 'share' | 'quota'
type Rules = Result<(typeof inventoryApi)['rules']>

/** As long as a platform may show old stock: what most shops refresh within. 行业经验值. */
const STALE_SECONDS = 60

export function OfferRules({ skuId }: { readonly skuId: string }) {
  const w = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const { data, error, refetch } = useRead(api.inventory.rules, {
    params: { id: skuId },
    query: { staleSeconds: STALE_SECONDS },
  })
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  const lines: { what: string; where: string; value: string }[] = [
    ...(data?.safety ?? []).map((rule) => ({
      what: w.safety,
      where: [rule.site ?? w.everySite, rule.channel].filter(Boolean).join(' · '),
      value: formatInteger(rule.qty),
    })),
    ...(data?.shares ?? []).map((share) => ({
      what: w.share,
      where: share.channel,
      value: `${share.percent}%${share.cap === null ? '' : ` · ${w.cap} ${formatInteger(share.cap)}`}`,
    })),
    ...(data?.quotas ?? []).map((quota) => ({
      what: w.quota,
      where: `${quota.site} · ${quota.channel}`,
      value: `${formatInteger(quota.left)}${quota.expiresAt ? ` · ${w.until} ${formatInstant(quota.expiresAt, language)}` : ''}`,
    })),
  ]
  const stale: Reason = {
    says: w.staleSays(STALE_SECONDS),
    inputs: [[w.peak, formatInteger(data?.stale.peakPerMinute ?? '0')]],
    links: [{ label: w.openRows, to: `${paths.moves}?skuId=${skuId}&reason=ship` }],
  }
  return (
    <Panel
      title={w.rules}
      extra={
        may('inventory.settings') ? (
          <>
            <Button size="small" onClick={() => setDialog('safety')}>
              {w.setSafety}
            </Button>{' '}
            <Button size="small" onClick={() => setDialog('share')}>
              {w.setShare}
            </Button>{' '}
            <Button size="small" onClick={() => setDialog('quota')}>
              {w.grantQuota}
            </Button>
          </>
        ) : null
      }
    >
      {lines.length === 0 ? (
        <p className="mr-quiet">{w.none}</p>
      ) : (
        <table style={{ width: '100%' }} aria-label={w.rules}>
          <tbody>
            {lines.map(({ what, where, value }) => (
              <tr key={`${what}${where}${value}`} style={{ height: 28 }}>
                <td>{what}</td>
                <td>{where}</td>
                <td style={{ textAlign: 'right' }}>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        <Why reason={stale}>{w.stale}</Why> <Qty value={data?.stale.qty} />
      </p>
      <Dialogs skuId={skuId} rules={data} dialog={dialog} onClose={() => setDialog(null)} />
    </Panel>
  )
}

function Dialogs({
  skuId,
  rules,
  dialog,
  onClose,
}: {
  skuId: string
  rules: Rules | undefined
  dialog: Dialog | null
  onClose: () => void
}) {
  const w = useWords(words)
  const safety = useWrite(api.inventory.setSafety, { success: w.saved, quiet: true })
  const share = useWrite(api.inventory.setShare, { success: w.saved, quiet: true })
  const quota = useWrite(api.inventory.grantQuota, { success: w.saved, quiet: true })
  const params = { id: skuId }
  // What stands on the screen is what the person saw.
  const safetySeen = (siteId?: string, channel?: string) =>
    rules?.safety.find(
      (rule) => rule.siteId === (siteId ?? null) && rule.channel === (channel ?? ''),
    )?.version ?? 0
  const shareSeen = (channel: string) =>
    rules?.shares.find((rule) => rule.channel === channel)?.version ?? 0
  return (
    <>
      <FormModal<{ siteId?: string; channel?: string; qty: string }>
        title={w.setSafety}
        isOpen={dialog === 'safety'}
        onClose={onClose}
        save={({ siteId, channel, qty }, version = safetySeen(siteId, channel)) =>
          safety.mutateAsync({
            params,
            body: { version, qty, ...(siteId ? { siteId } : {}), ...(channel ? { channel } : {}) },
          })
        }
      >
        <Field name="siteId" label={w.site} help={w.allSites}>
          <SitePicker isClearable />
        </Field>
        <Field name="channel" label={w.channel}>
          <ChannelInput />
        </Field>
        <Field name="qty" label={w.safetyQty} isRequired>
          <QtyInput />
        </Field>
      </FormModal>
      <FormModal<{ channel: string; percent: string; cap?: string }>
        title={w.setShare}
        isOpen={dialog === 'share'}
        onClose={onClose}
        initial={{ percent: '100' }}
        save={({ channel, percent, cap }, version = shareSeen(channel)) =>
          share.mutateAsync({
            params: { ...params, channel },
            body: { version, percent: Number(percent), ...(cap ? { cap } : {}) },
          })
        }
      >
        <Field name="channel" label={w.channel} isRequired>
          <ChannelInput />
        </Field>
        <Field name="percent" label={w.percent} isRequired help={w.percentHelp}>
          <QtyInput />
        </Field>
        <Field name="cap" label={w.cap}>
          <QtyInput />
        </Field>
      </FormModal>
      <FormModal<{ siteId: string; channel: string; qty: string }>
        title={w.grantQuota}
        isOpen={dialog === 'quota'}
        onClose={onClose}
        save={(body) => quota.mutateAsync({ params, body })}
      >
        <Field name="siteId" label={w.site} isRequired>
          <SitePicker />
        </Field>
        <Field name="channel" label={w.channel} isRequired>
          <ChannelInput />
        </Field>
        <Field name="qty" label={w.qty} isRequired>
          <QtyInput />
        </Field>
      </FormModal>
    </>
  )
}
