// One link in its drawer: what it does, what failed, and the rows behind each number.
import { Alert, Button, Table, Tabs } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { useMay } from '../../session.ts'
import { useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { DisabledReason, Loading } from '../../ui/states.tsx'
import { useAddressValue } from '../../ui/table/use-address.ts'
import { Money, Qty, StatusTag, When } from '../../ui/values.tsx'
import { Feed, Reconnect } from './LinkForms.tsx'
import { BillsTab, FailuresTab, FiguresTab, ParcelsTab, QueueTab } from './LinkLists.tsx'
import { budgetOf, failedOf, type LinkDetails, LinkState, spanOf } from './parts.tsx'
import { words } from './words.ts'

export function LinkDetail({ id }: { readonly id: string }) {
  const w = useWords(words)
  const [tab, setTab] = useAddressValue('tab', 'overview')
  const {
    data: link,
    error,
    refetch,
  } = useRead(api.connectors.link, { params: { id } }, { everyMs: 5000 })
  if (error) return <ProblemAlert problem={error} onRetry={() => void refetch()} />
  if (!link) return <Loading />
  const counted = (word: string, count: number | string) =>
    Number(count) === 0 ? word : `${word} ${count}`
  return (
    <>
      <Actions link={link} />
      <Tabs
        activeKey={tab}
        onChange={setTab}
        items={[
          {
            key: 'overview',
            label: w.overview,
            children: <Overview link={link} onTab={setTab} />,
          },
          {
            key: 'failures',
            label: counted(w.failuresTab, failedOf(link)),
            children: <FailuresTab link={link} />,
          },
          {
            key: 'queue',
            label: counted(w.queueTab, link.queueDepth),
            children: <QueueTab shopId={link.shopId} />,
          },
          {
            key: 'stock',
            label: counted(w.stockTab, link.stockUnsent),
            children: <FiguresTab shopId={link.shopId} />,
          },
          {
            key: 'bills',
            label: w.bills,
            children: <BillsTab shopId={link.shopId} />,
          },
          {
            key: 'parcels',
            label: counted(w.parcelsTab, link.shipmentsOpen),
            children: <ParcelsTab shopId={link.shopId} />,
          },
        ]}
      />
    </>
  )
}

function Actions({ link }: { readonly link: LinkDetails }) {
  const w = useWords(words)
  const may = useMay()
  const [isMending, setMending] = useState(false)
  const [isFeeding, setFeeding] = useState(false)
  const poll = useWrite(api.connectors.poll, { success: w.polled })
  const edit = useWrite(api.connectors.editLink, {
    success: link.active ? w.pausedNow : w.resumedNow,
  })
  const setActive = (active: boolean) =>
    edit.mutate({
      params: { id: link.shopId },
      body: { version: link.version, address: link.address, active },
    })
  return (
    <div className="mr-row">
      <LinkState state={link.state} />
      <span className="mr-spring" />
      {may('connectors.write') ? (
        <DisabledReason why={link.active ? undefined : w.pausedWhy}>
          <Button
            type="primary"
            disabled={!link.active}
            loading={poll.isPending}
            onClick={() => poll.mutate({ params: { id: link.shopId } })}
          >
            {w.poll}
          </Button>
        </DisabledReason>
      ) : null}
      {may('connectors.manage') ? (
        <>
          <Button loading={edit.isPending} onClick={() => setActive(!link.active)}>
            {link.active ? w.pause : w.resume}
          </Button>
          <Button onClick={() => setFeeding(true)}>{w.feed}</Button>
          <Feed link={link} isOpen={isFeeding} onClose={() => setFeeding(false)} />
          <Button onClick={() => setMending(true)}>{w.reconnect}</Button>
          <Reconnect link={link} isOpen={isMending} onClose={() => setMending(false)} />
        </>
      ) : null}
    </div>
  )
}

function Overview({
  link,
  onTab,
}: {
  readonly link: LinkDetails
  readonly onTab: (tab: string) => void
}) {
  const w = useWords(words)
  const opens = (tab: string, value: string) => (
    <button type="button" className="mr-link" onClick={() => onTab(tab)}>
      <Qty value={value} />
    </button>
  )
  return (
    <div className="mr-stack">
      {link.failures > 0 ? (
        <Alert
          type="error"
          showIcon
          title={w.failedPolls(link.failures)}
          description={
            <>
              {link.lastError}
              <br />
              <span className="mr-quiet">{w.keptSafe}</span>
            </>
          }
        />
      ) : null}
      <Panel>
        <Facts
          items={[
            [w.lastSuccess, <When key="at" at={link.lastSuccessAt} isShort />],
            [w.lag, link.lagSeconds === null ? '—' : spanOf(w, link.lagSeconds)],
            [w.money, <Money key="money" minor={link.moneyAtRiskMinor} />],
            [w.queue, opens('queue', link.queueDepth)],
            [w.feed, link.liveStock ? `${w.feedOn} · ${link.stockSite ?? ''}` : w.feedOff],
            [w.failures, opens('failures', String(failedOf(link)))],
            [w.unsent, opens('stock', link.stockUnsent)],
            [w.parcels, opens('parcels', link.shipmentsOpen)],
            [w.budget, budgetOf(link)],
            [w.calls, <Qty key="calls" value={link.callsToday} />],
            [w.failed, <Qty key="failed" value={link.failedToday} />],
            [w.rate, w.rateValue(link.ratePerSecond, link.rateBurst)],
            [w.throttledCalls, <Qty key="throttled" value={link.throttledToday} />],
            [
              w.throttledAt,
              link.throttledAt === null ? (
                '—'
              ) : (
                <span key="wait">
                  <When at={link.throttledAt} isShort />{' '}
                  <span className="mr-quiet">
                    {w.waitFor(String(Number(link.throttledWaitMs) / 1000))}
                  </span>
                </span>
              ),
            ],
            [w.skew, link.skewSeenAt === null ? '—' : spanOf(w, Number(link.skewMs) / 1000)],
          ]}
        />
      </Panel>
      <Steps link={link} />
      <Panel>
        <Facts
          items={[
            [w.connector, w[link.connector]],
            [w.address, link.address],
            [w.remoteShop, link.remoteShop],
            [
              w.appKey,
              <span key="key" className="mr-code">
                {link.appKey}
              </span>,
            ],
            [
              w.pushUrl,
              <span key="push">
                <span className="mr-code">{`${location.origin}/api/connectors/push/${link.shopId}`}</span>
                <br />
                <span className="mr-quiet">{w.pushUrlHelp}</span>
              </span>,
            ],
          ]}
        />
      </Panel>
    </div>
  )
}

function Steps({ link }: { readonly link: LinkDetails }) {
  const w = useWords(words)
  const isBad = ({ successAt, errorAt }: LinkDetails['steps'][number]) =>
    errorAt !== null && (successAt === null || errorAt > successAt)
  return (
    <Panel title={w.steps}>
      <Table
        aria-label={w.steps}
        size="small"
        pagination={false}
        rowKey="step"
        dataSource={[...link.steps]}
        locale={{ emptyText: w.new }}
        columns={[
          { key: 'step', title: w.step, width: 190, render: (_v, row) => w[row.step] },
          {
            key: 'success',
            title: w.lastSuccess,
            width: 190,
            render: (_v, { successAt }) => <When at={successAt} isShort />,
          },
          {
            key: 'result',
            title: w.result,
            render: (_v, row) =>
              isBad(row) ? (
                <>
                  <StatusTag tone="bad">{w.failing}</StatusTag> <When at={row.errorAt} isShort />
                  <br />
                  {row.error}
                </>
              ) : (
                <StatusTag tone="good">{w.ok}</StatusTag>
              ),
          },
        ]}
      />
    </Panel>
  )
}
