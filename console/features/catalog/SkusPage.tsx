// SKUs: find, open, add, change many, import.
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { queryClient, useRead, useWrite } from '../../api/queries.tsx'
import { toProblem } from '../../api/problem.ts'
import type { catalogApi } from '../../../src/modules/catalog/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Field, minorOf, MoneyInput } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag, type Tone } from '../../ui/values.tsx'
import { CategoryPicker, useCategories } from './CategoryPicker.tsx'
import { SkuDetail } from './SkuDetail.tsx'
import { useBulkCategory } from './use-bulk-category.tsx'
import { words } from './words.ts'

type Sku = Result<(typeof catalogApi)['skus']>['items'][number]
type Lifecycle = Sku['lifecycle']

export const LIFECYCLES: readonly Lifecycle[] = ['draft', 'active', 'phase_out', 'retired']
const KINDS: readonly Sku['kind'][] = ['goods', 'bundle', 'service', 'packaging']

const TONES: Readonly<Record<Lifecycle, Tone>> = {
  draft: 'neutral',
  active: 'good',
  phase_out: 'warn',
  retired: 'neutral',
}

interface NewSku {
  readonly code: string
  readonly name: string
  readonly kind: Sku['kind']
  readonly barcode?: string
  readonly baseUnit: string
  readonly cost?: string
  readonly categoryId?: string | null
}

export function SkusPage() {
  const w = useWords(words)
  const may = useMay()
  const [isAdding, setAdding] = useState(false)
  const bulk = useBulkLifecycle()
  const categories = useCategories()
  const bulkCategory = useBulkCategory()
  const spus = useRead(api.catalog.spus, { query: { limit: 200 } })
  const canWrite = may('catalog.write')
  return (
    <Page title={w.skus} help={w.help} isFilling>
      <DataTable<Sku>
        name="catalog.skus"
        label={w.skus}
        list={api.catalog.skus}
        rowKey={({ id }) => id}
        columns={[
          { key: 'code', title: w.code, kind: 'code', width: 170 },
          { key: 'name', title: w.name, grow: true },
          { key: 'barcode', title: w.barcode, kind: 'code', width: 150 },
          {
            key: 'category',
            title: w.category,
            width: 150,
            render: ({ category }) => category?.join(' / ') ?? '—',
          },
          { key: 'kind', title: w.kind, width: 80, render: ({ kind }) => w[kind] },
          {
            key: 'lifecycle',
            title: w.lifecycle,
            width: 90,
            render: ({ lifecycle }) => (
              <StatusTag tone={TONES[lifecycle]}>{w[lifecycle]}</StatusTag>
            ),
          },
          { key: 'baseUnit', title: w.unit, width: 70 },
          { key: 'weightGrams', title: w.weight, kind: 'number', width: 100 },
          { key: 'costMinor', title: w.cost, kind: 'money' },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'kind',
            label: w.kind,
            options: KINDS.map((value) => ({ value, label: w[value] })),
          },
          {
            kind: 'choice',
            key: 'lifecycle',
            label: w.lifecycle,
            options: LIFECYCLES.map((value) => ({ value, label: w[value] })),
          },
          {
            kind: 'choice',
            key: 'categoryId',
            label: w.category,
            options: (categories ?? []).map(({ id, path }) => ({
              value: id,
              label: path.join(' / '),
            })),
          },
          {
            kind: 'choice',
            key: 'spuId',
            label: w.spu,
            options: (spus.data?.items ?? []).map(({ id, code }) => ({ value: id, label: code })),
          },
        ]}
        detailTitle={(row) => row?.name ?? w.skus}
        detail={(id) => <SkuDetail id={id} />}
        bulk={
          canWrite
            ? [
                { label: w.setCategory, run: bulkCategory },
                ...LIFECYCLES.map((to) => ({
                  label: w[to],
                  run: (rows: readonly Sku[]) => bulk(rows, to),
                })),
              ]
            : []
        }
        actions={
          canWrite ? (
            <>
              <Button href={`${paths.imports}?kind=skus`}>{w.importFile}</Button>
              <Button type="primary" onClick={() => setAdding(true)}>
                {w.add}
              </Button>
            </>
          ) : null
        }
        empty={
          <Teach title={w.emptyTitle} text={w.emptyText}>
            <Button type="primary" href={`${paths.imports}?kind=skus`}>
              {w.importFile}
            </Button>
          </Teach>
        }
      />
      <AddSku isOpen={isAdding} onClose={() => setAdding(false)} />
    </Page>
  )
}

/** What will change is shown before it changes; the dry run and the change are one route. */
function useBulkLifecycle() {
  const w = useWords(words)
  const language = useLanguage()
  const { modal, notification, message } = App.useApp()
  return async (rows: readonly Sku[], lifecycle: Lifecycle): Promise<boolean> => {
    const ids = rows.map(({ id }) => id)
    try {
      const plan = await api.catalog.bulkLifecycle({ body: { ids, lifecycle, dryRun: true } })
      const confirmed = await modal.confirm({
        title: `${w.retire}: ${w[lifecycle]}`,
        content: (
          <>
            <p>{w.preview(plan.changed.length, plan.unchanged, plan.refused.length)}</p>
            {plan.refused.slice(0, 5).map((one) => (
              <p key={one.id} className="mr-bad">
                {one[language]}
              </p>
            ))}
          </>
        ),
        okText: w.apply,
        okButtonProps: { disabled: plan.changed.length === 0 },
      })
      if (!confirmed) return false
      const done = await api.catalog.bulkLifecycle({ body: { ids, lifecycle, dryRun: false } })
      await queryClient.invalidateQueries({ queryKey: ['catalog'] })
      void message.success(w.changed(done.changed.length))
      return true
    } catch (error) {
      notification.error({ title: toProblem(error)[language] })
      return false
    }
  }
}

function AddSku({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const w = useWords(words)
  const add = useWrite(api.catalog.addSku, { success: w.added, quiet: true })
  return (
    <FormDrawer<NewSku>
      title={w.add}
      isOpen={isOpen}
      onClose={onClose}
      initial={{ kind: 'goods', baseUnit: '件' }}
      save={({ cost, barcode, categoryId, ...rest }) =>
        add.mutateAsync({
          body: {
            ...rest,
            ...(barcode ? { barcode } : {}),
            ...(categoryId ? { categoryId } : {}),
            ...(cost ? { costMinor: minorOf(cost) } : {}),
          },
        })
      }
    >
      <Field name="code" label={w.code} isRequired>
        <Input autoFocus maxLength={60} />
      </Field>
      <Field name="name" label={w.name} isRequired>
        <Input maxLength={200} />
      </Field>
      <Field name="kind" label={w.kind}>
        <Select options={KINDS.map((value) => ({ value, label: w[value] }))} />
      </Field>
      <Field name="barcode" label={w.barcode}>
        <Input maxLength={48} />
      </Field>
      <Field name="categoryId" label={w.category}>
        <CategoryPicker />
      </Field>
      <Field name="baseUnit" label={w.unit}>
        <Input maxLength={20} />
      </Field>
      <Field name="cost" label={w.cost}>
        <MoneyInput />
      </Field>
    </FormDrawer>
  )
}
