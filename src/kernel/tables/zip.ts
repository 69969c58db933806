// ZIP files, read from disk by their directory: uploads of several tables, and workbooks, which are ZIPs too.
// Every claim of the directory is held against what unpacks: size, checksum, place.
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { AppError } from '../errors.ts'
import { bomb, damaged, locked, MAX_UNPACKED_BYTES } from './refusals.ts'

export interface ZipEntry {
  readonly name: string
  readonly isEncrypted: boolean
  readonly method: number
  readonly crc: number
  readonly packedSize: number
  readonly size: number
  readonly at: number
}

export interface Zip {
  readonly path: string
  readonly entries: readonly ZipEntry[]
}

/** A workbook with pictures has some hundred parts. */
const MAX_ENTRIES = 20_000

const broken = (en: string, zh: string) => damaged(`ZIP ${zh}`, `the ZIP ${en}`)

export async function readZip(path: string): Promise<Zip> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { from, length, count } = await findDirectory(file, size)
    if (count > MAX_ENTRIES) throw broken('has too many entries', '条目过多')
    if (from + length > size) throw broken('has no directory', '目录缺失')
    const entries = readDirectory(await readAt(file, from, length), count)
    const total = entries.reduce((sum, entry) => sum + entry.size, 0)
    if (total > MAX_UNPACKED_BYTES) throw bomb()
    return { path, entries }
  } finally {
    await file.close()
  }
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, at)
  if (bytesRead < length) throw broken('ends too early', '不完整')
  return buffer
}

async function findDirectory(file: FileHandle, size: number) {
  const length = Math.min(size, 65_557)
  const tail = await readAt(file, size - length, length)
  const end = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1')
  if (end === -1 || end + 22 > tail.length)
    throw broken('has no end: it is cut short', '不完整,结尾缺失')
  const plain = {
    count: tail.readUInt16LE(end + 10),
    length: tail.readUInt32LE(end + 12),
    from: tail.readUInt32LE(end + 16),
  }
  const locator = end - 20
  const isBig = locator >= 0 && tail.toString('latin1', locator, locator + 4) === 'PK\x06\x07'
  if (!isBig) return plain
  const big = await readAt(file, Number(tail.readBigUInt64LE(locator + 8)), 56).catch((error) => {
    throw error instanceof AppError ? error : broken('has no directory', '目录缺失')
  })
  if (big.toString('latin1', 0, 4) !== 'PK\x06\x06') throw broken('has no directory', '目录缺失')
  return {
    count: Number(big.readBigUInt64LE(32)),
    length: Number(big.readBigUInt64LE(40)),
    from: Number(big.readBigUInt64LE(48)),
  }
}

function readDirectory(bytes: Buffer, count: number): ZipEntry[] {
  const entries: ZipEntry[] = []
  let at = 0
  for (let left = count; left > 0; left--) {
    if (at + 46 > bytes.length || bytes.toString('latin1', at, at + 4) !== 'PK\x01\x02') {
      throw broken('has a broken directory', '目录损坏')
    }
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28)
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30)
    const next = extraEnd + bytes.readUInt16LE(at + 32)
    if (next > bytes.length) throw broken('has a broken directory', '目录损坏')
    const flags = bytes.readUInt16LE(at + 8)
    const extra = bytes.subarray(nameEnd, extraEnd)
    const name = nameOf(bytes.subarray(at + 46, nameEnd), (flags & 0x800) !== 0, extra)
    entries.push({
      name: name.replaceAll('\\', '/'),
      isEncrypted: (flags & 1) !== 0,
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      ...sizesOf(bytes, at, extra),
    })
    at = next
  }
  return entries
}

