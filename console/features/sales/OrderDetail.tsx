// One order: where it stands, what it cost and why, what was bought, who receives it, every word about it.
import { Alert, Table } from 'antd'
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { paths } from '../../paths.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { Loading } from '../../ui/states.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Qty, StatusTag, When } from '../../ui/values.tsx'
import { Why } from '../../ui/Why.tsx'
import { AskPlatform } from '../connectors/Acts.tsx'
import { REASON_WORDS } from '../inventory/LedgerPages.tsx'
import { Receiver } from './Receiver.tsx'
import { Amount, type OneOrder, STATE_TONES } from './values.tsx'
import { FLAG_WORDS, words } from './words.ts'

export function OrderDetail({ id }: { readonly id: string }) {
  const w = useWords(words)
  const { data: order, error } = useRead(api.sales.order, { params: { id } })
  if (error) return <ProblemAlert problem={error} />
  if (!order) return <Loading />
  return (
    <>
      {order.withdrawn ? <p className="mr-bad">{w.withdrawn}</p> : null}
      <Standing order={order} />
      <MoneyOf order={order} />
      <Lines order={order} />
      {order.hasReceiver ? <Receiver order={order} /> : null}
      <AskPlatform order={order} />
      <Stock order={order} />
      <Versions order={order} />
    </>
  )
}

function Standing({ order }: { readonly order: OneOrder }) {
  const w = useWords(words)
  const language = useLanguage()
  const told = (label: string, text: string) => (text === '' ? [] : ([[label, text]] as const))
  const when = (label: string, at: string | null) =>
    at === null ? [] : ([[label, <When key={label} at={at} />]] as const)
  return (
    <Panel
      title={
        <>
          {order.platformNo}{' '}
          {order.kind === 'sale' ? (
            <StatusTag tone={STATE_TONES[order.status]}>{w[order.status]}</StatusTag>
          ) : (
            <StatusTag tone="warn">{w[order.kind]}</StatusTag>
          )}
        </>
      }
    >
      {order.stockShort.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          title={w.stockShort}
          description={order.stockShort.map(({ code, name, wanted, available }) => (
            <div key={code}>
              <a href={`${paths.waterfall}?q=${encodeURIComponent(code)}`}>{code}</a> {name} ·{' '}
              {w.shortOf(wanted, available)}
            </div>
          ))}
        />
      )}
      <Facts
        items={[
          ...told(w.platformWord, order.statusText),
          ...when(w.ordered, order.orderedAt),
          ...when(w.paidAt, order.paidAt),
          ...when(w.due, order.shipDueAt),
          ...when(w.shippedAt, order.shippedAt),
          ...when(w.completedAt, order.completedAt),
          ...told(w.customer, order.customerRef ?? ''),
          ...told(w.country, order.country ?? ''),
          ...told(w.payment, [order.paymentMethod, order.paymentNo].filter(Boolean).join(' ')),
          ...told(w.source, order.sourceChannel),
          ...told(w.talent, order.talent),
          ...told(w.parcel, [order.carrier, order.waybill].filter(Boolean).join(' ')),
          ...told(w.closed, order.closeReason),
          ...told(
            w.flags,
            order.flags
              .map((flag) => FLAG_WORDS[flag]?.[language] ?? flag)
              .join(language === 'zh' ? '、' : ', '),
          ),
        ]}
      />
    </Panel>
  )
}

/** The identity of the order, part by part: what is shown adds up, and what does not is shown. */
function MoneyOf({ order }: { readonly order: OneOrder }) {
  const w = useWords(words)
  const amount = (minor: string) => <Amount minor={minor} currency={order.currency} />
  const part = (label: string, minor: string, sign: '' | '−' = '') =>
    BigInt(minor) === 0n
      ? []
      : ([
          [
            label,
            <span key={label}>
              {sign} {amount(minor)}
            </span>,
          ],
        ] as const)
  return (
    <Panel title={w.money} extra={<span className="mr-quiet">{w.identity}</span>}>
      <Facts
        items={[
          [w.goods, amount(order.goodsMinor)],
          ...part(w.services, order.serviceMinor),
          ...part(w.freight, order.freightMinor),
          ...part(w.byShop, order.shopMinor, '−'),
          ...part(w.byPlatform, order.platformMinor, '−'),
          ...part(w.byTalent, order.talentMinor, '−'),
          ...part(w.byChannel, order.channelMinor, '−'),
          ...part(w.unnamed, order.unnamedMinor, '−'),
          ...(BigInt(order.residualMinor) === 0n
            ? []
            : ([
                [
                  w.residual,
                  <Why
                    key="residual"
                    reason={{
                      says: w.residualWhy,
                      rule: w.identity,
                      expected: amount(
                        String(BigInt(order.payableMinor) - BigInt(order.residualMinor)),
                      ),
                      actual: amount(order.payableMinor),
                    }}
                  >
                    {amount(order.residualMinor)}
                  </Why>,
                ],
              ] as const)),
          [w.payable, <strong key="payable">{amount(order.payableMinor)}</strong>],
          [w.paid, amount(order.paidMinor)],
          ...part(w.refunded, order.refundedMinor),
        ]}
      />
    </Panel>
  )
}

