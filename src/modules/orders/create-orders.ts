// System orders for platform orders that nobody has taken over yet.
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { PlatformFacts } from './facts.ts'
import { DESK, type DeskLine } from './load.ts'
import { prepare } from './prepare.ts'
import {
  type Amounts,
  shapeOf,
  shareOut,
  type SourceLine,
  sourceLines,
  summaryOf,
} from './shape.ts'
import { type NewOrder, writeOrders, writeSources } from './write.ts'

/** Paid orders nobody has taken over yet. */
export async function createOrders(tx: Tx, facts: readonly PlatformFacts[]): Promise<void> {
  if (facts.length === 0) return
  const drafts = facts
    .map((one) => ({ facts: one, lines: sourceLines(one) }))
    // Told without its goods so far: it is taken over when they are told.
    .filter(({ lines }) => lines.length > 0)
  await writeSources(
    tx,
    drafts.map(({ facts: one, lines }) => ({ facts: one, lines, shape: shapeOf(lines) })),
  )
  await open(
    tx,
    drafts.flatMap(({ facts: one, lines }) =>
      orderFor(
        one,
        lines.map((line) => ({ line, qty: line.qty - line.dropped })),
      ),
    ),
  )
}

interface Wanted {
  readonly line: SourceLine
  readonly qty: bigint
  /** Where some of the line has left already: what is left of its money. */
  readonly amounts?: Amounts
}

/** More of an order whose system orders have all left already. */
export async function createRest(
  tx: Tx,
  facts: PlatformFacts,
  rest: readonly Wanted[],
): Promise<void> {
  await open(tx, orderFor(facts, rest))
}

async function open(tx: Tx, orders: readonly NewOrder[]): Promise<void> {
  if (orders.length === 0) return
  await writeOrders(tx, orders)
  await prepare(
    tx,
    DESK,
    orders.map(({ id }) => id),
    'platform.order.snapshotted',
  )
}

function orderFor(facts: PlatformFacts, wanted: readonly Wanted[]): NewOrder[] {
  const id = newId()
  const lines = wanted
    .filter(({ qty }) => qty > 0n)
    .map(({ line, qty, amounts }, at) => ({
      ...newLine(id, facts.id, line, at + 1, qty),
      ...amounts,
    }))
  if (lines.length === 0) return []
  const summary = summaryOf(lines)
  return [{ id, facts, origin: 'platform', lines, platformNos: [facts.platformNo], summary }]
}

/** What a system order ships of a platform line. */
export function newLine(
  orderId: string,
  platformOrderId: string,
  line: SourceLine,
  lineNo: number,
  qty: bigint,
): DeskLine {
  return {
    id: newId(),
    orderId,
    lineNo,
    kind: line.isGift ? 'gift' : 'goods',
    skuId: line.skuId,
    qty: qty * line.skuQty,
    ...shareOut(line, [qty])[0]!,
    title: line.title,
    spec: line.spec,
    links: [{ platformOrderId, lineKey: line.key, qty }],
  }
}
