// Sites and the bins inside them.
import { Button, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import type { placesApi } from '../../../src/modules/places/contract.ts'
import { paths } from '../../paths.ts'
import { useMay, useMe } from '../../session.ts'
import { Field, QtyInput } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { words } from './words.ts'

type Site = Result<(typeof placesApi)['sites']>['items'][number]
type RealKind = 'bin' | 'pick' | 'pack' | 'stage' | 'transit' | 'return_dock'
const KINDS: readonly Site['kind'][] = ['warehouse', 'store', 'plant']

export function SitesPage() {
  const w = useWords(words)
  const may = useMay()
  const [dialog, setDialog] = useState<'add' | null>(null)
  const [editing, setEditing] = useState<Site | null>(null)
  const [filling, setFilling] = useState<Site | null>(null)
  const canWrite = may('places.write')
  return (
    <Page title={w.sites} help={w.sitesHelp} isFilling>
      <DataTable<Site>
        name="places.sites"
        label={w.sites}
        list={api.places.sites}
        rowKey={({ id }) => id}
        columns={[
          { key: 'code', title: w.code, kind: 'code' },
          { key: 'name', title: w.name, grow: true },
          { key: 'kind', title: w.kind, width: 110, render: ({ kind }) => w[kind] },
          { key: 'timeZone', title: w.timeZone, width: 150 },
          {
            key: 'locations',
            title: w.count,
            kind: 'number',
            render: ({ id, locations }) => (
              <a href={`${paths.locations}?siteId=${id}`}>{locations}</a>
            ),
          },
          { key: 'active', title: w.isActive, kind: 'boolean' },
          ...(canWrite
            ? [
                {
                  key: 'do',
                  title: '',
                  width: 210,
                  render: (site: Site) => (
                    <>
                      <Button size="small" type="link" onClick={() => setEditing(site)}>
                        {w.edit}
                      </Button>
                      <Button size="small" type="link" onClick={() => setFilling(site)}>
                        {w.generate}
                      </Button>
                    </>
                  ),
                },
              ]
            : []),
        ]}
        actions={
          canWrite ? (
            <Button type="primary" onClick={() => setDialog('add')}>
              {w.add}
            </Button>
          ) : null
        }
        empty={
          <Teach title={w.emptyTitle} text={w.emptyText}>
            {canWrite ? (
              <Button type="primary" onClick={() => setDialog('add')}>
                {w.add}
              </Button>
            ) : null}
          </Teach>
        }
      />
      <SiteForms
        isAdding={dialog === 'add'}
        editing={editing}
        filling={filling}
        onClose={() => {
          setDialog(null)
          setEditing(null)
          setFilling(null)
        }}
      />
    </Page>
  )
}

interface FormsProps {
  readonly isAdding: boolean
  readonly editing: Site | null
  readonly filling: Site | null
  readonly onClose: () => void
}

function SiteForms({ isAdding, editing, filling, onClose }: FormsProps) {
  const w = useWords(words)
  const { house } = useMe()
  const add = useWrite(api.places.addSite, { success: w.added, quiet: true })
  const edit = useWrite(api.places.editSite, { success: w.saved, quiet: true })
  const fill = useWrite(api.places.addLocations, {
    success: ({ added, existing }) => w.generated(added, existing),
    quiet: true,
  })
  return (
    <>
      <FormDrawer<{ code: string; name: string; kind: Site['kind']; timeZone: string }>
        title={w.add}
        isOpen={isAdding}
        onClose={onClose}
        initial={{ kind: 'warehouse', timeZone: house.timeZone }}
        save={(body) => add.mutateAsync({ body })}
      >
        <Field name="code" label={w.code} isRequired>
          <Input autoFocus maxLength={20} />
        </Field>
        <Field name="name" label={w.name} isRequired>
          <Input maxLength={200} />
        </Field>
        <Field name="kind" label={w.kind}>
          <Select options={KINDS.map((value) => ({ value, label: w[value] }))} />
        </Field>
        <Field name="timeZone" label={w.timeZone} isRequired>
          <Input />
        </Field>
      </FormDrawer>
      <FormDrawer<{ name: string; timeZone: string; active: boolean }>
        title={`${w.edit} ${editing?.code ?? ''}`}
        isOpen={editing !== null}
        onClose={onClose}
        version={editing?.version ?? 1}
        initial={editing ?? {}}
        save={({ name, timeZone, active }, version) =>
          edit.mutateAsync({
            params: { id: editing?.id ?? '' },
            body: { name, timeZone, active, version: version ?? 1 },
          })
        }
      >
        <Field name="name" label={w.name} isRequired>
          <Input maxLength={200} />
        </Field>
        <Field name="timeZone" label={w.timeZone} isRequired>
          <Input />
        </Field>
        <Field name="active" label={w.isActive} valueProp="checked">
          <Switch />
        </Field>
      </FormDrawer>
      <FormDrawer<{ kind: RealKind; zone: string; aisles: string; racks: string; levels: string }>
        title={`${w.generate} · ${filling?.code ?? ''}`}
        isOpen={filling !== null}
        onClose={onClose}
        initial={{ kind: 'bin', zone: 'A', aisles: '4', racks: '10', levels: '3' }}
        save={({ kind, zone, aisles, racks, levels }) =>
          fill.mutateAsync({
            params: { id: filling?.id ?? '' },
            body: {
              kind,
              zone,
              aisles: Number(aisles),
              racks: Number(racks),
              levels: Number(levels),
            },
          })
        }
      >
        <p className="mr-quiet">{w.generateHelp}</p>
        <Field name="zone" label={w.zone} isRequired>
          <Input maxLength={10} />
        </Field>
        <Field name="kind" label={w.kind}>
          <Select
            options={(['bin', 'pick', 'stage'] as const).map((value) => ({
              value,
              label: w[value],
            }))}
          />
        </Field>
        <Field name="aisles" label={w.aisles} isRequired>
          <QtyInput />
        </Field>
        <Field name="racks" label={w.racks} isRequired>
          <QtyInput />
        </Field>
        <Field name="levels" label={w.levels} isRequired>
          <QtyInput />
        </Field>
      </FormDrawer>
    </>
  )
}
