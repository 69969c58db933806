// What stock is worth: per SKU, per entry, per month.
import { Button, Input, Table } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { costingApi } from '../../../src/modules/costing/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { Money } from '../../ui/values.tsx'
import { StockDocument } from '../inventory/Document.tsx'
import { REASON_WORDS } from '../inventory/LedgerPages.tsx'
import { skuFilter } from '../pickers/pickers.tsx'
import { words } from './words.ts'

type Value = Result<(typeof costingApi)['values']>['items'][number]
type Entry = Result<(typeof costingApi)['entries']>['items'][number]
type Month = Result<(typeof costingApi)['months']>['items'][number]

export function StockValuePage() {
  const w = useWords(words)
  const entries = (row: Value) => `${paths.costEntries}?skuId=${row.skuId}`
  return (
    <Page title={w.values} help={w.valuesHelp} isFilling>
      <DataTable<Value>
        name="costing.values"
        label={w.values}
        list={api.costing.values}
        rowKey={({ skuId, owner }) => `${skuId}|${owner}`}
        columns={[
          { key: 'sku', title: w.sku, kind: 'code', width: 140 },
          { key: 'name', title: w.name, grow: true },
          { key: 'qty', title: w.qty, kind: 'qty' },
          { key: 'unitMinor', title: w.unit, kind: 'money' },
          {
            key: 'averageMinor',
            title: w.average,
            kind: 'money',
            render: (row) => (
              <a href={entries(row)}>
                <Money minor={row.averageMinor} />
              </a>
            ),
          },
          {
            key: 'fifoMinor',
            title: w.fifo,
            kind: 'money',
            render: (row) => (
              <a href={entries(row)}>
                <Money minor={row.fifoMinor} />
              </a>
            ),
          },
          { key: 'shipped', title: w.shipped, kind: 'qty', width: 120 },
          { key: 'coverDays', title: w.cover, width: 90 },
          { key: 'abc', title: w.abc, width: 60 },
          { key: 'xyz', title: w.xyz, width: 60 },
          { key: 'upTo30', title: w.upTo30, kind: 'qty' },
          { key: 'upTo60', title: w.upTo60, kind: 'qty' },
          { key: 'upTo90', title: w.upTo90, kind: 'qty' },
          { key: 'upTo180', title: w.upTo180, kind: 'qty' },
          { key: 'older', title: w.older, kind: 'qty' },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'abc',
            label: w.abc,
            options: ['A', 'B', 'C', '-'].map((value) => ({ value, label: value })),
          },
        ]}
        empty={<Teach title={w.noneValues} text={w.noneValuesText} />}
      />
    </Page>
  )
}

export function CostEntriesPage() {
  const w = useWords(words)
  const reasons = useWords(REASON_WORDS)
  const basis: Readonly<Record<string, string>> = {
    stated: w.stated,
    standard: w.standard,
    average: w.averageBasis,
    returned: w.returned,
    unknown: w.unknown,
    issued: w.issued,
  }
  return (
    <Page title={w.entries} help={w.entriesHelp} isFilling>
      <DataTable<Entry>
        name="costing.entries"
        label={w.entries}
        list={api.costing.entries}
        search={false}
        rowKey={({ skuId, moveId }) => `${skuId}|${moveId}`}
        columns={[
          { key: 'effectiveAt', title: w.effective, kind: 'instant' },
          { key: 'bookedOn', title: w.booked, width: 110 },
          { key: 'sku', title: w.sku, kind: 'code', width: 150 },
          { key: 'qty', title: w.qty, kind: 'qty' },
          { key: 'averageMinor', title: w.average, kind: 'money' },
          { key: 'fifoMinor', title: w.fifo, kind: 'money' },
          {
            key: 'basis',
            title: w.basis,
            width: 120,
            render: (row) => basis[row.basis] ?? row.basis,
          },
          {
            key: 'reason',
            title: w.reason,
            width: 90,
            render: (row) => String(reasons[row.reason] ?? row.reason),
          },
          {
            key: 'document',
            title: w.document,
            kind: 'code',
            grow: true,
            render: (row) => <StockDocument name={row.document} />,
          },
        ]}
        filters={[
          skuFilter(w.sku),
          { kind: 'text', key: 'month', label: w.month },
          { kind: 'text', key: 'document', label: w.document },
          {
            kind: 'choice',
            key: 'reason',
            label: w.reason,
            options: Object.keys(REASON_WORDS).map((value) => ({
              value,
              label: String(reasons[value]),
            })),
          },
        ]}
        empty={<Teach title={w.noneEntries} text={w.noneEntriesText} />}
      />
    </Page>
  )
}

export function StockMonthsPage() {
  const w = useWords(words)
  const may = useMay()
  const months = useRead(api.costing.months, {})
  const [reopening, setReopening] = useState<Month | null>(null)
  const close = useWrite(api.costing.closeMonth, { success: w.closedDone })
  const reopen = useWrite(api.costing.reopenMonth, { success: w.reopened, quiet: true })
  const items = months.data?.items ?? []
  const lastClosed = items.find(({ isClosed }) => isClosed)?.month
  const money = (key: Exclude<keyof Month, 'month' | 'isOver' | 'isClosed'>, title: string) => ({
    key,
    title,
    align: 'right' as const,
    render: (_: unknown, row: Month) => (
      <a href={`${paths.costEntries}?month=${row.month}`}>
        <Money minor={row[key]} />
      </a>
    ),
  })
  return (
    <Page title={w.months} help={w.monthsHelp}>
      {months.error ? <ProblemAlert problem={months.error} /> : null}
      {months.isPending ? <Loading /> : null}
      {months.data && items.length === 0 ? (
        <Teach title={w.noneMonths} text={w.noneMonthsText} />
      ) : null}
      {items.length > 0 ? (
        <Table<Month>
          aria-label={w.months}
          size="small"
          pagination={false}
          rowKey="month"
          dataSource={[...items]}
          columns={[
            { key: 'month', title: w.month, render: (_, row) => row.month.slice(0, 7) },
            money('openingMinor', w.opening),
            money('inMinor', w.came),
            money('soldMinor', w.sold),
            money('otherOutMinor', w.otherOut),
            money('closingMinor', w.closing),
            money('closingFifoMinor', w.closingFifo),
            {
              key: 'state',
              title: w.state,
              render: (_, row) => (row.isClosed ? w.closed : row.isOver ? w.open : w.running),
            },
            {
              key: 'do',
              title: '',
              render: (_, row) =>
                !may('costing.close') || !row.isOver ? null : !row.isClosed ? (
                  <Button size="small" onClick={() => close.mutate({ body: { month: row.month } })}>
                    {w.close}
                  </Button>
                ) : row.month === lastClosed ? (
                  <Button size="small" type="link" onClick={() => setReopening(row)}>
                    {w.reopen}
                  </Button>
                ) : null,
            },
          ]}
        />
      ) : null}
      <FormDrawer<{ reason: string }>
        title={`${w.reopen} ${reopening?.month.slice(0, 7) ?? ''}`}
        isOpen={reopening !== null}
        onClose={() => setReopening(null)}
        save={({ reason }) =>
          reopen.mutateAsync({ body: { month: reopening?.month ?? '', reason } })
        }
      >
        <Field name="reason" label={w.why} isRequired>
          <Input.TextArea autoFocus maxLength={500} rows={3} />
        </Field>
      </FormDrawer>
    </Page>
  )
}
