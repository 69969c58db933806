// Choosing a SKU, a site or a location by typing: each asks its own list, so a picker finds what the list
// finds (code, name, pinyin, initials, barcode).
import { Select } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { Filter } from '../../ui/table/filters.ts'

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
  const chosen = useLocation(props.value, data?.items)
  return (
    <Picker
      {...props}
      isLoading={isFetching}
      onSearch={setQ}
      options={[...(data?.items ?? []), ...(chosen ? [chosen] : [])].map(
        ({ id, siteCode, code }) => ({ value: id, label: `${siteCode} / ${code}` }),
      )}
    />
  )
}

/** The location of an id that is not among those at hand. */
function useLocation(id: string | undefined, atHand: readonly { readonly id: string }[] = []) {
  const isWanted = id !== undefined && !atHand.some((one) => one.id === id)
  const { data } = useRead(
    api.places.locations,
    { query: { ...(id === undefined ? {} : { id }), limit: 1 } },
    { enabled: isWanted },
  )
  return isWanted ? data?.items[0] : undefined
}

function SkuCode({ id }: { readonly id: string }) {
  const { data } = useRead(api.catalog.sku, { params: { id } })
  return data?.code ?? '…'
}

function LocationCode({ id }: { readonly id: string }) {
  const found = useLocation(id)
  return found ? `${found.siteCode} / ${found.code}` : '…'
}

const given = (value: string | undefined) => (value === undefined ? {} : { value })

/** A list's filter by SKU or by location: chosen by code or name, never by id. */
export const skuFilter = (label: string): Filter => ({
  kind: 'record',
  key: 'skuId',
  label,
  input: (value, onChange) => (
    <div className="mr-filter-record" key="skuId">
      <SkuPicker
        {...given(value)}
        label={label}
        isClearable
        onChange={(id) => onChange(id ?? null)}
      />
    </div>
  ),
  shown: (id) => <SkuCode id={id} />,
})

export const locationFilter = (label: string): Filter => ({
  kind: 'record',
  key: 'locationId',
  label,
  input: (value, onChange) => (
    <div className="mr-filter-record" key="locationId">
      <LocationPicker
        {...given(value)}
        label={label}
        isClearable
        onChange={(id) => onChange(id ?? null)}
      />
    </div>
  ),
  shown: (id) => <LocationCode id={id} />,
})
