// One SKU in its drawer: facts, barcodes, costs, components, and the doors to its stock.
import { Button, Form, Input, Select } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { catalogApi } from '../../../src/modules/catalog/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Field, minorOf, MoneyInput, yuanOf, QtyInput } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { today } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { Loading } from '../../ui/states.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Money, Qty } from '../../ui/values.tsx'
import { SkuPicker } from '../pickers/pickers.tsx'
import { CategoryPicker } from './CategoryPicker.tsx'
import { PacksForm } from './PacksForm.tsx'
import { words } from './words.ts'

type Sku = Result<(typeof catalogApi)['sku']>
type Dialog = 'edit' | 'barcode' | 'cost' | 'components' | 'packs'

export function SkuDetail({ id }: { readonly id: string }) {
  const w = useWords(words)
  const may = useMay()
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const { data: sku, error, refetch } = useRead(api.catalog.sku, { params: { id } })
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  if (!sku) return <Loading />
  const canWrite = may('catalog.write')
  const open = (which: Dialog) =>
    canWrite ? (
      <Button size="small" onClick={() => setDialog(which)}>
        {labelOf(which, w)}
      </Button>
    ) : null
  return (
    <>
      <Panel
        title={sku.code}
        extra={
          <>
            <Button size="small" href={`${paths.waterfall}?sku=${sku.id}`}>
              {w.stock}
            </Button>
            {open('edit')}
          </>
        }
      >
        <Facts
          items={[
            [w.name, sku.name],
            [w.kind, w[sku.kind]],
            [w.lifecycle, w[sku.lifecycle]],
            [w.unit, sku.baseUnit],
            [w.weight, sku.weightGrams ?? '—'],
            ...(sku.category ? ([[w.category, sku.category.join(' / ')]] as const) : []),
            ...(sku.spu ? ([[w.spu, `${sku.spu.code} ${sku.spu.name}`]] as const) : []),
            ...(Object.keys(sku.variant).length > 0
              ? ([
                  [
                    w.variant,
                    Object.entries(sku.variant)
                      .map(([axis, value]) => `${axis} ${value}`)
                      .join(' · '),
                  ],
                ] as const)
              : []),
            [w.size, sizeOf(sku)],
            [w.cost, <Money key="cost" minor={sku.costMinor} />],
          ]}
        />
      </Panel>
      <Panel title={w.barcodes} extra={open('barcode')}>
        <Facts
          items={sku.barcodes.map(({ barcode, packQty }) => [
            barcode,
            <Qty key={barcode} value={packQty} unit={sku.baseUnit} />,
          ])}
        />
      </Panel>
      <Panel title={w.packs} extra={open('packs')}>
        <Facts
          items={sku.packs.map(({ unit, qty }) => [
            unit,
            <Qty key={unit} value={qty} unit={sku.baseUnit} />,
          ])}
        />
      </Panel>
      <Panel title={w.costs} extra={open('cost')}>
        <Facts
          items={sku.costs.map(({ validFrom, costMinor }) => [
            validFrom,
            <Money key={validFrom} minor={costMinor} />,
          ])}
        />
      </Panel>
      {sku.kind === 'bundle' ? (
        <Panel title={w.components} extra={open('components')}>
          <Facts
            items={sku.components.map((part) => [
              `${part.code} ${part.name}`,
              <Qty key={part.skuId} value={part.qty} />,
            ])}
          />
        </Panel>
      ) : null}
      {sku.partOf.length > 0 ? (
        <Panel title={w.partOf}>
          <Facts
            items={sku.partOf.map((whole) => [
              `${whole.code} ${whole.name}`,
              <Qty key={whole.skuId} value={whole.qty} />,
            ])}
          />
        </Panel>
      ) : null}
      <Dialogs sku={sku} dialog={dialog} onClose={() => setDialog(null)} />
    </>
  )
}

function sizeOf({ lengthMm, widthMm, heightMm }: Sku): string {
  const sides = [lengthMm, widthMm, heightMm]
  return sides.every((side) => side === null) ? '—' : sides.map((side) => side ?? '—').join(' × ')
}

/** An emptied field means: not known. */
const measure = (text: string) => (text === '' ? null : Number(text))

const asText = (value: number | null) => (value === null ? '' : String(value))

function labelOf(which: Dialog, w: Record<string, unknown>): string {
  const keys = {
    edit: 'edit',
    barcode: 'addBarcode',
    cost: 'setCost',
    components: 'setComponents',
    packs: 'setPacks',
  } as const
  return String(w[keys[which]])
}

interface DialogsProps {
  readonly sku: Sku
  readonly dialog: Dialog | null
  readonly onClose: () => void
}

