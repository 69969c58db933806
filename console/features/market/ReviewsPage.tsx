// Reviews as buyers wrote them.
import { Button } from 'antd'
import { api, type Result } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import type { marketApi } from '../../../src/modules/market/contract.ts'
import { paths } from '../../paths.ts'
import { useWords } from '../../ui/language.ts'
import { Facts, Page, Panel } from '../../ui/Page.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { StatusTag, type Tone, When } from '../../ui/values.tsx'
import { OriginPanels } from './Origin.tsx'
import { words } from './words.ts'

type Review = Result<(typeof marketApi)['reviews']>['items'][number]

const TONES: Readonly<Record<NonNullable<Review['label']>, Tone>> = {
  good: 'good',
  neutral: 'neutral',
  bad: 'bad',
}

export function ReviewsPage() {
  const w = useWords(words)
  const { data } = useRead(api.shops.shops, { query: { limit: 200 } })
  const labelOf = (row: Review) =>
    row.label === null ? null : <StatusTag tone={TONES[row.label]}>{w[row.label]}</StatusTag>
  return (
    <Page title={w.reviews} help={w.reviewsHelp} isFilling>
      <DataTable<Review>
        name="market.reviews"
        label={w.reviews}
        list={api.market.reviews}
        rowKey={({ id }) => id}
        columns={[
          { key: 'writtenAt', title: w.written, kind: 'instant' },
          { key: 'shopCode', title: w.shop, kind: 'code', width: 100 },
          { key: 'score', title: w.score, width: 64 },
          { key: 'label', title: w.label, width: 80, render: labelOf },
          {
            key: 'body',
            title: w.body,
            grow: true,
            render: (row) => row.body || row.title || null,
          },
          { key: 'category', title: w.category, width: 100 },
          { key: 'platformItem', title: w.platformItem, kind: 'code', isHidden: true },
          { key: 'orderNo', title: w.order, kind: 'code', width: 170, isHidden: true },
          { key: 'buyerMasked', title: w.buyer, width: 90, isHidden: true },
          { key: 'reply', title: w.reply, isHidden: true },
        ]}
        filters={[
          {
            kind: 'choice',
            key: 'shop',
            label: w.shop,
            options: data?.items.map(({ code, name }) => ({ value: code, label: name })) ?? [],
          },
          {
            kind: 'choice',
            key: 'label',
            label: w.label,
            options: (['good', 'neutral', 'bad'] as const).map((value) => ({
              value,
              label: w[value],
            })),
          },
          { kind: 'date', key: 'from', label: w.from },
          { kind: 'date', key: 'to', label: w.to },
          { kind: 'text', key: 'order', label: w.order },
        ]}
        detail={(_key, row) =>
          row ? (
            <>
              <Panel title={labelOf(row) ?? w.body}>
                {row.title === '' ? null : <h3>{row.title}</h3>}
                <p>{row.body}</p>
                {row.reply === '' ? null : (
                  <p className="mr-quiet">
                    {w.reply}:{row.reply}
                  </p>
                )}
              </Panel>
              <Panel>
                <Facts
                  items={[
                    [w.score, row.score ?? '—'],
                    [w.written, <When key="at" at={row.writtenAt} />],
                    [w.buyer, row.buyerMasked || '—'],
                    [
                      w.order,
                      row.orderId ? (
                        <a key="order" href={`${paths.orders}?open=${row.orderId}`}>
                          {row.orderNo}
                        </a>
                      ) : (
                        row.orderNo || '—'
                      ),
                    ],
                    [w.platformItem, row.platformItem || '—'],
                    [w.category, row.category || '—'],
                  ]}
                />
              </Panel>
              <OriginPanels row={row} />
            </>
          ) : null
        }
        detailTitle={(row) => (row ? `${w.reviews} · ${row.shopCode}` : w.reviews)}
        empty={
          <Teach title={w.noneReviews} text={w.noneReviewsText}>
            <Button type="primary" href={paths.imports}>
              {w.toImports}
            </Button>
          </Teach>
        }
      />
    </Page>
  )
}
