// One wave on the scanner: the stop to go to in the largest letters, one box to scan into, what comes after it, and what was pulled.
import { Button } from 'antd'
import { useCallback, useState } from 'react'
import { useLanguage, useWords } from '../../ui/language.ts'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { Loading } from '../../ui/states.tsx'
import { StatusTag } from '../../ui/values.tsx'
import type { Outcome } from './queue.ts'
import { type Said, ScanBox } from './ScanBox.tsx'
import { soundDone, soundRight, soundWrong } from './signal.ts'
import { ShortForm } from './ShortForm.tsx'
import { SortWall } from './SortWall.tsx'
import { type Stop, useWalk, type Walk } from './use-walk.ts'
import { pickWords, WAVE_WORDS } from './words.ts'

export function PickWalk({ id, onBack }: { readonly id: string; readonly onBack: () => void }) {
  const w = useWords(pickWords)
  const language = useLanguage()
  const [said, setSaid] = useState<Said | null>(null)
  const [notes, setNotes] = useState<readonly string[]>([])
  const note = useCallback((text: string) => {
    soundWrong()
    setNotes((before) => [text, ...before].slice(0, 5))
  }, [])
  // One listener for the life of the page: what comes back from the server, in the words of the floor.
  const tell = useCallback(
    ({ act, problem, returned, pulled }: Outcome) => {
      if (problem) note(`${w.refused}: ${act.about} · ${problem[language]}`)
      else if (returned !== '0') note(w.returned(returned, act.about))
      for (const no of pulled) note(`${w.pulled}: ${no}`)
    },
    [language, w, note],
  )
  const walk = useWalk(id, tell)
  if (!walk.walk) return walk.problem ? <ProblemAlert problem={walk.problem} /> : <Loading />
  const [stop] = walk.stops
  return (
    <div className="mr-pda">
      <div className="mr-row">
        <Button onClick={onBack}>{w.back}</Button>
        <strong className="mr-pda-no">{walk.walk.no}</strong>
        <StatusTag>{WAVE_WORDS[walk.walk.status][language]}</StatusTag>
        <span className="mr-spring" />
        {walk.unsent > 0 ? <StatusTag tone="warn">{w.unsent(walk.unsent)}</StatusTag> : null}
        <StatusTag tone={walk.isOffline ? 'bad' : 'good'}>
          {walk.isOffline ? w.offline : w.online}
        </StatusTag>
      </div>
      <PulledNotes pulled={walk.walk.pulled} notes={notes} />
      {stop ? (
        <OneStop
          key={`${stop.locationId}|${stop.skuId}|${stop.lot}|${stop.slot}|${stop.qty}`}
          stop={stop}
          said={said}
          setSaid={setSaid}
          act={(own) =>
            walk.act({
              waveId: id,
              locationId: stop.locationId,
              skuId: stop.skuId,
              lot: stop.lot,
              slot: stop.slot,
              about: `${stop.location} ${stop.skuCode}`,
              ...own,
            })
          }
        />
      ) : walk.walk.method === 'batch' && walk.walk.status !== 'CHECKING' && walk.unsent === 0 ? (
        <SortWall id={id} />
      ) : (
        <section className="mr-panel mr-pda-done">
          <h2>{w.allPicked}</h2>
          <p>{w.toPack}</p>
        </section>
      )}
      <NextStops stops={walk.stops.slice(1)} />
    </div>
  )
}

function PulledNotes({
  pulled,
  notes,
}: {
  readonly pulled: Walk['pulled']
  readonly notes: readonly string[]
}) {
  const w = useWords(pickWords)
  const language = useLanguage()
  const open = pulled.filter(({ picked }) => picked !== '0')
  if (open.length === 0 && notes.length === 0) return null
  return (
    <section className="mr-pda-pulled" aria-label={w.pulled}>
      {open.map((one) => (
        <p key={`${one.no}${one.slot}`}>
          <strong>
            {w.pulled} {one.no}
          </strong>{' '}
          {one.because[language]} · {w.pulledTake(one.slot, one.picked)}
        </p>
      ))}
      {notes.map((text, n) => (
        <p key={n}>{text}</p>
      ))}
    </section>
  )
}

function NextStops({ stops }: { readonly stops: readonly Stop[] }) {
  const w = useWords(pickWords)
  if (stops.length === 0) return null
  return (
    <section className="mr-pda-next">
      <h2>
        {w.next} · {w.left(stops.length)}
      </h2>
      <ol>
        {stops.slice(0, 2).map((stop, n) => (
          <li key={n}>
            <strong>{stop.location}</strong> <span className="mr-code">{stop.skuCode}</span> ×
            {stop.qty}
          </li>
        ))}
      </ol>
    </section>
  )
}