function Dialogs({ sku, dialog, onClose }: DialogsProps) {
  const w = useWords(words)
  const saved = { success: w.saved, quiet: true } as const
  const edit = useWrite(api.catalog.editSku, saved)
  const barcode = useWrite(api.catalog.addBarcode, saved)
  const cost = useWrite(api.catalog.setCost, saved)
  const components = useWrite(api.catalog.setComponents, saved)
  const params = { id: sku.id }
  return (
    <>
      <FormModal<{
        name: string
        baseUnit: string
        lifecycle: Sku['lifecycle']
        categoryId: string | null
        weightGrams: string
        lengthMm: string
        widthMm: string
        heightMm: string
      }>
        title={w.edit}
        isOpen={dialog === 'edit'}
        onClose={onClose}
        version={sku.version}
        initial={{
          name: sku.name,
          baseUnit: sku.baseUnit,
          lifecycle: sku.lifecycle,
          categoryId: sku.categoryId,
          weightGrams: asText(sku.weightGrams),
          lengthMm: asText(sku.lengthMm),
          widthMm: asText(sku.widthMm),
          heightMm: asText(sku.heightMm),
        }}
        save={({ weightGrams, lengthMm, widthMm, heightMm, ...fields }, version) =>
          edit.mutateAsync({
            params,
            body: {
              ...fields,
              version: version ?? sku.version,
              weightGrams: measure(weightGrams),
              lengthMm: measure(lengthMm),
              widthMm: measure(widthMm),
              heightMm: measure(heightMm),
              lotTracked: sku.lotTracked,
              shelfLifeDays: sku.shelfLifeDays,
              variant: sku.variant,
            },
          })
        }
      >
        <Field name="name" label={w.name} isRequired>
          <Input maxLength={200} />
        </Field>
        <Field name="lifecycle" label={w.lifecycle}>
          <Select
            options={(['draft', 'active', 'phase_out', 'retired'] as const).map((value) => ({
              value,
              label: w[value],
            }))}
          />
        </Field>
        <Field
          name="categoryId"
          label={w.category}
          {...(sku.spu ? { help: w.categoryOfSpu(sku.spu.code) } : {})}
        >
          <CategoryPicker />
        </Field>
        <Field name="baseUnit" label={w.unit} isRequired>
          <Input maxLength={20} />
        </Field>
        <Field name="weightGrams" label={w.weight}>
          <QtyInput />
        </Field>
        <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr 1fr', gap: 8 }}>
          <Field name="lengthMm" label={w.length}>
            <QtyInput />
          </Field>
          <Field name="widthMm" label={w.width}>
            <QtyInput />
          </Field>
          <Field name="heightMm" label={w.height}>
            <QtyInput />
          </Field>
        </div>
      </FormModal>
      <FormModal<{ barcode: string; packQty: string }>
        title={w.addBarcode}
        isOpen={dialog === 'barcode'}
        onClose={onClose}
        initial={{ packQty: '1' }}
        save={(body) => barcode.mutateAsync({ params, body })}
      >
        <Field name="barcode" label={w.barcode} isRequired>
          <Input autoFocus maxLength={48} />
        </Field>
        <Field name="packQty" label={w.packQty}>
          <QtyInput />
        </Field>
      </FormModal>
      <PacksForm sku={sku} isOpen={dialog === 'packs'} onClose={onClose} />
      <FormModal<{ validFrom: string; costMinor: string }>
        title={w.setCost}
        isOpen={dialog === 'cost'}
        onClose={onClose}
        initial={{ validFrom: today() }}
        version={sku.version}
        shown={(field, value) => (field === 'costMinor' ? yuanOf(value as string | null) : value)}
        save={(values, version = sku.version) =>
          cost.mutateAsync({
            params: { ...params, validFrom: values.validFrom },
            body: { version, costMinor: minorOf(values.costMinor) },
          })
        }
      >
        <Field name="validFrom" label={w.validFrom} isRequired>
          <Input type="date" />
        </Field>
        <Field name="costMinor" label={w.cost} isRequired>
          <MoneyInput />
        </Field>
      </FormModal>
      <FormModal<{ components: { skuId: string; qty: string }[] }>
        title={w.setComponents}
        isOpen={dialog === 'components'}
        onClose={onClose}
        width={640}
        initial={{ components: sku.components.map(({ skuId, qty }) => ({ skuId, qty })) }}
        version={sku.version}
        save={(body, version = sku.version) =>
          components.mutateAsync({ params, body: { ...body, version } })
        }
      >
        <Form.List name="components">
          {(rows, { add, remove }) => (
            <>
              {rows.map((row) => (
                <div
                  key={row.key}
                  style={{ display: 'grid', gridTemplateColumns: '1fr 100px 64px', gap: 8 }}
                >
                  <Field name={[row.name, 'skuId']} label={w.sku} isRequired>
                    <SkuPicker />
                  </Field>
                  <Field name={[row.name, 'qty']} label={w.qty} isRequired>
                    <QtyInput />
                  </Field>
                  <Button type="text" style={{ marginTop: 30 }} onClick={() => remove(row.name)}>
                    {w.remove}
                  </Button>
                </div>
              ))}
              <Button onClick={() => add({ qty: '1' })}>{w.addLine}</Button>
            </>
          )}
        </Form.List>
      </FormModal>
    </>
  )
}
