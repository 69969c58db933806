// Prices seen in the market: each offer as last seen, and its history.
import { Button, Table } from 'antd'
import { useMemo } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { marketApi } from '../../../src/modules/market/contract.ts'
import { paths } from '../../paths.ts'
import { formatMoney } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Facts, Page, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Money, Qty } from '../../ui/values.tsx'
import { PriceChart } from './PriceChart.tsx'
import { words } from './words.ts'

type Price = Result<(typeof marketApi)['prices']>['items'][number]

const changeOf = ({ changeMinor }: Price) =>
  changeMinor === null || changeMinor === '0' ? null : (
    <span className="mr-num">
      {changeMinor.startsWith('-') ? '▼ ' : '▲ '}
      {formatMoney(changeMinor.replace('-', ''))}
    </span>
  )

export function PricesPage() {
  const w = useWords(words)
  return (
    <Page title={w.prices} help={w.pricesHelp} isFilling>
      <DataTable<Price>
        name="market.prices"
        label={w.prices}
        list={api.market.prices}
        rowKey={({ id }) => id}
        columns={[
          { key: 'observedOn', title: w.observed, kind: 'date' },
          { key: 'title', title: w.title, grow: true },
          {
            key: 'brand',
            title: w.brand,
            width: 110,
            render: (row) => row.brand || row.seller || null,
          },
          { key: 'priceMinor', title: w.price, kind: 'money' },
          { key: 'previousMinor', title: w.previous, kind: 'money' },
          { key: 'changeMinor', title: w.change, width: 120, render: changeOf },
          { key: 'lowestMinor', title: w.lowest, kind: 'money' },
          { key: 'highestMinor', title: w.highest, kind: 'money' },
          { key: 'observations', title: w.observations, kind: 'number' },
          { key: 'soldSince', title: w.soldSince, kind: 'qty', hint: w.soldSinceHint },
          { key: 'platform', title: w.platform, isHidden: true, width: 100 },
          { key: 'platformItem', title: w.platformItem, kind: 'code', isHidden: true },
          { key: 'seller', title: w.seller, isHidden: true },
          { key: 'skuCode', title: w.ourSku, kind: 'code', isHidden: true },
          { key: 'previousOn', title: w.previousOn, kind: 'date', isHidden: true },
          { key: 'saleCount', title: w.saleCount, kind: 'qty', isHidden: true },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'change',
            label: w.change,
            options: (['up', 'down'] as const).map((value) => ({ value, label: w[value] })),
          },
          { kind: 'text', key: 'brand', label: w.brand },
          { kind: 'text', key: 'platform', label: w.platform },
        ]}
        detail={(id) => <History id={id} />}
        detailTitle={(row) => row?.title || row?.platformItem || w.history}
        empty={
          <Teach title={w.nonePrices} text={w.nonePricesText}>
            <Button type="primary" href={paths.imports}>
              {w.toImports}
            </Button>
          </Teach>
        }
      />
    </Page>
  )
}

function History({ id }: { readonly id: string }) {
  const w = useWords(words)
  const { data, error, refetch } = useRead(api.market.priceHistory, { params: { id } })
  const points = useMemo(
    () =>
      [...(data?.items ?? [])]
        .reverse()
        .map(({ observedOn, priceMinor }) => ({ day: observedOn, yuan: Number(priceMinor) / 100 })),
    [data],
  )
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  if (!data) return <Loading />
  const { offer, items } = data
  return (
    <>
      <Panel>
        <Facts
          items={[
            [w.platform, offer.platform || '—'],
            [w.platformItem, offer.platformItem],
            [w.brand, offer.brand || '—'],
            [w.seller, offer.seller || '—'],
            [w.ourSku, offer.skuCode || '—'],
            [w.lowest, <Money key="low" minor={offer.lowestMinor} />],
            [w.highest, <Money key="high" minor={offer.highestMinor} />],
            [w.observations, offer.observations],
            ...(/^https?:\/\//.test(offer.url)
              ? ([
                  [
                    w.link,
                    <a key="url" href={offer.url} target="_blank" rel="noreferrer">
                      {w.link}
                    </a>,
                  ],
                ] as const)
              : []),
          ]}
        />
      </Panel>
      <Panel title={w.history}>
        {points.length > 1 ? <PriceChart label={w.history} points={points} /> : null}
        <Table
          aria-label={w.history}
          size="small"
          pagination={false}
          rowKey="observedOn"
          dataSource={[...items]}
          columns={[
            { key: 'day', title: w.observed, dataIndex: 'observedOn' },
            {
              key: 'price',
              title: w.price,
              align: 'right',
              render: (_, row) => <Money minor={row.priceMinor} />,
            },
            {
              key: 'previous',
              title: w.previous,
              align: 'right',
              render: (_, row) => <Money minor={row.previousMinor} />,
            },
            {
              key: 'list',
              title: w.listPrice,
              align: 'right',
              render: (_, row) => <Money minor={row.listPriceMinor} />,
            },
            {
              key: 'count',
              title: w.saleCount,
              align: 'right',
              render: (_, row) => <Qty value={row.saleCount} />,
            },
            {
              key: 'since',
              title: w.soldSince,
              align: 'right',
              render: (_, row) => <Qty value={row.soldSince} />,
            },
          ]}
        />
      </Panel>
    </>
  )
}
