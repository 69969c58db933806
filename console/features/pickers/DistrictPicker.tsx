// Choosing a division from the province down. Each level is read when it is opened, so nothing is loaded that
// nobody looks at; the value is the code of the deepest one chosen.
import { Cascader } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { useLanguage } from '../../ui/language.ts'

interface Option {
  readonly value: string
  readonly label: string
  readonly isLeaf: boolean
  children?: Option[]
}

interface DistrictPickerProps {
  readonly value?: string | null
  readonly onChange?: (code: string | null) => void
  readonly id?: string
  readonly label?: string
  /** Provinces and cities may be chosen, too; else only where an address is complete. */
  readonly isAnyLevel?: boolean
}

export function DistrictPicker({
  value,
  onChange,
  isAnyLevel = false,
  ...rest
}: DistrictPickerProps) {
  const language = useLanguage()
  const provinces = useRead(api.regions.divisions, {
    query: { level: 'province', retired: false, limit: 200 },
  })
  const chosen = useRead(
    api.regions.division,
    { params: { code: value ?? '' } },
    { enabled: Boolean(value) },
  )
  const [inside, setInside] = useState<Readonly<Record<string, readonly Row[]>>>({})
  const optionOf = (row: Row): Option => {
    const below = inside[row.code]
    return {
      value: row.code,
      label: language === 'zh' ? row.name : row.nameEn,
      isLeaf: row.inside === 0,
      ...(below === undefined ? {} : { children: below.map(optionOf) }),
    }
  }
  const read = async (parent: string) => {
    if (inside[parent] !== undefined) return
    const { items } = await api.regions.divisions({ query: { parent, retired: false, limit: 200 } })
    setInside((before) => ({ ...before, [parent]: items }))
  }
  const steps = value ? (chosen.data?.steps ?? []) : []
  return (
    <Cascader<Option>
      {...(rest.id === undefined ? {} : { id: rest.id })}
      aria-label={rest.label}
      placeholder={rest.label}
      options={(provinces.data?.items ?? []).map(optionOf)}
      loading={provinces.isFetching}
      value={steps.map(({ code }) => code)}
      displayRender={() => steps.map((step) => step[language]).join(' / ')}
      loadData={(path) => void read(path.at(-1)?.value ?? '')}
      onOpenChange={(isOpen) => {
        // What is chosen already opens with its neighbours.
        if (isOpen) for (const { code } of steps.slice(0, -1)) void read(code)
      }}
      onChange={(path) => onChange?.((path?.at(-1) as string | undefined) ?? null)}
      changeOnSelect={isAnyLevel}
      allowClear
      style={{ width: '100%', minWidth: 180 }}
    />
  )
}

interface Row {
  readonly code: string
  readonly name: string
  readonly nameEn: string
  readonly inside: number
}
