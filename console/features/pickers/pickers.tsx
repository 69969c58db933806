// Choosing a SKU, a site or a location by typing: each asks its own list, so a picker finds what the list
// finds (code, name, pinyin, initials, barcode).
import { Select } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'

interface PickerProps {
  readonly value?: string
  readonly onChange?: (value: string | undefined) => void
  readonly id?: string
  readonly label?: string
  readonly isClearable?: boolean
}

interface Option {
  readonly value: string
  readonly label: string
}

function Picker({
  options,
  isLoading,
  onSearch,
  ...props
}: PickerProps & {
  readonly options: readonly Option[]
  readonly isLoading: boolean
  readonly onSearch: (text: string) => void
}) {
  return (
    <Select
      {...(props.id === undefined ? {} : { id: props.id })}
      aria-label={props.label}
      placeholder={props.label}
      value={props.value ?? null}
      onChange={(value: string | null) => props.onChange?.(value ?? undefined)}
      options={[...options]}
      showSearch={{ filterOption: false, onSearch }}
      loading={isLoading}
      allowClear={props.isClearable === true}
      style={{ width: '100%', minWidth: 180 }}
    />
  )
}

export function SkuPicker(props: PickerProps) {
  const [q, setQ] = useState('')
  const { data, isFetching } = useRead(api.catalog.skus, { query: { q, limit: 20 } })
  const chosen = useRead(
    api.catalog.sku,
    { params: { id: props.value ?? '' } },
    { enabled: props.value !== undefined && !data?.items.some(({ id }) => id === props.value) },
  )
  const found = [...(data?.items ?? []), ...(chosen.data ? [chosen.data] : [])]
  const unique = found.filter((sku, index) => found.findIndex(({ id }) => id === sku.id) === index)
  return (
    <Picker
      {...props}
      isLoading={isFetching}
      onSearch={setQ}
      options={unique.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
    />
  )
}

export function SitePicker(props: PickerProps) {
  const [q, setQ] = useState('')
  const { data, isFetching } = useRead(api.places.sites, { query: { q, limit: 100 } })
  return (
    <Picker
      {...props}
      isLoading={isFetching}
      onSearch={setQ}
      options={(data?.items ?? []).map(({ id, code, name }) => ({
        value: id,
        label: `${code} ${name}`,
      }))}
    />
  )
}

export function LocationPicker({ siteId, ...props }: PickerProps & { readonly siteId?: string }) {
  const [q, setQ] = useState('')
  const { data, isFetching } = useRead(api.places.locations, {
    query: { q, real: true, limit: 50, ...(siteId === undefined ? {} : { siteId }) },
  })
  return (
    <Picker
      {...props}
      isLoading={isFetching}
      onSearch={setQ}
      options={(data?.items ?? []).map(({ id, siteCode, code }) => ({
        value: id,
        label: `${siteCode} / ${code}`,
      }))}
    />
  )
}
