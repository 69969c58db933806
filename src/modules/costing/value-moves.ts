// Gives every move across the walls its value, in the order the ledger wrote them. Runs on the outbox: one
// process at a time, its effect exactly once. Moves inside the walls (put-away, transfers, goods on the road)
// change no value.
import { sql } from 'kysely'
import type { DomainEvent } from '#kernel/background.ts'
import type { Tx } from '#kernel/db.ts'
import { emitAll } from '#kernel/outbox.ts'
import { issue, type Layer, type Position, receipt, shareOf } from './valuation.ts'

type Basis = 'stated' | 'standard' | 'average' | 'returned' | 'unknown' | 'issued'

interface Crossing {
  readonly skuId: string
  readonly moveId: bigint
  readonly ownerId: string
  readonly qty: bigint
  readonly isIn: boolean
  readonly reason: string
  readonly unitCostMinor: bigint | null
  readonly standardMinor: bigint | null
  readonly document: string
  readonly effectiveAt: Date
  readonly bookedOn: string
}

interface Entry extends Crossing {
  readonly averageMinor: bigint
  readonly fifoMinor: bigint
  readonly basis: Basis
}

interface OpenLayer extends Layer {
  readonly receivedAt: Date
  readonly qty: bigint
  readonly valueMinor: bigint
}

/** What one SKU and owner hold while a batch is worked through. */
interface Card {
  position: Position
  readonly layers: Map<bigint, OpenLayer>
  readonly changed: Set<bigint>
}

interface Issued {
  readonly qty: bigint
  readonly averageMinor: bigint
  readonly fifoMinor: bigint
}

export async function valueMoves(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
  const crossings = await readCrossings(tx, events)
  if (crossings.length === 0) return
  const cards = await readCards(tx, [...new Set(crossings.map(({ skuId }) => skuId))])
  const issued = await readIssued(tx, crossings)
  const entries = crossings.map((move) => {
    const key = `${move.skuId}|${move.ownerId}`
    const card = cards.get(key) ?? newCard()
    cards.set(key, card)
    return move.isIn ? valueIn(card, move, issued) : valueOut(card, move, issued)
  })
  await writeEntries(tx, entries)
  await writePositions(tx, cards)
  await writeLayers(tx, cards)
  await tellOrders(tx, entries)
}

/** What an order cost is known now: whoever shows margins reads it again. */
async function tellOrders(tx: Tx, entries: readonly Entry[]): Promise<void> {
  const orders = new Set(
    entries.flatMap(({ document }) => (document.startsWith('order:') ? [document.slice(6)] : [])),
  )
  await emitAll(
    tx,
    [...orders].map((orderId) => ({ type: 'order.costed', key: orderId, payload: { orderId } })),
  )
}

/** Goods that come in. Returned goods come back at what they left for, if their document shows it. */
function valueIn(card: Card, move: Crossing, issued: ReadonlyMap<string, Issued>): Entry {
  const before = move.reason === 'return' ? issued.get(documentKey(move)) : undefined
  const returned = before && before.qty >= move.qty ? before : undefined
  const [basis, unit] = basisOf(card, move, returned !== undefined)
  const average =
    returned !== undefined
      ? shareOf(returned.averageMinor, move.qty, returned.qty)
      : basis === 'average'
        ? (card.position.valueMinor * move.qty * 2n + card.position.qty) / (2n * card.position.qty)
        : unit * move.qty
  const fifo =
    returned === undefined ? average : shareOf(returned.fifoMinor, move.qty, returned.qty)
  card.position = receipt(card.position, move.qty, average)
  card.layers.set(move.moveId, {
    moveId: move.moveId,
    receivedAt: move.effectiveAt,
    qty: move.qty,
    valueMinor: fifo,
    qtyLeft: move.qty,
    valueLeft: fifo,
  })
  card.changed.add(move.moveId)
  return { ...move, averageMinor: average, fifoMinor: fifo, basis }
}

