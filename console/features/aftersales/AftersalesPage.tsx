// After-sale records: what platforms said about refunds, returns and exchanges.
import { Alert, Button } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { aftersalesApi } from '../../../src/modules/aftersales/contract.ts'
import { paths } from '../../paths.ts'
import { useWords } from '../../ui/language.ts'
import { Facts, Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Money, Qty, StatusTag, type Tone, When } from '../../ui/values.tsx'
import { AgreeRefund } from '../connectors/Acts.tsx'
import { words } from './words.ts'

type AftersaleRecord = Result<(typeof aftersalesApi)['records']>['items'][number]
type Words = ReturnType<typeof useWords<typeof words>>
type State = AftersaleRecord['status']

const TONES: Readonly<Record<State, Tone>> = {
  requested: 'warn',
  negotiating: 'warn',
  merchant_rejected: 'bad',
  awaiting_return: 'info',
  return_in_transit: 'info',
  refunding: 'info',
  refunded: 'good',
  exchanged: 'good',
  refund_failed: 'bad',
  platform_intervention: 'bad',
  closed: 'neutral',
  unknown: 'warn',
}

const TYPES = [
  'refund_only_unshipped',
  'refund_only',
  'return_refund',
  'exchange',
  'reissue',
  'repair',
  'price_protect',
  'other',
] as const

const stateWord = (w: Words, status: State) =>
  status === 'requested' ? w.requestedState : status === 'closed' ? w.closedState : w[status]

const stateTag = (w: Words, { status }: AftersaleRecord) => (
  <StatusTag tone={TONES[status]}>{stateWord(w, status)}</StatusTag>
)

const orderLink = ({ orderId, orderNo }: AftersaleRecord) =>
  orderId ? <a href={`${paths.orders}?open=${orderId}`}>{orderNo}</a> : orderNo

export function AftersalesPage() {
  const w = useWords(words)
  const { data } = useRead(api.shops.shops, { query: { limit: 200 } })
  return (
    <Page title={w.title} help={w.help} isFilling>
      <DataTable<AftersaleRecord>
        name="aftersales.records"
        label={w.title}
        list={api.aftersales.records}
        rowKey={({ id }) => id}
        columns={[
          { key: 'requestedAt', title: w.requested, kind: 'instant' },
          { key: 'aftersaleNo', title: w.aftersaleNo, kind: 'code', width: 160 },
          { key: 'shopCode', title: w.shop, kind: 'code', width: 100 },
          { key: 'orderNo', title: w.order, kind: 'code', width: 190, render: orderLink },
          { key: 'type', title: w.type, width: 120, render: (row) => w[row.type] },
          { key: 'status', title: w.status, width: 120, render: (row) => stateTag(w, row) },
          { key: 'refundMinor', title: w.refund, kind: 'money' },
          { key: 'refundedOn', title: w.refundedOn, kind: 'date' },
          { key: 'title', title: w.goods, grow: true },
          { key: 'reason', title: w.reason, isHidden: true },
          { key: 'skuCode', title: w.sku, kind: 'code', isHidden: true },
          { key: 'returnWaybill', title: w.returnBy, kind: 'code', isHidden: true },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'status',
            label: w.status,
            options: (Object.keys(TONES) as State[]).map((value) => ({
              value,
              label: stateWord(w, value),
            })),
          },
          {
            kind: 'choice',
            key: 'type',
            label: w.type,
            options: TYPES.map((value) => ({ value, label: w[value] })),
          },
          {
            kind: 'choice',
            key: 'shop',
            label: w.shop,
            options: data?.items.map(({ code, name }) => ({ value: code, label: name })) ?? [],
          },
          {
            kind: 'choice',
            key: 'linked',
            label: w.linked,
            options: (['yes', 'no'] as const).map((value) => ({ value, label: w[value] })),
          },
          { kind: 'date', key: 'from', label: w.from },
          { kind: 'date', key: 'to', label: w.to },
          { kind: 'text', key: 'order', label: w.order },
        ]}
        detail={(id) => <RecordDetail id={id} />}
        detailTitle={(row) => (row ? `${w.title} ${row.aftersaleNo}` : w.title)}
        empty={
          <Teach title={w.none} text={w.noneText}>
            <Button type="primary" href={paths.imports}>
              {w.toImports}
            </Button>
          </Teach>
        }
      />
    </Page>
  )
}

function RecordDetail({ id }: { readonly id: string }) {
  const w = useWords(words)
  const { data: record, error, refetch } = useRead(api.aftersales.record, { params: { id } })
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  if (!record) return <Loading />
  const basis = {
    stated: w.statedBasis,
    closed: w.closedBasis,
    seen: w.seenBasis,
    requested: w.requestedBasis,
    imported: w.importedBasis,
  }
  const said = [record.typeText, record.statusText, record.shipState].filter((text) => text !== '')
  return (
    <>
      {record.withdrawn ? <Alert type="warning" showIcon title={w.withdrawn} /> : null}
      <Panel title={stateTag(w, record)}>
        <Facts
          items={[
            [w.order, orderLink(record)],
            [w.type, w[record.type]],
            [w.said, said.join(' · ')],
            [w.reason, record.reason || '—'],
            [w.requested, <When key="requested" at={record.requestedAt} />],
            [w.closed, <When key="closed" at={record.closedAt} />],
            [w.refund, <Money key="refund" minor={record.refundMinor} />],
            [w.refundedOn, record.refundedOn ?? '—'],
            [w.basis, record.refundedBasis ? basis[record.refundedBasis] : '—'],
            [w.goods, [record.title, record.spec].filter((text) => text !== '').join(' ') || '—'],
            [w.sku, record.skuCode || '—'],
            [w.qty, <Qty key="qty" value={record.qty} />],
            [w.returnBy, [record.returnCarrier, record.returnWaybill].join(' ').trim() || '—'],
          ]}
        />
        {record.orderId ? null : <p className="mr-quiet">{w.notLinked}</p>}
      </Panel>
      <AgreeRefund record={record} />
      <Panel title={w.counts}>
        {record.counts.length === 0 ? <p className="mr-quiet">{w.countsNone}</p> : null}
        <Facts
          items={record.counts.map(({ refundMinor, refundedOn, basis: by, isThis }) => [
            `${refundedOn} · ${by === 'order' ? w.byOrder : isThis ? w.byThis : w.byRecord}`,
            <Money key={`${refundedOn}${refundMinor}`} minor={refundMinor} />,
          ])}
        />
      </Panel>
      {record.versions.map((version) => (
        <Panel
          key={version.version}
          title={`${w.version} ${version.version}`}
          extra={version.undone ? <StatusTag tone="neutral">{w.undone}</StatusTag> : null}
        >
          <Facts
            items={[
              [w.recorded, <When key="at" at={version.recordedAt} />],
              [w.saidAt, <When key="said" at={version.snapshotAt} />],
              [w.source, <SourceLink key="source" source={version.source} />],
              ...Object.entries(version.raw).filter(([, cell]) => cell !== ''),
            ]}
          />
        </Panel>
      ))}
    </>
  )
}

function SourceLink({ source }: { readonly source: string }) {
  const w = useWords(words)
  const run = source.startsWith('import:') ? source.slice('import:'.length) : null
  return run === null ? source : <a href={`${paths.imports}?open=${run}`}>{w.openImport}</a>
}
