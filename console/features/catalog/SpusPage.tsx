// SPUs: a product as customers see it, the axes its SKUs differ by, and a quick way to add a variant.
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import type { catalogApi } from '../../../src/modules/catalog/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { CategoryPicker } from './CategoryPicker.tsx'
import { spuWords } from './spu-words.ts'

type Spu = Result<(typeof catalogApi)['spus']>['items'][number]

interface Open {
  readonly what: 'add' | 'edit' | 'variant'
  readonly spu: Spu | null
}

export function SpusPage() {
  const w = useWords(spuWords)
  const canWrite = useMay()('catalog.write')
  const [open, setOpen] = useState<Open | null>(null)
  const addButton = canWrite ? (
    <Button type="primary" onClick={() => setOpen({ what: 'add', spu: null })}>
      {w.add}
    </Button>
  ) : null
  return (
    <Page title={w.spus} help={w.help} isFilling>
      <DataTable<Spu>
        name="catalog.spus"
        label={w.spus}
        list={api.catalog.spus}
        rowKey={({ id }) => id}
        columns={[
          { key: 'code', title: w.code, kind: 'code', width: 170 },
          { key: 'name', title: w.name, grow: true },
          { key: 'axes', title: w.axes, width: 220, render: ({ axes }) => axes.join(' · ') || '—' },
          {
            key: 'category',
            title: w.category,
            width: 200,
            render: ({ category }) => category?.join(' / ') ?? '—',
          },
          {
            key: 'skus',
            title: w.skus,
            kind: 'number',
            render: ({ id, skus }) => <a href={`${paths.skus}?spuId=${id}`}>{skus}</a>,
          },
          ...(canWrite
            ? [
                {
                  key: 'do',
                  title: '',
                  width: 170,
                  render: (spu: Spu) => (
                    <>
                      <Button
                        size="small"
                        type="link"
                        aria-label={`${w.edit} ${spu.code}`}
                        onClick={() => setOpen({ what: 'edit', spu })}
                      >
                        {w.edit}
                      </Button>
                      <Button
                        size="small"
                        type="link"
                        aria-label={`${w.addVariant} ${spu.code}`}
                        onClick={() => setOpen({ what: 'variant', spu })}
                      >
                        {w.addVariant}
                      </Button>
                    </>
                  ),
                },
              ]
            : []),
        ]}
        actions={addButton}
        empty={
          <Teach title={w.emptyTitle} text={w.emptyText}>
            {addButton}
          </Teach>
        }
      />
      <Forms open={open} onClose={() => setOpen(null)} />
    </Page>
  )
}

function Forms({ open, onClose }: { readonly open: Open | null; readonly onClose: () => void }) {
  const w = useWords(spuWords)
  const add = useWrite(api.catalog.addSpu, { success: w.added, quiet: true })
  const edit = useWrite(api.catalog.editSpu, { success: w.saved, quiet: true })
  const addSku = useWrite(api.catalog.addSku, { success: w.added, quiet: true })
  const spu = open?.spu ?? null
  return (
    <>
      <FormDrawer<{ code: string; name: string; axes: string[]; categoryId?: string | null }>
        title={w.add}
        isOpen={open?.what === 'add'}
        onClose={onClose}
        initial={{ axes: [] }}
        save={(body) => add.mutateAsync({ body })}
      >
        <Field name="code" label={w.code} isRequired>
          <Input autoFocus maxLength={60} />
        </Field>
        <SpuFields />
      </FormDrawer>
      <FormDrawer<{ name: string; axes: string[]; categoryId?: string | null }>
        title={`${w.edit} ${spu?.code ?? ''}`}
        isOpen={open?.what === 'edit'}
        onClose={onClose}
        version={spu?.version ?? 1}
        initial={spu ? { name: spu.name, axes: [...spu.axes], categoryId: spu.categoryId } : {}}
        save={(body, version) =>
          edit.mutateAsync({
            params: { id: spu?.id ?? '' },
            body: { ...body, version: version ?? 1 },
          })
        }
      >
        <SpuFields />
      </FormDrawer>
      <FormDrawer<{
        code: string
        name: string
        baseUnit: string
        variant?: Record<string, string>
      }>
        title={`${w.addVariant} · ${spu?.name ?? ''}`}
        isOpen={open?.what === 'variant'}
        onClose={onClose}
        initial={spu ? { code: `${spu.code}-`, name: spu.name, baseUnit: '件' } : {}}
        save={(body) => addSku.mutateAsync({ body: { ...body, spuId: spu?.id ?? null } })}
      >
        <Field name="code" label={w.skuCode} isRequired>
          <Input autoFocus maxLength={60} />
        </Field>
        <Field name="name" label={w.name} isRequired>
          <Input maxLength={200} />
        </Field>
        {(spu?.axes ?? []).map((axis) => (
          <Field key={axis} name={['variant', axis]} label={axis} isRequired>
            <Input maxLength={100} />
          </Field>
        ))}
        <Field name="baseUnit" label={w.unit} isRequired>
          <Input maxLength={20} />
        </Field>
      </FormDrawer>
    </>
  )
}

function SpuFields() {
  const w = useWords(spuWords)
  return (
    <>
      <Field name="name" label={w.name} isRequired>
        <Input maxLength={200} />
      </Field>
      <Field name="axes" label={w.axes} help={w.axesHelp}>
        <Select mode="tags" maxCount={5} tokenSeparators={[',', ',', ' ']} open={false} />
      </Field>
      <Field name="categoryId" label={w.category}>
        <CategoryPicker />
      </Field>
    </>
  )
}
