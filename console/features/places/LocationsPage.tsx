// Locations of all sites, the virtual ones included.
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { placesApi } from '../../../src/modules/places/contract.ts'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { words } from './words.ts'

type Location = Result<(typeof placesApi)['locations']>['items'][number]

const KINDS: readonly Location['kind'][] = [
  'bin',
  'pick',
  'pack',
  'stage',
  'transit',
  'return_dock',
  'supplier',
  'customer',
  'production',
  'scrap',
  'adjustment',
]

export function LocationsPage() {
  const w = useWords(words)
  const sites = useRead(api.places.sites, { query: { limit: 200 } })
  return (
    <Page title={w.locations} help={w.sitesHelp} isFilling>
      <DataTable<Location>
        name="places.locations"
        empty={<Teach title={w.noneLocations} text={w.noneLocationsText} />}
        label={w.locations}
        list={api.places.locations}
        rowKey={({ id }) => id}
        columns={[
          { key: 'siteCode', title: w.site, width: 120 },
          { key: 'code', title: w.code, kind: 'code', grow: true },
          { key: 'kind', title: w.kind, width: 150, render: ({ kind }) => w[kind] },
          { key: 'zone', title: w.zone, width: 90 },
          { key: 'walkOrder', title: w.walk, kind: 'number' },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'siteId',
            label: w.site,
            options: (sites.data?.items ?? []).map(({ id, code }) => ({ value: id, label: code })),
          },
          {
            kind: 'choice',
            key: 'kind',
            label: w.kind,
            options: KINDS.map((value) => ({ value, label: w[value] })),
          },
        ]}
      />
    </Page>
  )
}
