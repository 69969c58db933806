// A choice with its losers: what each would cost, step by step, and why it was not taken.
import type { Result } from '../../api/client.ts'
import type { carriersApi } from '../../../src/modules/carriers/contract.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { formatMoney } from '../../ui/format.ts'
import { Money, StatusTag } from '../../ui/values.tsx'
import { Why } from '../../ui/Why.tsx'
import { words } from './words.ts'

export type Choice = Result<(typeof carriersApi)['quote']>

export function ChoiceView({ choice }: { readonly choice: Choice }) {
  const w = useWords(words)
  const language = useLanguage()
  const chosen = choice.judged.find(({ serviceId }) => serviceId === choice.serviceId)
  return (
    <div className="mr-stack">
      <p role="status">
        <strong>{chosen?.name ?? w.nobody}</strong>{' '}
        <span className="mr-quiet">{choice.because[language]}</span>
      </p>
      <table className="mr-plain">
        <thead>
          <tr>
            <th>{w.service}</th>
            <th className="mr-right">{w.freight}</th>
            <th className="mr-right">{w.expected}</th>
            <th className="mr-right">{w.days}</th>
            <th>{w.because}</th>
          </tr>
        </thead>
        <tbody>
          {choice.judged.map((one) => (
            <tr key={one.serviceId}>
              <td>{one.name}</td>
              <td className="mr-right">
                {one.quote ? (
                  <Why
                    reason={{
                      says: `${one.name} · ${one.quote.zone}`,
                      rule: `${w.chargeable} ${one.quote.chargeableGrams} g`,
                      inputs: one.quote.lines.map((line) => [
                        line[language],
                        formatMoney(line.minor),
                      ]),
                    }}
                  >
                    <Money minor={one.quote.totalMinor} />
                  </Why>
                ) : (
                  '—'
                )}
              </td>
              <td className="mr-right">
                <Money minor={one.expectedMinor} />
              </td>
              <td className="mr-right">{one.quote?.days ?? '—'}</td>
              <td>
                {one.serviceId === choice.serviceId ? (
                  <StatusTag tone="good">{w.chosen}</StatusTag>
                ) : one.blocked.length > 0 ? (
                  <span className="mr-warn">
                    {one.blocked.map((reason) => reason[language]).join(';')}
                  </span>
                ) : (
                  <span className="mr-quiet">{one.lost?.[language]}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
