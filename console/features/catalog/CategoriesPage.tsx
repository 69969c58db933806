// 类目: the tree as indented rows, each with how many SKUs lie in it and below.
import { Button, Input, Popconfirm } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { Qty } from '../../ui/values.tsx'
import { type Category, CategoryPicker } from './CategoryPicker.tsx'
import { categoryWords } from './category-words.ts'

interface Open {
  /** Null: a new one, inside `parentId`. */
  readonly one: Category | null
  readonly parentId: string | null
}

export function CategoriesPage() {
  const w = useWords(categoryWords)
  const canWrite = useMay()('catalog.write')
  const { data, error } = useRead(api.catalog.categories, {})
  const [open, setOpen] = useState<Open | null>(null)
  const remove = useWrite(api.catalog.removeCategory, { success: w.removed })
  const addButton = canWrite ? (
    <Button type="primary" onClick={() => setOpen({ one: null, parentId: null })}>
      {w.add}
    </Button>
  ) : null
  return (
    <Page title={w.categories} help={w.help} actions={addButton}>
      {error ? <ProblemAlert problem={error} /> : null}
      {!data && !error ? <Loading lines={6} /> : null}
      {data?.items.length === 0 ? (
        <Teach title={w.emptyTitle} text={w.emptyText}>
          {canWrite ? (
            <Button href={`${paths.imports}?kind=skus`}>{`${w.add} · Excel`}</Button>
          ) : null}
        </Teach>
      ) : null}
      {data && data.items.length > 0 ? (
        <Panel>
          <table className="mr-plain" aria-label={w.categories}>
            <thead>
              <tr>
                <th>{w.name}</th>
                <th className="mr-right">{w.skus}</th>
                <th />
              </tr>
            </thead>
            <tbody>
              {data.items.map((one) => (
                <tr key={one.id}>
                  <td style={{ paddingLeft: 12 + 24 * (one.path.length - 1) }}>{one.name}</td>
                  <td className="mr-right mr-num">
                    <a href={`${paths.skus}?categoryId=${one.id}`}>
                      <Qty value={BigInt(one.skus)} />
                    </a>
                  </td>
                  <td className="mr-right">
                    {canWrite ? (
                      <>
                        <Button
                          size="small"
                          type="link"
                          aria-label={`${w.addBelow} ${one.name}`}
                          onClick={() => setOpen({ one: null, parentId: one.id })}
                        >
                          {w.addBelow}
                        </Button>
                        <Button
                          size="small"
                          type="link"
                          aria-label={`${w.edit} ${one.name}`}
                          onClick={() => setOpen({ one, parentId: one.parentId })}
                        >
                          {w.edit}
                        </Button>
                        <Popconfirm
                          title={`${w.remove} ${one.name}?`}
                          onConfirm={() => remove.mutate({ params: { id: one.id } })}
                        >
                          <Button
                            size="small"
                            type="link"
                            danger
                            aria-label={`${w.remove} ${one.name}`}
                          >
                            {w.remove}
                          </Button>
                        </Popconfirm>
                      </>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      ) : null}
      <Form open={open} onClose={() => setOpen(null)} />
    </Page>
  )
}

function Form({ open, onClose }: { readonly open: Open | null; readonly onClose: () => void }) {
  const w = useWords(categoryWords)
  const add = useWrite(api.catalog.addCategory, { success: w.added, quiet: true })
  const edit = useWrite(api.catalog.editCategory, { success: w.saved, quiet: true })
  const one = open?.one ?? null
  return (
    <FormDrawer<{ name: string; parentId?: string | null }>
      title={one ? `${w.edit} · ${one.path.join(' / ')}` : w.add}
      isOpen={open !== null}
      onClose={onClose}
      {...(one ? { version: one.version } : {})}
      initial={{ ...(one ? { name: one.name } : {}), parentId: open?.parentId ?? null }}
      save={({ name, parentId }, version) => {
        const body = { name, parentId: parentId ?? null }
        return one
          ? edit.mutateAsync({ params: { id: one.id }, body: { ...body, version: version ?? 1 } })
          : add.mutateAsync({ body })
      }}
    >
      <Field name="name" label={w.name} isRequired>
        <Input autoFocus maxLength={60} />
      </Field>
      <Field name="parentId" label={w.parent}>
        <CategoryPicker placeholder={w.top} without={one?.id} />
      </Field>
    </FormDrawer>
  )
}
