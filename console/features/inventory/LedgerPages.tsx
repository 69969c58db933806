// The rows behind the numbers: balances, moves, reservations.
import { App, Button } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { inventoryApi } from '../../../src/modules/inventory/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Field, QtyInput } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { formatInteger } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import type { Filter } from '../../ui/table/filters.ts'
import { locationFilter, skuFilter } from '../pickers/pickers.tsx'
import { countWords } from './count-words.ts'
import { StockDocument } from './Document.tsx'
import { MoveForm } from './MoveForm.tsx'
import { QUALITIES, useQualities } from './ReceiveForm.tsx'
import { words } from './words.ts'

type Balance = Result<(typeof inventoryApi)['balances']>['items'][number]
type Move = Result<(typeof inventoryApi)['moves']>['items'][number]
type Reservation = Result<(typeof inventoryApi)['reservations']>['items'][number]

/** SKU and site by name, so that an address made by a link shows what it filters. */
function usePlaceFilters(): readonly Filter[] {
  const w = useWords(words)
  const sites = useRead(api.places.sites, { query: { limit: 200 } })
  return [
    {
      kind: 'choice',
      key: 'siteId',
      label: w.site,
      options: (sites.data?.items ?? []).map(({ id, code }) => ({ value: id, label: code })),
    },
    skuFilter(w.sku),
  ]
}