/** The best cost known: stated on the document, what it left for, the standard, what we hold, none. */
function basisOf(card: Card, move: Crossing, isReturned: boolean): [Basis, bigint] {
  if (isReturned) return ['returned', 0n]
  if (move.unitCostMinor !== null) return ['stated', move.unitCostMinor]
  const hasAverage = card.position.qty > 0n
  const isBought = move.reason === 'receive' || move.reason === 'produce'
  if (move.standardMinor !== null && (isBought || !hasAverage)) {
    return ['standard', move.standardMinor]
  }
  return hasAverage ? ['average', 0n] : ['unknown', 0n]
}

function valueOut(card: Card, move: Crossing, issued: Map<string, Issued>): Entry {
  const layers = [...card.layers.values()]
  const out = issue(card.position, layers, move.qty)
  card.position = out.position
  for (const layer of out.touched) {
    card.layers.set(layer.moveId, { ...card.layers.get(layer.moveId)!, ...layer })
    card.changed.add(layer.moveId)
  }
  if (move.reason === 'ship') {
    const sum = issued.get(documentKey(move)) ?? { qty: 0n, averageMinor: 0n, fifoMinor: 0n }
    issued.set(documentKey(move), {
      qty: sum.qty + move.qty,
      averageMinor: sum.averageMinor + out.averageMinor,
      fifoMinor: sum.fifoMinor + out.fifoMinor,
    })
  }
  return {
    ...move,
    qty: -move.qty,
    averageMinor: -out.averageMinor,
    fifoMinor: -out.fifoMinor,
    basis: 'issued',
  }
}

const documentKey = ({ document, skuId }: { document: string; skuId: string }) =>
  `${document}|${skuId}`

const newCard = (): Card => ({
  position: { qty: 0n, valueMinor: 0n },
  layers: new Map(),
  changed: new Set(),
})

/**
 * In the order of the ledger; within one posting what comes in stands before what goes out. Booked on the day it
 * happened, or on the first open day when that month is closed (INV-COST-2).
 */
async function readCrossings(tx: Tx, events: readonly DomainEvent[]): Promise<Crossing[]> {
  const { rows } = await sql<Crossing>`
    with posted as (
      select sku, cause, min(no) as no from unnest(
        ${events.map(({ key }) => key)}::uuid[], ${events.map(({ payload }) => String(payload['cause']))}::text[])
        with ordinality as e (sku, cause, no) group by 1, 2)
    select m.sku_id as "skuId", m.id as "moveId", m.owner_id as "ownerId", m.qty, t.is_real as "isIn", m.reason,
      m.unit_cost_minor as "unitCostMinor", c.cost_minor as "standardMinor", m.document, m.effective_at as "effectiveAt",
      greatest(d.day, (select (max(month) + interval '1 month')::date from costing.closed_months))::text as "bookedOn"
    from posted p
    join inventory.moves m on m.cause = p.cause and m.sku_id = p.sku
    join places.locations f on f.id = m.from_location
    join places.locations t on t.id = m.to_location
    join places.sites s on s.id = case when t.is_real then t.site_id else f.site_id end
    cross join lateral (select (m.effective_at at time zone s.time_zone)::date as day) as d
    left join lateral (
      select cost_minor from catalog.standard_costs c where c.sku_id = m.sku_id and c.valid_from <= d.day
      order by c.valid_from desc limit 1) as c on true
    where f.is_real <> t.is_real
      and not exists (select 1 from costing.entries e where e.sku_id = m.sku_id and e.move_id = m.id)
    order by p.no, t.is_real desc, m.id`.execute(tx)
  return rows
}

async function readCards(tx: Tx, skuIds: readonly string[]): Promise<Map<string, Card>> {
  const cards = new Map<string, Card>()
  const { rows: positions } = await sql<Position & { skuId: string; ownerId: string }>`
    select sku_id as "skuId", owner_id as "ownerId", qty, value_minor as "valueMinor"
    from costing.positions where sku_id = any(${[...skuIds]}::uuid[])`.execute(tx)
  for (const { skuId, ownerId, qty, valueMinor } of positions) {
    cards.set(`${skuId}|${ownerId}`, { ...newCard(), position: { qty, valueMinor } })
  }
  const { rows: layers } = await sql<OpenLayer & { skuId: string; ownerId: string }>`
    select sku_id as "skuId", owner_id as "ownerId", move_id as "moveId", received_at as "receivedAt", qty,
      value_minor as "valueMinor", qty_left as "qtyLeft", value_left as "valueLeft"
    from costing.layers where sku_id = any(${[...skuIds]}::uuid[]) and qty_left > 0 order by move_id`.execute(
    tx,
  )
  for (const { skuId, ownerId, ...layer } of layers) {
    cards.get(`${skuId}|${ownerId}`)!.layers.set(layer.moveId, layer)
  }
  return cards
}

