// Choosing, creating, ignoring and letting go: each says first what it will move.
import { Alert, Input } from 'antd'
import { useContext, useEffect } from 'react'
import { api } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import { Field, FieldLabels, QtyInput } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { formatIn, formatInteger } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { SkuPicker } from '../pickers/pickers.tsx'
import type { Listing } from './ListingDetail.tsx'
import { ReasonButtons } from './parts.tsx'
import { words } from './words.ts'

export type Dialog = 'map' | 'create' | 'ignore' | 'unmap'

interface DialogsProps {
  readonly listing: Listing
  readonly dialog: Dialog | null
  readonly onClose: () => void
  readonly onDone: () => void
}

interface Mapping {
  readonly skuId: string
  readonly skuQty: string
  readonly reason?: string
  /** Set when the other person's choice was taken: the code of their SKU, null when they mapped none. */
  readonly sku?: string | null
  readonly state?: string
}

export function Dialogs(props: DialogsProps) {
  return (
    <>
      <MapForm {...props} />
      <CreateForm {...props} />
      <IgnoreForm {...props} />
      <UnmapForm {...props} />
    </>
  )
}

/** Orders that will be played again. */
function Replays({ listing }: { readonly listing: Listing }) {
  const w = useWords(words)
  return (
    <Alert
      type={listing.lines > 0 ? 'info' : 'success'}
      style={{ marginBottom: 12 }}
      title={
        listing.lines === 0
          ? w.effectNone
          : w.effect(
              formatInteger(listing.orders),
              formatInteger(listing.lines),
              formatIn(listing.currency, listing.amountMinor),
            )
      }
    />
  )
}

/** The other person's SKU comes back by code, their decision by name; the dialog calls them by these words. */
function TheirLabels() {
  const w = useWords(words)
  const labels = useContext(FieldLabels)
  useEffect(() => {
    labels.set('sku', w.sku).set('state', w.state)
  }, [labels, w])
  return null
}

function MapForm({ listing, dialog, onClose, onDone }: DialogsProps) {
  const w = useWords(words)
  const map = useWrite(api.listings.setMapping, {
    quiet: true,
    success: w.mappedDone,
    touches: ['sales'],
    onDone,
  })
  return (
    <FormModal<Mapping>
      title={listing.state === 'unmapped' ? w.choose : w.remap}
      isOpen={dialog === 'map'}
      onClose={onClose}
      version={listing.version}
      initial={{
        skuQty: listing.skuQty,
        ...(listing.skuId === null ? {} : { skuId: listing.skuId }),
      }}
      save={async ({ skuId, skuQty, reason, sku, state }, version) => {
        // Theirs was taken, and they mapped nothing: what stands is right.
        if (sku === null || (state !== undefined && state !== 'mapped')) return
        const { items } =
          sku === undefined
            ? { items: [] }
            : await api.catalog.skus({ query: { q: sku, limit: 200 } })
        const theirs = items.find(({ code }) => code === sku)
        await map.mutateAsync({
          params: { id: listing.id },
          body: {
            state: 'mapped',
            version: version ?? listing.version,
            skuId: theirs?.id ?? skuId,
            skuQty,
            reason: reason ?? '',
          },
        })
      }}
    >
      <Replays listing={listing} />
      <TheirLabels />
      <Field name="skuId" label={w.sku} isRequired>
        <SkuPicker />
      </Field>
      <Field name="skuQty" label={w.qty} help={w.qtyHelp} isRequired>
        <QtyInput />
      </Field>
      <Field name="reason" label={w.reason}>
        <Input maxLength={500} />
      </Field>
    </FormModal>
  )
}

function CreateForm({ listing, dialog, onClose, onDone }: DialogsProps) {
  const w = useWords(words)
  const create = useWrite(api.listings.createSku, {
    quiet: true,
    success: w.createdDone,
    touches: ['sales', 'catalog'],
    onDone,
  })
  const name = [listing.title, listing.spec].filter(Boolean).join(' ').slice(0, 200)
  return (
    <FormModal<{ code: string; name: string; barcode?: string; baseUnit: string; skuQty: string }>
      title={w.create}
      isOpen={dialog === 'create'}
      onClose={onClose}
      initial={{
        code: listing.merchantCode.slice(0, 60),
        name,
        barcode: listing.barcode,
        baseUnit: '件',
        skuQty: '1',
      }}
      save={({ barcode, ...body }) =>
        create.mutateAsync({
          params: { id: listing.id },
          body: { ...body, version: listing.version, ...(barcode ? { barcode } : {}) },
        })
      }
    >
      <Replays listing={listing} />
      <Field name="code" label={w.code} isRequired>
        <Input maxLength={60} />
      </Field>
      <Field name="name" label={w.name} isRequired>
        <Input maxLength={200} />
      </Field>
      <Field name="barcode" label={w.barcode}>
        <Input maxLength={48} />
      </Field>
      <Field name="baseUnit" label={w.unit}>
        <Input maxLength={20} />
      </Field>
      <Field name="skuQty" label={w.qty} help={w.qtyHelp} isRequired>
        <QtyInput />
      </Field>
    </FormModal>
  )
}

function IgnoreForm({ listing, dialog, onClose, onDone }: DialogsProps) {
  const w = useWords(words)
  const write = useWrite(api.listings.setMapping, {
    quiet: true,
    success: w.ignoredDone,
    touches: ['sales'],
    onDone,
  })
  return (
    <FormModal<{ reason: string }>
      title={w.ignore}
      isOpen={dialog === 'ignore'}
      onClose={onClose}
      version={listing.version}
      save={({ reason }, version) =>
        write.mutateAsync({
          params: { id: listing.id },
          body: { state: 'ignored', version: version ?? listing.version, reason },
        })
      }
    >
      <Replays listing={listing} />
      <TheirLabels />
      <ReasonButtons />
      <Field name="reason" label={w.ignoreReason} help={w.ignoreHelp} isRequired>
        <Input maxLength={500} />
      </Field>
    </FormModal>
  )
}

function UnmapForm({ listing, dialog, onClose, onDone }: DialogsProps) {
  const w = useWords(words)
  const write = useWrite(api.listings.setMapping, {
    quiet: true,
    success: w.unmappedDone,
    touches: ['sales'],
    onDone,
  })
  return (
    <FormModal<{ reason?: string }>
      title={w.unmap}
      isOpen={dialog === 'unmap'}
      onClose={onClose}
      version={listing.version}
      save={({ reason }, version) =>
        write.mutateAsync({
          params: { id: listing.id },
          body: { state: 'unmapped', version: version ?? listing.version, reason: reason ?? '' },
        })
      }
    >
      <Replays listing={listing} />
      <TheirLabels />
      <Field name="reason" label={w.reason}>
        <Input maxLength={500} />
      </Field>
    </FormModal>
  )
}
