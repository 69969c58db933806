// The desk: what is waiting for me, counted, each line one click from the work. Features tell what may
// wait (sources.ts); a line shows only when there is something in it.
import { Page } from '../../ui/Page.tsx'
import { useWords } from '../../ui/language.ts'
import { NextSteps } from './NextSteps.tsx'
import { Waiting } from './Waiting.tsx'
import { words } from './words.ts'

export function HomePage() {
  const w = useWords(words)
  return (
    <Page title={w.title} help={w.help}>
      <Waiting />
      <NextSteps />
    </Page>
  )
}
