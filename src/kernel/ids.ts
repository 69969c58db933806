// Ids are UUID version 7 (RFC 9562 §5.7): time-ordered, so that indexes stay compact and keyset
// pagination by id follows creation. Made in code because PostgreSQL 16 and 17 have no uuidv7().
import { randomBytes } from 'node:crypto'
import { nowMs } from './time.ts'

let lastMs = 0
let sequence = 0

/** A new id. Within one process ids strictly increase, even inside one millisecond. */
export function newId(): string {
  const bytes = randomBytes(16)
  const ms = Math.max(nowMs(), lastMs)
  // 12 bits of rand_a count within the millisecond; borrowing the next millisecond keeps the order.
  sequence = ms === lastMs ? sequence + 1 : randomBytes(1)[0]!
  lastMs = sequence > 0xfff ? ms + 1 : ms
  if (sequence > 0xfff) sequence = 0
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes[6] = 0x70 | (sequence >> 8)
  bytes[7] = sequence & 0xff
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** True for any textual UUID; ids from outside are checked before they reach SQL. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)
}
