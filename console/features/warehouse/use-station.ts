// What a scan means at the pack station, step by step: find, check, label, confirm, weigh, gone.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, newKey, type Result } from '../../api/client.ts'
import { toProblem } from '../../api/problem.ts'
import type { warehouseApi } from '../../../src/modules/warehouse/contract.ts'
import { useLanguage, useWords } from '../../ui/language.ts'
import { printLabel } from './print-label.ts'
import type { Said } from './ScanBox.tsx'
import { soundDone, soundRight, soundWrong } from './signal.ts'
import { packWords } from './words.ts'

export type PackCard = Result<(typeof warehouseApi)['card']>

const AUTO = 'millrace.station.auto'

export function useStation(siteId: string) {
  const w = useWords(packWords)
  const language = useLanguage()
  const client = useQueryClient()
  const [card, showCard] = useState<PackCard | null>(null)
  // Scans come faster than answers: each is understood by what the one before it left, not by what was drawn last.
  const atHand = useRef<PackCard | null>(null)
  const line = useRef<Promise<unknown>>(Promise.resolve())
  const unanswered = useRef<{ orderId: string; code: string; key: string } | null>(null)
  const setCard = (fresh: PackCard | null) => {
    atHand.current = fresh
    showCard(fresh)
  }
  const [said, setSaid] = useState<Said | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [isAuto, setAutoState] = useState(() => localStorage.getItem(AUTO) === '1')
  const setAuto = (value: boolean) => {
    localStorage.setItem(AUTO, value ? '1' : '0')
    setAutoState(value)
  }
  const say = (tone: Said['tone'], text: string) => {
    if (tone === 'bad') soundWrong()
    else soundRight()
    setSaid({ tone, text })
  }
  const load = async (orderId: string): Promise<PackCard> => {
    const fresh = await api.warehouse.card({ params: { id: orderId } })
    setCard(fresh)
    if (fresh.stop) say('bad', `${w.stopped} ${fresh.no}: ${fresh.stop[language]}`)
    return fresh
  }
  const gone = (no: string) => {
    soundDone()
    setSaid({ tone: 'good', text: w.shipped(no) })
    setCard(null)
  }
  const weigh = async (one: PackCard, grams: string | null) => {
    const answer = await api.warehouse.weigh({ params: { id: one.orderId }, body: { grams } })
    if (answer.isShipped) return gone(one.no)
    say('bad', w.outOfBand(answer.band?.low ?? '', answer.band?.high ?? ''))
    await load(one.orderId)
    return undefined
  }
  /** The label was seen: weighed where that is asked for, else gone. */
  const confirm = async (one: PackCard) => {
    await api.warehouse.confirmLabel({ params: { id: one.parcelId! } })
    say('good', w.confirmed)
    return one.isWeighing ? void (await load(one.orderId)) : weigh(one, null)
  }
  const printOf = async (orderId: string, reason = '') => {
    const one = await load(orderId)
    if (one.parcelId === null || one.isPrintConfirmed) return
    await printLabel(one.parcelId, one.waybill, reason)
    if (isAuto) await confirm(one)
    else say('info', w.labelled(one.waybill))
  }
  const label = async (orderId: string) => {
    await api.warehouse.label({ params: { id: orderId }, body: {} })
    await printOf(orderId)
  }
  const check = async (one: PackCard, code: string) => {
    // Scanned again after a lost answer, the piece has the key it had: it counts once.
    const before = unanswered.current
    const isAgain = before?.orderId === one.orderId && before.code === code
    const key = isAgain ? before.key : newKey()
    unanswered.current = { orderId: one.orderId, code, key }
    const { outcome, left } = await api.warehouse.scan
      .run({ params: { id: one.orderId }, body: { code } }, { idempotencyKey: key })
      .catch((error: unknown) => {
        if (!toProblem(error).isPassing) unanswered.current = null
        throw error
      })
    unanswered.current = null
    if (outcome !== 'ok') {
      say('bad', `${w[`o_${outcome}`]} · ${code}`)
      return void (await load(one.orderId))
    }
    say('good', left === '0' ? w.complete : w.o_ok)
    await load(one.orderId)
    return left === '0' ? label(one.orderId) : undefined
  }
  /** A code that is no piece of the order at hand. */
  const begin = async (code: string) => {
    const found = await api.warehouse.find({ query: { siteId, code } })
    if (found.kind === 'sku' && found.isSingle) {
      const { orderId } = await api.warehouse.quick({ body: { siteId, code } })
      return orderId === null ? say('bad', w.noOrder) : printOf(orderId)
    }
    if (found.orderId === null) return say('bad', w.noOrder)
    const one = await load(found.orderId)
    if (found.kind === 'sku') return check(one, code)
    if (found.kind === 'waybill' && one.status === 'PACKED' && !one.isPrintConfirmed)
      return confirm(one)
    if (one.status === 'CHECKED') return label(one.orderId)
    if (!one.stop) say('info', one.toPick === '0' ? one.no : w.notPicked(one.toPick))
    return undefined
  }
  const scan = async (code: string) => {
    if (code === '') return undefined
    const card = atHand.current
    if (card && !card.stop && card.isOnFloor) {
      const isWeight = card.status === 'PACKED' && card.isPrintConfirmed && /^\d{1,6}$/.test(code)
      if (isWeight) return weigh(card, code)
      const isOwn = card.items.some(
        ({ skuCode, barcodes }) =>
          skuCode.toUpperCase() === code.toUpperCase() || barcodes.includes(code),
      )
      if (card.status === 'PICKING' && isOwn) return check(card, code)
      // With an order on the table another piece is an error to be kept; another order is let in.
      if (card.status === 'PICKING') {
        const found = await api.warehouse.find({ query: { siteId, code } }).catch(() => null)
        if (found === null || found.kind === 'sku') return check(card, code)
      }
    }
    return begin(code)
  }
  const attempt = (work: () => Promise<unknown>) =>
    (line.current = line.current.then(() => run(work)))
  const run = async (work: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      const problem = toProblem(error)
      soundWrong()
      setSaid({ tone: 'bad', text: problem[language] })
      if (atHand.current) await load(atHand.current.orderId).catch(() => undefined)
    } finally {
      setBusy(false)
      await client.invalidateQueries({ queryKey: ['warehouse'] })
    }
  }
  return {
    card,
    said,
    isBusy,
    isAuto,
    setAuto,
    scan: (code: string) => void attempt(() => scan(code)),
    label: (orderId: string) => void attempt(() => label(orderId)),
    printAgain: (orderId: string, reason: string) => void attempt(() => printOf(orderId, reason)),
    open: (orderId: string) => void attempt(() => load(orderId)),
    foreign: (orderId: string, carrier: string, waybill: string) =>
      attempt(async () => {
        await api.warehouse.foreignLabel({ params: { id: orderId }, body: { carrier, waybill } })
        const one = await load(orderId)
        if (!one.isWeighing) await weigh(one, null)
      }),
  }
}
