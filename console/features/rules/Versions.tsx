// What a rule has said, newest first, and the way back.
import { Button, Input } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { Field } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { StatusTag, When } from '../../ui/values.tsx'
import { useSay } from './say.tsx'
import type { Purpose, RuleRow } from './tree.ts'
import { words } from './words.ts'

interface Props {
  readonly purpose: Purpose
  readonly rule: RuleRow
  readonly mayWrite: boolean
  readonly onRestored: () => void
}

export function Versions({ purpose, rule, mayWrite, onRestored }: Props) {
  const w = useWords(words)
  const say = useSay(purpose)
  const { data, error } = useRead(api.rules.versions, { query: { ruleId: rule.id, limit: 200 } })
  const [back, setBack] = useState<number | null>(null)
  const restore = useWrite(api.rules.restoreRule, {
    quiet: true,
    success: ({ version }) => w.restored(version),
    onDone: onRestored,
  })
  if (error) return <ProblemAlert problem={error} />
  if (!data) return <Loading />
  return (
    <>
      <table className="mr-plain">
        <thead>
          <tr>
            <th>{w.version}</th>
            <th>{w.condition}</th>
            <th>{w.outcomes}</th>
            <th>{w.savedBy}</th>
            <th aria-label={w.restore} />
          </tr>
        </thead>
        <tbody>
          {data.items.map((one) => (
            <tr key={one.version}>
              <td>
                <span className="mr-num">{one.version}</span>{' '}
                {one.isCurrent ? <StatusTag tone="good">{w.current}</StatusTag> : null}
              </td>
              <td>
                <strong>{one.name}</strong> <span className="mr-quiet">#{one.priority}</span>
                {one.stops ? <StatusTag>{w.stopsTag}</StatusTag> : null}
                {one.active ? null : <StatusTag>{w.idle}</StatusTag>}
                <br />
                {say.condition(one.condition)}
              </td>
              <td>{say.outcomes(one.outcomes)}</td>
              <td>
                <When at={one.savedAt} isShort />
                <br />
                {one.savedBy}
                {one.restoredFrom === null ? '' : ` · ${w.restoredFrom(one.restoredFrom)}`}
                {one.note === '' ? '' : ` · ${one.note}`}
              </td>
              <td className="mr-right">
                {one.isCurrent || !mayWrite ? null : (
                  <Button size="small" onClick={() => setBack(one.version)}>
                    {w.restore}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <FormModal<{ note?: string }>
        title={w.restoreTitle(back ?? 1)}
        isOpen={back !== null}
        onClose={() => setBack(null)}
        version={rule.version}
        saveLabel={w.restore}
        save={({ note }, version) =>
          restore.mutateAsync({
            params: { id: rule.id },
            body: { version: version ?? rule.version, to: back ?? 1, note: note ?? '' },
          })
        }
      >
        <p>{w.restoreText(rule.version + 1)}</p>
        <Field name="note" label={w.note}>
          <Input maxLength={500} />
        </Field>
      </FormModal>
    </>
  )
}
