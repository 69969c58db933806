// One shop in its drawer: what it is, and what its platform charges.
import { Button, Input, Select, Switch, Tabs } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { useMay } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { useAddressValue } from '../../ui/table/use-address.ts'
import { Qty } from '../../ui/values.tsx'
import { FeesTab } from './FeesTab.tsx'
import { Fulfilment } from './Fulfilment.tsx'
import type { Shop } from './ShopsPage.tsx'
import { words } from './words.ts'

export function ShopDetail({ shop }: { readonly shop: Shop }) {
  const w = useWords(words)
  const [tab, setTab] = useAddressValue('tab', 'basics')
  return (
    <Tabs
      activeKey={tab}
      onChange={setTab}
      items={[
        { key: 'basics', label: w.basics, children: <Basics shop={shop} /> },
        { key: 'fees', label: w.fees, children: <FeesTab shop={shop} /> },
      ]}
    />
  )
}

interface Edit {
  readonly name: string
  readonly active: boolean
  readonly channel: string
  readonly ownerId: string | null
  readonly currency: string
  readonly timeZone: string
}

function Basics({ shop }: { readonly shop: Shop }) {
  const w = useWords(words)
  const may = useMay()
  const [isEditing, setEditing] = useState(false)
  const canWrite = may('shops.write')
  const people = useRead(api.shops.people, {}, { enabled: canWrite && isEditing })
  const edit = useWrite(api.shops.editShop, { success: w.saved, quiet: true })
  const isFixed = shop.orders !== '0'
  return (
    <Panel
      title={shop.name}
      extra={
        canWrite ? (
          <Button size="small" onClick={() => setEditing(true)}>
            {w.edit}
          </Button>
        ) : null
      }
    >
      <Facts
        items={[
          [w.code, shop.code],
          [w.platform, w[shop.platform]],
          [w.channel, shop.channel || '—'],
          [w.owner, shop.ownerName ?? '—'],
          [w.currency, shop.currency],
          [w.timeZone, shop.timeZone],
          [w.site, shop.stockSiteCode ?? '—'],
          [w.orders, <Qty key="orders" value={shop.orders} />],
          [w.isActive, shop.active ? w.yes : w.no],
        ]}
      />
      <Fulfilment shop={shop} />
      <FormDrawer<Edit>
        title={`${w.edit} ${shop.code}`}
        isOpen={isEditing}
        onClose={() => setEditing(false)}
        version={shop.version}
        initial={shop}
        save={({ name, active, channel, ownerId, currency, timeZone }, version) =>
          edit.mutateAsync({
            params: { id: shop.id },
            body: {
              version: version ?? 1,
              name,
              active,
              channel,
              ownerId: ownerId ?? null,
              ...(isFixed ? {} : { currency, timeZone }),
            },
          })
        }
      >
        <Field name="name" label={w.name} isRequired>
          <Input maxLength={200} />
        </Field>
        <Field name="channel" label={w.channel} help={w.channelHelp}>
          <Input maxLength={60} />
        </Field>
        <Field name="ownerId" label={w.owner}>
          <Select
            allowClear
            loading={people.isFetching}
            options={people.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? []}
          />
        </Field>
        <Field
          name="currency"
          label={w.currency}
          isRequired
          {...(isFixed ? { help: w.fixedWhy } : {})}
        >
          <Input maxLength={3} disabled={isFixed} />
        </Field>
        <Field
          name="timeZone"
          label={w.timeZone}
          isRequired
          {...(isFixed ? { help: w.fixedWhy } : {})}
        >
          <Input disabled={isFixed} />
        </Field>
        <Field name="active" label={w.isActive} valueProp="checked">
          <Switch />
        </Field>
      </FormDrawer>
    </Panel>
  )
}
