// Suppliers: whom we buy from, how long they take, and their contact, which opens only for a reason.
import { App, Button, Input, Switch } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import type { partiesApi } from '../../../src/modules/parties/contract.ts'
import { useMay } from '../../session.ts'
import { Field, QtyInput } from '../../ui/form/Field.tsx'
import { FormDrawer, FormModal } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { words } from './words.ts'

type Supplier = Result<(typeof partiesApi)['suppliers']>['items'][number]

interface Open {
  readonly what: 'add' | 'edit' | 'contact'
  readonly supplier: Supplier | null
}

export function SuppliersPage() {
  const w = useWords(words)
  const canWrite = useMay()('parties.write')
  const [open, setOpen] = useState<Open | null>(null)
  const addButton = canWrite ? (
    <Button type="primary" onClick={() => setOpen({ what: 'add', supplier: null })}>
      {w.add}
    </Button>
  ) : null
  return (
    <Page title={w.suppliers} help={w.help} isFilling>
      <DataTable<Supplier>
        name="parties.suppliers"
        label={w.suppliers}
        list={api.parties.suppliers}
        rowKey={({ id }) => id}
        columns={[
          { key: 'code', title: w.code, kind: 'code' },
          { key: 'name', title: w.name, grow: true },
          { key: 'leadTimeDays', title: w.leadTime, kind: 'number', width: 130 },
          {
            key: 'hasContact',
            title: w.contact,
            width: 150,
            render: (supplier) =>
              supplier.hasContact && canWrite ? (
                <Button
                  size="small"
                  type="link"
                  aria-label={`${w.show} ${supplier.code}`}
                  onClick={() => setOpen({ what: 'contact', supplier })}
                >
                  {w.show}
                </Button>
              ) : (
                <span className="mr-quiet">{supplier.hasContact ? w.sealed : '—'}</span>
              ),
          },
          { key: 'active', title: w.isActive, kind: 'boolean' },
          ...(canWrite
            ? [
                {
                  key: 'do',
                  title: '',
                  width: 80,
                  render: (supplier: Supplier) => (
                    <Button
                      size="small"
                      type="link"
                      aria-label={`${w.edit} ${supplier.code}`}
                      onClick={() => setOpen({ what: 'edit', supplier })}
                    >
                      {w.edit}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
        actions={addButton}
        empty={
          <Teach title={w.emptyTitle} text={w.emptyText}>
            {addButton}
          </Teach>
        }
      />
      <Forms open={open} onClose={() => setOpen(null)} />
    </Page>
  )
}

function Forms({ open, onClose }: { readonly open: Open | null; readonly onClose: () => void }) {
  const w = useWords(words)
  const { modal } = App.useApp()
  const add = useWrite(api.parties.addSupplier, { success: w.added, quiet: true })
  const edit = useWrite(api.parties.editSupplier, { success: w.saved, quiet: true })
  const reveal = useWrite(api.parties.revealContact, { quiet: true })
  const supplier = open?.supplier ?? null
  return (
    <>
      <FormDrawer<{ code: string; name: string; leadTimeDays: string; contact?: string }>
        title={w.add}
        isOpen={open?.what === 'add'}
        onClose={onClose}
        initial={{ leadTimeDays: '7' }}
        save={({ leadTimeDays, contact, ...body }) =>
          add.mutateAsync({
            body: { ...body, leadTimeDays: Number(leadTimeDays), ...(contact ? { contact } : {}) },
          })
        }
      >
        <Field name="code" label={w.code} isRequired>
          <Input autoFocus maxLength={30} />
        </Field>
        <SharedFields contactHelp={w.contactHelp} />
      </FormDrawer>
      <FormDrawer<{ name: string; leadTimeDays: string; contact?: string; active: boolean }>
        title={`${w.edit} ${supplier?.code ?? ''}`}
        isOpen={open?.what === 'edit'}
        onClose={onClose}
        version={supplier?.version ?? 1}
        initial={
          supplier
            ? {
                name: supplier.name,
                leadTimeDays: String(supplier.leadTimeDays),
                active: supplier.active,
              }
            : {}
        }
        save={({ leadTimeDays, contact, ...body }, version) =>
          edit.mutateAsync({
            params: { id: supplier?.id ?? '' },
            body: {
              ...body,
              version: version ?? 1,
              leadTimeDays: Number(leadTimeDays),
              ...(contact ? { contact } : {}),
            },
          })
        }
      >
        <SharedFields contactHelp={supplier?.hasContact ? w.contactStays : w.contactHelp} />
        <Field name="active" label={w.isActive} valueProp="checked">
          <Switch />
        </Field>
      </FormDrawer>
      <FormModal<{ reason: string }>
        title={`${w.contact} · ${supplier?.name ?? ''}`}
        isOpen={open?.what === 'contact'}
        onClose={onClose}
        saveLabel={w.show}
        save={async (body) => {
          const { contact } = await reveal.mutateAsync({
            params: { id: supplier?.id ?? '' },
            body,
          })
          modal.info({ title: supplier?.name ?? '', content: contact ?? '—' })
        }}
      >
        <Field name="reason" label={w.reason} help={w.reasonHelp} isRequired>
          <Input autoFocus maxLength={200} />
        </Field>
      </FormModal>
    </>
  )
}

function SharedFields({ contactHelp }: { readonly contactHelp: string }) {
  const w = useWords(words)
  return (
    <>
      <Field name="name" label={w.name} isRequired>
        <Input maxLength={200} />
      </Field>
      <Field name="leadTimeDays" label={w.leadTime} isRequired>
        <QtyInput />
      </Field>
      <Field name="contact" label={w.contact} help={contactHelp}>
        <Input maxLength={200} autoComplete="off" />
      </Field>
    </>
  )
}