/** What the documents of returned goods had shipped, and at what value. */
async function readIssued(tx: Tx, crossings: readonly Crossing[]): Promise<Map<string, Issued>> {
  const documents = crossings
    .filter(({ isIn, reason }) => isIn && reason === 'return')
    .map(({ document }) => document)
  if (documents.length === 0) return new Map()
  const { rows } = await sql<Issued & { document: string; skuId: string }>`
    select document, sku_id as "skuId", (-sum(qty))::bigint as qty, (-sum(average_minor))::bigint as "averageMinor",
      (-sum(fifo_minor))::bigint as "fifoMinor"
    from costing.entries where document = any(${documents}::text[]) and reason = 'ship' group by 1, 2`.execute(
    tx,
  )
  return new Map(rows.map((row) => [documentKey(row), row]))
}

async function writeEntries(tx: Tx, entries: readonly Entry[]): Promise<void> {
  await sql`
    insert into costing.entries
      (sku_id, move_id, owner_id, qty, average_minor, fifo_minor, basis, reason, document, effective_at, booked_on)
    select * from unnest(
      ${entries.map((e) => e.skuId)}::uuid[], ${entries.map((e) => e.moveId)}::bigint[],
      ${entries.map((e) => e.ownerId)}::uuid[], ${entries.map((e) => e.qty)}::bigint[],
      ${entries.map((e) => e.averageMinor)}::bigint[], ${entries.map((e) => e.fifoMinor)}::bigint[],
      ${entries.map((e) => e.basis)}::text[], ${entries.map((e) => e.reason)}::text[],
      ${entries.map((e) => e.document)}::text[], ${entries.map((e) => e.effectiveAt)}::timestamptz[],
      ${entries.map((e) => e.bookedOn)}::date[])`.execute(tx)
}

async function writePositions(tx: Tx, cards: ReadonlyMap<string, Card>): Promise<void> {
  const all = [...cards]
  await sql`
    insert into costing.positions as p (sku_id, owner_id, qty, value_minor)
    select * from unnest(
      ${all.map(([key]) => key.slice(0, 36))}::uuid[], ${all.map(([key]) => key.slice(37))}::uuid[],
      ${all.map(([, { position }]) => position.qty)}::bigint[],
      ${all.map(([, { position }]) => position.valueMinor)}::bigint[])
    on conflict (sku_id, owner_id) do update set qty = excluded.qty, value_minor = excluded.value_minor`.execute(
    tx,
  )
}

async function writeLayers(tx: Tx, cards: ReadonlyMap<string, Card>): Promise<void> {
  const layers = [...cards].flatMap(([key, { layers: own, changed }]) =>
    [...changed].map((moveId) => ({ key, ...own.get(moveId)! })),
  )
  await sql`
    insert into costing.layers as l
      (sku_id, owner_id, move_id, received_at, qty, value_minor, qty_left, value_left)
    select * from unnest(
      ${layers.map(({ key }) => key.slice(0, 36))}::uuid[], ${layers.map(({ key }) => key.slice(37))}::uuid[],
      ${layers.map((l) => l.moveId)}::bigint[], ${layers.map((l) => l.receivedAt)}::timestamptz[],
      ${layers.map((l) => l.qty)}::bigint[], ${layers.map((l) => l.valueMinor)}::bigint[],
      ${layers.map((l) => l.qtyLeft)}::bigint[], ${layers.map((l) => l.valueLeft)}::bigint[])
    on conflict (sku_id, owner_id, move_id)
      do update set qty_left = excluded.qty_left, value_left = excluded.value_left`.execute(tx)
}
