// Numbers of this period that changed after people could see them: from what to what, when and why.
import { Popover } from 'antd'
import type { Result } from '../../api/client.ts'
import type { analyticsApi } from '../../../src/modules/analytics/contract.ts'
import { formatInteger, formatYuan } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { StatusTag, When } from '../../ui/values.tsx'
import { words } from './words.ts'

export type Restatement = Result<(typeof analyticsApi)['restatements']>['items'][number]

export function Restated({ items }: { readonly items: readonly Restatement[] }) {
  const w = useWords(words)
  if (items.length === 0) return null
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      title={w.restatedTitle}
      content={<RestatedList items={items} />}
    >
      <button type="button" className="mr-link">
        <StatusTag tone="info">{w.restated(formatInteger(String(items.length)))}</StatusTag>
      </button>
    </Popover>
  )
}

export function RestatedList({ items }: { readonly items: readonly Restatement[] }) {
  const w = useWords(words)
  const language = useLanguage()
  return (
    <div style={{ maxHeight: 260, maxWidth: 620, overflow: 'auto' }}>
      <table className="mr-plain">
        <thead>
          <tr>
            <th>{w.what}</th>
            <th>{w.day}</th>
            <th className="mr-right">{w.wasBefore}</th>
            <th className="mr-right">{w.isNow}</th>
            <th>{w.when}</th>
            <th>{w.why}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={`${one.measure} ${one.currency} ${one.at} ${one.from}`}>
              <td>{one.says[language]}</td>
              <td className="mr-num">
                {one.from === one.to ? one.from : `${one.from} – ${one.to}`}
              </td>
              <td className="mr-right mr-num">{shown(one, one.before)}</td>
              <td className="mr-right mr-num">{shown(one, one.after)}</td>
              <td>
                <When at={one.at} isShort />
              </td>
              <td>{one.why[language]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const shown = ({ unit }: Restatement, value: string) =>
  unit === 'money' ? formatYuan(value) : formatInteger(value)