export function BalancesPage() {
  const w = useWords(words)
  const qualities = useQualities()
  const filters = usePlaceFilters()
  const may = useMay()
  const [moving, setMoving] = useState<Balance | null>(null)
  return (
    <Page title={w.balances} help={w.stockHelp} isFilling>
      <DataTable<Balance>
        name="inventory.balances"
        empty={<Teach title={w.noneBalances} text={w.noneBalancesText} />}
        label={w.balances}
        list={api.inventory.balances}
        rowKey={(row) => [row.skuId, row.locationId, row.lot, row.quality, row.ownerId].join('|')}
        columns={[
          { key: 'sku', title: w.sku, kind: 'code', width: 170 },
          { key: 'site', title: w.site, width: 110 },
          { key: 'location', title: w.location, kind: 'code', grow: true },
          { key: 'lot', title: w.lot },
          {
            key: 'quality',
            title: w.quality,
            width: 90,
            render: ({ quality }) => qualities[quality],
          },
          { key: 'owner', title: w.owner, width: 110 },
          {
            key: 'qty',
            title: w.qty,
            kind: 'qty',
            render: (row) => (
              <a href={`${paths.moves}?skuId=${row.skuId}&locationId=${row.locationId}`}>
                {row.qty}
              </a>
            ),
          },
          { key: 'hard', title: w.hard, kind: 'qty' },
          ...(may('inventory.move')
            ? [
                {
                  key: 'do',
                  title: '',
                  width: 70,
                  render: (row: Balance) => (
                    <Button size="small" type="link" onClick={() => setMoving(row)}>
                      {w.move}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
        filters={[
          ...filters,
          {
            kind: 'choice',
            key: 'quality',
            label: w.quality,
            options: QUALITIES.map((value) => ({ value, label: qualities[value] })),
          },
        ]}
      />
      <MoveForm row={moving} onClose={() => setMoving(null)} />
    </Page>
  )
}

const REASONS = [
  'receive',
  'put_away',
  'ship',
  'return',
  'transfer',
  'count',
  'adjust',
  'quality',
  'scrap',
  'produce',
  'opening',
  'reversal',
] as const

export const REASON_WORDS: Readonly<Record<string, { zh: string; en: string }>> = {
  receive: { zh: '收货', en: 'Receipt' },
  put_away: { zh: '移库', en: 'Put-away' },
  ship: { zh: '发货', en: 'Shipment' },
  return: { zh: '退货', en: 'Return' },
  transfer: { zh: '调拨', en: 'Transfer' },
  count: { zh: '盘点', en: 'Count' },
  adjust: { zh: '调整', en: 'Adjustment' },
  quality: { zh: '改品质', en: 'Quality' },
  scrap: { zh: '报废', en: 'Scrap' },
  produce: { zh: '生产', en: 'Production' },
  opening: { zh: '期初', en: 'Opening' },
  reversal: { zh: '冲销', en: 'Reversal' },
}

export function MovesPage() {
  const w = useWords(words)
  const reasons = useWords(REASON_WORDS)
  const filters = usePlaceFilters()
  return (
    <Page title={w.moves} help={w.movesHelp} isFilling>
      <DataTable<Move>
        name="inventory.moves"
        empty={<Teach title={w.noneMoves} text={w.noneMovesText} />}
        label={w.moves}
        list={api.inventory.moves}
        search={false}
        rowKey={({ id }) => id}
        columns={[
          { key: 'effectiveAt', title: w.effective, kind: 'instant' },
          { key: 'sku', title: w.sku, kind: 'code', width: 150 },
          { key: 'qty', title: w.qty, kind: 'qty' },
          { key: 'from', title: w.from, width: 170 },
          { key: 'to', title: w.to, width: 170 },
          { key: 'lot', title: w.lot, width: 90 },
          {
            key: 'reason',
            title: w.reason,
            width: 80,
            render: ({ reason }) => String(reasons[reason] ?? reason),
          },
          {
            key: 'document',
            title: w.document,
            grow: true,
            render: ({ document: name }) => <StockDocument name={name} />,
          },
          { key: 'actor', title: w.who, width: 110 },
        ]}
        filters={[
          ...filters,
          {
            kind: 'choice',
            key: 'reason',
            label: w.reason,
            options: REASONS.map((value) => ({ value, label: String(reasons[value]) })),
          },
          { kind: 'text', key: 'document', label: w.document },
          locationFilter(w.location),
        ]}
      />
    </Page>
  )
}

const KIND_WORDS = {
  SOFT: { zh: '预占', en: 'Soft' },
  ORDER: { zh: '订单占用', en: 'Order' },
  HARD: { zh: '库位占用', en: 'On a shelf' },
  QUOTA: { zh: '渠道配额', en: 'Quota' },
  FREEZE: { zh: '冻结', en: 'Frozen' },
  PEG: { zh: '定向占用', en: 'Pegged' },
} as const
const KINDS = Object.keys(KIND_WORDS) as (keyof typeof KIND_WORDS)[]

export function ReservationsPage() {
  const w = useWords(words)
  const kinds = useWords(KIND_WORDS)
  const c = useWords(countWords)
  const may = useMay()
  const { message } = App.useApp()
  const filters = usePlaceFilters()
  const [short, setShort] = useState<Reservation | null>(null)
  const report = useWrite(api.inventory.shortPick, {
    quiet: true,
    onDone: ({ missing, elsewhere }) =>
      void message.success(c.shortDone(formatInteger(missing), formatInteger(elsewhere))),
  })
  return (
    <Page title={w.reservations} help={w.reservationsHelp} isFilling>
      <DataTable<Reservation>
        name="inventory.reservations"
        empty={<Teach title={w.noneReservations} text={w.noneReservationsText} />}
        label={w.reservations}
        list={api.inventory.reservations}
        search={false}
        rowKey={(row) =>
          [row.skuId, row.orderRef, row.lineRef, row.kind, row.site, row.location, row.lot].join(
            '|',
          )
        }
        columns={[
          { key: 'sku', title: w.sku, kind: 'code', width: 160 },
          { key: 'site', title: w.site, width: 100 },
          { key: 'orderRef', title: w.order, kind: 'code', grow: true },
          { key: 'lineRef', title: w.line, width: 80 },
          {
            key: 'kind',
            title: w.kind,
            width: 100,
            render: ({ kind }) => kinds[kind as keyof typeof KIND_WORDS],
          },
          { key: 'location', title: w.location, width: 120 },
          { key: 'outstanding', title: w.outstanding, kind: 'qty', width: 100 },
          { key: 'channel', title: w.channel, width: 100 },
          { key: 'expiresAt', title: w.expires, kind: 'instant' },
          {
            key: 'do',
            title: '',
            width: 90,
            render: (row) =>
              row.kind === 'HARD' && may('inventory.count') ? (
                <Button size="small" type="link" onClick={() => setShort(row)}>
                  {c.shortPick}
                </Button>
              ) : null,
          },
        ]}
        filters={[
          ...filters.filter(({ key }) => key === 'skuId'),
          {
            kind: 'choice',
            key: 'kind',
            label: w.kind,
            options: KINDS.map((value) => ({ value, label: kinds[value] })),
          },
          { kind: 'text', key: 'orderRef', label: w.order },
        ]}
      />
      <FormModal<{ foundQty: string }>
        title={`${c.shortPick} · ${short?.location ?? ''} · ${short?.sku ?? ''}`}
        isOpen={short !== null}
        onClose={() => setShort(null)}
        save={({ foundQty }) =>
          report.mutateAsync({
            params: { orderRef: short?.orderRef ?? '' },
            body: {
              // One report per state of the promise: sent twice, it happens once.
              causeId: `${short?.lineRef}:${short?.locationId}:${short?.updatedAt}`.slice(0, 100),
              lineRef: short?.lineRef ?? '',
              skuId: short?.skuId ?? '',
              locationId: short?.locationId ?? '',
              lot: short?.lot ?? '',
              foundQty,
            },
          })
        }
      >
        <p className="mr-quiet">{c.shortHelp}</p>
        <Field name="foundQty" label={c.foundQty} isRequired>
          <QtyInput autoFocus />
        </Field>
      </FormModal>
    </Page>
  )
}
