// A refusal or failure in its place: what happened and what to do (in the words of the server), what
// failed field by field, and an id to copy for whoever looks into it.
import { Alert, App, Button } from 'antd'
import { type ApiProblem, toProblem } from '../api/problem.ts'
import { useLanguage, useWords } from './language.ts'

const words = {
  retry: { zh: '重试', en: 'Try again' },
  copy: { zh: '复制编号', en: 'Copy the id' },
  copied: { zh: '已复制', en: 'Copied' },
  more: { zh: (count: number) => `还有 ${count} 处`, en: (count: number) => `${count} more` },
}

interface ProblemAlertProps {
  readonly problem: unknown
  readonly onRetry?: () => void
  /** One line, for a corner. */
  readonly isSmall?: boolean
}

const MOST_FIELDS = 8

export function ProblemAlert({ problem: thrown, onRetry, isSmall = false }: ProblemAlertProps) {
  const problem: ApiProblem = toProblem(thrown)
  const language = useLanguage()
  const w = useWords(words)
  const { message } = App.useApp()
  const copy = () => {
    const text = `${problem.code} ${problem.requestId ?? ''}`.trim()
    void copyText(text).then(() => message.success(w.copied))
  }
  const { fields } = problem
  return (
    <Alert
      type={problem.status >= 500 || problem.status === 0 ? 'error' : 'warning'}
      showIcon={!isSmall}
      className="mr-problem"
      title={problem[language]}
      description={
        isSmall ? undefined : (
          <>
            {fields.length > 0 ? (
              <ul>
                {fields.slice(0, MOST_FIELDS).map((field) => (
                  <li key={`${field.path} ${field.code}`}>
                    <code>{field.path}</code> {field[language]}
                  </li>
                ))}
                {fields.length > MOST_FIELDS ? (
                  <li className="mr-quiet">{w.more(fields.length - MOST_FIELDS)}</li>
                ) : null}
              </ul>
            ) : null}
            <button type="button" className="mr-id" title={w.copy} onClick={copy}>
              {problem.code}
              {problem.requestId ? ` · ${problem.requestId}` : ''}
            </button>
          </>
        )
      }
      action={
        onRetry ? (
          <Button size="small" onClick={onRetry}>
            {w.retry}
          </Button>
        ) : undefined
      }
    />
  )
}

/** The clipboard API wants https; a factory network often has none. */
export async function copyText(text: string): Promise<void> {
  if (isSecureContext) return navigator.clipboard.writeText(text)
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}
