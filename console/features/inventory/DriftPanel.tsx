// Reconciling: what does not add up, the rows behind it, and what would mend it. Looking changes nothing;
// a proposal waits for another person.
import { Button, Input } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import type { inventoryApi } from '../../../src/modules/inventory/contract.ts'
import { paths } from '../../paths.ts'
import { useMay, useMe } from '../../session.ts'
import { Field } from '../../ui/form/Field.tsx'
import { FormModal } from '../../ui/form/FormDrawer.tsx'
import { formatInteger } from '../../ui/format.ts'
import { useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { DisabledReason, Loading } from '../../ui/states.tsx'
import { Teach } from '../../ui/Teach.tsx'
import { DataTable } from '../../ui/table/DataTable.tsx'
import { Qty, StatusTag, type Tone, When } from '../../ui/values.tsx'
import { driftWords as words } from './drift-words.ts'
import { REASON_WORDS } from './LedgerPages.tsx'

type Finding = Result<(typeof inventoryApi)['drift']>['items'][number]
type Correction = Result<(typeof inventoryApi)['corrections']>['items'][number]

export function DriftPanel() {
  const w = useWords(words)
  const { data, error, refetch, isFetching } = useRead(api.inventory.drift, {})
  const [proposing, setProposing] = useState<Finding | null>(null)
  const propose = useWrite(api.inventory.proposeCorrection, { success: w.proposed, quiet: true })
  return (
    <>
      <Panel
        title={w.title}
        extra={
          <Button size="small" loading={isFetching} onClick={() => void refetch()}>
            {w.again}
          </Button>
        }
      >
        <p className="mr-quiet">{w.help}</p>
        {error ? <ProblemAlert problem={error} onRetry={() => void refetch()} /> : null}
        {!data && !error ? <Loading /> : null}
        {data?.items.length === 0 ? (
          <StatusTag tone="good">{w.none}</StatusTag>
        ) : (
          data?.items.map((finding) => (
            <OneFinding
              key={finding.key}
              finding={finding}
              onPropose={() => setProposing(finding)}
            />
          ))
        )}
      </Panel>
      <Corrections />
      <FormModal<{ reason: string }>
        title={w.propose}
        isOpen={proposing !== null}
        onClose={() => setProposing(null)}
        save={({ reason }) => propose.mutateAsync({ body: { key: proposing?.key ?? '', reason } })}
      >
        <p>{proposing ? w.adds(formatInteger(proposing.proposal ?? '0')) : null}</p>
        <Field name="reason" label={w.reason} isRequired>
          <Input autoFocus maxLength={500} />
        </Field>
      </FormModal>
    </>
  )
}

function OneFinding({ finding, onPropose }: { finding: Finding; onPropose: () => void }) {
  const w = useWords(words)
  const reasons = useWords(ROW_REASONS)
  const may = useMay()
  const { kind, what, cause, orderRef, lineRef, found, expected, proposal, correction } = finding
  const place = [finding.site, finding.location, finding.lot].filter(Boolean).join(' / ')
  const sum =
    kind === 'pool' ? `${w[kind]} · ${w[`of_${what}` as keyof typeof words] as string}` : w[kind]
  return (
    <article aria-label={`${sum} ${finding.sku}`}>
      <h3>
        <StatusTag tone="bad">{sum}</StatusTag> {finding.sku} · {place}
        {orderRef ? ` · ${orderRef} / ${lineRef}` : ''}
      </h3>
      <p>{cause === 'rows' ? w.sumWrong : cause === 'shipped' ? w.outlived : w.overdue}</p>
      <Facts
        items={[
          [w.found, <Qty key="f" value={found} />],
          [w.expected, <Qty key="e" value={expected} />],
          [w.proposal, proposal === null ? w.impossible : <Qty key="p" value={proposal} isDelta />],
          [
            '',
            correction ? (
              <StatusTag key="c" tone="warn">
                {w.waiting}
              </StatusTag>
            ) : proposal !== null && may('inventory.adjust') ? (
              <Button key="b" size="small" type="primary" onClick={onPropose}>
                {w.propose}
              </Button>
            ) : null,
          ],
        ]}
      />
      <table style={{ width: '100%' }} aria-label={w.chain}>
        <thead>
          <tr>
            {[w.when, w.what, w.change, w.document, w.cause, w.who].map((title, index) => (
              <th
                key={title}
                style={{ textAlign: index === 2 ? 'right' : 'left', paddingRight: 12 }}
              >
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {finding.chain.map((line) => (
            <tr key={`${line.row}${line.id}`}>
              <td>
                <When at={line.recordedAt} />
              </td>
              <td>
                {line.row === 'move' ? w.move : w.entry} ·{' '}
                {String(reasons[line.reason] ?? line.reason)}
              </td>
              <td style={{ textAlign: 'right', paddingRight: 12 }}>
                <Qty value={line.delta} isDelta />
              </td>
              <td>
                <a href={`${paths.moves}?document=${encodeURIComponent(line.document)}`}>
                  <code>{line.document}</code>
                </a>
              </td>
              <td>
                <code>{line.cause}</code>
              </td>
              <td>{line.actor}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {finding.chain.length === 0 ? <p className="mr-quiet">{w.noChain}</p> : null}
    </article>
  )
}

const ROW_REASONS: typeof REASON_WORDS = {
  ...REASON_WORDS,
  reserve: { zh: '占用', en: 'Reserved' },
  release: { zh: '释放', en: 'Released' },
  consume: { zh: '发出', en: 'Used up' },
  change: { zh: '转换', en: 'Changed' },
  expire: { zh: '到期', en: 'Expired' },
  lose: { zh: '失去', en: 'Lost' },
}

const TONES: Readonly<Record<Correction['status'], Tone>> = {
  proposed: 'warn',
  posted: 'good',
  refused: 'neutral',
}

function Corrections() {
  const w = useWords(words)
  const may = useMay()
  const me = useMe()
  const [deciding, setDeciding] = useState<{ row: Correction; approve: boolean } | null>(null)
  const decide = useWrite(api.inventory.decideCorrection, { success: w.decided, quiet: true })
  return (
    <Panel title={w.corrections}>
      <DataTable<Correction>
        name="inventory.corrections"
        label={w.corrections}
        list={api.inventory.corrections}
        search={false}
        maxHeight={320}
        rowKey={({ id }) => id}
        empty={<Teach title={w.noCorrections} text={w.noCorrectionsText} />}
        columns={[
          { key: 'createdAt', title: w.when, kind: 'instant' },
          { key: 'kind', title: w.what, width: 100, render: ({ kind }) => w[kind] },
          { key: 'sku', title: 'SKU', kind: 'code', width: 130 },
          { key: 'site', title: w.site, width: 80 },
          {
            key: 'expected',
            title: `${w.found} → ${w.expected}`,
            kind: 'qty',
            width: 130,
            render: ({ found, expected }) => (
              <>
                <Qty value={found} /> → <Qty value={expected} />
              </>
            ),
          },
          { key: 'reason', title: w.reason, grow: true },
          { key: 'proposedByName', title: w.who, width: 90 },
          {
            key: 'status',
            title: w.status,
            width: 80,
            render: ({ status }) => <StatusTag tone={TONES[status]}>{w[`is_${status}`]}</StatusTag>,
          },
          {
            key: 'do',
            title: '',
            width: 130,
            render: (row) =>
              row.status === 'proposed' && may('inventory.approve') ? (
                <DisabledReason why={row.proposedBy === me.id ? w.ownOne : undefined}>
                  <span>
                    {([true, false] as const).map((approve) => (
                      <Button
                        key={String(approve)}
                        size="small"
                        type="link"
                        disabled={row.proposedBy === me.id}
                        onClick={() => setDeciding({ row, approve })}
                      >
                        {approve ? w.approve : w.refuse}
                      </Button>
                    ))}
                  </span>
                </DisabledReason>
              ) : null,
          },
        ]}
      />
      <FormModal<{ reason: string }>
        title={deciding?.approve ? w.approve : w.refuse}
        isOpen={deciding !== null}
        onClose={() => setDeciding(null)}
        save={({ reason }) =>
          decide.mutateAsync({
            params: { id: deciding?.row.id ?? '' },
            body: { approve: deciding?.approve ?? false, reason },
          })
        }
      >
        <Field name="reason" label={w.reason} isRequired>
          <Input autoFocus maxLength={500} />
        </Field>
      </FormModal>
    </Panel>
  )
}
