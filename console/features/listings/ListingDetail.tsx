// One listing in its drawer: what it may be, what it is, what hangs on it, and how that came about. Enter takes the first
// suggestion and goes on to the next listing, so that a queue is worked through with one key.
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { listingsApi } from '../../../src/modules/listings/contract.ts'
import { useMay } from '../../session.ts'
import { formatIn, formatInteger } from '../../ui/format.ts'
import { useHotkeys } from '../../ui/hotkeys.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { useSetAddress } from '../../ui/table/use-address.ts'
import { StatusTag, When } from '../../ui/values.tsx'
import { TellOffer } from '../connectors/Acts.tsx'
import { type Dialog, Dialogs } from './Dialogs.tsx'
import { Confidence, nextInQueue, useAccept } from './parts.tsx'
import { words } from './words.ts'

export type Listing = Result<(typeof listingsApi)['listing']>

const TONES = { unmapped: 'warn', mapped: 'good', ignored: 'neutral' } as const

export function ListingDetail(props: { readonly id: string; readonly onClose: () => void }) {
  const w = useWords(words)
  const may = useMay()
  const setAddress = useSetAddress()
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const {
    data: listing,
    error,
    refetch,
  } = useRead(api.listings.listing, {
    params: { id: props.id },
  })
  // Taken before the list is read again, when the row may be gone from it.
  const goOn = useRef<string | null>(null)
  const remember = () => void (goOn.current = nextInQueue(props.id))
  const next = () => (goOn.current ? setAddress({ open: goOn.current }) : props.onClose())
  const accept = useAccept(next)
  const canWrite = may('listings.write')
  const take = (at: number) => {
    const suggestion = listing?.suggestions[at]
    if (!listing || !suggestion || !canWrite || listing.state !== 'unmapped') return
    remember()
    accept.take(listing, suggestion)
  }
  const open = (which: Dialog) => {
    remember()
    setDialog(which)
  }
  useHotkeys(
    [
      { keys: '1|2|3|4|5', label: w.keyAccept, run: (event) => take(Number(event.key) - 1) },
      { keys: 'e', label: w.keyChoose, run: () => open('map') },
      { keys: 'n', label: w.keyCreate, run: () => open('create') },
      { keys: 'x', label: w.keyIgnore, run: () => open('ignore') },
    ],
    canWrite && dialog === null,
  )
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  if (!listing) return <Loading />
  return (
    <>
      <What listing={listing} canWrite={canWrite} onOpen={open} />
      {listing.state === 'unmapped' ? (
        <Suggestions
          listing={listing}
          canWrite={canWrite}
          isBusy={accept.isPending}
          onTake={take}
        />
      ) : null}
      <TellOffer offer={listing} />
      <About listing={listing} />
      <History listing={listing} />
      <Dialogs
        listing={listing}
        dialog={dialog}
        onClose={() => setDialog(null)}
        onDone={() => (listing.state === 'unmapped' ? next() : undefined)}
      />
    </>
  )
}

function What(props: {
  readonly listing: Listing
  readonly canWrite: boolean
  readonly onOpen: (dialog: Dialog) => void
}) {
  const w = useWords(words)
  const { listing } = props
  const button = (dialog: Dialog, label: string) => (
    <Button key={dialog} size="small" onClick={() => props.onOpen(dialog)}>
      {label}
    </Button>
  )
  return (
    <Panel
      title={<StatusTag tone={TONES[listing.state]}>{w[listing.state]}</StatusTag>}
      extra={
        props.canWrite ? (
          <span className="mr-row">
            {button('map', listing.state === 'unmapped' ? w.choose : w.remap)}
            {listing.state === 'unmapped' ? button('create', w.create) : null}
            {listing.state === 'ignored' ? null : button('ignore', w.ignore)}
            {listing.state === 'unmapped' ? null : button('unmap', w.unmap)}
          </span>
        ) : null
      }
    >
      {listing.state === 'mapped' ? (
        <p>
          <span className="mr-code">{listing.sku}</span> {listing.skuName}
          {listing.skuQty === '1' ? null : <strong> × {formatInteger(listing.skuQty)}</strong>}
        </p>
      ) : null}
      {listing.reason === '' ? null : <p className="mr-quiet">{listing.reason}</p>}
      <Effect listing={listing} />
    </Panel>
  )
}

