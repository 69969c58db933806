// What goods cost, under both methods at once: pure arithmetic in whole 分. Both keep (quantity, value) pairs
// and take the rounding out with the goods, so that what came in is what went out plus what is left, to
// the 分 (INV-COST-1).
//
// Moving average: an issue of q from (Q, V) costs V·q/Q. FIFO: the oldest layers are used up first (IAS 2
// §25, 企业会计准则第1号——存货 第十四条 allow both; LIFO is allowed by neither).

export interface Position {
  readonly qty: bigint
  readonly valueMinor: bigint
}

export interface Layer {
  /** The move that brought it in: layers are used in this order. */
  readonly moveId: bigint
  readonly qtyLeft: bigint
  readonly valueLeft: bigint
}

/** `part` of `whole` shared out of `value`, half up; the last part takes what is left. */
export function shareOf(value: bigint, part: bigint, whole: bigint): bigint {
  if (part === whole) return value
  return (2n * value * part + whole) / (2n * whole)
}

export interface Issue {
  readonly averageMinor: bigint
  readonly fifoMinor: bigint
  readonly position: Position
  /** The layers it touched, as they are afterwards. */
  readonly touched: readonly Layer[]
}

/** What an issue of `qty` takes out. Throws RangeError when there is less: the ledger forbids it. */
export function issue(position: Position, layers: readonly Layer[], qty: bigint): Issue {
  if (qty > position.qty) throw new RangeError(`issue of ${qty} from ${position.qty}`)
  const averageMinor = shareOf(position.valueMinor, qty, position.qty)
  const touched: Layer[] = []
  let fifoMinor = 0n
  let wanted = qty
  for (const layer of layers) {
    if (wanted === 0n) break
    if (layer.qtyLeft === 0n) continue
    const taken = wanted < layer.qtyLeft ? wanted : layer.qtyLeft
    const value = shareOf(layer.valueLeft, taken, layer.qtyLeft)
    touched.push({
      moveId: layer.moveId,
      qtyLeft: layer.qtyLeft - taken,
      valueLeft: layer.valueLeft - value,
    })
    fifoMinor += value
    wanted -= taken
  }
  if (wanted > 0n) throw new RangeError(`layers lack ${wanted}`)
  return {
    averageMinor,
    fifoMinor,
    position: { qty: position.qty - qty, valueMinor: position.valueMinor - averageMinor },
    touched,
  }
}

export function receipt(position: Position, qty: bigint, valueMinor: bigint): Position {
  return { qty: position.qty + qty, valueMinor: position.valueMinor + valueMinor }
}
