// Which encoding and which delimiter: found out, not asked for.
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { StringDecoder } from 'node:string_decoder'
import { binary, cutShort, mixedEncodings, unreadable } from './refusals.ts'

export interface Decoder {
  write(chunk: Buffer): string
  end(): string
}

/** `encoding` was found by detectEncoding, so nothing can fail here. */
export function textDecoder(encoding: string): Decoder {
  if (encoding === 'utf-8' || encoding === 'utf-16le') {
    // Much faster than TextDecoder, and it keeps ASCII in one byte a character.
    const decoder = new StringDecoder(encoding === 'utf-8' ? 'utf8' : 'utf16le')
    let isFirst = true
    return {
      write: (chunk) => {
        const text = decoder.write(chunk)
        if (!isFirst || text === '') return text
        isFirst = false
        return text.startsWith('\uFEFF') ? text.slice(1) : text
      },
      end: () => decoder.end(),
    }
  }
  const decoder = new TextDecoder(encoding)
  return { write: (chunk) => decoder.decode(chunk, { stream: true }), end: () => decoder.decode() }
}

export async function readHead(path: string, bytes: number): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** What is uploaded by mistake, by its first bytes. */
const MAGIC: readonly (readonly [string, string, string])[] = [
  ['\x89PNG', '一张 PNG 图片', 'a PNG picture'],
  ['\xff\xd8\xff', '一张 JPEG 图片', 'a JPEG picture'],
  ['GIF8', '一张 GIF 图片', 'a GIF picture'],
  ['RIFF', '一个多媒体文件', 'a media file'],
  ['%PDF', '一个 PDF 文件', 'a PDF file'],
  ['Rar!', '一个 RAR 压缩包(请改用 ZIP)', 'a RAR archive (use ZIP)'],
  ['7z\xbc\xaf', '一个 7z 压缩包(请改用 ZIP)', 'a 7z archive (use ZIP)'],
  ['MZ', '一个程序文件', 'a program'],
  ['\x7fELF', '一个程序文件', 'a program'],
  ['\x28\xb5\x2f\xfd', '一个 Zstandard 压缩包(请改用 ZIP)', 'a Zstandard archive (use ZIP)'],
  ['\xfd7zXZ', '一个 XZ 压缩包(请改用 ZIP)', 'an XZ archive (use ZIP)'],
  ['SQLite format', '一个数据库文件', 'a database file'],
  ['MIME-Version:', '一个 MHTML 网页存档', 'an MHTML web archive'],
]

/** Throws when the first bytes are those of something that is no text. */
export function refuseBinary(head: Buffer): void {
  const text = head.toString('latin1', 0, 16)
  const known = MAGIC.find(([magic]) => text.startsWith(magic))
  // "MZ" may begin a header; a program has zero bytes right behind it.
  if (known && (known[0] !== 'MZ' || head.subarray(0, 64).includes(0)))
    throw binary(known[1], known[2])
}

/** What programs exchange and no table holds at its start. */
export function refuseJson(text: string): void {
  if (/^\s*(\[\s*\{|\{\s*")/.test(text)) throw binary('JSON 数据', 'JSON data')
}

/** Three-byte characters of which a handful in good order cannot be an accident of GB18030. */
const PROOF_OF_UTF8 = 8

/** Byte order mark, else strict UTF-8, else strict GB18030, judged on the whole file. */
export async function detectEncoding(path: string): Promise<string> {
  const head = await readHead(path, 4096)
  if ((head[0] === 0xff && head[1] === 0xfe) || looksLikeUtf16(head))
    return judgeWhole(path, 'utf-16le')
  if (head[0] === 0xfe && head[1] === 0xff) return judgeWhole(path, 'utf-16be')
  const utf8 = await judge(path, 'utf-8')
  if (utf8.ok) return 'utf-8'
  const hasMark = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  if (hasMark || utf8.wideSeen >= PROOF_OF_UTF8)
    throw utf8.atEnd ? cutShort() : mixedEncodings(utf8.row)
  return judgeWhole(path, 'gb18030')
}

/** "Unicode text" without its mark: every second byte of ASCII is zero, and no other byte is. */
function looksLikeUtf16(head: Buffer): boolean {
  let zeros = 0
  for (let at = 0; at + 1 < head.length; at += 2) {
    if (head[at] === 0) return false
    if (head[at + 1] === 0) zeros += 1
  }
  return zeros * 20 > head.length
}

async function judgeWhole(path: string, encoding: string): Promise<string> {
  const verdict = await judge(path, encoding)
  if (verdict.ok) return encoding
  throw verdict.atEnd && verdict.row > 1 ? cutShort() : unreadable(verdict.row)
}

type Verdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly row: number; readonly atEnd: boolean; readonly wideSeen: number }

async function judge(path: string, encoding: string): Promise<Verdict> {
  const strict = new TextDecoder(encoding, { fatal: true })
  const lenient = new TextDecoder(encoding)
  let row = 1
  let wideSeen = 0
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    const bytes = chunk as Buffer
    let text: string
    try {
      text = strict.decode(bytes, { stream: true })
    } catch {
      const bad = lenient.decode(bytes, { stream: true })
      const good = bad.slice(0, Math.max(0, bad.indexOf('\uFFFD')))
      return { ok: false, row: row + linesIn(good), atEnd: false, wideSeen: wideSeen + wide(good) }
    }
    // The lenient one must stand where the strict one stands, for the day it is needed.
    lenient.decode(bytes, { stream: true })
    const zero = text.indexOf('\0')
    if (zero !== -1) throw zeroByte(row + linesIn(text.slice(0, zero)))
    row += linesIn(text)
    if (wideSeen < PROOF_OF_UTF8) wideSeen += wide(text)
  }
  try {
    strict.decode()
    return { ok: true }
  } catch {
    return { ok: false, row, atEnd: true, wideSeen }
  }
}

const linesIn = (text: string) => {
  let count = 0
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1
  return count
}

const wide = (text: string) => {
  let count = 0
  for (let at = 0; at < text.length && count < PROOF_OF_UTF8; at++) {
    if (text.charCodeAt(at) >= 0x800) count += 1
  }
  return count
}

const zeroByte = (row: number) =>
  binary(`含有零字节的文件(第 ${row} 行)`, `a file with zero bytes (row ${row})`)

/** The candidate that cuts most of the first lines into the same number of cells. */
export function delimiterOf(text: string, isWhole: boolean): string {
  const directive = /^sep=([,;|\t])\r?\n/i.exec(text)
  if (directive) return directive[1]!
  const lines = text.split(/\r\n?|\n/)
  // The last line of a piece is torn.
  if (!isWhole && lines.length > 1) lines.pop()
  const outside = lines
    .filter((line) => line.trim() !== '')
    .slice(0, 60)
    .map((line) => line.replace(/"(?:[^"]|"")*"/g, ''))
  const score = (mark: string) => {
    const counts = new Map<number, number>()
    for (const line of outside) {
      const width = line.split(mark).length
      counts.set(width, (counts.get(width) ?? 0) + 1)
    }
    return Math.max(0, ...[...counts].map(([width, count]) => (width - 1) * count))
  }
  return [',', '\t', ';', '|'].toSorted((a, b) => score(b) - score(a))[0]!
}
