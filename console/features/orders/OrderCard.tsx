// One system order: where it stands and why, then its lines, holds, timeline, promises, preparation and money, tab by tab.
import { Button, Flex, Table, Tabs } from 'antd'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { paths } from '../../paths.ts'
import { useMay } from '../../session.ts'
import { formatInstant } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { Money, Qty, StatusTag, When } from '../../ui/values.tsx'
import { useAddressValue } from '../../ui/table/use-address.ts'
import type { Action } from './ActionDialog.tsx'
import { ClocksTab } from './ClocksTab.tsx'
import { HoldsTab } from './HoldsTab.tsx'
import { RulesTab } from './RulesTab.tsx'
import { type Card, DeskStatus, Due, HoldChips, Margin } from './values.tsx'
import { EVENT, STATUS, TRACE, whoIs, words } from './words.ts'

interface Props {
  readonly id: string
  readonly act: (action: Action, order: Card) => void
}

export function OrderCard({ id, act }: Props) {
  const w = useWords(words)
  const [tab, setTab] = useAddressValue('tab', 'lines')
  const { data: order, error } = useRead(api.orders.card, { params: { id } })
  if (error) return <ProblemAlert problem={error} />
  if (!order) return <Loading />
  return (
    <>
      <Head order={order} act={act} />
      <Tabs
        activeKey={tab}
        onChange={setTab}
        items={[
          { key: 'lines', label: w.lines, children: <LinesTab order={order} /> },
          {
            key: 'holds',
            label: `${w.holds} ${order.holdCodes.length || ''}`,
            children: <HoldsTab order={order} />,
          },
          { key: 'clocks', label: w.clocks, children: <ClocksTab id={order.id} /> },
          { key: 'timeline', label: w.timeline, children: <TimelineTab order={order} /> },
          { key: 'promises', label: w.promises, children: <PromisesTab order={order} /> },
          { key: 'rules', label: w.rulesHit, children: <RulesTab order={order} /> },
          { key: 'pipeline', label: w.pipeline, children: <PipelineTab order={order} /> },
          { key: 'money', label: w.money, children: <MoneyTab order={order} /> },
        ]}
      />
    </>
  )
}

function Head({ order, act }: { readonly order: Card; readonly act: Props['act'] }) {
  const w = useWords(words)
  const may = useMay()
  const offers: readonly (readonly [Action, string, boolean])[] = [
    ['audit', 'orders.write', order.status === 'WAIT_AUDIT'],
    ['finance_audit', 'orders.finance', order.status === 'WAIT_FIN'],
    ['ship', 'orders.ship', order.status === 'AUDITED'],
    ['unaudit', 'orders.unaudit', order.status === 'AUDITED'],
    ['raise_hold', 'orders.write', ['WAIT_AUDIT', 'WAIT_FIN', 'AUDITED'].includes(order.status)],
    ['cancel', 'orders.cancel', ['WAIT_AUDIT', 'WAIT_FIN', 'AUDITED'].includes(order.status)],
    ['reopen', 'orders.cancel', order.status === 'CANCELLED'],
  ]
  return (
    <Panel
      title={
        <>
          {order.no} <DeskStatus status={order.status} />{' '}
          <HoldChips codes={order.holdCodes} id={order.id} />
        </>
      }
    >
      <Facts
        items={[
          [
            w.platformNo,
            <span key="no" className="mr-code">
              {order.platformNos.join(' ')}
            </span>,
          ],
          [w.shop, order.shopCode],
          [w.receiver, order.receiverMasked || '—'],
          [w.paid, <When key="paid" at={order.paidAt} isShort />],
          [
            w.dueBy,
            <span key="due">
              <When at={order.dueAt} isShort /> <Due order={order} />
            </span>,
          ],
          [w.target, <When key="target" at={order.targetAt} isShort />],
          [w.dueSource, order.dueSource === 'internal' ? w.internal : order.dueSource || '—'],
          [w.site, order.site ?? '—'],
          ...(order.waybill === ''
            ? []
            : ([[w.waybill, `${order.carrier} ${order.waybill}`]] as const)),
          [
            w.note,
            [order.hasBuyerNote ? w.buyerNote : '', order.hasSellerNote ? w.sellerNote : '']
              .filter(Boolean)
              .join(' ') || '—',
          ],
        ]}
      />
      <Flex gap={8} wrap style={{ marginTop: 10 }}>
        {offers
          .filter(([, permission, isOffered]) => isOffered && may(permission))
          .map(([action], at) => (
            <Button
              key={action}
              size="small"
              type={at === 0 ? 'primary' : 'default'}
              danger={action === 'cancel'}
              onClick={() => act(action, order)}
            >
              {w[action]}
            </Button>
          ))}
      </Flex>
    </Panel>
  )
}

