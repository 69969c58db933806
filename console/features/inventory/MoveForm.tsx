// From the place of a balance to another of the same site, changing quality if need be.
import { Input, Select } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import type { inventoryApi } from '../../../src/modules/inventory/contract.ts'
import { Field, QtyInput } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { LocationPicker } from '../pickers/pickers.tsx'
import { QUALITIES, type Quality, useQualities } from './ReceiveForm.tsx'
import { words } from './words.ts'

type Balance = Result<(typeof inventoryApi)['balances']>['items'][number]

interface Draft {
  readonly to: string
  readonly qty: string
  readonly toQuality: Quality
  readonly reason: string
}

export function MoveForm({
  row,
  onClose,
}: {
  readonly row: Balance | null
  readonly onClose: () => void
}) {
  const w = useWords(words)
  const qualities = useQualities()
  const move = useWrite(api.inventory.move, { success: w.moved, quiet: true })
  return (
    <FormModal<Draft>
      title={`${w.move} · ${row?.sku ?? ''} · ${row?.site ?? ''} / ${row?.location ?? ''}`}
      isOpen={row !== null}
      onClose={onClose}
      initial={row ? { qty: row.qty, toQuality: row.quality } : {}}
      saveLabel={w.move}
      save={async (body) => {
        if (!row) return
        const { skuId, locationId: from, lot, ownerId, quality: fromQuality } = row
        await move.mutateAsync({ body: { ...body, skuId, from, lot, ownerId, fromQuality } })
      }}
    >
      <p className="mr-quiet">{w.moveHelp}</p>
      <Field name="to" label={w.to} isRequired>
        <LocationPicker {...(row ? { siteId: row.siteId } : {})} />
      </Field>
      <Field name="qty" label={w.qty} isRequired>
        <QtyInput />
      </Field>
      <Field name="toQuality" label={w.toQuality}>
        <Select options={QUALITIES.map((value) => ({ value, label: qualities[value] }))} />
      </Field>
      <Field name="reason" label={w.reason} isRequired>
        <Input maxLength={500} />
      </Field>
    </FormModal>
  )
}
