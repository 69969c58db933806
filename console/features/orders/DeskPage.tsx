// 审单台: what waits on the left, the orders in the middle, one order on the right; everything by keyboard too.
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Page } from '../../ui/Page.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import type { Filter } from '../../ui/table/filters.ts'
import { useAddress } from '../../ui/table/use-address.ts'
import { Teach } from '../../ui/Teach.tsx'
import { StatusTag } from '../../ui/values.tsx'
import { type Action, ActionDialog, type Meant } from './ActionDialog.tsx'
import { OrderCard } from './OrderCard.tsx'
import { DeskQueues } from './DeskQueues.tsx'
import { DeskStatus, type DeskOrder, Due, HoldChips, Margin } from './values.tsx'
import { STATUS, words } from './words.ts'

export function DeskPage() {
  const w = useWords(words)
  const may = useMay()
  const { queue, hold } = useAddress()
  const [meant, setMeant] = useState<Meant | null>(null)
  const filters = useFilters()
  const address = useAddress()
  const act = (action: Action) => (rows: readonly DeskOrder[]) => {
    const code = action === 'clear_hold' ? rows.flatMap(({ holdCodes }) => holdCodes)[0] : undefined
    // Nothing stands: nothing to clear.
    if (action === 'clear_hold' && code === undefined) return
    setMeant({ action, rows, ...(code ? { code } : {}) })
  }
  const found = Object.fromEntries(
    [...filters.map(({ key }) => key), 'q', 'queue'].flatMap((key) =>
      address[key] ? [[key, address[key]]] : [],
    ),
  )
  const keys = (
    [
      ['a', 'audit', 'orders.write'],
      ['f', 'finance_audit', 'orders.finance'],
      ['u', 'unaudit', 'orders.unaudit'],
      ['h', 'raise_hold', 'orders.write'],
      ['r', 'clear_hold', 'orders.write'],
      ['s', 'ship', 'orders.ship'],
      ['x', 'cancel', 'orders.cancel'],
    ] as const
  ).filter(([, , permission]) => may(permission))
  return (
    <Page title={w.desk} help={w.help} isFilling>
      <div className="mr-desk">
        <DeskQueues />
        <DataTable<DeskOrder>
          name="orders.desk"
          label={w.desk}
          list={api.orders.list}
          query={{
            queue: queue ?? (hold || address['q'] || address['status'] ? undefined : 'open'),
          }}
          rowKey={({ id }) => id}
          columns={useColumns()}
          filters={filters}
          searchHint={w.searchHint}
          detailTitle={(row) => row?.no ?? w.desk}
          detail={(id) => (
            <OrderCard id={id} act={(action, row) => setMeant({ action, rows: [row] })} />
          )}
          bulk={keys.map(([, action]) => ({
            label: w[action],
            run: act(action),
            isDangerous: action === 'cancel',
          }))}
          rowKeys={keys.map(([key, action]) => ({ keys: key, label: w[action], run: act(action) }))}
          actions={
            <Dropdown
              menu={{
                items: keys
                  .filter(([, action]) => action !== 'ship' && action !== 'clear_hold')
                  .map(([, action]) => ({ key: action, label: w[action] })),
                onClick: ({ key }) =>
                  setMeant({ action: key as Action, filter: { queue: 'open', ...found } }),
              }}
            >
              <Button>{w.allFound}</Button>
            </Dropdown>
          }
          empty={<Nothing />}
        />
      </div>
      <ActionDialog meant={meant} onClose={() => setMeant(null)} />
    </Page>
  )
}

function Nothing() {
  const w = useWords(words)
  const { data } = useRead(api.orders.queues, { query: {} })
  const { queue } = useAddress()
  if ((data?.deskShops ?? 0) > 0 || queue) return <Teach title={w.noneHere} text="" />
  return (
    <Teach title={w.none} text={w.noneText}>
      <Button type="primary" href={paths.shops}>
        {w.toShops}
      </Button>
    </Teach>
  )
}

