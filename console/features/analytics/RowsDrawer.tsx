// The rows behind a number. They add up to it, and each opens its order.
import { Drawer, Segmented } from 'antd'
import { api, type Result } from '../../api/client.ts'
import type { analyticsApi } from '../../../src/modules/analytics/contract.ts'
import { paths } from '../../paths.ts'
import { formatYuan } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Teach } from '../../ui/Teach.tsx'
import type { Definition } from './show.ts'
import { words } from './words.ts'

type Row = Result<(typeof analyticsApi)['rows']>['items'][number]

export interface Opened {
  readonly definition: Definition
  readonly part: string | undefined
  /** Period and filters of the cell. */
  readonly query: Readonly<Record<string, string>>
}

interface RowsDrawerProps {
  readonly opened: Opened | null
  readonly onPart: (part: string) => void
  readonly onClose: () => void
}

export function RowsDrawer({ opened, onPart, onClose }: RowsDrawerProps) {
  const w = useWords(words)
  const language = useLanguage()
  if (opened === null) return null
  const { definition, query } = opened
  const part = opened.part ?? definition.parts[0]?.id ?? ''
  const { from, to, ...cell } = query
  return (
    <Drawer
      open
      size={760}
      onClose={onClose}
      title={`${w.rowsOf}: ${definition.name[language]} · ${from} – ${to} ${Object.values(cell).join(' ')}`}
    >
      <div className="mr-stack">
        <div className="mr-row">
          {definition.parts.length < 2 ? null : (
            <Segmented
              value={part}
              onChange={(value) => onPart(String(value))}
              options={definition.parts.map((one) => ({ value: one.id, label: one[language] }))}
            />
          )}
          <span className="mr-quiet">{w.rowsHelp}</span>
        </div>
        <DataTable<Row>
          key={`${definition.id} ${part} ${JSON.stringify(query)}`}
          name="analytics.rows"
          label={`${w.rowsOf}: ${definition.name[language]}`}
          list={api.analytics.rows}
          query={{ ...query, metric: definition.id, part }}
          search={false}
          maxHeight={560}
          rowKey={({ key }) => key}
          empty={<Teach title={w.noRows} text="" />}
          columns={[
            { key: 'day', title: w.day, kind: 'date', width: 130 },
            { key: 'shop', title: w.shop, kind: 'code', width: 90 },
            {
              key: 'platformNo',
              title: w.no,
              width: 150,
              render: ({ platformNo, shop }) =>
                platformNo === '' ? (
                  ''
                ) : (
                  <a
                    className="mr-code"
                    href={`${paths.orders}?q=${encodeURIComponent(platformNo)}&shop=${encodeURIComponent(shop)}`}
                  >
                    {platformNo}
                  </a>
                ),
            },
            { key: 'label', title: w.what, grow: true },
            {
              key: 'amountMinor',
              title: w.amount,
              kind: 'money',
              width: 110,
              // In the currency of the shop, which may not be ours.
              render: ({ amountMinor }) => (
                <span className="mr-num">
                  {amountMinor === null ? '' : formatYuan(amountMinor)}
                </span>
              ),
            },
            { key: 'count', title: w.count, kind: 'qty', width: 80 },
          ]}
        />
      </div>
    </Drawer>
  )
}
