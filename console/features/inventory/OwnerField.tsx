// Whose goods: asked only where goods of others lie in the house; our own otherwise.
import { Select } from 'antd'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { useMay } from '../../session.ts'
import { Field, type FieldName } from '../../ui/form/Field.tsx'
import { useWords } from '../../ui/language.ts'
import { words } from './words.ts'

/** Owners besides ourselves; none while they load, or for those who may not see them. */
export function useOwners() {
  const { data } = useRead(
    api.parties.owners,
    { query: { limit: 200 } },
    { enabled: useMay()('parties.read') },
  )
  const owners = data?.items ?? []
  return owners.length > 1 ? owners : []
}

export function OwnerField({ name = 'ownerId' }: { readonly name?: FieldName }) {
  const w = useWords(words)
  const owners = useOwners()
  if (owners.length === 0) return null
  return (
    <Field name={name} label={w.owner} help={w.ownerHelp}>
      <Select
        allowClear
        placeholder={owners.find(({ kind }) => kind === 'own')?.name}
        options={owners.map(({ id, name: label }) => ({ value: id, label }))}
      />
    </Field>
  )
}