/** What hangs on it, in orders and money. */
export function Effect({ listing }: { readonly listing: Listing }) {
  const w = useWords(words)
  if (listing.lines === 0) return <p className="mr-quiet">{w.effectNone}</p>
  const money = (minor: string) => formatIn(listing.currency, minor)
  return (
    <Facts
      items={[
        [w.amount30, money(listing.amount30Minor)],
        [w.amount90, money(listing.amount90Minor)],
        [w.amount, money(listing.amountMinor)],
        [w.orders, formatInteger(listing.orders)],
        [w.waiting, formatInteger(listing.waiting)],
      ]}
    />
  )
}

function Suggestions(props: {
  readonly listing: Listing
  readonly canWrite: boolean
  readonly isBusy: boolean
  readonly onTake: (at: number) => void
}) {
  const w = useWords(words)
  const language = useLanguage()
  const first = useRef<HTMLButtonElement>(null)
  // Enter belongs to the focused button: the first suggestion is one key away.
  useEffect(() => first.current?.focus(), [])
  const { suggestions } = props.listing
  return (
    <Panel title={w.suggestion}>
      {suggestions.length === 0 ? <p className="mr-quiet">{w.noSuggestion}</p> : null}
      <table className="mr-plain">
        <tbody>
          {suggestions.map((one, at) => (
            <tr key={one.skuId}>
              <td>
                <kbd>{at === 0 ? '↵' : at + 1}</kbd>
              </td>
              <td>
                <Confidence value={one.confidence} />
              </td>
              <td>
                <span className="mr-code">{one.code}</span>
                {one.skuQty === '1' ? '' : ` × ${one.skuQty}`} {one.name}
                <br />
                <small className="mr-quiet">{one.why[language]}</small>
              </td>
              <td className="mr-right">
                {props.canWrite ? (
                  <Button
                    {...(at === 0 ? { ref: first, type: 'primary' as const } : {})}
                    size="small"
                    aria-label={w.confirmOf(one.code)}
                    disabled={props.isBusy}
                    onClick={() => props.onTake(at)}
                  >
                    {w.confirm}
                  </Button>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

function About({ listing }: { readonly listing: Listing }) {
  const w = useWords(words)
  const said: readonly (readonly [string, string])[] = [
    [w.shop, listing.shop],
    [w.spec, listing.spec],
    [w.merchantCode, listing.merchantCode],
    [w.barcode, listing.barcode],
    [w.platformItem, listing.platformItem],
    [w.platformSku, listing.platformSku],
    [w.price, listing.priceMinor === null ? '' : formatIn(listing.currency, listing.priceMinor)],
    [w.stock, listing.stockQty === null ? '' : formatInteger(listing.stockQty)],
    [w.category, listing.category],
    [w.saleState, listing.saleState === 'unknown' ? '' : w[listing.saleState]],
  ]
  return (
    <Panel
      title={w.listing}
      extra={
        /^https?:/.test(listing.url) ? (
          <a href={listing.url} target="_blank" rel="noreferrer">
            {w.open}
          </a>
        ) : null
      }
    >
      <Facts items={said.filter(([, value]) => value !== '')} />
      {listing.prices.length > 1 ? (
        <>
          <h3>{w.prices}</h3>
          <Facts
            items={listing.prices.map(({ day, priceMinor }) => [
              day,
              formatIn(listing.currency, priceMinor),
            ])}
          />
        </>
      ) : null}
    </Panel>
  )
}

function History({ listing }: { readonly listing: Listing }) {
  const w = useWords(words)
  const rules: Readonly<Record<string, string>> = {
    code: w.rule_code,
    barcode: w.rule_barcode,
    own_data: w.rule_own_data,
    undo: w.rule_undo,
  }
  return (
    <Panel title={w.history}>
      {listing.history.length === 0 ? (
        <p className="mr-quiet">{w.noHistory}</p>
      ) : (
        <table className="mr-plain">
          <thead>
            <tr>
              <th>{w.from}</th>
              <th>{w.is}</th>
              <th>{w.reason}</th>
              <th>{w.by}</th>
            </tr>
          </thead>
          <tbody>
            {listing.history.map((one) => (
              <tr key={one.version}>
                <td>
                  <When at={one.from} isShort />
                </td>
                <td>
                  {one.state === 'mapped' ? (
                    <span className="mr-code">
                      {one.sku}
                      {one.skuQty === '1' ? '' : ` × ${one.skuQty}`}
                    </span>
                  ) : (
                    w[one.state]
                  )}
                </td>
                <td>{[rules[one.rule], one.reason].filter(Boolean).join(' · ') || '—'}</td>
                <td>{one.by}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
