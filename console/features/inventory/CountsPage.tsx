// Counting: open a task, record what was seen. Blind, so the book appears only afterwards.
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import type { inventoryApi } from '../../../src/modules/inventory/contract.ts'
import { useMay } from '../../session.ts'
import { Field, QtyInput } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { formatInteger } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Qty, StatusTag, type Tone } from '../../ui/values.tsx'
import { LocationPicker, SkuPicker } from '../pickers/pickers.tsx'
import { countWords } from './count-words.ts'
import { Accuracy, PlanButtons } from './CountTools.tsx'
import { OwnerField, useOwners } from './OwnerField.tsx'
import { QUALITIES, type Quality, useQualities } from './ReceiveForm.tsx'
import { words } from './words.ts'

type Count = Result<(typeof inventoryApi)['counts']>['items'][number]

const TONES: Readonly<Record<Count['status'], Tone>> = {
  open: 'info',
  recount: 'warn',
  posted: 'good',
  cancelled: 'neutral',
}

export function CountsPage() {
  const w = useWords(words)
  const c = useWords(countWords)
  const may = useMay()
  const { message } = App.useApp()
  const [isOpening, setOpening] = useState(false)
  const [counting, setCounting] = useState<Count | null>(null)
  const [cancelling, setCancelling] = useState<Count | null>(null)
  const qualities = useQualities()
  const hasOthers = useOwners().length > 0
  const cancel = useWrite(api.inventory.cancelCount, { success: c.cancelledDone, quiet: true })
  const open = useWrite(api.inventory.openCount, { success: w.opened, quiet: true })
  const record = useWrite(api.inventory.recordCount, {
    quiet: true,
    onDone: ({ status, variance }) =>
      void (status === 'recount'
        ? message.warning(w.countAgain)
        : message.success(w.countPosted(formatInteger(variance ?? '0')))),
  })
  return (
    <Page title={w.counts} help={w.countsHelp} isFilling>
      <Accuracy />
      <DataTable<Count>
        name="inventory.counts"
        empty={<Teach title={w.noneCounts} text={w.noneCountsText} />}
        label={w.counts}
        list={api.inventory.counts}
        search={false}
        rowKey={({ id }) => id}
        columns={[
          { key: 'createdAt', title: w.created, kind: 'instant' },
          { key: 'sku', title: w.sku, kind: 'code', width: 130 },
          { key: 'name', title: w.name, grow: true },
          { key: 'site', title: w.site, width: 80 },
          { key: 'location', title: w.location, kind: 'code', width: 90 },
          ...(hasOthers ? [{ key: 'owner', title: w.owner, width: 90 } as const] : []),
          {
            key: 'cause',
            title: c.cause,
            width: 96,
            render: ({ cause, class: abc }) => (abc ? `${c[cause]} ${abc}` : c[cause]),
          },
          {
            key: 'status',
            title: w.status,
            width: 80,
            render: ({ status }) => <StatusTag tone={TONES[status]}>{w[status]}</StatusTag>,
          },
          { key: 'countedQty', title: w.counted, kind: 'qty' },
          { key: 'expectedQty', title: w.expected, kind: 'qty' },
          {
            key: 'variance',
            title: w.variance,
            kind: 'qty',
            render: ({ variance }) => <Qty value={variance} isDelta />,
          },
          {
            key: 'do',
            title: '',
            width: 120,
            render: (row) =>
              may('inventory.count') && (row.status === 'open' || row.status === 'recount') ? (
                <>
                  <Button size="small" type="link" onClick={() => setCounting(row)}>
                    {w.record}
                  </Button>
                  <Button size="small" type="link" onClick={() => setCancelling(row)}>
                    {c.cancel}
                  </Button>
                </>
              ) : null,
          },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'status',
            label: w.status,
            options: (['open', 'recount', 'posted', 'cancelled'] as const).map((value) => ({
              value,
              label: w[value],
            })),
          },
          {
            kind: 'choice',
            key: 'cause',
            label: c.cause,
            options: (['cycle', 'zero_confirm', 'short_pick', 'manual'] as const).map((value) => ({
              value,
              label: c[value],
            })),
          },
        ]}
        actions={
          <>
            <PlanButtons />
            {may('inventory.count') ? (
              <Button type="primary" onClick={() => setOpening(true)}>
                {w.openCount}
              </Button>
            ) : null}
          </>
        }
      />
      <FormModal<{ skuId: string; locationId: string; quality: Quality; ownerId?: string }>
        title={w.openCount}
        isOpen={isOpening}
        onClose={() => setOpening(false)}
        initial={{ quality: 'good' }}
        save={({ ownerId, ...body }) =>
          open.mutateAsync({ body: { ...body, ...(ownerId ? { ownerId } : {}) } })
        }
      >
        <Field name="skuId" label={w.sku} isRequired>
          <SkuPicker />
        </Field>
        <Field name="locationId" label={w.location} isRequired>
          <LocationPicker />
        </Field>
        <Field name="quality" label={w.quality}>
          <Select options={QUALITIES.map((value) => ({ value, label: qualities[value] }))} />
        </Field>
        <OwnerField />
      </FormModal>
      <FormModal<{ countedQty: string }>
        title={`${w.record} · ${counting?.location ?? ''} · ${counting?.sku ?? ''}`}
        isOpen={counting !== null}
        onClose={() => setCounting(null)}
        save={(body) => record.mutateAsync({ params: { id: counting?.id ?? '' }, body })}
      >
        <Field name="countedQty" label={w.counted} isRequired>
          <QtyInput autoFocus />
        </Field>
      </FormModal>
      <FormModal<{ reason: string }>
        title={`${c.cancelTitle} · ${cancelling?.location ?? ''} · ${cancelling?.sku ?? ''}`}
        isOpen={cancelling !== null}
        onClose={() => setCancelling(null)}
        save={(body) => cancel.mutateAsync({ params: { id: cancelling?.id ?? '' }, body })}
      >
        <Field name="reason" label={c.reason} isRequired>
          <Input autoFocus maxLength={500} />
        </Field>
      </FormModal>
    </Page>
  )
}
