// Shops: one on each channel, with its currency and time zone.
import { Button, Input, Select, Switch } from 'antd'
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

const words = {
  shops: { zh: '店铺', en: 'Shops' },
  help: {
    zh: '一个平台账号一个店铺。币种和时区决定金额单位和「今天」;填了出货仓,导入的历史订单会从该仓出库(期初按需补记)。',
    en: 'One shop per account on a platform. Currency and time zone decide units and "today"; with a stock site, imported history leaves stock from it (opening stock recorded as needed).',
  },
  code: { zh: '编码', en: 'Code' },
  name: { zh: '名称', en: 'Name' },
  platform: { zh: '平台', en: 'Platform' },
  currency: { zh: '币种', en: 'Currency' },
  timeZone: { zh: '时区', en: 'Time zone' },
  site: { zh: '出货仓', en: 'Stock site' },
  siteHelp: {
    zh: '仓库编码;没有会自动建。留空则导入订单不动库存。',
    en: 'Code of a site; made when nobody has it. Left empty, imported orders move no stock.',
  },
  orders: { zh: '订单数', en: 'Orders' },
  isActive: { zh: '启用', en: 'Active' },
  add: { zh: '新增店铺', en: 'Add a shop' },
  added: { zh: '已新增', en: 'Added' },
  edit: { zh: '修改', en: 'Edit' },
  saved: { zh: '已保存', en: 'Saved' },
  emptyTitle: { zh: '还没有店铺', en: 'No shop yet' },
  emptyText: { zh: '先建店铺,再导入它的订单。', en: 'Make a shop, then import its orders.' },
  taobao: { zh: '淘宝', en: 'Taobao' },
  tmall: { zh: '天猫', en: 'Tmall' },
  jd: { zh: '京东', en: 'JD' },
  pdd: { zh: '拼多多', en: 'Pinduoduo' },
  douyin: { zh: '抖店', en: 'Douyin' },
  kuaishou: { zh: '快手', en: 'Kuaishou' },
  wechat_shop: { zh: '微信小店', en: 'WeChat shop' },
  xiaohongshu: { zh: '小红书', en: 'Xiaohongshu' },
  shopify: { zh: 'Shopify', en: 'Shopify' },
  woocommerce: { zh: 'WooCommerce', en: 'WooCommerce' },
  own: { zh: '自有商城', en: 'Own mall' },
  other: { zh: '其他', en: 'Other' },
} as const

type Shop = Result<(typeof shopsApi)['shops']>['items'][number]

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
  const [editing, setEditing] = useState<Shop | null>(null)
  const add = useWrite(api.shops.addShop, { success: w.added, quiet: true, touches: ['places'] })
  const edit = useWrite(api.shops.editShop, { success: w.saved, quiet: true })
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
          { key: 'currency', title: w.currency, width: 80 },
          { key: 'timeZone', title: w.timeZone, width: 150 },
          { key: 'stockSiteCode', title: w.site, width: 110 },
          { key: 'orders', title: w.orders, kind: 'qty' },
          { key: 'active', title: w.isActive, kind: 'boolean' },
          {
            key: 'do',
            title: '',
            width: 80,
            render: (row) =>
              may('shops.write') ? (
                <Button size="small" type="link" onClick={() => setEditing(row)}>
                  {w.edit}
                </Button>
              ) : null,
          },
        ]}
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
      <FormDrawer<{ name: string; active: boolean }>
        title={`${w.edit} ${editing?.code ?? ''}`}
        isOpen={editing !== null}
        onClose={() => setEditing(null)}
        version={editing?.version ?? 1}
        initial={editing ?? {}}
        save={({ name, active }, version) =>
          edit.mutateAsync({
            params: { id: editing?.id ?? '' },
            body: { name, active, version: version ?? 1 },
          })
        }
      >
        <Field name="name" label={w.name} isRequired>
          <Input maxLength={200} />
        </Field>
        <Field name="active" label={w.isActive} valueProp="checked">
          <Switch />
        </Field>
      </FormDrawer>
    </Page>
  )
}
