// The stock waterfall: every step from on hand to available to sell, each opening to the rows it is made of.
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { paths } from '../../paths.ts'
import { formatInteger } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { Loading } from '../../ui/states.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useAddress, useSetAddress } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { Qty } from '../../ui/values.tsx'
import { type FallStep, Waterfall } from '../../ui/Waterfall.tsx'
import { type Reason, Why } from '../../ui/Why.tsx'
import { ChannelPicker } from '../pickers/ChannelPicker.tsx'
import { SitePicker, SkuPicker } from '../pickers/pickers.tsx'
import { OfferRules } from './OfferRules.tsx'
import { offerWords } from './offer-words.ts'
import { words } from './words.ts'

export function WaterfallPage() {
  const w = useWords(words)
  const address = useAddress()
  const setAddress = useSetAddress()
  const skuId = address['sku']
  return (
    <Page title={w.waterfall} help={w.waterfallHelp}>
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
        <ChannelPicker
          label={w.channel}
          {...(address['channel'] ? { value: address['channel'] } : {})}
          onChange={(channel) => setAddress({ channel: channel ?? null })}
        />
      </div>
      {skuId ? (
        <Steps skuId={skuId} siteId={address['siteId']} channel={address['channel'] ?? ''} />
      ) : (
        <Teach title={w.pickSku} text={w.pickSkuText} />
      )}
      {skuId ? <OfferRules skuId={skuId} /> : null}
    </Page>
  )
}

type StepName = Extract<keyof typeof words, `step_${string}`>
type WhyName = Extract<keyof typeof words, `why_${string}`>

/** Steps that are sums over sites, and the field of a site that goes in. */
const PER_SITE: Readonly<
  Record<string, 'onHand' | 'notGood' | 'good' | 'soft' | 'ordered' | 'hard' | 'frozen' | 'safety'>
> = {
  on_hand: 'onHand',
  not_good: 'notGood',
  good: 'good',
  soft: 'soft',
  ordered: 'ordered',
  hard: 'hard',
  frozen: 'frozen',
  safety: 'safety',
}

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
  const o = useWords(offerWords)
  const { data, error, refetch } = useRead(api.inventory.waterfall, {
    query: { skuId, channel, ...(siteId ? { siteId } : {}) },
  })
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  if (data.bundle) {
    return (
      <Panel title={w.step_ats}>
        <p>{w.bundleCan(formatInteger(data.bundle.publish))}</p>
        {data.bundle.short === '0' ? null : (
          <p className="mr-bad">{w.bundleShort(formatInteger(data.bundle.short))}</p>
        )}
        <table style={{ width: '100%' }} aria-label={o.parts}>
          <thead>
            <tr>
              <th style={{ textAlign: 'left' }}>{o.parts}</th>
              {[o.perBundle, o.free, o.offered].map((title) => (
                <th key={title} style={{ textAlign: 'right' }}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.bundle.parts.map((part) => (
              <tr key={part.skuId} style={{ height: 28 }}>
                <td>
                  <a href={`${paths.waterfall}?sku=${part.skuId}`}>{part.code}</a>
                </td>
                {[part.perBundle, part.free, part.offered].map((value, index) => (
                  <td key={index} style={{ textAlign: 'right' }}>
                    <Qty value={value} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
    )
  }
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
  const steps = data.steps.map((step): FallStep => {
    const link = step.value === '0' ? null : rowsOf(step.key)
    const field = PER_SITE[step.key]
    const reason: Reason = {
      says: w[`why_${step.key}` as WhyName] as string,
      inputs: field ? data.sites.map((site) => [site.siteCode, formatInteger(site[field])]) : [],
      links: link ? [{ label: w.openRows, to: link }] : [],
    }
    return {
      key: step.key,
      kind: step.kind === 'total' ? 'level' : 'change',
      value: step.value,
      label: <Why reason={reason}>{w[`step_${step.key}` as StepName] as string}</Why>,
      ...(link ? { to: link } : {}),
    }
  })
  return (
    <>
      <Panel title={w.waterfall}>
        <Waterfall label={w.waterfall} steps={steps} />
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
