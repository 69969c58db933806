// The rows behind the numbers of a link: what failed, what waits, what was told.
import { Button } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import type { connectorsApi } from '../../../src/modules/connectors/contract.ts'
import { useMay } from '../../session.ts'
import { useWords } from '../../ui/language.ts'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { Money, StatusTag, type Tone, When } from '../../ui/values.tsx'
import { type Failure, failedOf, type LinkDetails } from './parts.tsx'
import { words } from './words.ts'

type Queued = Result<(typeof connectorsApi)['queue']>['items'][number]
type Figure = Result<(typeof connectorsApi)['figures']>['items'][number]
type Bill = Result<(typeof connectorsApi)['bills']>['items'][number]
type Parcel = Result<(typeof connectorsApi)['shipments']>['items'][number]

interface OfShop {
  readonly shopId: string
}

const HEIGHT = 460

export function FailuresTab({ link }: { readonly link: LinkDetails }) {
  const w = useWords(words)
  const may = useMay()
  const retry = useWrite(api.connectors.retry, { success: ({ retried }) => w.retried(retried) })
  const params = { id: link.shopId }
  return (
    <DataTable<Failure>
      name="connectors.failures"
      label={w.failuresTab}
      list={api.connectors.failures}
      query={{ shopId: link.shopId }}
      search={false}
      maxHeight={HEIGHT}
      rowKey={({ what, no }) => `${what} ${no}`}
      columns={[
        { key: 'what', title: w.what, width: 76, render: ({ what }) => w[what] },
        { key: 'no', title: w.no, kind: 'code', width: 150 },
        { key: 'problem', title: w.reason, grow: true },
        { key: 'tries', title: w.tries, kind: 'number', width: 60, isHidden: true },
        {
          key: 'nextTryAt',
          title: w.nextTry,
          width: 170,
          isHidden: true,
          render: ({ nextTryAt }) =>
            nextTryAt === null ? (
              <StatusTag tone="warn">{w.forPerson}</StatusTag>
            ) : (
              <When at={nextTryAt} isShort />
            ),
        },
        ...(may('connectors.write')
          ? [
              {
                key: 'retry',
                title: '',
                width: 80,
                render: ({ what, no }: Failure) => (
                  <Button
                    size="small"
                    onClick={() => retry.mutate({ params, body: { items: [{ what, no }] } })}
                  >
                    {w.retry}
                  </Button>
                ),
              },
            ]
          : []),
        { key: 'since', title: w.since, kind: 'instant', isHidden: true },
      ]}
      actions={
        may('connectors.write') && failedOf(link) > 1 ? (
          <Button loading={retry.isPending} onClick={() => retry.mutate({ params, body: {} })}>
            {w.retryAll}
          </Button>
        ) : null
      }
      empty={<Teach title={w.noFailures} text={w.noFailuresText} />}
    />
  )
}

export function QueueTab({ shopId }: OfShop) {
  const w = useWords(words)
  return (
    <DataTable<Queued>
      name="connectors.queue"
      label={w.queueTab}
      list={api.connectors.queue}
      query={{ shopId }}
      search={false}
      maxHeight={HEIGHT}
      rowKey={({ kind, no }) => `${kind} ${no}`}
      columns={[
        { key: 'kind', title: w.what, width: 80, render: ({ kind }) => w[kind] },
        { key: 'no', title: w.no, kind: 'code', width: 180 },
        { key: 'amountMinor', title: w.money, kind: 'money' },
        { key: 'dirtySince', title: w.since, kind: 'instant' },
        { key: 'problem', title: w.reason, grow: true },
      ]}
      empty={<Teach title={w.noQueue} text={w.noQueueText} />}
    />
  )
}

export function FiguresTab({ shopId }: OfShop) {
  const w = useWords(words)
  return (
    <DataTable<Figure>
      name="connectors.figures"
      label={w.stockTab}
      list={api.connectors.figures}
      query={{ shopId }}
      search={false}
      maxHeight={HEIGHT}
      rowKey={({ platformItem, platformSku }) => `${platformItem}/${platformSku}`}
      columns={[
        { key: 'platformItem', title: w.item, kind: 'code' },
        { key: 'platformSku', title: w.sku, kind: 'code' },
        { key: 'qty', title: w.shows, kind: 'qty' },
        { key: 'ats', title: w.atsThen, kind: 'qty' },
        { key: 'version', title: w.version, kind: 'qty' },
        { key: 'sentVersion', title: w.sentVersion, kind: 'qty' },
        { key: 'sentAt', title: w.sentAt, kind: 'instant' },
        { key: 'problem', title: w.reason, grow: true },
      ]}
      empty={<Teach title={w.noStock} text={w.noStockText} />}
    />
  )
}

const PARCEL_TONES: Readonly<Record<Parcel['status'], Tone>> = {
  waiting: 'info',
  doubtful: 'warn',
  told: 'good',
  refused: 'bad',
}

export function ParcelsTab({ shopId }: OfShop) {
  const w = useWords(words)
  return (
    <DataTable<Parcel>
      name="connectors.shipments"
      label={w.parcelsTab}
      list={api.connectors.shipments}
      query={{ shopId }}
      search={false}
      maxHeight={HEIGHT}
      rowKey={({ orderNo }) => orderNo}
      columns={[
        { key: 'orderNo', title: w.order, kind: 'code', width: 180 },
        { key: 'carrier', title: w.carrier, width: 90 },
        { key: 'waybill', title: w.waybill, kind: 'code' },
        {
          key: 'status',
          title: w.state,
          width: 100,
          render: ({ status }) => <StatusTag tone={PARCEL_TONES[status]}>{w[status]}</StatusTag>,
        },
        { key: 'problem', title: w.reason, grow: true },
        { key: 'createdAt', title: w.since, kind: 'instant' },
      ]}
      empty={<Teach title={w.noParcels} text={w.noParcelsText} />}
    />
  )
}

export function BillsTab({ shopId }: OfShop) {
  const w = useWords(words)
  return (
    <DataTable<Bill>
      name="connectors.bills"
      label={w.bills}
      list={api.connectors.bills}
      query={{ shopId }}
      search={false}
      maxHeight={HEIGHT}
      rowKey={({ lineNo }) => lineNo}
      filters={[
        {
          kind: 'choice',
          key: 'different',
          label: w.onlyDifferent,
          options: [{ value: 'true', label: w.yes }],
        },
      ]}
      columns={[
        { key: 'orderNo', title: w.order, kind: 'code', grow: true },
        { key: 'word', title: w.what, width: 100 },
        { key: 'amountMinor', title: w.amount, kind: 'money', width: 100 },
        { key: 'expectedMinor', title: w.expected, kind: 'money', width: 100 },
        {
          key: 'differenceMinor',
          title: w.difference,
          hint: w.differenceHint,
          kind: 'money',
          width: 90,
          render: ({ differenceMinor }) =>
            differenceMinor === null || differenceMinor === '0' ? null : (
              <Money minor={differenceMinor} isSigned />
            ),
        },
        { key: 'lineNo', title: w.lineNo, kind: 'code', isHidden: true },
        { key: 'billedAt', title: w.billedAt, kind: 'instant', isHidden: true },
      ]}
      empty={<Teach title={w.noBills} text={w.noBillsText} />}
    />
  )
}
