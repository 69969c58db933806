// 规则命中: which of the house's rules fired for this order, what each saw, and what followed.
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { When } from '../../ui/values.tsx'
import { Decided } from '../rules/TryPanel.tsx'
import type { Card } from './values.tsx'
import { words } from './words.ts'

export function RulesTab({ order }: { readonly order: Card }) {
  const w = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const { data } = useRead(api.rules.purposes, {}, { enabled: may('rules.read') })
  if (order.hits.length === 0) return <p className="mr-quiet">{w.noRuleHit}</p>
  const byPurpose = Map.groupBy(order.hits, ({ purpose }) => purpose)
  return (
    <>
      {[...byPurpose].map(([id, hits]) => {
        const purpose = data?.items.find((one) => one.id === id)
        return (
          <Panel
            key={id}
            title={purpose?.[language] ?? id}
            extra={<When at={hits[0]?.at ?? null} isShort />}
          >
            <ul className="mr-plain">
              {hits.map((hit, at) => (
                <li key={at}>
                  {may('rules.read') ? (
                    <a href={`${paths.rules}?purpose=${id}`}>{hit.name}</a>
                  ) : (
                    hit.name
                  )}{' '}
                  <span className="mr-quiet">v{hit.version}</span>{' '}
                  {purpose ? (
                    <Decided
                      purpose={purpose}
                      outcomes={hit.outcome ? [hit.outcome] : []}
                      reasons={[hit]}
                      isNew
                    />
                  ) : null}
                </li>
              ))}
            </ul>
          </Panel>
        )
      })}
    </>
  )
}
