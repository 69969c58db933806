// How current the board is: events still on their way, how far each source has come, which days lack one.
import { Popover } from 'antd'
import type { Result } from '../../api/client.ts'
import type { analyticsApi } from '../../../src/modules/analytics/contract.ts'
import { formatInteger } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { StatusTag, When } from '../../ui/values.tsx'
import { words } from './words.ts'

export type Fresh = Result<(typeof analyticsApi)['freshness']>

interface FreshnessProps {
  readonly behind: string
  readonly asOf: string
  readonly fresh: Fresh | undefined
}

export function Freshness({ behind, asOf, fresh }: FreshnessProps) {
  const w = useWords(words)
  const kinds = useKinds()
  const sources = fresh?.sources ?? []
  const late = sources.filter(({ isCurrent }) => !isCurrent)
  const incomplete = fresh?.incomplete ?? []
  return (
    <div className="mr-row">
      <StatusTag tone={behind === '0' ? 'good' : 'warn'}>
        {behind === '0' ? w.fresh : w.behind(formatInteger(behind))}
      </StatusTag>
      {sources.length === 0 ? null : (
        <Popover
          trigger="click"
          placement="bottomLeft"
          title={w.sources}
          content={<SourceTable fresh={fresh!} />}
        >
          <button type="button" className="mr-link">
            <StatusTag tone={late.length === 0 ? 'good' : 'warn'}>
              {sources.length === 1
                ? `${sources[0]!.shop} ${kinds[sources[0]!.kind]} ${w.upTo} ${sources[0]!.lastDay}`
                : `${w.sources} ${sources.length - late.length}/${sources.length}`}
            </StatusTag>
          </button>
        </Popover>
      )}
      {incomplete.length === 0 ? null : (
        <Popover
          trigger="click"
          placement="bottomLeft"
          title={w.incomplete(String(incomplete.length))}
          content={
            <ul style={{ maxHeight: 260, overflow: 'auto', margin: 0, paddingLeft: 16 }}>
              {incomplete.map((day) => (
                <li key={day.day} className="mr-num">
                  {missingText(day, kinds, w.missing)}
                </li>
              ))}
            </ul>
          }
        >
          <button type="button" className="mr-link">
            <StatusTag tone="warn">{w.incomplete(String(incomplete.length))}</StatusTag>
          </button>
        </Popover>
      )}
      <When at={asOf} isShort />
    </div>
  )
}

type Kinds = Readonly<Record<Fresh['incomplete'][number]['missing'][number]['kind'], string>>

export function useKinds(): Kinds {
  const w = useWords(words)
  return { orders: w.kind_orders, traffic: w.kind_traffic, ads: w.kind_ads, day: w.kind_day }
}

export function missingText(
  { day, missing }: Fresh['incomplete'][number],
  kinds: Kinds,
  word: string,
): string {
  return `${day} ${word} ${missing.map(({ shop, kind }) => `${shop} ${kinds[kind]}`).join(', ')}`
}

function SourceTable({ fresh }: { readonly fresh: Fresh }) {
  const w = useWords(words)
  const kinds = useKinds()
  return (
    <table className="mr-plain">
      <thead>
        <tr>
          <th>{w.shop}</th>
          <th>{w.sources}</th>
          <th>{w.upTo}</th>
          <th>{w.expected}</th>
        </tr>
      </thead>
      <tbody>
        {fresh.sources.map((source) => (
          <tr key={`${source.shop} ${source.kind}`}>
            <td>{source.shop}</td>
            <td>{kinds[source.kind]}</td>
            <td className={`mr-num${source.isCurrent ? '' : ' mr-warn'}`}>{source.lastDay}</td>
            <td className="mr-num">{source.expectedDay}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
