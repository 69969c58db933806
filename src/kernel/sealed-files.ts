// Uploads are buyers' names and addresses, so what is stored is sealed: AES-256-GCM in pieces of 64 KB, so that
// a file of 200 MB streams. Every file has a key of its own, drawn from the newest vault key and a random salt.
//
//   header, 64 bytes   magic 8 · key id 24, zero padded · salt 25 · nonce prefix 7
//   pieces             64 KB of content + 16 of tag, the last one shorter; nonce = prefix · number 4 · is-last 1
//
// Header and place (`imports/…`) are authenticated with every piece, number and last mark by its nonce: pieces
// cannot be changed, swapped, dropped, cut off or carried into another file. Files stored before this are
// read as they are; whoever reads may hold them against the sha256 kept in the database.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FileStore } from './files.ts'
import { sealedUnreadable, type VaultKey } from './vault.ts'

const MAGIC = Buffer.from('MRSEAL1\n', 'latin1')
const HEADER = 64
const ID_BYTES = 24
const PIECE = 64 * 1024
const TAG = 16

export interface SealedFileStore extends FileStore {
  /** Seal again under the newest key. False when it is already; true also for a file stored before sealing. */
  reseal(key: string): Promise<boolean>
}

export function sealedFiles(store: FileStore, keys: readonly VaultKey[]): SealedFileStore {
  const newest = keys[0]
  if (!newest) throw new Error('sealed files need a key')
  const long = keys.find(({ id }) => id.length > ID_BYTES)
  if (long) throw new Error(`key id ${long.id} has more than ${ID_BYTES} characters`)

  const put: FileStore['put'] = async (key, content) => {
    const hash = createHash('sha256')
    let size = 0
    const measured = async function* measured() {
      for await (const chunk of content) {
        const bytes = Buffer.from(chunk as Buffer)
        hash.update(bytes)
        size += bytes.length
        yield bytes
      }
    }
    await store.put(key, Readable.from(seal(measured(), newest, key), { objectMode: false }))
    return { size, sha256: hash.digest('hex') }
  }
  const get: FileStore['get'] = async (key) => {
    const stored = await store.get(key)
    return Readable.from(open(stored, keys, key), { objectMode: false })
  }
  const headOf = async (key: string) => {
    const stored = await store.get(key)
    for await (const piece of pieces(stored, HEADER)) return piece.bytes
    return Buffer.alloc(0)
  }
  return {
    put,
    get,
    delete: (key) => store.delete(key),
    async size(key) {
      const size = await store.size(key)
      if (size === null || !isSealed(await headOf(key))) return size
      return size - HEADER - TAG * Math.ceil((size - HEADER) / (PIECE + TAG))
    },
    async reseal(key) {
      const head = await headOf(key)
      if (isSealed(head) && idOf(head) === newest.id) return false
      await put(key, await get(key))
      return true
    },
  }
}

const isSealed = (head: Buffer) => head.length === HEADER && head.subarray(0, 8).equals(MAGIC)

const idOf = (head: Buffer) => head.toString('latin1', 8, 8 + ID_BYTES).replace(/\0+$/, '')

function keyOf(head: Buffer, master: Buffer): Buffer {
  const salt = head.subarray(8 + ID_BYTES, HEADER - 7)
  return Buffer.from(hkdfSync('sha256', master, salt, 'millrace file', 32))
}

function nonceOf(head: Buffer, number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  head.copy(nonce, 0, HEADER - 7)
  nonce.writeUInt32BE(number, 7)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

async function* seal(
  content: AsyncIterable<Buffer>,
  master: VaultKey,
  place: string,
): AsyncGenerator<Buffer> {
  const id = Buffer.alloc(ID_BYTES)
  id.write(master.id, 'latin1')
  const head = Buffer.concat([MAGIC, id, randomBytes(HEADER - 8 - ID_BYTES)])
  const key = keyOf(head, master.key)
  const context = Buffer.concat([head, Buffer.from(place)])
  yield head
  let number = 0
  for await (const { bytes, isLast } of pieces(content, PIECE)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(head, number, isLast))
    cipher.setAAD(context)
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
    number += 1
  }
}

async function* open(
  stored: AsyncIterable<Buffer>,
  keys: readonly VaultKey[],
  place: string,
): AsyncGenerator<Buffer> {
  let head: Buffer | null = null
  let key: Buffer | null = null
  let number = 0
  for await (const { bytes, isLast } of pieces(stored, PIECE + TAG, HEADER)) {
    if (head === null) {
      head = bytes
      if (!isSealed(head)) {
        yield head
        continue
      }
      const master = keys.find(({ id }) => id === idOf(bytes))
      // A header with nothing behind it was cut off.
      if (!master || isLast) throw sealedUnreadable(idOf(bytes))
      key = keyOf(head, master.key)
      continue
    }
    if (key === null) {
      yield bytes
      continue
    }
    yield openPiece(bytes, key, nonceOf(head, number, isLast), head, place)
    number += 1
  }
}

function openPiece(bytes: Buffer, key: Buffer, nonce: Buffer, head: Buffer, place: string): Buffer {
  const end = bytes.length - TAG
  if (end < 0) throw sealedUnreadable(idOf(head))
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAAD(Buffer.concat([head, Buffer.from(place)]))
  decipher.setAuthTag(bytes.subarray(end))
  const plain = decipher.update(bytes.subarray(0, end))
  try {
    decipher.final()
  } catch {
    throw sealedUnreadable(idOf(head))
  }
  return plain
}

/**
 * A stream cut anew: the first piece of `first` bytes, then of `size`; the last is what is left, empty only when
 * there is nothing at all. One piece is held back, since only the end shows which one is the last.
 */
async function* pieces(
  content: AsyncIterable<Buffer>,
  size: number,
  first = size,
): AsyncGenerator<{ bytes: Buffer; isLast: boolean }> {
  let held: Buffer[] = []
  let length = 0
  let wanted = first
  for await (const chunk of content) {
    held.push(chunk)
    length += chunk.length
    if (length <= wanted) continue
    let bytes = Buffer.concat(held)
    while (bytes.length > wanted) {
      yield { bytes: bytes.subarray(0, wanted), isLast: false }
      bytes = bytes.subarray(wanted)
      wanted = size
    }
    held = [bytes]
    length = bytes.length
  }
  yield { bytes: Buffer.concat(held), isLast: true }
}
