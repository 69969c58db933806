// When a page cannot be shown: what happened, and the way on.
import type { ErrorComponentProps } from '@tanstack/react-router'
import { Button } from 'antd'
import { paths } from '../paths.ts'
import { useWords } from '../ui/language.ts'
import { ProblemAlert } from '../ui/ProblemAlert.tsx'
import { Teach } from '../ui/Teach.tsx'

const words = {
  notFound: { zh: '没有这一页', en: 'There is no such page' },
  notFoundText: {
    zh: '地址可能写错了,或者这条记录已被移走。',
    en: 'The address may be mistyped, or the record has moved.',
  },
  home: { zh: '回工作台', en: 'Go to the desk' },
}

export function Failed({ error, reset }: ErrorComponentProps) {
  // After an update the old page's files are gone; loading the new page is the whole cure.
  const isOutdated = /dynamically imported module|Importing a module script/.test(String(error))
  return (
    <div className="mr-page">
      <ProblemAlert problem={error} onRetry={() => (isOutdated ? location.reload() : reset())} />
    </div>
  )
}

export function NotFound() {
  const w = useWords(words)
  return (
    <Teach title={w.notFound} text={w.notFoundText}>
      <Button type="primary" href={paths.home}>
        {w.home}
      </Button>
    </Teach>
  )
}
