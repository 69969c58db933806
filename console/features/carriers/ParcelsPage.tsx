// Parcels: their waybills, where they are, and what somebody must see to.
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { carriersApi } from '../../../src/modules/carriers/contract.ts'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import type { Filter } from '../../ui/table/filters.ts'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { ParcelDetail } from './ParcelDetail.tsx'
import { CASES, STATUSES, STATUS_TONES, TRACKS } from './parcel-states.ts'
import { parcelWords } from './parcel-words.ts'

type Parcel = Result<(typeof carriersApi)['parcels']>['items'][number]

export function ParcelsPage() {
  const w = useWords(parcelWords)
  return (
    <Page title={w.title} help={w.help} isFilling>
      <DataTable<Parcel>
        name="carriers.parcels"
        label={w.title}
        list={api.carriers.parcels}
        rowKey={({ id }) => id}
        columns={[
          { key: 'waybillNo', title: w.waybill, kind: 'code', width: 160 },
          { key: 'orderRef', title: w.order, kind: 'code', width: 140 },
          { key: 'carrier', title: w.carrier, width: 110 },
          { key: 'service', title: w.service, width: 90, isHidden: true },
          {
            key: 'status',
            title: w.status,
            width: 120,
            render: (row) => (
              <StatusTag tone={row.isPrintOpen ? 'warn' : STATUS_TONES[row.status]}>
                {row.isPrintOpen ? w.printOpen : w[row.status]}
              </StatusTag>
            ),
          },
          {
            key: 'trackState',
            title: w.track,
            width: 110,
            render: (row) =>
              row.trackState === 'none' ? <span className="mr-dash">—</span> : w[row.trackState],
          },
          {
            key: 'cases',
            title: w.cases,
            width: 150,
            render: (row) =>
              row.cases.map((kind) => (
                <StatusTag key={kind} tone="bad">
                  {w[kind]}
                </StatusTag>
              )),
          },
          { key: 'receiverMasked', title: w.receiver, grow: true },
          { key: 'quoteMinor', title: w.freight, kind: 'money', width: 90 },
          { key: 'promisedOn', title: w.promised, kind: 'date', width: 120 },
          { key: 'trackedAt', title: w.tracked, kind: 'instant', isHidden: true },
          { key: 'usedAt', title: w.left, kind: 'instant' },
        ]}
        filters={useFilters()}
        empty={<Teach title={w.none} text={w.noneText} />}
        detailTitle={(row) => row?.waybillNo ?? row?.orderRef ?? w.title}
        detail={(id) => <ParcelDetail id={id} />}
      />
    </Page>
  )
}

function useFilters(): Filter[] {
  const w = useWords(parcelWords)
  const carriers = useRead(api.carriers.carriers, { query: { limit: 200 } })
  const choices = (values: readonly (keyof typeof parcelWords)[]) =>
    values.map((value) => ({ value, label: w[value] as string }))
  return [
    { kind: 'choice', key: 'status', label: w.status, options: choices(STATUSES) },
    {
      kind: 'choice',
      key: 'trackState',
      label: w.track,
      options: [{ value: 'none', label: w.nothing }, ...choices(TRACKS)],
    },
    {
      kind: 'choice',
      key: 'caseKind',
      label: w.cases,
      options: [{ value: 'any', label: w.anyCase }, ...choices(CASES)],
    },
    {
      kind: 'choice',
      key: 'carrierId',
      label: w.carrier,
      options: (carriers.data?.items ?? []).map(({ id, code, name }) => ({
        value: id,
        label: `${code} ${name}`,
      })),
    },
    {
      kind: 'choice',
      key: 'printOpen',
      label: w.printOpen,
      options: [{ value: 'true', label: w.yes }],
    },
  ]
}
