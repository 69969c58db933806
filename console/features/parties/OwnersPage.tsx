// Whose goods lie in the warehouse.
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import type { partiesApi } from '../../../src/modules/parties/contract.ts'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { ownerWords as words } from './owner-words.ts'

type Owner = Result<(typeof partiesApi)['owners']>['items'][number]

export function OwnersPage() {
  const w = useWords(words)
  const canWrite = useMay()('parties.write')
  const [isAdding, setAdding] = useState(false)
  const [renaming, setRenaming] = useState<Owner | null>(null)
  const add = useWrite(api.parties.addOwner, { success: w.added, quiet: true })
  const rename = useWrite(api.parties.renameOwner, { success: w.saved, quiet: true })
  return (
    <Page title={w.owners} help={w.help} isFilling>
      <DataTable<Owner>
        name="parties.owners"
        label={w.owners}
        list={api.parties.owners}
        search={false}
        rowKey={({ id }) => id}
        columns={[
          { key: 'code', title: w.code, kind: 'code', width: 160 },
          { key: 'name', title: w.name, grow: true },
          { key: 'kind', title: w.kind, width: 160, render: ({ kind }) => w[kind] },
          ...(canWrite
            ? [
                {
                  key: 'do',
                  title: '',
                  width: 90,
                  render: (row: Owner) => (
                    <Button
                      size="small"
                      type="link"
                      aria-label={`${w.rename} ${row.code}`}
                      onClick={() => setRenaming(row)}
                    >
                      {w.rename}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
        actions={
          canWrite ? (
            <Button type="primary" onClick={() => setAdding(true)}>
              {w.add}
            </Button>
          ) : null
        }
      />
      <FormModal<{ code: string; name: string; kind: 'consignment' | 'dealer' }>
        title={w.add}
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        initial={{ kind: 'consignment' }}
        save={(body) => add.mutateAsync({ body })}
      >
        <Field name="code" label={w.code} isRequired>
          <Input autoFocus maxLength={30} />
        </Field>
        <Field name="name" label={w.name} isRequired>
          <Input maxLength={200} />
        </Field>
        <Field name="kind" label={w.kind}>
          <Select
            options={(['consignment', 'dealer'] as const).map((value) => ({
              value,
              label: w[value],
            }))}
          />
        </Field>
      </FormModal>
      <FormModal<{ name: string }>
        title={`${w.rename} ${renaming?.code ?? ''}`}
        isOpen={renaming !== null}
        onClose={() => setRenaming(null)}
        version={renaming?.version ?? 1}
        initial={renaming ? { name: renaming.name } : {}}
        save={(body, version) =>
          rename.mutateAsync({
            params: { id: renaming?.id ?? '' },
            body: { ...body, version: version ?? 1 },
          })
        }
      >
        <Field name="name" label={w.name} isRequired>
          <Input autoFocus maxLength={200} />
        </Field>
      </FormModal>
    </Page>
  )
}
