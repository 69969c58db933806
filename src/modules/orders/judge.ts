// Which holds an order has earned, from facts and settings alone. Pure: the same facts give the same holds, each with its reason.
import { addMs } from '#kernel/time.ts'
import type { HoldCode } from './catalogue.ts'
import type { DeskSettings } from './settings.ts'

/** What is looked at, for all platform orders of a system order together. */
export interface Judged {
  readonly isLocked: boolean
  /** Keys of lines a refund is asked for; `*` for the whole order. */
  readonly refundsAsked: readonly string[]
  readonly unmapped: readonly string[]
  readonly emptyBundles: readonly string[]
  readonly isAddressDoubtful: boolean
  readonly blacklist: readonly { readonly label: string; readonly reason: string }[]
  readonly qty: bigint
  readonly netMinor: bigint
  /** Null while the cost of something is not known. */
  readonly costMinor: bigint | null
  readonly twins: readonly string[]
  readonly hasBuyerNote: boolean
  readonly hasSellerNote: boolean
  readonly dueAt: Date | null
  readonly dueSource: string
  /** Changes whenever the platform says something else; a note read once is read. */
  readonly noteKey: string
}

export interface WantedHold {
  readonly code: HoldCode
  readonly basis: string
  readonly reason: Reason
}

/** Why: the rule, what it saw, what it wanted. Shown behind every chip. */
export interface Reason {
  readonly rule: string
  readonly inputs?: Readonly<Record<string, string>>
  readonly expected?: string
  readonly actual?: string
}

/** These are judged anew on every run; all other holds belong to people and events. */
export const JUDGED = [
  'H-LOCK',
  'H-REFUND',
  'H-SKU',
  'H-BUNDLE',
  'H-ADDR',
  'H-BLACK',
  'H-QTY',
  'H-PRICE',
  'H-DUP',
  'H-MEMO',
  'H-DEADLINE',
] as const satisfies readonly HoldCode[]

export function judge(facts: Judged, settings: DeskSettings, at: Date): WantedHold[] {
  const wanted: WantedHold[] = []
  const raise = (code: HoldCode, basis: string, reason: Reason) =>
    wanted.push({ code, basis, reason })
  if (facts.isLocked) raise('H-LOCK', 'on_hold', { rule: 'platform_lock' })
  if (facts.refundsAsked.length > 0)
    raise('H-REFUND', facts.refundsAsked.join(' '), {
      rule: 'refund_asked',
      inputs: { lines: facts.refundsAsked.join(' ') },
    })
  if (facts.unmapped.length > 0)
    raise('H-SKU', facts.unmapped.join(' '), {
      rule: 'mapping',
      inputs: { lines: facts.unmapped.join('、') },
    })
  if (facts.emptyBundles.length > 0)
    raise('H-BUNDLE', facts.emptyBundles.join(' '), {
      rule: 'bundle',
      inputs: { lines: facts.emptyBundles.join('、') },
    })
  if (facts.isAddressDoubtful) raise('H-ADDR', 'doubtful', { rule: 'address' })
  for (const { label, reason } of facts.blacklist.slice(0, 1))
    raise('H-BLACK', label, { rule: 'blacklist', inputs: { label, reason } })
  if (facts.qty > settings.bigQty)
    raise('H-QTY', String(facts.qty), {
      rule: 'big_qty',
      expected: `≤ ${settings.bigQty}`,
      actual: String(facts.qty),
    })
  if (facts.costMinor !== null && facts.netMinor < facts.costMinor)
    raise('H-PRICE', `${facts.netMinor}<${facts.costMinor}`, {
      rule: 'below_cost',
      expected: `≥ ${facts.costMinor}`,
      actual: String(facts.netMinor),
    })
  if (facts.twins.length > 0)
    raise('H-DUP', facts.twins.join(' '), {
      rule: 'duplicate',
      inputs: { orders: facts.twins.join(' ') },
    })
  if (settings.readNotes && (facts.hasBuyerNote || facts.hasSellerNote))
    raise('H-MEMO', facts.noteKey, {
      rule: 'notes',
      inputs: {
        buyer: facts.hasBuyerNote ? '1' : '0',
        seller: facts.hasSellerNote ? '1' : '0',
      },
    })
  if (facts.dueAt !== null && addMs(at, settings.leadMinutes * 60_000) > facts.dueAt)
    raise('H-DEADLINE', facts.dueAt.toISOString(), {
      rule: 'deadline',
      inputs: { source: facts.dueSource, leadMinutes: String(settings.leadMinutes) },
      expected: facts.dueAt.toISOString(),
      actual: addMs(at, settings.leadMinutes * 60_000).toISOString(),
    })
  return wanted
}
