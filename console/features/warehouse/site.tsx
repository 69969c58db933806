// Which site this screen works for: in the address, else the one used last in this browser, else the first.
import { useEffect } from 'react'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { useAddressValue } from '../../ui/table/use-address.ts'
import { SitePicker } from '../pickers/pickers.tsx'

const LAST = 'millrace.floor.site'

export function useSite(): [siteId: string | undefined, picker: React.ReactNode, isNone: boolean] {
  const [asked, set] = useAddressValue('site', '')
  const { data } = useRead(api.places.sites, { query: { limit: 100 } })
  const known = data?.items.filter(({ active }) => active) ?? []
  const last = localStorage.getItem(LAST)
  const siteId =
    asked || (known.some(({ id }) => id === last) ? (last ?? undefined) : known[0]?.id) || undefined
  useEffect(() => {
    if (siteId !== undefined) localStorage.setItem(LAST, siteId)
  }, [siteId])
  const picker =
    known.length < 2 ? null : (
      <SitePicker
        label="仓库 · Site"
        {...(siteId === undefined ? {} : { value: siteId })}
        onChange={(value) => set(value ?? '')}
      />
    )
  return [siteId, picker, data !== undefined && known.length === 0]
}
