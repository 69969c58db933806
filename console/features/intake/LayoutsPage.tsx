// Remembered layouts: what each column of such a file means, which imports used it; renamed, corrected, retired.
import { Button } from 'antd'
import { api, type Result } from '../../api/client.ts'
import type { intakeApi } from '../../../src/modules/intake/contract.ts'
import { paths } from '../../paths.ts'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { LayoutDetail } from './LayoutDetail.tsx'
import { layoutWords } from './layout-words.ts'
import { words } from './words.ts'

export type RememberedLayout = Result<(typeof intakeApi)['layouts']>['items'][number]

const KINDS = [
  'orders',
  'aftersales',
  'listings',
  'skus',
  'opening_stock',
  'offline_sales',
  'shop_traffic',
  'item_traffic',
  'ad_spend',
  'reviews',
  'prices',
] as const

export function LayoutsPage() {
  const w = useWords(layoutWords)
  const k = useWords(words)
  return (
    <Page title={w.title} help={w.help} isFilling>
      <DataTable<RememberedLayout>
        name="intake.layouts"
        label={w.title}
        list={api.intake.layouts}
        rowKey={({ id }) => id}
        empty={
          <Teach title={w.none} text={w.noneText}>
            <Button type="primary" href={paths.imports}>
              {w.toImports}
            </Button>
          </Teach>
        }
        columns={[
          { key: 'name', title: w.name, grow: true },
          { key: 'kind', title: w.kind, width: 100, render: ({ kind }) => k[kind] },
          {
            key: 'platform',
            title: w.platform,
            width: 110,
            render: ({ platform }) => platform ?? <span className="mr-quiet">{w.anyPlatform}</span>,
          },
          {
            key: 'fields',
            title: w.columns,
            kind: 'number',
            width: 70,
            render: ({ fields }) => Object.keys(fields).length,
          },
          {
            key: 'active',
            title: w.state,
            width: 90,
            render: ({ active }) => (
              <StatusTag tone={active ? 'good' : 'neutral'}>
                {active ? w.active : w.retired}
              </StatusTag>
            ),
          },
          { key: 'imports', title: w.imports, kind: 'number', width: 90 },
          { key: 'lastUsedAt', title: w.lastUsed, kind: 'instant' },
          { key: 'createdBy', title: w.by, width: 100 },
          { key: 'updatedAt', title: w.changed, kind: 'instant' },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'kind',
            label: w.kind,
            options: KINDS.map((value) => ({ value, label: k[value] })),
          },
          {
            kind: 'choice',
            key: 'active',
            label: w.state,
            options: [
              { value: 'true', label: w.active },
              { value: 'false', label: w.retired },
            ],
          },
        ]}
        detailTitle={(layout) => layout?.name ?? w.title}
        detail={(id) => <LayoutDetail id={id} />}
      />
    </Page>
  )
}
