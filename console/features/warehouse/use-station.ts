// What a scan means at the pack station, step by step: find, check, label, confirm, weigh, gone.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Result } from '../../api/client.ts'
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
  const [card, setCard] = useState<PackCard | null>(null)
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
    const { outcome, left } = await api.warehouse.scan({
      params: { id: one.orderId },
      body: { code },
    })
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
    if (card && !card.stop && card.isOnFloor) {
      const isWeight = card.status === 'PACKED' && card.isPrintConfirmed && /^\d{1,6}$/.test(code)
      if (isWeight) return weigh(card, code)
      const isOwn = card.items.some(
        ({ skuCode, barcodes }) =>
          skuCode.toUpperCase() === code.toUpperCase() || barcodes.includes(code),
      )
      if (card.status === 'PICKING' && isOwn) return check(card, code)
      // Half checked: another piece is an error to be kept, another order is let in.
      const isBegun = card.status === 'PICKING' && card.items.some(({ checked }) => checked !== '0')
      if (isBegun) {
        const found = await api.warehouse.find({ query: { siteId, code } }).catch(() => null)
        if (found === null || found.kind === 'sku') return check(card, code)
      }
    }
    return begin(code)
  }
  const attempt = async (work: () => Promise<unknown>) => {
    setBusy(true)
    try {
      await work()
    } catch (error) {
      const problem = toProblem(error)
      soundWrong()
      setSaid({ tone: 'bad', text: problem[language] })
      if (card) await load(card.orderId).catch(() => undefined)
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
