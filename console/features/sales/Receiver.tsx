// Who receives an order: masked, opened for a scene and a reason; and where a doubtful address is.
import { App, Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import { useMay, useMe } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { formatInstant } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { DistrictPicker } from '../pickers/DistrictPicker.tsx'
import type { OneOrder } from './values.tsx'
import { ADDRESS_WORDS, words } from './words.ts'

const SCENES = ['waybill', 'address_check', 'after_sale', 'care', 'notes'] as const

type Scene = (typeof SCENES)[number]

const FIELDS = ['name', 'phone', 'address', 'buyerNote', 'sellerNote'] as const

export function Receiver({ order }: { readonly order: OneOrder }) {
  const w = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const [open, setOpen] = useState<'reveal' | 'confirm' | null>(null)
  const problems = order.addressNote
    .split(',')
    .filter((code) => code !== '')
    .map((code) => ADDRESS_WORDS[code]?.[language] ?? code)
  return (
    <Panel
      title={w.receiver}
      extra={
        may('orders.reveal') ? (
          <Button size="small" onClick={() => setOpen('reveal')}>
            {w.reveal}
          </Button>
        ) : null
      }
    >
      <Facts
        items={[
          [w.receiver, order.receiverMasked || '—'],
          [
            w.place,
            <span key="place">
              {order.place ?? '—'}{' '}
              {order.addressState === 'doubtful' ? (
                <>
                  <StatusTag tone="warn">
                    {w.doubtful} {problems.join('、')}
                  </StatusTag>{' '}
                  {may('orders.write') ? (
                    <Button size="small" onClick={() => setOpen('confirm')}>
                      {w.confirm}
                    </Button>
                  ) : null}
                </>
              ) : null}
              {order.addressState === 'confirmed' ? (
                <StatusTag tone="good">{w.confirmed}</StatusTag>
              ) : null}
            </span>,
          ],
        ]}
      />
      <Reveal order={order} isOpen={open === 'reveal'} onClose={() => setOpen(null)} />
      <Confirm order={order} isOpen={open === 'confirm'} onClose={() => setOpen(null)} />
    </Panel>
  )
}

interface Asking {
  readonly order: OneOrder
  readonly isOpen: boolean
  readonly onClose: () => void
}

function Reveal({ order, isOpen, onClose }: Asking) {
  const w = useWords(words)
  const language = useLanguage()
  const { modal } = App.useApp()
  const me = useMe()
  const reveal = useWrite(api.sales.reveal, { quiet: true })
  return (
    <FormModal<{ scene: Scene; reason: string }>
      title={w.reveal}
      isOpen={isOpen}
      onClose={onClose}
      saveLabel={w.show}
      initial={{ scene: 'waybill' }}
      save={async (body) => {
        const seen = await reveal.mutateAsync({ params: { id: order.id }, body })
        modal.info({
          title: order.platformNo,
          width: 520,
          content: (
            <>
              <Facts
                items={FIELDS.flatMap((field) =>
                  seen[field] === null ? [] : [[w[field], seen[field]] as const],
                )}
              />
              {FIELDS.every((field) => seen[field] === null) ? <p>{w.nothingSealed}</p> : null}
              <p className="mr-quiet">
                {w.seenBy} {me.name} · {formatInstant(new Date().toISOString(), language)} ·{' '}
                {w[body.scene]} · {body.reason}
              </p>
            </>
          ),
        })
      }}
    >
      <p className="mr-quiet">{w.revealHelp}</p>
      <Field name="scene" label={w.scene} isRequired>
        <Select options={SCENES.map((value) => ({ value, label: w[value] }))} />
      </Field>
      <Field name="reason" label={w.reason} isRequired>
        <Input autoFocus maxLength={200} />
      </Field>
    </FormModal>
  )
}

function Confirm({ order, isOpen, onClose }: Asking) {
  const w = useWords(words)
  const confirm = useWrite(api.sales.confirmAddress, { quiet: true, success: w.confirmDone })
  return (
    <FormModal<{ districtCode: string }>
      title={w.confirm}
      isOpen={isOpen}
      onClose={onClose}
      version={order.version}
      initial={order.districtCode === null ? {} : { districtCode: order.districtCode }}
      save={({ districtCode }, version) =>
        confirm.mutateAsync({
          params: { id: order.id },
          body: { districtCode, version: version ?? order.version },
        })
      }
    >
      <Field name="districtCode" label={w.district} isRequired>
        <DistrictPicker label={w.district} />
      </Field>
    </FormModal>
  )
}
