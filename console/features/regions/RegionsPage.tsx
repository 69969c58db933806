// The division table in tree order, and above it a box to try addresses in.
import { Button, Input } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { regionsApi } from '../../../src/modules/regions/contract.ts'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { useAddress } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { DistrictPicker } from '../pickers/DistrictPicker.tsx'
import { DivisionDetail } from './DivisionDetail.tsx'
import { TryAddress } from './TryAddress.tsx'
import { words } from './words.ts'

type Division = Result<(typeof regionsApi)['divisions']>['items'][number]

const LEVELS = ['province', 'city', 'district'] as const
/** A step in for each level: in the order of codes the list is a tree. */
const INDENT = { province: 0, city: 14, district: 28 } as const

export function RegionsPage() {
  const w = useWords(words)
  const language = useLanguage()
  const canWrite = useMay()('regions.write')
  const [isAdding, setAdding] = useState(false)
  const parents = useParents()
  return (
    <Page title={w.title} help={w.help} isFilling>
      <TryAddress />
      <DataTable<Division>
        name="regions.divisions"
        label={w.title}
        list={api.regions.divisions}
        rowKey={({ code }) => code}
        searchHint={w.searchHint}
        columns={[
          { key: 'code', title: w.code, kind: 'code', width: 100 },
          {
            key: 'name',
            title: w.name,
            width: 210,
            render: ({ name, level }) => <span style={{ paddingLeft: INDENT[level] }}>{name}</span>,
          },
          {
            key: 'path',
            title: w.path,
            grow: true,
            render: ({ path, pathEn }) => (language === 'zh' ? path : pathEn),
          },
          { key: 'level', title: w.level, width: 90, render: ({ level }) => w[level] },
          {
            key: 'inside',
            title: w.inside,
            kind: 'number',
            render: ({ code, inside }) =>
              inside === 0 ? null : <a href={`${paths.regions}?parent=${code}`}>{inside}</a>,
          },
          {
            key: 'aliases',
            title: w.aliases,
            width: 220,
            render: ({ aliases }) =>
              aliases.length === 0 ? null : aliases.join(language === 'zh' ? '、' : ', '),
          },
          {
            key: 'retiredOn',
            title: w.retired,
            width: 110,
            render: ({ retiredOn }) => (
              <StatusTag tone={retiredOn === null ? 'good' : 'neutral'}>
                {retiredOn === null ? w.isCurrent : w.isRetired}
              </StatusTag>
            ),
          },
        ]}
        filters={[
          { kind: 'choice', key: 'parent', label: w.parent, options: parents },
          {
            kind: 'choice',
            key: 'level',
            label: w.level,
            options: LEVELS.map((value) => ({ value, label: w[value] })),
          },
          {
            kind: 'choice',
            key: 'retired',
            label: w.retired,
            options: [
              { value: 'false', label: w.isCurrent },
              { value: 'true', label: w.isRetired },
            ],
          },
        ]}
        detailTitle={(row) => row?.name ?? w.title}
        detail={(code) => <DivisionDetail code={code} />}
        actions={
          canWrite ? (
            <Button type="primary" onClick={() => setAdding(true)}>
              {w.add}
            </Button>
          ) : null
        }
        empty={<Teach title={w.none} text={w.noneText} />}
      />
      <AddForm isOpen={isAdding} onClose={() => setAdding(false)} />
    </Page>
  )
}

/** The provinces, and the city one has gone down into. */
function useParents() {
  const language = useLanguage()
  const chosen = useAddress()['parent']
  const provinces = useRead(api.regions.divisions, {
    query: { level: 'province', retired: false, limit: 200 },
  })
  const items = provinces.data?.items ?? []
  const isOther = chosen !== undefined && !items.some(({ code }) => code === chosen)
  const other = useRead(
    api.regions.division,
    { params: { code: chosen ?? '' } },
    { enabled: isOther && provinces.data !== undefined },
  )
  return [...items, ...(isOther && other.data ? [other.data] : [])].map(
    ({ code, name, nameEn }) => ({ value: code, label: language === 'zh' ? name : nameEn }),
  )
}

function AddForm({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const w = useWords(words)
  const add = useWrite(api.regions.addDivision, { success: w.added, quiet: true })
  return (
    <FormDrawer<{ parentCode: string; code: string; name: string }>
      title={w.add}
      isOpen={isOpen}
      onClose={onClose}
      save={(body) => add.mutateAsync({ body })}
    >
      <Field name="parentCode" label={w.parent} isRequired>
        <DistrictPicker label={w.parent} isAnyLevel />
      </Field>
      <Field name="code" label={w.code} help={w.codeHelp} isRequired>
        <Input inputMode="numeric" maxLength={6} />
      </Field>
      <Field name="name" label={w.name} isRequired>
        <Input maxLength={40} />
      </Field>
    </FormDrawer>
  )
}
