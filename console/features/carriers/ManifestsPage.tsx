// Handing over: a manifest per carrier and cut-off, scanned into the car, signed by the driver.
import { Button, DatePicker, Select } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { carriersApi } from '../../../src/modules/carriers/contract.ts'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { useSetAddress } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { SitePicker } from '../pickers/pickers.tsx'
import { ManifestDetail } from './ManifestDetail.tsx'
import { manifestWords } from './manifest-words.ts'

type Row = Result<(typeof carriersApi)['manifests']>['items'][number]

export function ManifestsPage() {
  const w = useWords(manifestWords)
  const may = useMay()
  const [isOpening, setOpening] = useState(false)
  const carriers = useRead(api.carriers.carriers, { query: { limit: 200 } })
  const options = (carriers.data?.items ?? []).map(({ id, code, name }) => ({
    value: id,
    label: `${code} ${name}`,
  }))
  const open = may('carriers.ship') ? (
    <Button type="primary" onClick={() => setOpening(true)}>
      {w.open}
    </Button>
  ) : null
  return (
    <Page title={w.title} help={w.help} isFilling>
      <DataTable<Row>
        name="carriers.manifests"
        label={w.title}
        list={api.carriers.manifests}
        search={false}
        rowKey={({ id }) => id}
        columns={[
          { key: 'no', title: w.no, kind: 'code', width: 150 },
          { key: 'carrier', title: w.carrier, grow: true },
          { key: 'siteCode', title: w.site, width: 100 },
          {
            key: 'status',
            title: w.status,
            width: 100,
            render: ({ status }) => (
              <StatusTag tone={status === 'OPEN' ? 'warn' : 'good'}>{w[status]}</StatusTag>
            ),
          },
          { key: 'parcels', title: w.parcels, kind: 'number', width: 80 },
          { key: 'scanned', title: w.scanned, kind: 'number', width: 80 },
          { key: 'leftOut', title: w.leftOut, kind: 'number', width: 80 },
          { key: 'driver', title: w.driver, width: 110 },
          { key: 'cutOffAt', title: w.cutOff, kind: 'instant', width: 170 },
          { key: 'signedAt', title: w.signedAt, kind: 'instant', width: 170 },
          { key: 'openedBy', title: w.openedBy, isHidden: true },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'status',
            label: w.status,
            options: (['OPEN', 'SIGNED'] as const).map((value) => ({ value, label: w[value] })),
          },
          { kind: 'choice', key: 'carrierId', label: w.carrier, options },
        ]}
        actions={open}
        detailTitle={(row) => row?.no ?? w.title}
        detail={(id) => <ManifestDetail id={id} />}
        empty={
          <Teach title={w.none} text={w.noneText}>
            {open}
          </Teach>
        }
      />
      <OpenManifest isOpen={isOpening} onClose={() => setOpening(false)} carriers={options} />
    </Page>
  )
}

function OpenManifest(props: {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly carriers: readonly { readonly value: string; readonly label: string }[]
}) {
  const w = useWords(manifestWords)
  const setAddress = useSetAddress()
  const open = useWrite(api.carriers.openManifest, {
    quiet: true,
    success: ({ parcels }) => w.opened(String(parcels)),
    onDone: ({ id }) => setAddress({ open: id }),
  })
  return (
    <FormModal<{ carrierId: string; siteId: string; cutOffAt?: { toDate(): Date } }>
      title={w.open}
      isOpen={props.isOpen}
      onClose={props.onClose}
      saveLabel={w.open}
      save={({ carrierId, siteId, cutOffAt }) =>
        open.mutateAsync({
          body: { carrierId, siteId, cutOffAt: (cutOffAt?.toDate() ?? new Date()).toISOString() },
        })
      }
    >
      <Field name="carrierId" label={w.carrier} isRequired>
        <Select showSearch optionFilterProp="label" options={[...props.carriers]} />
      </Field>
      <Field name="siteId" label={w.site} isRequired>
        <SitePicker label={w.site} />
      </Field>
      <Field name="cutOffAt" label={w.cutOff}>
        <DatePicker showTime={{ format: 'HH:mm' }} format="YYYY-MM-DD HH:mm" />
      </Field>
    </FormModal>
  )
}
