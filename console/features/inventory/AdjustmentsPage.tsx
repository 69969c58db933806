// Adjustments: proposed with a reason, small ones posted at once, large ones decided by another person.
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { inventoryApi } from '../../../src/modules/inventory/contract.ts'
import { useMay, useMe } from '../../session.ts'
import { Field, QtyInput } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { formatYuan } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DisabledReason } from '../../ui/states.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Qty, StatusTag, type Tone } from '../../ui/values.tsx'
import { LocationPicker, SkuPicker } from '../pickers/pickers.tsx'
import { OwnerField, useOwners } from './OwnerField.tsx'
import { QUALITIES, type Quality, useQualities } from './ReceiveForm.tsx'
import { words } from './words.ts'

type Adjustment = Result<(typeof inventoryApi)['adjustments']>['items'][number]

const TONES: Readonly<Record<Adjustment['status'], Tone>> = {
  proposed: 'warn',
  posted: 'good',
  refused: 'neutral',
}

interface Draft {
  readonly skuId: string
  readonly locationId: string
  readonly direction: 'more' | 'less'
  readonly qty: string
  readonly quality: Quality
  readonly ownerId?: string
  readonly reason: string
}

export function AdjustmentsPage() {
  const w = useWords(words)
  const may = useMay()
  const me = useMe()
  const { message } = App.useApp()
  const qualities = useQualities()
  const hasOthers = useOwners().length > 0
  const settings = useRead(api.system.settings, {})
  const threshold = settings.data?.items.find(({ key }) => key === 'inventory.approval_over')
  const [isProposing, setProposing] = useState(false)
  const [deciding, setDeciding] = useState<{ row: Adjustment; approve: boolean } | null>(null)
  const adjust = useWrite(api.inventory.adjust, {
    quiet: true,
    onDone: ({ status }) =>
      void (status === 'posted' ? message.success(w.adjusted) : message.info(w.proposedDone)),
  })
  const decide = useWrite(api.inventory.decideAdjustment, { success: w.decided, quiet: true })
  return (
    <Page
      title={w.adjustments}
      help={w.adjustmentsHelp(threshold ? formatYuan(threshold.value) : '…')}
      isFilling
    >
      <DataTable<Adjustment>
        name="inventory.adjustments"
        empty={<Teach title={w.noneAdjustments} text={w.noneAdjustmentsText} />}
        label={w.adjustments}
        list={api.inventory.adjustments}
        search={false}
        rowKey={({ id }) => id}
        columns={[
          { key: 'createdAt', title: w.created, kind: 'instant' },
          { key: 'sku', title: w.sku, kind: 'code', width: hasOthers ? 120 : 150 },
          { key: 'site', title: w.site, width: 90 },
          { key: 'location', title: w.location, kind: 'code', width: hasOthers ? 90 : 110 },
          ...(hasOthers ? [{ key: 'owner', title: w.owner, width: 90 } as const] : []),
          {
            key: 'delta',
            title: w.delta,
            kind: 'qty',
            render: ({ delta }) => <Qty value={delta} isDelta />,
          },
          { key: 'valueMinor', title: w.value, kind: 'money' },
          { key: 'reason', title: w.reason, grow: true },
          { key: 'proposedByName', title: w.who, width: hasOthers ? 90 : 110 },
          {
            key: 'status',
            title: w.status,
            width: 90,
            render: ({ status }) => <StatusTag tone={TONES[status]}>{w[status]}</StatusTag>,
          },
          {
            key: 'do',
            title: '',
            width: 130,
            render: (row) =>
              row.status === 'proposed' && may('inventory.approve') ? (
                <DisabledReason why={row.proposedBy === me.id ? w.ownOne : undefined}>
                  <span>
                    {([true, false] as const).map((approve) => (
                      <Button
                        key={String(approve)}
                        size="small"
                        type="link"
                        disabled={row.proposedBy === me.id}
                        onClick={() => setDeciding({ row, approve })}
                      >
                        {approve ? w.approve : w.refuse}
                      </Button>
                    ))}
                  </span>
                </DisabledReason>
              ) : null,
          },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'status',
            label: w.status,
            options: (['proposed', 'posted', 'refused'] as const).map((value) => ({
              value,
              label: w[value],
            })),
          },
        ]}
        actions={
          may('inventory.adjust') ? (
            <Button type="primary" onClick={() => setProposing(true)}>
              {w.adjust}
            </Button>
          ) : null
        }
      />
      <FormModal<Draft>
        title={w.adjust}
        isOpen={isProposing}
        onClose={() => setProposing(false)}
        initial={{ direction: 'less', quality: 'good' }}
        save={({ ownerId, ...body }) =>
          adjust.mutateAsync({ body: { ...body, ...(ownerId ? { ownerId } : {}) } })
        }
      >
        <Field name="skuId" label={w.sku} isRequired>
          <SkuPicker />
        </Field>
        <Field name="locationId" label={w.location} isRequired>
          <LocationPicker />
        </Field>
        <Field name="direction" label={w.direction}>
          <Select
            options={(['more', 'less'] as const).map((value) => ({ value, label: w[value] }))}
          />
        </Field>
        <Field name="qty" label={w.qty} isRequired>
          <QtyInput />
        </Field>
        <Field name="quality" label={w.quality}>
          <Select options={QUALITIES.map((value) => ({ value, label: qualities[value] }))} />
        </Field>
        <OwnerField />
        <Field name="reason" label={w.reason} isRequired>
          <Input maxLength={500} />
        </Field>
      </FormModal>
      <FormModal<{ reason: string }>
        title={deciding?.approve ? w.approve : w.refuse}
        isOpen={deciding !== null}
        onClose={() => setDeciding(null)}
        save={({ reason }) =>
          decide.mutateAsync({
            params: { id: deciding?.row.id ?? '' },
            body: { approve: deciding?.approve ?? false, reason },
          })
        }
      >
        <Field name="reason" label={w.reason} isRequired>
          <Input autoFocus maxLength={500} />
        </Field>
      </FormModal>
    </Page>
  )
}
