// Channels there are: those of shops, and those that rules and quotas name. A rule may be made for one to come.
import { AutoComplete, Select } from 'antd'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'

interface ChannelProps {
  readonly value?: string
  readonly onChange?: (value: string | undefined) => void
  readonly id?: string
  readonly label?: string
}

function useChannels() {
  const { data, isFetching } = useRead(api.inventory.channels, {})
  const options = (data?.items ?? []).map(({ channel, shops }) => ({
    value: channel,
    label: [channel, ...shops].filter((name, at) => at === 0 || name !== channel).join(' · '),
  }))
  return { options, isFetching }
}

const finds = (typed: string, option?: { readonly label: string }) =>
  option?.label.toLowerCase().includes(typed.toLowerCase()) ?? false

/** One of those there are, or none. */
export function ChannelPicker({ value, onChange, label, id }: ChannelProps) {
  const { options, isFetching } = useChannels()
  // An address may name one that nobody uses any more: it is shown as it is.
  const all =
    value && !options.some((one) => one.value === value)
      ? [...options, { value, label: value }]
      : options
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      aria-label={label}
      placeholder={label}
      value={value ?? null}
      onChange={(next: string | null) => onChange?.(next ?? undefined)}
      options={all}
      showSearch={{ filterOption: finds }}
      loading={isFetching}
      allowClear
      popupMatchSelectWidth={false}
      style={{ width: '100%' }}
    />
  )
}

/** Offers those there are; another may be typed. */
export function ChannelInput({ value, onChange, id }: ChannelProps) {
  const { options } = useChannels()
  return (
    <AutoComplete
      {...(id === undefined ? {} : { id })}
      value={value ?? ''}
      onChange={(next: string) => onChange?.(next.slice(0, 40) || undefined)}
      options={options}
      showSearch={{ filterOption: finds }}
      style={{ width: '100%' }}
    />
  )
}
