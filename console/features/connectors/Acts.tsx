// What a shop's platform is asked to do, from the record it is about: agree to a refund, ask for a later day, open a receiver, set a price or
// change an offer. Each shows first what will happen. Shops without a link have none of it.
import { App, Button, DatePicker, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { Field, minorOf, MoneyInput, yuanOf } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { DisabledReason } from '../../ui/states.tsx'
import { Money, When } from '../../ui/values.tsx'
import { actsWords } from './acts-words.ts'

/** The link of a shop, or null. */
function useLink(shopCode: string): string | null {
  const links = useRead(
    api.connectors.health,
    { query: { limit: 200 } },
    { enabled: useMay()('connectors.read') },
  )
  return links.data?.items.find((link) => link.shopCode === shopCode)?.shopId ?? null
}

function ToLink({ shopId }: { readonly shopId: string }) {
  const w = useWords(actsWords)
  return <a href={`${paths.connectors}?open=${shopId}`}>{w.toLink}</a>
}

interface Aftersale {
  readonly shopCode: string
  readonly aftersaleNo: string
  readonly orderNo: string
  readonly status: string
  readonly reason: string
  readonly refundMinor: string | null
}

export function AgreeRefund({ record }: { readonly record: Aftersale }) {
  const w = useWords(actsWords)
  const may = useMay()
  const shopId = useLink(record.shopCode)
  const [isOpen, setOpen] = useState(false)
  const agree = useWrite(api.connectors.refund, { quiet: true, success: w.refundAsked })
  if (shopId === null || !may('connectors.refund')) return null
  const isAsking =
    record.refundMinor !== null && ['requested', 'negotiating'].includes(record.status)
  return (
    <Panel title={w.panel} extra={<ToLink shopId={shopId} />}>
      <DisabledReason why={isAsking ? undefined : w.notOpen}>
        <Button danger disabled={!isAsking} onClick={() => setOpen(true)}>
          {w.refund}
        </Button>
      </DisabledReason>
      <FormModal<Record<string, never>>
        title={`${w.refund} ${record.aftersaleNo}`}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        saveLabel={w.refund}
        isDangerous
        save={() =>
          agree.mutateAsync({
            params: { id: shopId },
            body: { aftersaleNo: record.aftersaleNo, amountMinor: record.refundMinor ?? '' },
          })
        }
      >
        <Facts
          items={[
            [w.order, record.orderNo],
            [w.asked, <Money key="asked" minor={record.refundMinor} />],
            [w.reason, record.reason || '—'],
          ]}
        />
        <p className="mr-quiet">{w.refundText}</p>
      </FormModal>
    </Panel>
  )
}

interface PlatformOrder {
  readonly shopCode: string
  readonly platformNo: string
  readonly status: string
  readonly shipDueAt: string | null
}

export function AskPlatform({ order }: { readonly order: PlatformOrder }) {
  const w = useWords(actsWords)
  const may = useMay()
  const shopId = useLink(order.shopCode)
  const [open, setOpen] = useState<'date' | 'decode' | null>(null)
  const close = () => setOpen(null)
  if (shopId === null) return null
  const waits = order.status === 'awaiting_shipment' || order.status === 'on_hold'
  return (
    <Panel title={w.panel} extra={<ToLink shopId={shopId} />}>
      <div className="mr-row">
        {may('connectors.write') ? (
          <DisabledReason why={waits ? undefined : w.noDate}>
            <Button size="small" disabled={!waits} onClick={() => setOpen('date')}>
              {w.date}
            </Button>
          </DisabledReason>
        ) : null}
        {may('orders.reveal') ? (
          <Button size="small" onClick={() => setOpen('decode')}>
            {w.decode}
          </Button>
        ) : null}
      </div>
      <AskDate shopId={shopId} order={order} isOpen={open === 'date'} onClose={close} />
      <Decode shopId={shopId} order={order} isOpen={open === 'decode'} onClose={close} />
    </Panel>
  )
}

interface OfOrder {
  readonly shopId: string
  readonly order: PlatformOrder
  readonly isOpen: boolean
  readonly onClose: () => void
}

function AskDate({ shopId, order, isOpen, onClose }: OfOrder) {
  const w = useWords(actsWords)
  const ask = useWrite(api.connectors.askDate, { quiet: true, success: w.dateAsked })
  return (
    <FormModal<{ shipBy: { toDate(): Date } }>
      title={`${w.date} ${order.platformNo}`}
      isOpen={isOpen}
      onClose={onClose}
      saveLabel={w.date}
      save={({ shipBy }) =>
        ask.mutateAsync({
          params: { id: shopId },
          body: { orderNo: order.platformNo, shipBy: shipBy.toDate().toISOString() },
        })
      }
    >
      <Facts items={[[w.dueNow, <When key="due" at={order.shipDueAt} />]]} />
      <p className="mr-quiet">{w.dateText}</p>
      <Field name="shipBy" label={w.shipBy} isRequired>
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          disabledDate={(day) => day.endOf('day').toDate() < new Date()}
        />
      </Field>
    </FormModal>
  )
}

type Scene = 'waybill' | 'after_sale' | 'care'

function Decode({ shopId, order, isOpen, onClose }: OfOrder) {
  const w = useWords(actsWords)
  const { modal } = App.useApp()
  const decode = useWrite(api.connectors.decode, { quiet: true })
  return (
    <FormModal<{ scene: Scene; reason: string }>
      title={w.decode}
      isOpen={isOpen}
      onClose={onClose}
      saveLabel={w.show}
      initial={{ scene: 'waybill' }}
      save={async (body) => {
        const seen = await decode.mutateAsync({
          params: { id: shopId },
          body: { orderNo: order.platformNo, ...body },
        })
        modal.info({
          title: order.platformNo,
          width: 520,
          content: (
            <Facts
              items={[
                [w.name, seen.name],
                [w.phone, seen.phone],
                [w.address, seen.address],
              ]}
            />
          ),
        })
      }}
    >
      <p className="mr-quiet">{w.decodeText}</p>
      <Field name="scene" label={w.scene} isRequired>
        <Select
          options={(['waybill', 'after_sale', 'care'] as const).map((value) => ({
            value,
            label: w[value],
          }))}
        />
      </Field>
      <Field name="reason" label={w.reason} isRequired>
        <Input maxLength={200} />
      </Field>
    </FormModal>
  )
}

interface Offer {
  readonly shop: string
  readonly platformItem: string
  readonly platformSku: string
  readonly title: string
  readonly saleState: string
  readonly priceMinor: string | null
}

export function TellOffer({ offer }: { readonly offer: Offer }) {
  const w = useWords(actsWords)
  const may = useMay()
  const shopId = useLink(offer.shop)
  const [open, setOpen] = useState<'price' | 'offer' | null>(null)
  const prices = useWrite(api.connectors.prices, { quiet: true, success: w.priceSent })
  const listings = useWrite(api.connectors.listings, { quiet: true, success: w.offerSent })
  if (shopId === null || !may('connectors.write')) return null
  const params = { id: shopId }
  const of = { platformItem: offer.platformItem, platformSku: offer.platformSku }
  return (
    <Panel title={w.panel} extra={<ToLink shopId={shopId} />}>
      <div className="mr-row">
        <Button size="small" onClick={() => setOpen('price')}>
          {w.price}
        </Button>
        <Button size="small" onClick={() => setOpen('offer')}>
          {w.offer}
        </Button>
      </div>
      <FormModal<{ price: string }>
        title={`${w.price} ${offer.platformSku}`}
        isOpen={open === 'price'}
        onClose={() => setOpen(null)}
        saveLabel={w.price}
        initial={{ price: yuanOf(offer.priceMinor) }}
        save={({ price }) =>
          prices.mutateAsync({
            params,
            body: { items: [{ ...of, priceMinor: minorOf(price) }] },
          })
        }
      >
        <Facts items={[[w.priceNow, <Money key="now" minor={offer.priceMinor} />]]} />
        <p className="mr-quiet">{w.priceText}</p>
        <Field name="price" label={w.priceNew} isRequired>
          <MoneyInput />
        </Field>
      </FormModal>
      <FormModal<{ title: string; isOnSale: boolean }>
        title={`${w.offer} ${offer.platformSku}`}
        isOpen={open === 'offer'}
        onClose={() => setOpen(null)}
        saveLabel={w.offer}
        initial={{ title: offer.title, isOnSale: offer.saleState !== 'off_sale' }}
        save={({ title, isOnSale }) =>
          listings.mutateAsync({ params, body: { items: [{ ...of, title, isOnSale }] } })
        }
      >
        <Field name="title" label={w.title} isRequired>
          <Input maxLength={60} />
        </Field>
        <Field name="isOnSale" label={w.onSale} valueProp="checked">
          <Switch />
        </Field>
      </FormModal>
    </Panel>
  )
}
