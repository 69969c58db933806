// All definitions on one page: what each metric answers, how it is made, what it leaves out.
import { Input } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { StatusTag } from '../../ui/values.tsx'
import type { Definition } from './show.ts'
import { words } from './words.ts'

export function MetricsPage() {
  const w = useWords(words)
  const language = useLanguage()
  const [text, setText] = useState('')
  const { data, error } = useRead(api.analytics.metrics, {})
  const wanted = text.trim().toLowerCase()
  const found = (data?.metrics ?? []).filter(({ id, name, question }) =>
    [id, name.zh, name.en, question.zh, question.en].some((one) =>
      one.toLowerCase().includes(wanted),
    ),
  )
  const dimensionName = new Map(data?.dimensions.map((one) => [one.id, one[language]]))
  return (
    <Page
      title={w.metrics}
      help={w.metricsHelp}
      aside={data ? <span className="mr-quiet">{found.length}</span> : null}
      actions={
        <Input.Search
          allowClear
          aria-label={w.searchMetrics}
          placeholder={w.searchMetrics}
          style={{ width: 260 }}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      }
    >
      {error ? <ProblemAlert problem={error} /> : null}
      {data ? (
        <Panel title={w.metrics}>
          <table className="mr-plain" aria-label={w.metrics}>
            <thead>
              <tr>
                <th>{w.name}</th>
                <th>{w.formula}</th>
                <th>{w.basis}</th>
                <th>{w.refunds}</th>
                <th>{w.caveats}</th>
                <th>{w.splits}</th>
              </tr>
            </thead>
            <tbody>
              {found.map((metric) => (
                <MetricRow
                  key={metric.id}
                  metric={metric}
                  splits={metric.dimensions.map((id) => dimensionName.get(id) ?? id)}
                />
              ))}
            </tbody>
          </table>
        </Panel>
      ) : (
        <Loading lines={10} />
      )}
    </Page>
  )
}

function MetricRow({
  metric,
  splits,
}: {
  readonly metric: Definition
  readonly splits: readonly string[]
}) {
  const w = useWords(words)
  const language = useLanguage()
  return (
    <tr>
      <td style={{ minWidth: 150 }}>
        <strong>{metric.name[language]}</strong>
        <div>{metric.question[language]}</div>
        <div className="mr-quiet mr-code">
          {metric.id} · {w.version} {metric.version}
        </div>
        <StatusTag>{w[`unit_${metric.unit}`]}</StatusTag>{' '}
        <StatusTag tone={metric.isAdditive ? 'neutral' : 'warn'}>
          {metric.isAdditive ? w.adds : w.addsNo}
        </StatusTag>
      </td>
      <td style={{ minWidth: 180 }}>{metric.formula[language]}</td>
      <td style={{ minWidth: 80 }}>{metric.timeBasis[language]}</td>
      <td>{metric.refunds[language]}</td>
      <td>{metric.caveats[language]}</td>
      <td className="mr-quiet" style={{ minWidth: 150 }}>
        {splits.join(' · ')}
      </td>
    </tr>
  )
}
