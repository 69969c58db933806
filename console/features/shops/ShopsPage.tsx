// Shops: one on each channel, with its currency and time zone.
import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useWrite } from '../../api/queries.tsx'
import type { shopsApi } from '../../../src/modules/shops/contract.ts'
import { useMay, useMe } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormDrawer } from '../../ui/form/FormDrawer.tsx'
import { useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { ShopDetail } from './ShopDetail.tsx'
import { words } from './words.ts'

export type Shop = Result<(typeof shopsApi)['shops']>['items'][number]

const PLATFORMS: readonly Shop['platform'][] = [
  'taobao',
  'tmall',
  'jd',
  'pdd',
  'douyin',
  'kuaishou',
  'wechat_shop',
  'xiaohongshu',
  'shopify',
  'woocommerce',
  'own',
  'other',
]

export function ShopsPage() {
  const w = useWords(words)
  const may = useMay()
  const { house } = useMe()
  const [isAdding, setAdding] = useState(false)
  const add = useWrite(api.shops.addShop, { success: w.added, quiet: true, touches: ['places'] })
  const button = may('shops.write') ? (
    <Button type="primary" onClick={() => setAdding(true)}>
      {w.add}
    </Button>
  ) : null
  return (
    <Page title={w.shops} help={w.help} isFilling>
      <DataTable<Shop>
        name="shops.shops"
        label={w.shops}
        list={api.shops.shops}
        rowKey={({ id }) => id}
        columns={[
          { key: 'code', title: w.code, kind: 'code' },
          { key: 'name', title: w.name, grow: true },
          { key: 'platform', title: w.platform, width: 110, render: ({ platform }) => w[platform] },
          { key: 'channel', title: w.channel, width: 130 },
          { key: 'ownerName', title: w.owner, width: 110 },
          { key: 'currency', title: w.currency, width: 80 },
          { key: 'timeZone', title: w.timeZone, width: 150 },
          { key: 'stockSiteCode', title: w.site, width: 110 },
          { key: 'orders', title: w.orders, kind: 'qty' },
          { key: 'active', title: w.isActive, kind: 'boolean' },
        ]}
        detail={(_id, row) => (row ? <ShopDetail shop={row} /> : null)}
        detailTitle={(row) => (row ? `${row.code} ${row.name}` : w.shops)}
        actions={button}
        empty={
          <Teach title={w.emptyTitle} text={w.emptyText}>
            {button}
          </Teach>
        }
      />
      <FormDrawer<{
        code: string
        name: string
        platform: Shop['platform']
        currency: string
        timeZone: string
        stockSite?: string
        channel?: string
      }>
        title={w.add}
        isOpen={isAdding}
        onClose={() => setAdding(false)}
        initial={{ platform: 'tmall', currency: house.currency, timeZone: house.timeZone }}
        save={({ stockSite, ...body }) =>
          add.mutateAsync({ body: { ...body, ...(stockSite ? { stockSite } : {}) } })
        }
      >
        <Field name="code" label={w.code} isRequired>
          <Input autoFocus maxLength={30} />
        </Field>
        <Field name="name" label={w.name} isRequired>
          <Input maxLength={200} />
        </Field>
        <Field name="platform" label={w.platform}>
          <Select options={PLATFORMS.map((value) => ({ value, label: w[value] }))} />
        </Field>
        <Field name="channel" label={w.channel} help={w.channelHelp}>
          <Input maxLength={60} />
        </Field>
        <Field name="currency" label={w.currency} isRequired>
          <Input maxLength={3} />
        </Field>
        <Field name="timeZone" label={w.timeZone} isRequired>
          <Input />
        </Field>
        <Field name="stockSite" label={w.site} help={w.siteHelp}>
          <Input maxLength={20} />
        </Field>
      </FormDrawer>
    </Page>
  )
}
