// One remembered layout in its drawer.
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { intakeApi } from '../../../src/modules/intake/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { formatInteger } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { StatusTag, When } from '../../ui/values.tsx'
import { layoutWords } from './layout-words.ts'
import { STATES } from './states.ts'
import { mappingWords, words } from './words.ts'

type Layout = Result<(typeof intakeApi)['layout']>

export function LayoutDetail({ id }: { readonly id: string }) {
  const { data: layout, error } = useRead(api.intake.layout, { params: { id } })
  if (error) return <ProblemAlert problem={error} />
  if (!layout) return <Loading />
  return (
    <>
      <Meaning layout={layout} />
      <UsedBy layout={layout} />
    </>
  )
}

function Meaning({ layout }: { readonly layout: Layout }) {
  const w = useWords(layoutWords)
  const k = useWords(words)
  const m = useWords(mappingWords)
  const language = useLanguage()
  const may = useMay()
  const [isEditing, setEditing] = useState(false)
  const names = new Map(layout.meanings.map((one) => [one.key, one[language]]))
  return (
    <Panel
      title={`${k[layout.kind]} · ${layout.active ? w.active : w.retired}`}
      extra={
        may('intake.write') ? (
          <span style={{ display: 'inline-flex', gap: 8 }}>
            <Retire layout={layout} />
            <Button size="small" onClick={() => setEditing(true)}>
              {w.edit}
            </Button>
          </span>
        ) : null
      }
    >
      <p className="mr-quiet">{w.headers(formatInteger(layout.headers.length))}</p>
      <Facts
        items={Object.entries(layout.fields).map(
          ([key, header]) => [names.get(key) ?? key, header] as const,
        )}
      />
      {Object.keys(layout.statuses).length > 0 ? (
        <>
          <h3>{w.words}</h3>
          <Facts
            items={Object.entries(layout.statuses).map(
              ([word, state]) =>
                [word, (m as unknown as Record<string, string>)[state] ?? state] as const,
            )}
          />
        </>
      ) : null}
      <Edit layout={layout} isOpen={isEditing} onClose={() => setEditing(false)} />
    </Panel>
  )
}

function Retire({ layout }: { readonly layout: Layout }) {
  const w = useWords(layoutWords)
  const { modal } = App.useApp()
  const { id, version, name, fields, statuses, active } = layout
  const edit = useWrite(api.intake.editLayout, {
    success: active ? w.retiredDone : w.revivedDone,
  })
  const turn = () =>
    edit.mutateAsync({ params: { id }, body: { version, name, fields, statuses, active: !active } })
  return (
    <Button
      size="small"
      loading={edit.isPending}
      onClick={() =>
        active
          ? void modal.confirm({ title: `${w.retire} ${name}`, content: w.retireAsk, onOk: turn })
          : void turn().catch(() => undefined)
      }
    >
      {active ? w.retire : w.revive}
    </Button>
  )
}

/** Flat, as the difference between two editors is told: `fields.order_id`, `statuses.已付款`. */
type Values = Readonly<Record<string, string | undefined>>

interface EditProps {
  readonly layout: Layout
  readonly isOpen: boolean
  readonly onClose: () => void
}

function Edit({ layout, isOpen, onClose }: EditProps) {
  const w = useWords(layoutWords)
  const m = useWords(mappingWords)
  const language = useLanguage()
  const edit = useWrite(api.intake.editLayout, { success: w.saved, quiet: true })
  const headers = [
    { value: '', label: w.unused },
    ...layout.headers.filter((name) => name !== '').map((value) => ({ value, label: value })),
  ]
  // What is mapped first: a kind knows sixty meanings, a file has a dozen of them.
  const meanings = layout.meanings.toSorted(
    (a, b) => Number(b.key in layout.fields) - Number(a.key in layout.fields),
  )
  const states = STATES.map((value) => ({ value, label: m[value] }))
  return (
    <FormDrawer<Values>
      title={`${w.edit} ${layout.name}`}
      isOpen={isOpen}
      onClose={onClose}
      version={layout.version}
      initial={initialOf(layout)}
      save={(values, version) =>
        edit.mutateAsync({
          params: { id: layout.id },
          body: { ...bodyOf(values), active: layout.active, version: version ?? layout.version },
        })
      }
    >
      <Field name="name" label={w.name} isRequired>
        <Input maxLength={200} />
      </Field>
      {meanings.map((one) => (
        <Field
          key={one.key}
          name={`fields.${one.key}`}
          label={one[language]}
          isRequired={one.isRequired}
        >
          <Select showSearch optionFilterProp="label" options={headers} />
        </Field>
      ))}
      {Object.keys(layout.statuses).map((word) => (
        <Field key={word} name={`statuses.${word}`} label={w.word(word)}>
          <Select options={[{ value: '', label: '—' }, ...states]} />
        </Field>
      ))}
      {layout.hasStates ? (
        <>
          <Field name="newWord" label={w.newWord}>
            <Input maxLength={60} />
          </Field>
          <Field name="newState" label={w.newState}>
            <Select allowClear options={states} />
          </Field>
        </>
      ) : null}
    </FormDrawer>
  )
}

function initialOf({ name, meanings, fields, statuses }: Layout): Values {
  return {
    name,
    ...Object.fromEntries(meanings.map(({ key }) => [`fields.${key}`, fields[key] ?? ''])),
    ...Object.fromEntries(
      Object.entries(statuses).map(([word, state]) => [`statuses.${word}`, state]),
    ),
  }
}

function bodyOf(values: Values) {
  const part = (prefix: string) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([key, value]) =>
        key.startsWith(prefix) && value ? [[key.slice(prefix.length), value]] : [],
      ),
    )
  const { newWord, newState } = values
  return {
    name: values['name'] ?? '',
    fields: part('fields.'),
    statuses: {
      ...part('statuses.'),
      ...(newWord?.trim() && newState ? { [newWord.trim()]: newState } : {}),
    },
  }
}

function UsedBy({ layout }: { readonly layout: Layout }) {
  const w = useWords(layoutWords)
  const k = useWords(words)
  return (
    <Panel title={w.usedBy}>
      {layout.imports.length === 0 ? (
        <p className="mr-quiet">{w.usedNone}</p>
      ) : (
        <table className="mr-plain" aria-label={w.usedBy}>
          <thead>
            <tr>
              <th>{k.when}</th>
              <th>{w.file}</th>
              <th>{k.status}</th>
              <th>{w.result}</th>
            </tr>
          </thead>
          <tbody>
            {layout.imports.map((run) => (
              <tr key={run.id}>
                <td>
                  <When at={run.createdAt} isShort />
                </td>
                <td>
                  <a href={`${paths.imports}?open=${run.id}`}>{run.fileName}</a>
                </td>
                <td>
                  <StatusTag tone="neutral">{k[run.status]}</StatusTag>
                </td>
                <td className="mr-num">
                  {[run.created, run.updated, run.refused].map((n) => formatInteger(n)).join(' / ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  )
}
