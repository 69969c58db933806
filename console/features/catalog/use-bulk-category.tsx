// Many SKUs into a category: chosen, shown, then done. The dry run and the change are one route.
import { App } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import { queryClient } from '../../api/queries.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { type Category, CategoryTree, useCategories } from './CategoryPicker.tsx'
import { categoryWords } from './category-words.ts'

export function useBulkCategory() {
  const w = useWords(categoryWords)
  const language = useLanguage()
  const categories = useCategories() ?? []
  const { modal, notification, message } = App.useApp()
  return async (rows: readonly { readonly id: string }[]): Promise<boolean> => {
    const ids = rows.map(({ id }) => id)
    let categoryId: string | null = null
    const isChosen = await modal.confirm({
      title: w.assign,
      icon: null,
      content: <Choice items={categories} onChange={(id) => (categoryId = id)} />,
      okText: w.next,
    })
    if (!isChosen) return false
    try {
      const plan = await api.catalog.assignCategory({ body: { ids, categoryId, dryRun: true } })
      const isMeant = await modal.confirm({
        title: w.assign,
        content: w.preview(plan.changed, plan.along, plan.unchanged),
        okText: w.apply,
        okButtonProps: { disabled: plan.changed === 0 },
      })
      if (!isMeant) return false
      const done = await api.catalog.assignCategory({ body: { ids, categoryId, dryRun: false } })
      await queryClient.invalidateQueries({ queryKey: ['catalog'] })
      void message.success(w.changed(done.changed))
      return true
    } catch (error) {
      notification.error({ title: toProblem(error)[language] })
      return false
    }
  }
}

function Choice({
  items,
  onChange,
}: {
  readonly items: readonly Category[]
  readonly onChange: (id: string | null) => void
}) {
  const [id, setId] = useState<string | null>(null)
  return (
    <CategoryTree
      items={items}
      value={id}
      autoFocus
      onChange={(next) => {
        setId(next)
        onChange(next)
      }}
    />
  )
}
