// Counted lines of waiting work, from the lists that hold it.
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../session.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { WAITING } from './sources.ts'
import { words } from './words.ts'

const EVERY_MS = 30_000

export function Waiting() {
  const w = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const sources = WAITING.filter((source) => may(source.permission))
  const answers = useQueries({
    queries: sources.map((source) => ({
      queryKey: [...source.key, 'waiting', source.to],
      queryFn: source.count,
      refetchInterval: EVERY_MS,
    })),
  })
  const isPending = answers.some((answer) => answer.isPending)
  const failed = answers.find((answer) => answer.error)
  const lines = sources
    .map((source, index) => {
      const answer = answers[index]?.data ?? 0
      return typeof answer === 'number'
        ? { source, count: answer, about: null }
        : { source, ...answer }
    })
    .filter(({ count }) => count > 0)
  return (
    <Panel title={w.waiting}>
      {failed ? <ProblemAlert problem={failed.error} /> : null}
      {isPending ? (
        <div className="mr-waiting" aria-busy>
          {sources.map((source) => (
            <span key={source.to} className="mr-bar" />
          ))}
        </div>
      ) : lines.length === 0 ? (
        <Teach title={w.clear} text={w.clearText} />
      ) : (
        <ul className="mr-waiting">
          {lines.map(({ source, count, about }) => (
            <li key={source.to}>
              <Link to={source.to.split('?')[0] as string} search={searchOf(source.to) as never}>
                <strong>{count > COUNT_TO ? `${COUNT_TO}+` : count}</strong>
                <span>
                  {source[language]}
                  {about === null ? null : <small className="mr-quiet"> {about[language]}</small>}
                </span>
                <span className={`mr-tag mr-tag-${source.tone}`}>{source.act[language]}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

/** Lists are asked for this many; more is said as `99+`. */
export const COUNT_TO = 99

function searchOf(to: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(to.split('?')[1] ?? ''))
}
