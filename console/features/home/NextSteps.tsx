// The first steps of a new house, until they are done: each shows whether it is.
import { CheckCircleFilled, RightOutlined } from '@ant-design/icons'
import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../session.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { STEPS } from './steps.ts'
import { words } from './words.ts'

export function NextSteps() {
  const w = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const steps = STEPS.filter((step) => may(step.permission))
  const answers = useQueries({
    queries: steps.map((step) => ({
      queryKey: [...step.key, 'step', step.to],
      queryFn: step.isDone,
    })),
  })
  if (steps.length === 0 || answers.every((answer) => answer.data !== false)) return null
  return (
    <Panel title={w.steps}>
      <ol className="mr-steps">
        {steps.map((step, index) => (
          <li key={step.to} className={answers[index]?.data ? 'is-done' : undefined}>
            <Link to={step.to}>
              <span className="mr-steps-mark">
                {answers[index]?.data ? <CheckCircleFilled /> : index + 1}
              </span>
              <span>
                <strong>{step[language]}</strong>
                <small>{step.why[language]}</small>
              </span>
              <RightOutlined aria-hidden />
            </Link>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
