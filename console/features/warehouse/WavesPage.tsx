// 波次台: what waits for release, what could go together, what would become of it, and how far each wave is.
import { App, Button } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag, When } from '../../ui/values.tsx'
import { BuildForm } from './BuildForm.tsx'
import { NoSite } from './PickPage.tsx'
import { useSite } from './site.tsx'
import { WaveList } from './WaveList.tsx'
import { PROFILE_WORDS, waveWords, words } from './words.ts'

export function WavesPage() {
  const w = useWords(waveWords)
  const [siteId, picker, isNone] = useSite()
  return (
    <Page title={w.title} help={w.help} actions={picker}>
      {isNone ? <NoSite /> : siteId === undefined ? null : <Planner key={siteId} siteId={siteId} />}
    </Page>
  )
}

const FRESH_MS = 15_000
/** What one press releases. */
const AT_ONCE = 200

function Planner({ siteId }: { readonly siteId: string }) {
  const { data, error } = useRead(
    api.warehouse.overview,
    { params: { siteId } },
    { everyMs: FRESH_MS },
  )
  if (error) return <ProblemAlert problem={error} />
  if (!data) return <Loading />
  return (
    <>
      <div className="mr-grid2">
        <Pools siteId={siteId} data={data} />
        <BuildForm siteId={siteId} />
      </div>
      <WaveList siteId={siteId} />
    </>
  )
}

type Overview = Awaited<ReturnType<typeof api.warehouse.overview>>

function Pools({ siteId, data }: { readonly siteId: string; readonly data: Overview }) {
  const w = useWords(waveWords)
  const c = useWords(words)
  const may = useMay()
  const { message } = App.useApp()
  const language = useLanguage()
  const [refused, setRefused] = useState<readonly string[]>([])
  const release = useWrite(api.warehouse.release, {
    touches: ['orders'],
    onDone: (answer) => {
      void message.success(w.released(answer.released))
      setRefused(answer.refused.map(({ text }) => text[language]))
    },
  })
  const n = Math.min(data.audited.ready, AT_ONCE)
  return (
    <Panel
      title={
        <>
          {w.audited} {data.audited.ready}
          {data.audited.held > 0 ? (
            <a href={`${paths.desk}?queue=held`} className="mr-quiet">
              {' '}
              · {w.held} {data.audited.held}
            </a>
          ) : null}
        </>
      }
      extra={
        may('warehouse.plan') && n > 0 ? (
          <Button
            type="primary"
            loading={release.isPending}
            onClick={() => release.mutate({ params: { siteId }, body: { limit: AT_ONCE } })}
          >
            {w.release(n)}
          </Button>
        ) : null
      }
    >
      {refused.length > 0 ? (
        <section className="mr-pda-pulled">
          <strong>{w.refused(refused.length)}</strong>
          {refused.slice(0, 5).map((text, at) => (
            <p key={at}>{text}</p>
          ))}
        </section>
      ) : null}
      {data.pools.length === 0 ? (
        <Teach title={w.noPool} text={w.noPoolText} />
      ) : (
        <table className="mr-plain" aria-label={w.pools}>
          <thead>
            <tr>
              <th>{c.profile}</th>
              <th>{c.carrier}</th>
              <th className="mr-right">{c.orders}</th>
              <th className="mr-right">{c.qty}</th>
              <th className="mr-right">{c.minutes}</th>
              <th>{c.due}</th>
            </tr>
          </thead>
          <tbody>
            {data.pools.map((pool) => (
              <tr key={`${pool.profile}|${pool.carrier}`}>
                <td>{PROFILE_WORDS[pool.profile][language]}</td>
                <td>{pool.carrier || <span className="mr-warn">{c.noCarrier}</span>}</td>
                <td className="mr-right mr-num">{pool.orders}</td>
                <td className="mr-right mr-num">{pool.qty}</td>
                <td className="mr-right mr-num">{pool.minutes}</td>
                <td>
                  <When at={pool.dueAt} isShort />{' '}
                  {pool.overdue > 0 ? (
                    <StatusTag tone="bad">
                      {w.overdue} {pool.overdue}
                    </StatusTag>
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
