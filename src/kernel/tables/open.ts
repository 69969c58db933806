// From an upload to its sources: the first bytes say what it is, whatever it is called.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { AppError } from '../errors.ts'
import { nowMs } from '../time.ts'
import { csvLines } from './csv.ts'
import {
  bomb,
  damaged,
  empty,
  MAX_UNPACKED_BYTES,
  MAX_UPLOAD_BYTES,
  noTables,
  tooLarge,
} from './refusals.ts'
import { looksLikeMarkup, openMarkup, openOle2 } from './old-workbook.ts'
import type { Ignored, Source } from './source.ts'
import {
  delimiterOf,
  detectEncoding,
  readHead,
  refuseBinary,
  refuseJson,
  textDecoder,
} from './text.ts'
import { isWorkbook, openWorkbook, refuseOtherOffice } from './workbook.ts'
import { readZip, unzip, type Zip } from './zip.ts'

export interface Opened {
  readonly sources: readonly Source[]
  readonly ignored: readonly Ignored[]
  readonly dispose: () => Promise<void>
}

/** An entry, an empty archive, a split one. */
const ZIP_MAGICS = ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08']

const PREFIX = 'millrace-table-'

/** Longer than any import runs. */
const STALE_MS = 24 * 3600 * 1000

export async function openSources(content: Readable, name: string): Promise<Opened> {
  await sweep()
  const dir = await mkdtemp(join(tmpdir(), PREFIX))
  const dispose = () => rm(dir, { recursive: true, force: true })
  try {
    const path = join(dir, '0')
    await pipeline(
      content,
      limited(MAX_UPLOAD_BYTES, tooLarge),
      createWriteStream(path, { mode: 0o600 }),
    )
    const found: Found = { dir, files: 1, sources: [], ignored: [] }
    await openFile(path, name, found, 0)
    return { sources: found.sources, ignored: found.ignored, dispose }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** Buyers' addresses are spooled here, so what a killed process left behind does not stay. */
async function sweep(): Promise<void> {
  const root = tmpdir()
  for (const entry of await readdir(root)) {
    if (!entry.startsWith(PREFIX)) continue
    const path = join(root, entry)
    const info = await stat(path).catch(() => null)
    if (info && nowMs() - info.mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true })
  }
}

interface Found {
  readonly dir: string
  /** Spooled so far, to name the next. */
  files: number
  readonly sources: Source[]
  readonly ignored: Ignored[]
}

function limited(most: number, tooMuch: () => AppError) {
  return async function* limit(chunks: AsyncIterable<Buffer | string>) {
    let size = 0
    for await (const chunk of chunks) {
      size += chunk.length
      if (size > most) throw tooMuch()
      yield chunk
    }
  }
}

async function openFile(path: string, name: string, found: Found, depth: number): Promise<void> {
  const head = await readHead(path, 512)
  if (head.length === 0) throw empty()
  const magic = head.toString('latin1', 0, 4)
  if (magic.startsWith('\x1f\x8b') && depth < 2) {
    const plain = await gunzip(path, found)
    return openFile(plain, name.replace(/\.gz$/i, ''), found, depth + 1)
  }
  if (ZIP_MAGICS.includes(magic)) {
    const zip = await readZip(path)
    if (!isWorkbook(zip)) return openArchive(zip, found, depth)
    return add(found, await openWorkbook(zip, name))
  }
  if (magic === '\xd0\xcf\x11\xe0') return add(found, await openOle2(path, name))
  refuseBinary(head)
  const encoding = await detectEncoding(path)
  const text = textDecoder(encoding).write(await readHead(path, 1 << 16))
  if (looksLikeMarkup(text)) return add(found, await openMarkup(path, name, encoding))
  refuseJson(text)
  found.sources.push(csvSource(path, name, encoding, delimiterOf(text, head.length < 512)))
}

async function gunzip(path: string, found: Found): Promise<string> {
  const plain = join(found.dir, `${found.files++}`)
  try {
    await pipeline(
      createReadStream(path),
      createGunzip(),
      limited(MAX_UNPACKED_BYTES, bomb),
      createWriteStream(plain, { mode: 0o600 }),
    )
  } catch (error) {
    if (error instanceof AppError || !/^Z_|^ERR_/.test((error as NodeJS.ErrnoException).code ?? ''))
      throw error
    throw damaged('GZIP 无法解压', 'the GZIP does not unpack')
  }
  return plain
}

/** Leftovers of the systems that made the ZIP. */
const isRubbish = (name: string) =>
  /(^|\/)(__MACOSX|\.[^/]*|Thumbs\.db|desktop\.ini|~\$[^/]*)(\/|$)/i.test(name)

const isTableName = (name: string) => /\.(csv|tsv|txt|xlsx|xlsm|xls|zip|gz)$/i.test(name)

async function openArchive(zip: Zip, found: Found, depth: number): Promise<void> {
  refuseOtherOffice(zip)
  const before = found.sources.length
  const wanted = zip.entries.filter(
    ({ name, size }) => !name.endsWith('/') && size > 0 && !isRubbish(name),
  )
  for (const entry of wanted) {
    if (!isTableName(entry.name) || depth > 1) {
      found.ignored.push({ name: entry.name, zh: '不是表格文件', en: 'not a table' })
      continue
    }
    const path = join(found.dir, `${found.files++}`)
    await pipeline(unzip(zip, entry), createWriteStream(path, { mode: 0o600 }))
    const from = found.sources.length
    try {
      await openFile(path, entry.name, found, depth + 1)
    } catch (error) {
      throw inEntry(error, entry.name)
    }
    const added = found.sources.splice(from)
    found.sources.push(...added.map((source) => named(source)))
  }
  if (found.sources.length === before) throw noTables(wanted.map(({ name }) => name))
}

/** One bad file of twenty is refused by its name: half an upload is worse than none. */
function inEntry(error: unknown, name: string): unknown {
  if (!(error instanceof AppError) || error.details['file'] !== undefined) return error
  return new AppError(
    error.code,
    error.status,
    { zh: `${name}:${error.text.zh}`, en: `${name}: ${error.text.en}` },
    { ...error.details, file: name },
  )
}

function named(source: Source): Source {
  return {
    ...source,
    async *lines() {
      try {
        yield* source.lines()
      } catch (error) {
        throw inEntry(error, source.name)
      }
    },
  }
}

function csvSource(path: string, name: string, encoding: string, delimiter: string): Source {
  return {
    name,
    sheetName: null,
    encoding,
    delimiter,
    lines: () => csvLines(path, encoding, delimiter),
  }
}

function add(found: Found, more: Pick<Found, 'sources' | 'ignored'>): void {
  found.sources.push(...more.sources)
  found.ignored.push(...more.ignored)
}
