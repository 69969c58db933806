// Receiving goods: site, lines with lot, quality and unit cost.
import { Button, Form, Input, Select } from 'antd'
import { api } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import { Field, minorOf, MoneyInput, QtyInput } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { SitePicker, SkuPicker } from '../pickers/pickers.tsx'
import { OwnerField } from './OwnerField.tsx'
import { words } from './words.ts'

export const QUALITIES = ['good', 'seconds', 'inspection', 'frozen'] as const
export type Quality = (typeof QUALITIES)[number]

/** Names of the qualities in the language on screen. */
export function useQualities() {
  const w = useWords(words)
  return {
    good: w.qualityGood,
    seconds: w.qualitySeconds,
    inspection: w.qualityInspection,
    frozen: w.qualityFrozen,
  } as const
}

interface Receipt {
  readonly siteId: string
  readonly note?: string
  readonly ownerId?: string
  readonly lines: readonly {
    skuId: string
    qty: string
    lot?: string
    quality: Quality
    cost?: string
  }[]
}

export function ReceiveForm({
  isOpen,
  onClose,
}: {
  readonly isOpen: boolean
  readonly onClose: () => void
}) {
  const w = useWords(words)
  const qualities = useQualities()
  const receive = useWrite(api.inventory.receive, { success: w.received, quiet: true })
  return (
    <FormDrawer<Receipt>
      title={w.receive}
      isOpen={isOpen}
      onClose={onClose}
      width={860}
      initial={{ lines: [{ skuId: undefined as never, qty: '', quality: 'good' }] }}
      saveLabel={w.receive}
      save={({ siteId, note, ownerId, lines }) =>
        receive.mutateAsync({
          body: {
            siteId,
            ...(note ? { note } : {}),
            ...(ownerId ? { ownerId } : {}),
            lines: lines.map(({ cost, lot, ...line }) => ({
              ...line,
              ...(lot ? { lot } : {}),
              ...(cost ? { unitCostMinor: minorOf(cost) } : {}),
            })),
          },
        })
      }
    >
      <p className="mr-quiet">{w.receiveHelp}</p>
      <Field name="siteId" label={w.site} isRequired>
        <SitePicker />
      </Field>
      <OwnerField />
      <Form.List name="lines">
        {(rows, { add, remove }) => (
          <>
            {rows.map((row) => (
              <div
                key={row.key}
                style={{
                  display: 'grid',
                  gridTemplateColumns: 'minmax(200px, 1fr) 90px 100px 100px 110px 56px',
                  gap: 8,
                }}
              >
                <Field name={[row.name, 'skuId']} label={w.sku} isRequired>
                  <SkuPicker />
                </Field>
                <Field name={[row.name, 'qty']} label={w.qty} isRequired>
                  <QtyInput />
                </Field>
                <Field name={[row.name, 'lot']} label={w.lot}>
                  <Input maxLength={40} />
                </Field>
                <Field name={[row.name, 'quality']} label={w.quality}>
                  <Select
                    options={QUALITIES.map((value) => ({ value, label: qualities[value] }))}
                  />
                </Field>
                <Field name={[row.name, 'cost']} label={w.unitCost}>
                  <MoneyInput />
                </Field>
                <Button
                  type="text"
                  style={{ marginTop: 30 }}
                  disabled={rows.length === 1}
                  onClick={() => remove(row.name)}
                >
                  {w.remove}
                </Button>
              </div>
            ))}
            <Button onClick={() => add({ quality: 'good' })}>{w.addLine}</Button>
          </>
        )}
      </Form.List>
      <Field name="note" label={w.note}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Field>
    </FormDrawer>
  )
}
