// The queue of listings nobody has mapped, most money first, and all others beside it.
import { Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { listingsApi } from '../../../src/modules/listings/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { formatIn, formatInteger, sayAmounts } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { useAddress, useAddressValue, useSetAddress } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag, type Tone } from '../../ui/values.tsx'
import { ConfirmSure } from './ConfirmSure.tsx'
import { ListingDetail } from './ListingDetail.tsx'
import { Confidence, ReasonButtons, useAccept } from './parts.tsx'
import { words } from './words.ts'

export type ListingRow = Result<(typeof listingsApi)['listings']>['items'][number]
type State = ListingRow['state']

export const STATE_TONES: Readonly<Record<State, Tone>> = {
  unmapped: 'warn',
  mapped: 'good',
  ignored: 'neutral',
}

const TABS = ['unmapped', 'mapped', 'ignored', 'all'] as const

export function ListingsPage() {
  const w = useWords(words)
  const may = useMay()
  const canWrite = may('listings.write')
  const [tab] = useAddressValue('state', 'unmapped')
  const setAddress = useSetAddress()
  const { shopId } = useAddress()
  const shops = useRead(api.shops.shops, { query: { limit: 200 } })
  const [isConfirming, setConfirming] = useState(false)
  const [ignoring, setIgnoring] = useState<readonly ListingRow[] | null>(null)
  const columns = useColumns(tab, canWrite)
  return (
    <Page title={w.title} help={w.help} aside={<Summary />} isFilling>
      <Segmented
        aria-label={w.state}
        value={tab}
        options={TABS.map((value) => ({ value, label: w[value] }))}
        onChange={(value) => setAddress({ state: value === 'unmapped' ? null : value, open: null })}
        style={{ alignSelf: 'start' }}
      />
      <DataTable<ListingRow>
        key={tab}
        name={tab === 'unmapped' ? 'listings.queue' : 'listings.listings'}
        label={w.title}
        list={api.listings.listings}
        query={tab === 'all' ? {} : { state: tab }}
        rowKey={({ id }) => id}
        columns={columns}
        filters={[
          {
            kind: 'choice',
            key: 'shopId',
            label: w.shop,
            options: (shops.data?.items ?? []).map(({ id, code }) => ({ value: id, label: code })),
          },
          {
            kind: 'choice',
            key: 'sold',
            label: w.sold,
            options: [
              { value: 'yes', label: w.soldYes },
              { value: 'no', label: w.soldNo },
            ],
          },
        ]}
        detailTitle={(row) => row?.title || row?.platformItem || w.listing}
        detail={(id, _row, close) => <ListingDetail key={id} id={id} onClose={close} />}
        bulk={
          canWrite
            ? [
                {
                  label: w.ignore,
                  run: (rows) => setIgnoring(rows.filter(({ state }) => state !== 'ignored')),
                },
              ]
            : []
        }
        actions={
          canWrite && tab === 'unmapped' ? (
            <Button type="primary" onClick={() => setConfirming(true)}>
              {w.bulk}
            </Button>
          ) : null
        }
        empty={
          tab === 'unmapped' ? (
            <Teach title={w.emptyTitle} text={w.emptyText}>
              <Button href={paths.imports}>{w.importFile}</Button>
            </Teach>
          ) : (
            <Teach title={w.emptyOther} text={w.emptyOtherText} />
          )
        }
      />
      <ConfirmSure isOpen={isConfirming} shopId={shopId} onClose={() => setConfirming(false)} />
      <IgnoreMany rows={ignoring} onClose={() => setIgnoring(null)} />
    </Page>
  )
}

function Summary() {
  const w = useWords(words)
  const { data } = useRead(api.listings.summary, {})
  if (!data || data.unmapped === 0) return null
  return (
    <span className="mr-quiet">
      {w.summary(formatInteger(data.unmapped), sayAmounts(data.amounts))}
    </span>
  )
}

function useColumns(tab: string, canWrite: boolean) {
  const w = useWords(words)
  const money = (key: 'amount30Minor' | 'amount90Minor' | 'amountMinor', title: string) => ({
    key,
    title,
    kind: 'money' as const,
    width: 112,
    hint: w.amountHint,
    isHidden: key === 'amount30Minor',
    render: (row: ListingRow) => <span className="mr-num">{formatIn(row.currency, row[key])}</span>,
  })
  return [
    { key: 'shop', title: w.shop, width: 92 },
    {
      key: 'title',
      title: w.listing,
      grow: true,
      render: (row: ListingRow) => (
        <span title={`${row.title} ${row.spec}`}>
          {row.title || row.platformItem || row.platformSku || '—'}
          {row.spec === '' ? null : <span className="mr-quiet"> {row.spec}</span>}
        </span>
      ),
    },
    { key: 'merchantCode', title: w.merchantCode, kind: 'code' as const, width: 116 },
    money('amount30Minor', w.amount30),
    money('amount90Minor', w.amount90),
    money('amountMinor', w.amount),
    { key: 'waiting', title: w.waiting, kind: 'number' as const, width: 68, hint: w.waitingHint },
    {
      key: tab === 'unmapped' ? 'suggestedSku' : 'sku',
      title: tab === 'unmapped' ? w.suggestion : w.is,
      width: 310,
      render: (row: ListingRow) =>
        row.state === 'unmapped' ? (
          <Suggested row={row} canWrite={canWrite} />
        ) : (
          <Decided row={row} isTagged={tab === 'all'} />
        ),
    },
    { key: 'barcode', title: w.barcode, kind: 'code' as const, isHidden: true },
    { key: 'platformItem', title: w.platformItem, kind: 'code' as const, isHidden: true },
    { key: 'platformSku', title: w.platformSku, kind: 'code' as const, isHidden: true },
    { key: 'priceMinor', title: w.price, kind: 'money' as const, isHidden: true },
    { key: 'stockQty', title: w.stock, kind: 'qty' as const, isHidden: true },
    { key: 'category', title: w.category, isHidden: true },
    {
      key: 'saleState',
      title: w.saleState,
      width: 80,
      isHidden: true,
      render: (row: ListingRow) => w[row.saleState],
    },
  ]
}

function Suggested({ row, canWrite }: { readonly row: ListingRow; readonly canWrite: boolean }) {
  const w = useWords(words)
  const language = useLanguage()
  const accept = useAccept()
  const [best] = row.suggestions
  if (!best) return <span className="mr-quiet">{w.noSuggestion}</span>
  return (
    <span
      className="mr-row"
      style={{ flexWrap: 'nowrap' }}
      title={`${best.name}:${best.why[language]}`}
    >
      <Confidence value={best.confidence} />
      <span className="mr-code" style={{ overflow: 'hidden', textOverflow: 'ellipsis', flex: 1 }}>
        {row.suggestedSku}
      </span>
      {canWrite ? (
        <Button
          size="small"
          aria-label={w.confirmOf(best.code)}
          loading={accept.isPending}
          onClick={() => accept.take(row, best)}
        >
          {w.confirm}
        </Button>
      ) : null}
    </span>
  )
}

function Decided({ row, isTagged }: { readonly row: ListingRow; readonly isTagged: boolean }) {
  const w = useWords(words)
  const text =
    row.state === 'ignored'
      ? row.reason
      : `${row.sku ?? ''}${row.skuQty === '1' ? '' : ` × ${formatInteger(row.skuQty)}`}`
  return (
    <span title={row.skuName ?? row.reason}>
      {isTagged ? <StatusTag tone={STATE_TONES[row.state]}>{w[row.state]}</StatusTag> : null}{' '}
      <span className={row.state === 'ignored' ? 'mr-quiet' : 'mr-code'}>{text}</span>
      {row.skuName ? <span className="mr-quiet"> {row.skuName}</span> : null}
    </span>
  )
}

function IgnoreMany(props: {
  readonly rows: readonly ListingRow[] | null
  readonly onClose: () => void
}) {
  const w = useWords(words)
  const ignore = useWrite(api.listings.ignoreMany, {
    quiet: true,
    success: ({ changed, skipped, unknown }) =>
      `${w.ignoredDone} ${formatInteger(changed)}${skipped > 0 ? w.skipped(formatInteger(skipped)) : ''}${
        unknown.length > 0 ? w.gone(formatInteger(unknown.length)) : ''
      }`,
    undo: ({ batchId }) => api.listings.undoBatch({ params: { id: batchId } }),
  })
  return (
    <FormModal<{ reason: string }>
      title={`${w.ignore} ${props.rows?.length ?? 0}`}
      isOpen={props.rows !== null}
      onClose={props.onClose}
      save={({ reason }) =>
        ignore.mutateAsync({
          body: {
            listings: (props.rows ?? []).map(({ id, version }) => ({ id, version })),
            reason,
          },
        })
      }
    >
      <ReasonButtons />
      <Field name="reason" label={w.ignoreReason} help={w.ignoreHelp} isRequired>
        <Input maxLength={500} />
      </Field>
    </FormModal>
  )
}
