// Choosing a category anywhere in the tree, by a part of its path.
import { TreeSelect } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { catalogApi } from '../../../src/modules/catalog/contract.ts'
import { useWords } from '../../ui/language.ts'
import { categoryWords } from './category-words.ts'

export type Category = Result<(typeof catalogApi)['categories']>['items'][number]

interface Node {
  readonly value: string
  readonly title: string
  readonly path: string
  readonly children: Node[]
}

export function useCategories(): readonly Category[] | undefined {
  return useRead(api.catalog.categories, {}).data?.items
}

function treeOf(items: readonly Category[], parentId: string | null): Node[] {
  return items
    .filter((one) => one.parentId === parentId)
    .map(({ id, name, path }) => ({
      value: id,
      title: name,
      path: path.join(' / '),
      children: treeOf(items, id),
    }))
}

interface CategoryPickerProps {
  readonly value?: string | null
  readonly onChange?: (id: string | null) => void
  readonly id?: string
  readonly placeholder?: string
  /** A branch cannot move into itself. */
  readonly without?: string | undefined
  readonly autoFocus?: boolean
}

export function CategoryPicker(props: CategoryPickerProps) {
  return <CategoryTree {...props} items={useCategories() ?? []} />
}

/** Where nothing can be read, as in a question that hangs above the page. */
export function CategoryTree({
  value,
  onChange,
  without,
  items: all,
  ...rest
}: CategoryPickerProps & { readonly items: readonly Category[] }) {
  const w = useWords(categoryWords)
  const items = all.filter((one) => without === undefined || !isInside(one, without, all))
  return (
    <TreeSelect<string, Node>
      {...rest}
      aria-label={w.category}
      placeholder={rest.placeholder ?? w.none}
      treeData={treeOf(items, null)}
      {...(value ? { value } : {})}
      onChange={(chosen) => onChange?.(chosen ?? null)}
      treeNodeLabelProp="path"
      treeNodeFilterProp="path"
      treeDefaultExpandAll
      showSearch
      allowClear
      style={{ width: '100%' }}
    />
  )
}

function isInside(one: Category, id: string, all: readonly Category[]): boolean {
  if (one.id === id) return true
  const parent = all.find((other) => other.id === one.parentId)
  return parent !== undefined && isInside(parent, id, all)
}
