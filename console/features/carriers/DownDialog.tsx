// A carrier stops: what it means in money, days and promises is shown before anything changes.
import { Input, Modal } from 'antd'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { toProblem } from '../../api/problem.ts'
import { useWrite } from '../../api/queries.tsx'
import type { carriersApi } from '../../../src/modules/carriers/contract.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { Facts } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Money, Qty, StatusTag } from '../../ui/values.tsx'
import type { Carrier } from './forms.tsx'
import { words } from './words.ts'

type Effect = Result<(typeof carriersApi)['down']>

export function DownDialog({
  carrier,
  isOpen,
  onClose,
}: {
  readonly carrier: Carrier
  readonly isOpen: boolean
  readonly onClose: () => void
}) {
  const w = useWords(words)
  const [reason, setReason] = useState('')
  const [effect, setEffect] = useState<Effect | null>(null)
  const [problem, setProblem] = useState<ApiProblem | null>(null)
  const down = useWrite(api.carriers.down, { quiet: true })
  const close = () => {
    setEffect(null)
    setReason('')
    setProblem(null)
    onClose()
  }
  const ask = async (dryRun: boolean) => {
    setProblem(null)
    try {
      const said = await down.mutateAsync({ params: { id: carrier.id }, body: { reason, dryRun } })
      if (said.isDone) close()
      else setEffect(said)
    } catch (thrown) {
      setProblem(toProblem(thrown))
    }
  }
  return (
    <Modal
      open={isOpen}
      width={720}
      title={`${w.downTitle} · ${carrier.name}`}
      onCancel={close}
      okText={effect ? w.doDown : w.look}
      okButtonProps={{
        danger: effect !== null,
        disabled: reason.trim() === '',
        loading: down.isPending,
      }}
      onOk={() => void ask(effect === null)}
    >
      {problem ? <ProblemAlert problem={problem} /> : null}
      <label className="mr-row">
        <span className="mr-quiet">{w.downReason}</span>
        <Input
          style={{ width: 320 }}
          maxLength={200}
          value={reason}
          disabled={effect !== null}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {effect ? <EffectView effect={effect} /> : null}
    </Modal>
  )
}

function EffectView({ effect }: { effect: Effect }) {
  const w = useWords(words)
  const language = useLanguage()
  return (
    <div className="mr-stack" role="status">
      <p>
        <strong>{w.effect(effect.shipments, effect.moved, effect.stuck)}</strong>
      </p>
      <Facts
        items={[
          [w.effectMoney, <Money key="m" minor={effect.deltaMinor} />],
          [w.effectSlower, <Qty key="s" value={effect.slower} />],
          [
            w.effectBroken,
            <strong key="b" className={effect.broken > 0 ? 'mr-bad' : ''}>
              {effect.broken}
            </strong>,
          ],
          [w.effectNumbered, <Qty key="n" value={effect.numbered + effect.inDoubt} />],
        ]}
      />
      {effect.examples.length === 0 ? null : (
        <table className="mr-plain">
          <thead>
            <tr>
              <th>{w.order}</th>
              <th>{w.to}</th>
              <th className="mr-right">{w.effectMoney}</th>
              <th>{w.arrives}</th>
              <th>{w.promised}</th>
            </tr>
          </thead>
          <tbody>
            {effect.examples.slice(0, 10).map((one) => (
              <tr key={one.parcelId}>
                <td className="mr-code">{one.orderRef}</td>
                <td>{one.to ?? one.why[language]}</td>
                <td className="mr-right">
                  <Money minor={one.deltaMinor} />
                </td>
                <td>{one.arrivesOn ?? '—'}</td>
                <td>
                  {one.promisedOn ?? '—'}{' '}
                  {one.isLate ? <StatusTag tone="bad">{w.late}</StatusTag> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
