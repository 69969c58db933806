// The file of an import once more, after its mapping or its layout was mended.
import { Button } from 'antd'
import { api } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import { useMay } from '../../session.ts'
import { useWords } from '../../ui/language.ts'
import { Panel } from '../../ui/Page.tsx'
import { useSetAddress } from '../../ui/table/use-address.ts'
import type { Run } from './ImportsPage.tsx'
import { words } from './words.ts'

const ENDED: readonly Run['status'][] = ['done', 'undone', 'refused', 'parked']

export function Again({ run }: { readonly run: Run }) {
  const w = useWords(words)
  const may = useMay()
  const setAddress = useSetAddress()
  const again = useWrite(api.intake.again, {
    success: w.againStarted,
    onDone: ({ batchId }) => setAddress({ batch: batchId, open: null }, true),
  })
  if (run.dryRun || !ENDED.includes(run.status) || !may('intake.write')) return null
  return (
    <Panel
      title={w.again}
      extra={
        <Button loading={again.isPending} onClick={() => again.mutate({ params: { id: run.id } })}>
          {w.again}
        </Button>
      }
    >
      <p className="mr-quiet">{w.againText}</p>
    </Panel>
  )
}