interface OneStopProps {
  readonly stop: Stop
  readonly said: Said | null
  readonly setSaid: (said: Said) => void
  readonly act: (own: { kind: 'pick' | 'skip'; qty: string; isShort: boolean }) => void
}

/** Pieces one scanned code stands for; null when it is not this stop's. */
function piecesOf(stop: Stop, code: string): bigint | null {
  const barcode = stop.barcodes.find((one) => one.barcode === code)
  if (barcode) return BigInt(barcode.qty)
  return code.toUpperCase() === stop.skuCode.toUpperCase() ? 1n : null
}

function OneStop({ stop, said, setSaid, act }: OneStopProps) {
  const w = useWords(pickWords)
  const [isAtBin, setAtBin] = useState(false)
  const [count, setCount] = useState(0n)
  const [isShort, setShort] = useState(false)
  const wanted = BigInt(stop.qty)
  const isFull = count >= wanted
  const say = (tone: Said['tone'], text: string) => {
    if (tone === 'bad') soundWrong()
    else soundRight()
    setSaid({ tone, text })
  }
  const finish = () => {
    soundDone()
    setSaid({ tone: 'good', text: w.pickedOne })
    act({ kind: 'pick', qty: stop.qty, isShort: false })
  }
  const takeSome = (pieces: bigint) => {
    if (count + pieces > wanted) return say('bad', w.tooMany)
    setCount(count + pieces)
    if (count + pieces < wanted) return say('good', w.counted(Number(count + pieces), stop.qty))
    if (stop.slot === null) return finish()
    return say('good', w.intoSlot(stop.slot))
  }
  const scan = (code: string) => {
    if (code === '') return isFull && stop.slot !== null ? finish() : undefined
    if (isFull && stop.slot !== null) {
      const slot = /-(\d+)$/.exec(code)
      return slot && Number(slot[1]) === stop.slot ? finish() : say('bad', w.wrongSlot(stop.slot))
    }
    if (code.toUpperCase() === stop.location.toUpperCase()) {
      setAtBin(true)
      return say('good', w.binOk)
    }
    const pieces = piecesOf(stop, code)
    if (!isAtBin) return say('bad', w.wrongBin(stop.location))
    if (pieces === null) return say('bad', w.wrongGoods(stop.skuCode))
    return takeSome(pieces)
  }
  const label = !isAtBin ? w.binFirst : isFull ? w.scanSlot : w.scanGoods
  return (
    <section className="mr-panel mr-pda-stop" aria-label={w.title}>
      <div className={isAtBin ? 'mr-pda-bin is-there' : 'mr-pda-bin'}>{stop.location}</div>
      <div className="mr-pda-goods">
        <div>
          <span className="mr-code">
            {stop.skuCode.slice(0, -4)}
            <b>{stop.skuCode.slice(-4)}</b>
          </span>
          <p>{stop.name}</p>
          {stop.lot === '' ? null : (
            <p className="mr-quiet">
              {w.lot} {stop.lot}
            </p>
          )}
        </div>
        <div className="mr-pda-qty">
          <strong>{stop.qty}</strong>
          {count > 0n ? <span>{w.counted(Number(count), stop.qty)}</span> : null}
        </div>
      </div>
      {stop.slot === null ? null : <p className="mr-pda-slot">{w.intoSlot(stop.slot)}</p>}
      <ScanBox label={label} onScan={scan} said={said} isAway={isShort} />
      <div className="mr-pda-keys">
        <Button
          size="large"
          type="primary"
          disabled={!isAtBin || count === 0n}
          onClick={() => takeSome(wanted - count)}
        >
          {w.full(stop.qty)}
        </Button>
        <Button
          size="large"
          onClick={() => {
            say('info', w.skipped)
            act({ kind: 'skip', qty: '0', isShort: false })
          }}
        >
          {w.skip}
        </Button>
        <Button size="large" danger onClick={() => setShort(true)}>
          {w.short}
        </Button>
      </div>
      <ShortForm
        isOpen={isShort}
        most={stop.qty}
        onClose={() => setShort(false)}
        onShort={(qty) => {
          setShort(false)
          say('warn', w.shortSent)
          act({ kind: 'pick', qty, isShort: true })
        }}
      />
    </section>
  )
}
