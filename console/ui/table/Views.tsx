// Saved views of a list: filters, order and columns under a name, one click away. They are kept by the
// server, so that they follow the person to another computer and may be shared with the team.
import { DeleteOutlined } from '@ant-design/icons'
import { Button, Checkbox, Input, Popover } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { useWords } from '../language.ts'
import type { ChosenColumns } from './ColumnChoice.tsx'
import type { Address, Change } from './use-address.ts'
import { words } from './words.ts'

interface ViewsProps {
  /** Name of the list: `catalog.skus`. */
  readonly name: string
  /** What of the address belongs to a view. */
  readonly keys: readonly string[]
  readonly address: Address
  readonly chosen: ChosenColumns
  readonly onApply: (change: Change, chosen: ChosenColumns) => void
}

interface ViewState {
  readonly address?: Readonly<Record<string, string>>
  readonly columns?: readonly string[]
}

export function Views(props: ViewsProps) {
  const w = useWords(words)
  const [isOpen, setOpen] = useState(false)
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      open={isOpen}
      onOpenChange={setOpen}
      destroyOnHidden
      content={<ViewList {...props} onClose={() => setOpen(false)} />}
    >
      <Button type="text">{w.views}</Button>
    </Popover>
  )
}

function ViewList(props: ViewsProps & { readonly onClose: () => void }) {
  const { name: screen, keys, address, chosen, onApply, onClose } = props
  const w = useWords(words)
  const views = useRead(api.access.views, { params: { screen } })
  const [name, setName] = useState('')
  const [shared, setShared] = useState(false)
  const save = useWrite(api.access.saveView, { onDone: () => setName('') })
  const remove = useWrite(api.access.deleteView)
  const items = views.data?.items ?? []
  const submit = () => {
    const kept = Object.fromEntries(
      keys.flatMap((key) => (address[key] ? [[key, address[key]]] : [])),
    )
    const state = { address: kept, columns: [...chosen] }
    if (name.trim() !== '') {
      save.mutate({ params: { screen }, body: { name: name.trim(), state, shared } })
    }
  }
  return (
    <div className="mr-views">
      {items.length === 0 ? <p className="mr-quiet">{w.noViews}</p> : null}
      <ul>
        {items.map((view) => (
          <li key={view.id}>
            <button
              type="button"
              className="mr-link"
              onClick={() => {
                const state = view.state as ViewState
                const cleared = Object.fromEntries(keys.map((key) => [key, null]))
                onApply({ ...cleared, ...state.address }, state.columns ?? chosen)
                onClose()
              }}
            >
              {view.name}
            </button>
            {view.shared ? <span className="mr-quiet">{w.sharedView}</span> : null}
            {view.mine ? (
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={w.removeView(view.name)}
                onClick={() => remove.mutate({ params: { screen, id: view.id } })}
              />
            ) : null}
          </li>
        ))}
      </ul>
      <div className="mr-views-new">
        <Input
          size="small"
          value={name}
          maxLength={60}
          placeholder={w.viewName}
          aria-label={w.viewName}
          onChange={(event) => setName(event.target.value)}
          onPressEnter={submit}
        />
        <Button
          size="small"
          type="primary"
          aria-label={w.saveView}
          disabled={name.trim() === ''}
          loading={save.isPending}
          onClick={submit}
        >
          {w.save}
        </Button>
      </div>
      <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
        {w.share}
      </Checkbox>
    </div>
  )
}
