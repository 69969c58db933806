// Stock at an instant: choose the minute, see what lay where, and open each number to the moves that sum to it.
import { Input, Space } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { inventoryApi } from '../../../src/modules/inventory/contract.ts'
import { formatInstant, formatInteger, instantOf } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { useAddressValue } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { Qty } from '../../ui/values.tsx'
import { asOfWords } from './as-of-words.ts'
import { StockDocument } from './Document.tsx'
import { REASON_WORDS } from './LedgerPages.tsx'
import { useQualities } from './ReceiveForm.tsx'
import { words } from './words.ts'

type Row = Result<(typeof inventoryApi)['stockAsOf']>['items'][number]
type Move = Result<(typeof inventoryApi)['asOfMoves']>['items'][number]

const keyOf = (row: Row) => [row.skuId, row.locationId, row.lot, row.quality, row.ownerId].join('|')

export function AsOfPage() {
  const w = useWords(words)
  const a = useWords(asOfWords)
  const language = useLanguage()
  const qualities = useQualities()
  const [wall, setWall] = useAddressValue('at', '')
  const at = instantOf(wall)
  const sites = useRead(api.places.sites, { query: { limit: 200 } })
  return (
    <Page title={a.title} help={a.help} isFilling>
      <DataTable<Row>
        name="inventory.asOf"
        label={a.title}
        list={api.inventory.stockAsOf}
        {...(at ? { query: { at } } : {})}
        rowKey={keyOf}
        columns={[
          { key: 'sku', title: w.sku, kind: 'code', width: 150 },
          { key: 'name', title: w.name, grow: true },
          { key: 'site', title: w.site, width: 100 },
          { key: 'location', title: w.location, kind: 'code', width: 130 },
          { key: 'lot', title: w.lot, width: 100 },
          {
            key: 'quality',
            title: w.quality,
            width: 90,
            render: ({ quality }) => qualities[quality],
          },
          { key: 'owner', title: w.owner, width: 110 },
          { key: 'qty', title: w.qty, kind: 'qty' },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'siteId',
            label: w.site,
            options: (sites.data?.items ?? []).map(({ id, code }) => ({ value: id, label: code })),
          },
        ]}
        detail={(key, row) => <Moves placeKey={key} row={row} at={at} />}
        detailTitle={(row) => (row ? `${row.sku} · ${row.site} / ${row.location}` : a.title)}
        actions={
          <Space>
            <label htmlFor="as-of-at">{w.asOf}</label>
            <Input
              id="as-of-at"
              type="datetime-local"
              aria-label={a.at}
              value={wall}
              max="9999-12-31T23:59"
              onChange={(event) => setWall(event.target.value)}
              style={{ width: 205 }}
            />
            <span className="mr-quiet">{at ? formatInstant(at, language) : a.now}</span>
          </Space>
        }
        empty={<Teach title={a.none} text={a.noneText} />}
      />
    </Page>
  )
}

/** The moves that sum to one number, with the sum said above them. */
function Moves({
  placeKey,
  row,
  at,
}: {
  readonly placeKey: string
  readonly row: Row | undefined
  readonly at: string | null
}) {
  const w = useWords(words)
  const a = useWords(asOfWords)
  const language = useLanguage()
  const qualities = useQualities()
  const reasons = useWords(REASON_WORDS)
  const [skuId = '', locationId = '', lot = '', quality = 'good', ownerId = ''] =
    placeKey.split('|')
  return (
    <>
      {row ? (
        <Facts
          items={[
            [w.asOf, at ? formatInstant(at, language) : a.now],
            [w.qty, formatInteger(row.qty)],
            [w.quality, qualities[row.quality]],
            [w.owner, row.owner],
          ]}
        />
      ) : null}
      <p className="mr-quiet">{a.sumHelp}</p>
      <DataTable<Move>
        name="inventory.asOfMoves"
        label={w.moves}
        list={api.inventory.asOfMoves}
        query={{ skuId, locationId, lot, quality, ownerId, ...(at ? { at } : {}) }}
        search={false}
        maxHeight={420}
        rowKey={({ id }) => id}
        columns={[
          { key: 'effectiveAt', title: w.effective, kind: 'instant' },
          {
            key: 'delta',
            title: a.change,
            kind: 'qty',
            render: ({ delta }) => <Qty value={delta} isDelta />,
          },
          { key: 'other', title: a.other, width: 160 },
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
        ]}
      />
    </>
  )
}
