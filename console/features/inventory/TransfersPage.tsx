// Transfers between sites.
import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import type { inventoryApi } from '../../../src/modules/inventory/contract.ts'
import { useMay } from '../../session.ts'
import { Field, QtyInput } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { Facts, Page, Panel } from '../../ui/Page.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Qty, StatusTag } from '../../ui/values.tsx'
import { LocationPicker, SitePicker, SkuPicker } from '../pickers/pickers.tsx'
import { OwnerField } from './OwnerField.tsx'
import { words } from './words.ts'

type Transfer = Result<(typeof inventoryApi)['transfers']>['items'][number]

export function TransfersPage() {
  const w = useWords(words)
  const may = useMay()
  const [isShipping, setShipping] = useState(false)
  const [receiving, setReceiving] = useState<Transfer | null>(null)
  return (
    <Page title={w.transfers} help={w.transfersHelp} isFilling>
      <DataTable<Transfer>
        name="inventory.transfers"
        empty={<Teach title={w.noneTransfers} text={w.noneTransfersText} />}
        label={w.transfers}
        list={api.inventory.transfers}
        search={false}
        rowKey={({ id }) => id}
        columns={[
          { key: 'shippedAt', title: w.shippedAt, kind: 'instant' },
          { key: 'fromSite', title: w.from, width: 120 },
          { key: 'toSite', title: w.to, width: 120 },
          {
            key: 'status',
            title: w.status,
            width: 100,
            render: ({ status }) => (
              <StatusTag tone={status === 'received' ? 'good' : 'warn'}>
                {status === 'received' ? w.arrived : w.inTransit}
              </StatusTag>
            ),
          },
          { key: 'note', title: w.note, grow: true },
          {
            key: 'do',
            title: '',
            width: 120,
            render: (row) =>
              row.status === 'in_transit' && may('inventory.receive') ? (
                <Button size="small" type="link" onClick={() => setReceiving(row)}>
                  {w.receiveTransfer}
                </Button>
              ) : null,
          },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'status',
            label: w.status,
            options: [
              { value: 'in_transit', label: w.inTransit },
              { value: 'received', label: w.arrived },
            ],
          },
        ]}
        detail={(_id, row) =>
          row ? (
            <Panel title={`${row.fromSite} → ${row.toSite}`}>
              <Facts
                items={row.lines.map((line) => [
                  `${line.sku} ${line.name}`,
                  <span key={line.lineNo}>
                    {w.sent} <Qty value={line.qty} />
                    {line.receivedQty === null ? null : (
                      <>
                        {' '}
                        · {w.got} <Qty value={line.receivedQty} />
                      </>
                    )}
                    {line.reason ? ` · ${line.reason}` : ''}
                  </span>,
                ])}
              />
            </Panel>
          ) : null
        }
        actions={
          may('inventory.move') ? (
            <Button type="primary" onClick={() => setShipping(true)}>
              {w.shipTransfer}
            </Button>
          ) : null
        }
      />
      <ShipForm isOpen={isShipping} onClose={() => setShipping(false)} />
      <ArrivalForm transfer={receiving} onClose={() => setReceiving(null)} />
    </Page>
  )
}

function ShipForm({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const w = useWords(words)
  const ship = useWrite(api.inventory.shipTransfer, { success: w.shipped, quiet: true })
  return (
    <FormDrawer<{
      toSiteId: string
      note?: string
      ownerId?: string
      lines: { skuId: string; fromLocationId: string; qty: string; lot?: string }[]
    }>
      title={w.shipTransfer}
      isOpen={isOpen}
      onClose={onClose}
      width={780}
      initial={{ lines: [{} as never] }}
      save={({ note, ownerId, lines, toSiteId }) =>
        ship.mutateAsync({
          body: {
            toSiteId,
            ...(note ? { note } : {}),
            lines: lines.map(({ lot, ...line }) => ({
              ...line,
              ...(lot ? { lot } : {}),
              ...(ownerId ? { ownerId } : {}),
            })),
          },
        })
      }
    >
      <Field name="toSiteId" label={w.to} isRequired>
        <SitePicker />
      </Field>
      <OwnerField />
      <Form.List name="lines">
        {(rows, { add, remove }) => (
          <>
            {rows.map((row) => (
              <div
                key={row.key}
                style={{ display: 'grid', gridTemplateColumns: '1fr 1fr 90px 90px 56px', gap: 8 }}
              >
                <Field name={[row.name, 'skuId']} label={w.sku} isRequired>
                  <SkuPicker />
                </Field>
                <Field name={[row.name, 'fromLocationId']} label={w.from} isRequired>
                  <LocationPicker />
                </Field>
                <Field name={[row.name, 'qty']} label={w.qty} isRequired>
                  <QtyInput />
                </Field>
                <Field name={[row.name, 'lot']} label={w.lot}>
                  <Input maxLength={40} />
                </Field>
                <Button
                  type="text"
                  style={{ marginTop: 30 }}
                  disabled={rows.length === 1}
                  onClick={() => remove(row.name)}
                >
                  {w.remove}
                </Button>
              </div>
            ))}
            <Button onClick={() => add({})}>{w.addLine}</Button>
          </>
        )}
      </Form.List>
      <Field name="note" label={w.note}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Field>
    </FormDrawer>
  )
}

function ArrivalForm({
  transfer,
  onClose,
}: {
  readonly transfer: Transfer | null
  readonly onClose: () => void
}) {
  const w = useWords(words)
  const receive = useWrite(api.inventory.receiveTransfer, { success: w.received, quiet: true })
  return (
    <FormDrawer<{ lines: { lineNo: number; receivedQty: string; reason?: string }[] }>
      title={w.receiveTransfer}
      isOpen={transfer !== null}
      onClose={onClose}
      width={640}
      initial={{
        lines: (transfer?.lines ?? []).map(({ lineNo, qty }) => ({ lineNo, receivedQty: qty })),
      }}
      save={({ lines }) =>
        receive.mutateAsync({
          params: { id: transfer?.id ?? '' },
          body: {
            lines: lines.map(({ lineNo, receivedQty, reason }) => ({
              lineNo,
              receivedQty,
              ...(reason ? { reason } : {}),
            })),
          },
        })
      }
    >
      {(transfer?.lines ?? []).map((line, index) => (
        <div
          key={line.lineNo}
          style={{ display: 'grid', gridTemplateColumns: '1fr 110px 1fr', gap: 8 }}
        >
          <p style={{ marginTop: 34 }}>
            {line.sku} {line.name} · {w.sent} <Qty value={line.qty} />
          </p>
          <Field name={['lines', index, 'receivedQty']} label={w.got} isRequired>
            <QtyInput />
          </Field>
          <Field name={['lines', index, 'reason']} label={w.reason}>
            <Input maxLength={500} />
          </Field>
        </div>
      ))}
    </FormDrawer>
  )
}