function useColumns() {
  const w = useWords(words)
  return [
    { key: 'no', title: w.no, kind: 'code' as const, width: 122 },
    {
      key: 'platformNos',
      title: w.platformNo,
      width: 160,
      isHidden: true,
      render: (o: DeskOrder) => <span className="mr-code">{o.platformNos.join(' ')}</span>,
    },
    { key: 'shopCode', title: w.shop, width: 84 },
    {
      key: 'status',
      title: w.status,
      width: 90,
      render: (o: DeskOrder) => <DeskStatus status={o.status} />,
    },
    {
      key: 'holdCodes',
      title: w.hold,
      width: 150,
      render: (o: DeskOrder) => <HoldChips codes={o.holdCodes} id={o.id} />,
    },
    { key: 'summary', title: w.goods, grow: true },
    { key: 'qty', title: w.qty, kind: 'qty' as const, width: 58 },
    { key: 'netMinor', title: w.net, kind: 'money' as const, width: 96 },
    {
      key: 'costMinor',
      title: w.margin,
      kind: 'percent' as const,
      width: 66,
      render: (o: DeskOrder) => <Margin order={o} />,
    },
    { key: 'dueAt', title: w.due, width: 100, render: (o: DeskOrder) => <Due order={o} /> },
    {
      key: 'tags',
      title: w.tags,
      width: 90,
      isHidden: true,
      render: (o: DeskOrder) =>
        o.tags.map((tag) => (
          <StatusTag key={tag} tone="neutral">
            {tag}
          </StatusTag>
        )),
    },
    { key: 'site', title: w.site, width: 80, isHidden: true },
    { key: 'receiverMasked', title: w.receiver, width: 180, isHidden: true },
    {
      key: 'hasBuyerNote',
      title: w.note,
      width: 80,
      isHidden: true,
      render: (o: DeskOrder) =>
        [o.hasBuyerNote ? w.buyerNote : '', o.hasSellerNote ? w.sellerNote : '']
          .filter(Boolean)
          .join(' ') || undefined,
    },
    { key: 'carrier', title: w.carrier, width: 80, isHidden: true },
    { key: 'waybill', title: w.waybill, kind: 'code' as const, width: 130, isHidden: true },
    { key: 'paidAt', title: w.paid, kind: 'instant' as const, isHidden: true },
  ]
}

function useFilters(): Filter[] {
  const w = useWords(words)
  const language = useLanguage()
  const shops = useRead(api.shops.shops, { query: { limit: 200 } })
  const catalogue = useRead(api.orders.catalogue, {})
  return [
    {
      kind: 'choice',
      key: 'shop',
      also: ['店铺', 'shop'],
      label: w.shop,
      options: (shops.data?.items ?? []).map(({ code, name }) => ({
        value: code,
        label: code === name ? code : `${code} ${name}`,
      })),
    },
    {
      kind: 'choice',
      key: 'status',
      also: ['状态', 'state'],
      label: w.status,
      options: Object.entries(STATUS).map(([value, name]) => ({ value, label: name[language] })),
    },
    {
      kind: 'choice',
      key: 'hold',
      also: ['异常', 'hold'],
      label: w.hold,
      options: (catalogue.data?.items ?? [])
        .filter(({ isRaised }) => isRaised)
        .map((one) => ({ value: one.code, label: one[language] })),
    },
    { kind: 'text', key: 'sku', label: w.sku, also: ['商品', 'sku'], isTyped: true },
    { kind: 'text', key: 'over', label: w.over, also: ['金额', 'amount'], isTyped: true },
    { kind: 'text', key: 'dueWithin', label: w.due, also: ['时效', 'due'], isTyped: true },
    { kind: 'text', key: 'province', label: w.province, also: ['省', 'province'], isTyped: true },
    { kind: 'text', key: 'tag', label: w.tags, also: ['标签', 'tag'], isTyped: true },
    { kind: 'text', key: 'due', label: w.dueRange, isTyped: true },
  ]
}
