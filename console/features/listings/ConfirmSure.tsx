// All that is sure enough at once: what would happen is shown first, and can be taken back whole.
import { Form, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useRead, useWrite } from '../../api/queries.tsx'
import { formatInteger, sayAmounts } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { Confidence } from './parts.tsx'
import { words } from './words.ts'

const SURE = 90

export function ConfirmSure(props: {
  readonly isOpen: boolean
  readonly shopId: string | undefined
  readonly onClose: () => void
}) {
  const w = useWords(words)
  const language = useLanguage()
  const [minConfidence, setMin] = useState(SURE)
  const asked = {
    minConfidence,
    ...(props.shopId === undefined ? {} : { shopId: props.shopId }),
  }
  const plan = useRead(
    api.listings.confirm,
    { body: { ...asked, dryRun: true } },
    { enabled: props.isOpen },
  )
  const go = useWrite(api.listings.confirm, {
    quiet: true,
    success: ({ listings, skipped }) =>
      `${w.bulkDone(formatInteger(listings - skipped))}${skipped > 0 ? w.skipped(formatInteger(skipped)) : ''}`,
    undo: ({ batchId }) => api.listings.undoBatch({ params: { id: batchId ?? '' } }),
    touches: ['sales'],
    onDone: props.onClose,
  })
  const data = plan.isFetching ? undefined : plan.data
  const count = data?.listings ?? 0
  return (
    <Modal
      open={props.isOpen}
      title={w.bulkTitle}
      width={820}
      onCancel={props.onClose}
      okText={w.bulkGo(formatInteger(count))}
      okButtonProps={{ disabled: count === 0, loading: go.isPending }}
      onOk={() =>
        go.mutate(
          { body: { ...asked, dryRun: false, ...(data ? { digest: data.digest } : {}) } },
          { onError: () => void plan.refetch() },
        )
      }
      destroyOnHidden
    >
      <Form layout="inline" style={{ marginBottom: 12 }}>
        <Form.Item label={w.atLeast} htmlFor="min-confidence">
          <InputNumber
            id="min-confidence"
            min={50}
            max={100}
            step={5}
            suffix="%"
            value={minConfidence}
            onChange={(value) => setMin(Math.round(value ?? SURE))}
          />
        </Form.Item>
      </Form>
      {go.error ? <ProblemAlert problem={go.error} /> : null}
      {plan.error ? (
        <ProblemAlert problem={plan.error} onRetry={() => void plan.refetch()} />
      ) : null}
      {data === undefined ? (
        plan.error ? null : (
          <Loading />
        )
      ) : (
        <>
          <p>
            {w.bulkPlan(
              formatInteger(count),
              formatInteger(data.judged),
              formatInteger(data.lines),
              sayAmounts(data.amounts),
            )}
          </p>
          {count === 0 ? (
            <p className="mr-quiet">{w.bulkNone}</p>
          ) : (
            <div style={{ maxHeight: 320, overflow: 'auto' }}>
              <table className="mr-plain">
                <thead>
                  <tr>
                    <th>{w.listing}</th>
                    <th>{w.sku}</th>
                    <th style={{ width: 80 }}>{w.confidence}</th>
                    <th>{w.why}</th>
                  </tr>
                </thead>
                <tbody>
                  {data.sample.map((one) => (
                    <tr key={one.listingId}>
                      <td>
                        {one.title} <span className="mr-quiet">{one.spec}</span>
                      </td>
                      <td>
                        <span className="mr-code">{one.code}</span>
                        {one.skuQty === '1' ? '' : ` × ${one.skuQty}`}{' '}
                        <span className="mr-quiet">{one.name}</span>
                      </td>
                      <td>
                        <Confidence value={one.confidence} />
                      </td>
                      <td>{one.why[language]}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
          {count > data.sample.length ? (
            <p className="mr-quiet">{w.bulkMore(formatInteger(count - data.sample.length))}</p>
          ) : null}
        </>
      )}
    </Modal>
  )
}
