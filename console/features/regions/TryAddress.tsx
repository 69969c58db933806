// An address tried before it matters: what it is read as, how surely, and what is doubtful about it.
import { Input } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import type { regionsApi } from '../../../src/modules/regions/contract.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { words } from './words.ts'

type Parsed = Result<(typeof regionsApi)['parse']>

export function TryAddress() {
  const w = useWords(words)
  const [address, setAddress] = useState('')
  const parse = useWrite(api.regions.parse, { quiet: true })
  return (
    <Panel title={w.tryTitle}>
      <Input.Search
        aria-label={w.tryLabel}
        placeholder={w.tryHint}
        enterButton={w.tryButton}
        maxLength={1000}
        value={address}
        onChange={(event) => setAddress(event.target.value)}
        loading={parse.isPending}
        onSearch={(text) =>
          text.trim() === '' ? parse.reset() : parse.mutate({ body: { address: text } })
        }
      />
      {parse.error ? <ProblemAlert problem={parse.error} /> : null}
      {parse.data ? <Reading parsed={parse.data} /> : null}
    </Panel>
  )
}

function Reading({ parsed }: { readonly parsed: Parsed }) {
  const w = useWords(words)
  const language = useLanguage()
  const path = parsed.steps.map((step) => step[language]).join(' / ')
  const place =
    parsed.outcome === 'foreign' ? w.foreign(parsed.country ?? '') : path === '' ? w.nowhere : path
  const code = parsed.districtCode ?? parsed.cityCode ?? parsed.provinceCode
  return (
    <div role="status" className="mr-stack" style={{ marginTop: 10 }}>
      <Facts
        items={[
          [
            w.path,
            <span key="path">
              {place} {code === null ? null : <span className="mr-quiet">{code}</span>}
            </span>,
          ],
          [
            w.confidence,
            <span key="confidence">
              {parsed.confidence}{' '}
              <StatusTag tone={parsed.isDoubtful ? 'warn' : 'good'}>
                {parsed.isDoubtful ? w.doubtful : w.sure}
              </StatusTag>
            </span>,
          ],
          [w.detail, parsed.detail || '—'],
          ...(parsed.postcode === null ? [] : ([[w.postcode, parsed.postcode]] as const)),
        ]}
      />
      {parsed.problems.map((problem) => (
        <div key={problem.code}>{problem[language]}</div>
      ))}
    </div>
  )
}