function Lines({ order }: { readonly order: OneOrder }) {
  const w = useWords(words)
  return (
    <Panel title={`${w.lines} ${order.items.length}`}>
      <Table
        size="small"
        pagination={order.items.length > 20 ? { pageSize: 20, size: 'small' } : false}
        rowKey="lineNo"
        dataSource={[...order.items]}
        columns={[
          {
            title: w.sku,
            width: 130,
            render: (_, line) =>
              line.skuCode === null ? (
                line.isGoods && line.listingId !== null ? (
                  <a href={`/listings?open=${line.listingId}`}>{w.mapIt}</a>
                ) : (
                  <span className="mr-quiet">{line.isGoods ? '—' : w.notGoods}</span>
                )
              ) : (
                <a className="mr-code" href={`${paths.waterfall}?sku=${line.skuId ?? ''}`}>
                  {line.skuCode}
                  {line.skuQty === '1' ? '' : ` × ${line.skuQty}`}
                </a>
              ),
          },
          {
            title: w.goods,
            render: (_, line) => (
              <>
                {line.title} <span className="mr-quiet">{line.spec}</span>{' '}
                {line.isGift ? <StatusTag tone="info">{w.gift}</StatusTag> : null}
              </>
            ),
          },
          {
            title: '',
            align: 'right',
            width: 110,
            render: (_, line) => (
              <>
                <Qty value={line.qty} /> × {line.unitPriceText}
              </>
            ),
          },
          {
            title: w.discounts,
            align: 'right',
            width: 90,
            render: (_, line) =>
              line.discountMinor === '0' ? (
                ''
              ) : (
                <Amount minor={line.discountMinor} currency={order.currency} />
              ),
          },
          {
            title: w.payable,
            align: 'right',
            width: 110,
            render: (_, line) => <Amount minor={line.netMinor} currency={order.currency} />,
          },
          {
            title: w.refunded,
            align: 'right',
            width: 90,
            render: (_, line) =>
              line.refundedMinor === '0' ? (
                line.refundStatus
              ) : (
                <Amount minor={line.refundedMinor} currency={order.currency} />
              ),
          },
        ]}
      />
    </Panel>
  )
}

function Stock({ order }: { readonly order: OneOrder }) {
  const w = useWords(words)
  const reasons = useWords(REASON_WORDS)
  return (
    <Panel title={w.stock}>
      {order.moves.length === 0 ? (
        <p className="mr-quiet">
          {w.noStock}。{w.noStockWhy}
        </p>
      ) : (
        <Facts
          items={order.moves.map((move, index) => [
            `${move.sku} ${String(reasons[move.reason] ?? move.reason)}`,
            <span key={index}>
              {move.from} → {move.to} <Qty value={move.qty} />
            </span>,
          ])}
        />
      )}
    </Panel>
  )
}

function Versions({ order }: { readonly order: OneOrder }) {
  const w = useWords(words)
  return (
    <Panel title={w.versions} extra={<span className="mr-quiet">{w.versionHelp}</span>}>
      {order.versions.map((one) => (
        <details key={one.version} open={order.versions.length === 1}>
          <summary>
            {w.version} {one.version} · {one.layout} · {one.source} ·{' '}
            <When at={one.recordedAt} isShort />
          </summary>
          {one.rows.map((cells, at) => (
            <Facts
              key={at}
              items={cells.flatMap((cell, column) =>
                cell === '' ? [] : [[one.header[column] ?? '', cell] as const],
              )}
            />
          ))}
        </details>
      ))}
    </Panel>
  )
}
