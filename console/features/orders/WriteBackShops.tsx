// Shop by shop: how much waits, and the one next step.
import { Button, Input, Modal, Switch, Table } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import type { ordersApi } from '../../../src/modules/orders/contract.ts'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { formatInteger } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { DisabledReason } from '../../ui/states.tsx'
import { Qty, StatusTag, When } from '../../ui/values.tsx'
import { writeBackWords } from './write-back-words.ts'

type Shop = Result<(typeof ordersApi)['writeBackShops']>['items'][number]
type Layout = NonNullable<Shop['layout']>

export function Shops({ shops }: { readonly shops: readonly Shop[] }) {
  const w = useWords(writeBackWords)
  const may = useMay()
  const [making, setMaking] = useState<Shop | null>(null)
  const [layout, setLayout] = useState<Layout | null>(null)
  if (shops.length === 0) return null
  const number = (title: string, of: (shop: Shop) => number) => ({
    title,
    align: 'right' as const,
    width: 92,
    render: (_v: unknown, shop: Shop) => <Qty value={String(of(shop))} />,
  })
  return (
    <>
      <Table
        aria-label={w.shop}
        size="small"
        pagination={false}
        rowKey="shopId"
        scroll={{ y: 160 }}
        style={{ marginBottom: 12 }}
        dataSource={[...shops]}
        columns={[
          { title: w.shop, render: (_v, shop) => `${shop.shopCode} ${shop.shopName}` },
          { title: w.way, width: 76, render: (_v, shop) => (shop.isLinked ? w.link : w.sheet) },
          number(w.waiting, ({ waiting }) => waiting),
          number(w.failed, ({ failed }) => failed),
          number(w.told, ({ told }) => told),
          number(w.unconfirmed, ({ unconfirmed }) => unconfirmed),
          {
            title: w.oldest,
            width: 172,
            render: (_v, shop) => <When at={shop.oldestAt} isShort />,
          },
          {
            title: '',
            width: 310,
            render: (_v, shop) =>
              shop.isLinked ? (
                <span className="mr-quiet">{w.linkedShop}</span>
              ) : may('orders.ship') ? (
                <>
                  <DisabledReason
                    why={shop.waiting + shop.failed === 0 ? w.nothingWaits : undefined}
                  >
                    <Button
                      size="small"
                      type="primary"
                      disabled={shop.waiting + shop.failed === 0}
                      onClick={() => setMaking(shop)}
                    >
                      {w.make}
                    </Button>
                  </DisabledReason>{' '}
                  {shop.layout ? (
                    <Button size="small" onClick={() => setLayout(shop.layout)}>
                      {w.headings}
                    </Button>
                  ) : null}{' '}
                  {shop.layout?.verified === false ? (
                    <StatusTag tone="warn">{w.unverified}</StatusTag>
                  ) : null}
                </>
              ) : null,
          },
        ]}
      />
      <MakeSheet shop={making} onClose={() => setMaking(null)} />
      <Headings layout={layout} onClose={() => setLayout(null)} />
    </>
  )
}

function MakeSheet({
  shop,
  onClose,
}: {
  readonly shop: Shop | null
  readonly onClose: () => void
}) {
  const w = useWords(writeBackWords)
  const make = useWrite(api.orders.makeShipSheet, {
    success: ({ rows }) => w.made(formatInteger(rows)),
    onDone: ({ id }) => {
      const link = document.createElement('a')
      link.href = api.orders.shipSheetFile.url({ params: { id } })
      link.click()
      onClose()
    },
  })
  return (
    <Modal
      open={shop !== null}
      title={shop ? w.makeTitle(`${shop.shopCode} ${shop.shopName}`) : ''}
      okText={w.make}
      confirmLoading={make.isPending}
      onOk={() => shop && make.mutate({ body: { shopId: shop.shopId } })}
      onCancel={onClose}
      destroyOnHidden
    >
      {shop ? <p>{w.makeText(formatInteger(shop.waiting + shop.failed))}</p> : null}
      {shop?.layout ? (
        <p className="mr-code">
          {[shop.layout.orderHeader, shop.layout.carrierHeader, shop.layout.waybillHeader].join(
            ' | ',
          )}
        </p>
      ) : null}
    </Modal>
  )
}

type Typed = Pick<Layout, 'orderHeader' | 'carrierHeader' | 'waybillHeader' | 'verified'>

function Headings({
  layout,
  onClose,
}: {
  readonly layout: Layout | null
  readonly onClose: () => void
}) {
  const w = useWords(writeBackWords)
  const save = useWrite(api.orders.setShipSheetLayout, { quiet: true, success: w.saved })
  if (layout === null) return null
  const { platform, version, orderHeader, carrierHeader, waybillHeader, verified } = layout
  return (
    <FormModal<Typed>
      title={w.headingsTitle(platform)}
      isOpen
      onClose={onClose}
      version={version}
      initial={{ orderHeader, carrierHeader, waybillHeader, verified }}
      save={(body, seen) =>
        save.mutateAsync({ params: { platform }, body: { ...body, version: seen ?? version } })
      }
    >
      <Field name="orderHeader" label={w.orderHeader} isRequired>
        <Input maxLength={40} />
      </Field>
      <Field name="carrierHeader" label={w.carrierHeader} isRequired>
        <Input maxLength={40} />
      </Field>
      <Field name="waybillHeader" label={w.waybillHeader} isRequired>
        <Input maxLength={40} />
      </Field>
      <Field name="verified" label={w.verified} valueProp="checked">
        <Switch />
      </Field>
    </FormModal>
  )
}
