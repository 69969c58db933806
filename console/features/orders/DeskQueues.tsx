// What waits, counted with its money, kept fresh; one click shows it.
import { api } from '../../api/client.ts'
import { useRead } from '../../api/queries.tsx'
import { formatInteger } from '../../ui/format.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { useAddress, useSetAddress } from '../../ui/table/use-address.ts'
import { Money } from '../../ui/values.tsx'
import { words } from './words.ts'

/** Other clerks work too. */
const FRESH_MS = 10_000

export function DeskQueues() {
  const w = useWords(words)
  const language = useLanguage()
  const address = useAddress()
  const setAddress = useSetAddress()
  const { data } = useRead(
    api.orders.queues,
    { query: address['shop'] ? { shop: address['shop'] } : {} },
    { everyMs: FRESH_MS },
  )
  const current = address['queue'] ?? (address['hold'] ? undefined : 'open')
  return (
    <nav className="mr-desk-queues" aria-label={w.queue}>
      {(data?.queues ?? []).map(({ queue, orders, netMinor }) => (
        <Entry
          key={queue}
          label={w[queue]}
          orders={orders}
          netMinor={netMinor}
          isOn={current === queue}
          tone={queue === 'overdue' && orders > 0 ? 'mr-bad' : ''}
          onClick={() => setAddress({ queue, hold: null, status: null })}
        />
      ))}
      {(data?.holds.length ?? 0) > 0 ? <h2>{w.byHold}</h2> : null}
      {(data?.holds ?? []).map((hold) => (
        <Entry
          key={hold.code}
          label={hold[language]}
          orders={hold.orders}
          netMinor={hold.netMinor}
          isOn={address['hold'] === hold.code}
          tone=""
          onClick={() => setAddress({ hold: hold.code, queue: null, status: null })}
        />
      ))}
    </nav>
  )
}

interface EntryProps {
  readonly label: string
  readonly orders: number
  readonly netMinor: string
  readonly isOn: boolean
  readonly tone: string
  readonly onClick: () => void
}

function Entry({ label, orders, netMinor, isOn, tone, onClick }: EntryProps) {
  return (
    <button type="button" aria-pressed={isOn} onClick={onClick}>
      <span className={tone}>{label}</span>
      <strong className={`mr-num ${orders === 0 ? 'mr-quiet' : tone}`}>
        {formatInteger(orders)}
      </strong>
      <small className="mr-quiet">{orders === 0 ? '' : <Money minor={netMinor} isShort />}</small>
    </button>
  )
}
