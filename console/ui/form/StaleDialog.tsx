// Two people edited one record. The difference side by side; for each field theirs or mine; nothing is
// lost and nothing is overwritten unseen.
import { Modal, Radio } from 'antd'
import { useState } from 'react'
import type { ApiProblem } from '../../api/problem.ts'
import { useLanguage, useWords } from '../language.ts'

const words = {
  title: { zh: '有人先保存了', en: 'Someone saved before you' },
  theirs: { zh: '用他们的', en: 'Take theirs' },
  mine: { zh: '保留我的', en: 'Keep mine' },
  field: { zh: '字段', en: 'Field' },
  save: { zh: '按选择保存', en: 'Save as chosen' },
  back: { zh: '返回修改', en: 'Back to the form' },
  allTheirs: { zh: '全部用他们的', en: 'All theirs' },
  allMine: { zh: '全部保留我的', en: 'All mine' },
  same: {
    zh: '对方改的地方和你填的一样,直接保存即可。',
    en: 'Their changes equal yours. Save to go on.',
  },
}

interface StaleDialogProps {
  readonly problem: ApiProblem
  readonly labels: ReadonlyMap<string, string>
  readonly onClose: () => void
  /** Values to set in the form, and the version they now build on. */
  readonly onResolve: (values: Record<string, unknown>, version: number) => void
  /** How a field's value is said when JSON would not be read; undefined leaves it to the dialog. */
  readonly say?: (field: string, value: unknown) => string | undefined
}

function say(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return value ? '✓' : '✗'
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string)
}

export function StaleDialog({
  problem,
  labels,
  onClose,
  onResolve,
  say: sayOwn,
}: StaleDialogProps) {
  const w = useWords(words)
  const language = useLanguage()
  const [choice, setChoice] = useState<Readonly<Record<string, 'theirs' | 'mine'>>>({})
  const { difference } = problem
  const setAll = (which: 'theirs' | 'mine') =>
    setChoice(Object.fromEntries(difference.map(({ field }) => [field, which])))
  const resolve = () => {
    const taken = difference.filter(({ field }) => choice[field] === 'theirs')
    onResolve(
      Object.fromEntries(taken.map(({ field, current }) => [field, current])),
      Number(problem.details['currentVersion']),
    )
  }
  const isDecided = difference.every(({ field }) => choice[field] !== undefined)
  return (
    <Modal
      open
      title={w.title}
      width={640}
      onCancel={onClose}
      onOk={resolve}
      okText={w.save}
      cancelText={w.back}
      okButtonProps={{ disabled: !isDecided }}
    >
      <p>{problem[language]}</p>
      {difference.length === 0 ? (
        <p>{w.same}</p>
      ) : (
        <table className="mr-plain">
          <thead>
            <tr>
              <th>{w.field}</th>
              <th>
                <button type="button" className="mr-link" onClick={() => setAll('theirs')}>
                  {w.allTheirs}
                </button>
              </th>
              <th>
                <button type="button" className="mr-link" onClick={() => setAll('mine')}>
                  {w.allMine}
                </button>
              </th>
            </tr>
          </thead>
          <tbody>
            {difference.map(({ field, yours, current }) => (
              <tr key={field}>
                <th scope="row">{labels.get(field) ?? field}</th>
                {(['theirs', 'mine'] as const).map((which) => (
                  <td key={which}>
                    <Radio
                      checked={choice[field] === which}
                      onChange={() => setChoice({ ...choice, [field]: which })}
                      aria-label={`${labels.get(field) ?? field} ${w[which]}`}
                    >
                      {sayOwn?.(field, which === 'theirs' ? current : yours) ??
                        say(which === 'theirs' ? current : yours)}
                    </Radio>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Modal>
  )
}
