// One division in its drawer: where it is, what it was called, and its changes.
import { Button, Input, Switch } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { regionsApi } from '../../../src/modules/regions/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { DistrictPicker } from '../pickers/DistrictPicker.tsx'
import { words } from './words.ts'

type Division = Result<(typeof regionsApi)['division']>

export function DivisionDetail({ code }: { readonly code: string }) {
  const w = useWords(words)
  const language = useLanguage()
  const canWrite = useMay()('regions.write')
  const [dialog, setDialog] = useState<'edit' | 'alias' | null>(null)
  const { data, error, refetch } = useRead(api.regions.division, { params: { code } })
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  return (
    <div className="mr-stack">
      <Panel
        title={data.steps.map((step) => step[language]).join(' / ')}
        extra={
          canWrite ? (
            <Button size="small" onClick={() => setDialog('edit')}>
              {w.edit}
            </Button>
          ) : null
        }
      >
        <Facts
          items={[
            [w.code, data.code],
            [w.level, w[data.level]],
            [w.nameEn, data.nameEn],
            [
              w.inside,
              data.inside === 0 ? (
                '—'
              ) : (
                <a key="inside" href={`${paths.regions}?parent=${data.code}`}>
                  {data.inside}
                </a>
              ),
            ],
            [
              w.retired,
              data.successor
                ? w.intoText(data.successor[language], data.retiredOn ?? '')
                : w.isCurrent,
            ],
          ]}
        />
      </Panel>
      <Names division={data} canWrite={canWrite} onAdd={() => setDialog('alias')} />
      <Dialogs division={data} dialog={dialog} onClose={() => setDialog(null)} />
    </div>
  )
}

interface NamesProps {
  readonly division: Division
  readonly canWrite: boolean
  readonly onAdd: () => void
}

function Names({ division, canWrite, onAdd }: NamesProps) {
  const w = useWords(words)
  const remove = useWrite(api.regions.removeAlias, { success: w.removed })
  return (
    <Panel
      title={w.aliases}
      extra={
        canWrite ? (
          <Button size="small" onClick={onAdd}>
            {w.addAlias}
          </Button>
        ) : null
      }
    >
      {division.aliases.length === 0 ? <span className="mr-quiet">{w.noAliases}</span> : null}
      <ul style={{ listStyle: 'none', padding: 0, margin: 0 }}>
        {division.aliases.map(({ id, name, ended, isPartial, source }) => (
          <li key={id} className="mr-row">
            <span>{name}</span>
            <span className="mr-quiet">
              {[
                ended === null ? w.stillUsed : w.until(ended),
                ...(isPartial ? [w.partial] : []),
                source,
              ].join(' · ')}
            </span>
            {canWrite ? (
              <Button
                size="small"
                type="link"
                aria-label={`${w.remove} ${name}`}
                onClick={() => remove.mutate({ params: { id } })}
              >
                {w.remove}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

interface DialogsProps {
  readonly division: Division
  readonly dialog: 'edit' | 'alias' | null
  readonly onClose: () => void
}

function Dialogs({ division, dialog, onClose }: DialogsProps) {
  const w = useWords(words)
  const edit = useWrite(api.regions.editDivision, { success: w.saved, quiet: true })
  const add = useWrite(api.regions.addAlias, { success: w.saved, quiet: true })
  const params = { code: division.code }
  return (
    <>
      <FormModal<{ name: string; retiredOn: string | null; mergedInto: string | null }>
        title={`${w.edit} ${division.name}`}
        isOpen={dialog === 'edit'}
        onClose={onClose}
        version={division.version}
        initial={{
          name: division.name,
          retiredOn: division.retiredOn,
          mergedInto: division.mergedInto,
        }}
        save={({ name, retiredOn, mergedInto }, version) =>
          edit.mutateAsync({
            params,
            body: {
              name,
              retiredOn: retiredOn || null,
              mergedInto: mergedInto ?? null,
              version: version ?? 1,
            },
          })
        }
      >
        <Field name="name" label={w.name} help={w.nameHelp} isRequired>
          <Input maxLength={40} />
        </Field>
        <Field name="mergedInto" label={w.mergedInto} help={w.mergeHelp}>
          <DistrictPicker label={w.mergedInto} isAnyLevel />
        </Field>
        <Field name="retiredOn" label={w.retiredOn}>
          <Input type="date" />
        </Field>
      </FormModal>
      <FormModal<{ name: string; ended: string; isPartial: boolean }>
        title={`${w.addAlias} · ${division.name}`}
        isOpen={dialog === 'alias'}
        onClose={onClose}
        initial={{ ended: '', isPartial: false }}
        save={({ name, ended, isPartial }) =>
          add.mutateAsync({ params, body: { name, ended: ended.trim() || null, isPartial } })
        }
      >
        <Field name="name" label={w.name} isRequired>
          <Input autoFocus maxLength={40} />
        </Field>
        <Field name="ended" label={w.ended} help={w.endedHelp}>
          <Input maxLength={10} />
        </Field>
        <Field name="isPartial" label={w.isPartial} valueProp="checked">
          <Switch />
        </Field>
      </FormModal>
    </>
  )
}