function LinesTab({ order }: { readonly order: Card }) {
  const w = useWords(words)
  return (
    <Table
      size="small"
      rowKey="id"
      pagination={false}
      dataSource={order.items}
      columns={[
        {
          title: w.goods,
          render: (_v, line) => (
            <>
              {line.kind === 'gift' ? <StatusTag tone="info">★</StatusTag> : null}{' '}
              {[line.title, line.spec].filter(Boolean).join(' ')}
              <div className="mr-quiet mr-code">{line.skuCode ?? '—'}</div>
            </>
          ),
        },
        { title: w.qty, align: 'right', render: (_v, line) => <Qty value={line.qty} /> },
        {
          title: w.goodsMoney,
          align: 'right',
          render: (_v, line) => <Money minor={line.goodsMinor} />,
        },
        {
          title: w.discount,
          align: 'right',
          render: (_v, line) => <Money minor={line.discountMinor} />,
        },
        {
          title: w.freight,
          align: 'right',
          render: (_v, line) => <Money minor={line.freightMinor} />,
        },
        { title: w.net, align: 'right', render: (_v, line) => <Money minor={line.netMinor} /> },
      ]}
    />
  )
}

function TimelineTab({ order }: { readonly order: Card }) {
  const language = useLanguage()
  const name = (event: string) =>
    event in EVENT ? EVENT[event as keyof typeof EVENT][language] : event
  return (
    <ul className="mr-plain">
      {order.timeline.map((one, at) => (
        <li key={at}>
          <When at={one.at} isShort /> <strong>{name(one.event)}</strong>{' '}
          {one.from === one.to
            ? null
            : `${STATUS[one.from][language]} → ${STATUS[one.to][language]}`}{' '}
          <span className="mr-quiet">
            {whoIs(one.by, language)} {saidIn(one.detail)}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** What a person typed or the platform changed; ids and versions are for machines. */
function saidIn(detail: Readonly<Record<string, unknown>>): string {
  const { note, difference, code, carrier, waybill, site } = detail
  const changed =
    typeof difference === 'object' && difference !== null
      ? Object.entries(difference).map(([key, value]) => `${key}: ${String(value)}`)
      : []
  return [code, carrier, waybill, site, ...changed, note]
    .filter((part): part is string => typeof part === 'string' && part !== '')
    .join(' · ')
}

function PromisesTab({ order }: { readonly order: Card }) {
  const w = useWords(words)
  return (
    <>
      {order.waits.length === 0 ? null : (
        <Table
          size="small"
          rowKey="sku"
          pagination={false}
          dataSource={order.waits}
          columns={[
            { title: w.waits, render: (_v, one) => `${one.sku} ${one.name}` },
            { title: w.qty, align: 'right', render: (_v, one) => <Qty value={one.short} /> },
            {
              title: '',
              render: (_v, one) => (
                <a href={`${paths.stock}?q=${encodeURIComponent(one.sku)}`}>→</a>
              ),
            },
          ]}
        />
      )}
      {order.reservations.length === 0 ? (
        <p className="mr-quiet">{w.nothingPromised}</p>
      ) : (
        <Table
          size="small"
          rowKey={(one) => `${one.sku}${one.site}${one.location ?? ''}${one.kind}`}
          pagination={false}
          dataSource={order.reservations}
          columns={[
            { title: 'SKU', dataIndex: 'sku' },
            { title: w.site, dataIndex: 'site' },
            { title: w.location, render: (_v, one) => one.location ?? '—' },
            { title: w.promised, align: 'right', render: (_v, one) => <Qty value={one.qty} /> },
          ]}
        />
      )}
    </>
  )
}

function PipelineTab({ order }: { readonly order: Card }) {
  const w = useWords(words)
  const language = useLanguage()
  const catalogue = useRead(api.orders.catalogue, {})
  const word = (text: string) =>
    text in TRACE ? TRACE[text as keyof typeof TRACE][language] : text
  const valueOf = (value: string) =>
    /^\d{4}-\d\d-\d\dT/.test(value)
      ? formatInstant(value, language)
      : word(value).replaceAll(
          /H-[A-Z-]+/g,
          (code) => catalogue.data?.items.find((one) => one.code === code)?.[language] ?? code,
        )
  const said = (part: Readonly<Record<string, string>>) =>
    Object.entries(part)
      .filter(([, value]) => value !== '')
      .map(([key, value]) => `${word(key)} ${valueOf(value)}`)
      .join(' · ')
  const nameOf = (step: string) => {
    const key = `step_${step}`
    return key in w ? String(w[key as keyof typeof w]) : step
  }
  return (
    <>
      {order.runs.map((run) => (
        <Panel key={run.run} title={<>#{run.run}</>} extra={<When at={run.at} isShort />}>
          <Table
            size="small"
            rowKey="step"
            pagination={false}
            dataSource={run.steps}
            columns={[
              { title: w.step, render: (_v, step) => nameOf(step.step), width: 90 },
              { title: w.input, render: (_v, step) => said(step.input) },
              { title: w.rule, render: (_v, step) => word(step.rule) },
              { title: w.output, render: (_v, step) => said(step.output) },
            ]}
          />
        </Panel>
      ))}
    </>
  )
}

function MoneyTab({ order }: { readonly order: Card }) {
  const w = useWords(words)
  const may = useMay()
  const black = useWrite(api.orders.addBlack, { success: w.blacklisted })
  return (
    <>
      <Panel title={w.net}>
        <Facts
          items={[
            [w.goodsMoney, <Money key="goods" minor={order.goodsMinor} />],
            [
              w.discount,
              <span key="discount">
                − <Money minor={order.discountMinor} />
              </span>,
            ],
            [
              w.freight,
              <span key="freight">
                + <Money minor={order.freightMinor} />
              </span>,
            ],
            [
              w.net,
              <strong key="net">
                <Money minor={order.netMinor} />
              </strong>,
            ],
            [w.cost, <Money key="cost" minor={order.costMinor} />],
            [w.margin, <Margin key="margin" order={order} />],
          ]}
        />
      </Panel>
      <Table
        size="small"
        rowKey="id"
        pagination={false}
        dataSource={order.platformOrders}
        columns={[
          {
            title: w.platformOrders,
            render: (_v, one) => <a href={`${paths.orders}?open=${one.id}`}>{one.platformNo}</a>,
          },
          {
            title: w.payable,
            align: 'right',
            render: (_v, one) => <Money minor={one.payableMinor} />,
          },
          {
            title: w.paidMinor,
            align: 'right',
            render: (_v, one) => <Money minor={one.paidMinor} />,
          },
          {
            title: w.refunded,
            align: 'right',
            render: (_v, one) => <Money minor={one.refundedMinor} />,
          },
          { title: w.told, render: (_v, one) => w[`tell_${one.told}`] },
        ]}
      />
      {may('orders.clear_risk') ? (
        <Button
          size="small"
          danger
          style={{ marginTop: 12 }}
          loading={black.isPending}
          onClick={() =>
            black.mutate({
              params: { id: order.id },
              body: { kind: 'receiver', reason: order.no },
            })
          }
        >
          {w.blacklistReceiver}
        </Button>
      ) : null}
    </>
  )
}