/** Sizes beyond 32 bits stand in an extra field, in this order, each only when its place says so. */
function sizesOf(bytes: Buffer, at: number, extra: Buffer) {
  const plain = [
    bytes.readUInt32LE(at + 24),
    bytes.readUInt32LE(at + 20),
    bytes.readUInt32LE(at + 42),
  ]
  const big = extraField(extra, 0x0001)
  let from = 0
  const [size = 0, packedSize = 0, place = 0] = plain.map((value) => {
    if (value !== 0xffffffff || big === null || from + 8 > big.length) return value
    from += 8
    return Number(big.readBigUInt64LE(from - 8))
  })
  return { size, packedSize, at: place }
}

function extraField(extra: Buffer, id: number): Buffer | null {
  for (let at = 0; at + 4 <= extra.length;) {
    const end = at + 4 + extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, end)
    at = end
  }
  return null
}

/**
 * Bit 11 says UTF-8. Without it Windows and Alipay write GBK, while macOS writes UTF-8 all the same; so UTF-8
 * counts when it decodes to Chinese and not to the Cyrillic and Arabic that short GBK names look like.
 */
function nameOf(bytes: Buffer, isUtf8: boolean, extra: Buffer): string {
  const unicode = extraField(extra, 0x7075)
  if (unicode !== null && unicode.length > 5) return unicode.toString('utf8', 5)
  const utf8 = bytes.toString('utf8')
  if (isUtf8) return utf8
  const isAccident = /[\u0080-\u07ff\ufffd]/.test(utf8)
  return isAccident ? new TextDecoder('gb18030').decode(bytes) : utf8
}

/** The content of one entry, in pieces. */
export async function* unzip(zip: Zip, entry: ZipEntry): AsyncGenerator<Buffer> {
  if (entry.isEncrypted) throw locked('压缩包', 'ZIP')
  if (entry.method !== 0 && entry.method !== 8) {
    throw broken(
      `uses compression ${entry.method} (make a plain ZIP)`,
      `用了少见的压缩方式 ${entry.method}`,
    )
  }
  const from = await contentAt(zip.path, entry)
  if (entry.packedSize === 0) {
    if (entry.size !== 0) throw broken(`entry ${entry.name} is empty`, `条目 ${entry.name} 是空的`)
    return
  }
  const packed = createReadStream(zip.path, { start: from, end: from + entry.packedSize - 1 })
  const plain = entry.method === 0 ? packed : createInflateRaw({ chunkSize: 1 << 17 })
  if (plain !== packed) {
    packed.on('error', (error) => plain.destroy(error))
    packed.pipe(plain as ReturnType<typeof createInflateRaw>)
  }
  let size = 0
  let crc = 0
  try {
    for await (const chunk of plain) {
      const bytes = chunk as Buffer
      size += bytes.length
      crc = crc32(bytes, crc)
      if (size > entry.size)
        throw broken(`entry ${entry.name} is longer than it says`, `条目 ${entry.name} 长度不符`)
      yield bytes
    }
  } catch (error) {
    throw error instanceof AppError || !isInflateError(error)
      ? error
      : broken(`entry ${entry.name} does not unpack`, `条目 ${entry.name} 无法解压`)
  } finally {
    packed.destroy()
    plain.destroy()
  }
  if (size !== entry.size || crc !== entry.crc) {
    throw broken(`entry ${entry.name} fails its checksum`, `条目 ${entry.name} 校验不符`)
  }
}

const isInflateError = (error: unknown) =>
  /^(Z_|ERR_)/.test((error as NodeJS.ErrnoException | null)?.code ?? '')

async function contentAt(path: string, entry: ZipEntry): Promise<number> {
  const file = await open(path)
  try {
    const header = await readAt(file, entry.at, 30)
    if (header.toString('latin1', 0, 4) !== 'PK\x03\x04')
      throw broken('has a broken entry', '条目损坏')
    return entry.at + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  } finally {
    await file.close()
  }
}

/** For parts that are small by nature; `most` keeps it so. */
export async function unzipText(
  zip: Zip,
  entry: ZipEntry,
  most = 64 * 1024 * 1024,
): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of unzip(zip, entry)) {
    size += chunk.length
    if (size > most) throw broken(`entry ${entry.name} is too large`, `条目 ${entry.name} 过大`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
