// The packs of a SKU: carton, pallet, each told in base units.
import { Button, Form, Input } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import type { catalogApi } from '../../../src/modules/catalog/contract.ts'
import { Field, QtyInput } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { words } from './words.ts'

interface PacksFormProps {
  readonly sku: Result<(typeof catalogApi)['sku']>
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function PacksForm({ sku, isOpen, onClose }: PacksFormProps) {
  const w = useWords(words)
  const save = useWrite(api.catalog.setPacks, { success: w.saved, quiet: true })
  return (
    <FormModal<{ packs: { unit: string; qty: string }[] }>
      title={w.setPacks}
      isOpen={isOpen}
      onClose={onClose}
      initial={{ packs: sku.packs.map(({ unit, qty }) => ({ unit, qty })) }}
      version={sku.version}
      save={({ packs }, version = sku.version) =>
        save.mutateAsync({ params: { id: sku.id }, body: { version, packs: packs ?? [] } })
      }
    >
      <Form.List name="packs">
        {(rows, { add, remove }) => (
          <>
            {rows.map((row) => (
              <div
                key={row.key}
                style={{ display: 'grid', gridTemplateColumns: '1fr 1fr 64px', gap: 8 }}
              >
                <Field name={[row.name, 'unit']} label={w.unit} isRequired>
                  <Input maxLength={20} />
                </Field>
                <Field name={[row.name, 'qty']} label={w.packQty} isRequired>
                  <QtyInput />
                </Field>
                <Button type="text" style={{ marginTop: 30 }} onClick={() => remove(row.name)}>
                  {w.remove}
                </Button>
              </div>
            ))}
            <Button onClick={() => add({})}>{w.addLine}</Button>
          </>
        )}
      </Form.List>
    </FormModal>
  )
}
