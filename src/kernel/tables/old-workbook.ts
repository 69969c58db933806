// Tables of other times: XLS of Excel 97–2003 and older, HTML and XML that call themselves XLS. Read whole, by
// SheetJS, in a worker with limits of time and memory.
import { readFile, stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { binary, cutShortWorkbook, locked, oldTooLarge, oldWorkbook } from './refusals.ts'
import type { Answer, OldSheet } from './old-workbook-worker.ts'
import type { Ignored, Source } from './source.ts'
import { textDecoder } from './text.ts'

/** 65,536 rows, as XLS had them, are some 30 MB. */
const MAX_BYTES = 50 * 1024 * 1024
const MAX_LINES = 65_536

const TIME_LIMIT_MS = 60_000

interface Read {
  readonly sources: Source[]
  readonly ignored: Ignored[]
}

export async function openOle2(path: string, name: string): Promise<Read> {
  if ((await stat(path)).size > MAX_BYTES) throw oldTooLarge()
  const bytes = await readFile(path)
  const has = (part: string) => bytes.includes(Buffer.from(part, 'utf16le'))
  if (has('EncryptedPackage')) throw locked('工作簿', 'workbook')
  if (has('WordDocument')) throw binary('一个 Word 文档', 'a Word document')
  if (has('PowerPoint Document')) throw binary('一个 PPT 演示文稿', 'a PowerPoint presentation')
  if (isCutShort(bytes)) throw cutShortWorkbook()
  return sourcesOf(await readApart(bytes), name, 'xls')
}

export async function openMarkup(path: string, name: string, encoding: string): Promise<Read> {
  if ((await stat(path)).size > MAX_BYTES) throw oldTooLarge()
  const decoder = textDecoder(encoding)
  const text = decoder.write(await readFile(path)) + decoder.end()
  if (!/<table[\s>]|<(\w+:)?Worksheet[\s>]/i.test(text)) {
    throw binary(
      '一个没有表格的网页(可能是登录页或报错页)',
      'a web page without a table (a login or error page?)',
    )
  }
  const isXml = /<(\w+:)?Worksheet[\s>]/.test(text)
  return sourcesOf(await readApart(text), name, isXml ? 'xml' : 'html')
}

/** By the first characters; `<` alone may well begin a column's name. */
export const looksLikeMarkup = (text: string) =>
  /^\s*<(!doctype\s+html|!--|html|head|meta|body|table|style|div|\?xml)/i.test(text)

function sourcesOf(sheets: readonly OldSheet[], name: string, encoding: string): Read {
  const visible = sheets.filter(({ isHidden, lines }) => !isHidden && lines.length > 0)
  return {
    sources: visible.map((sheet) => ({
      name,
      sheetName: encoding === 'html' && visible.length === 1 ? null : sheet.name,
      encoding,
      delimiter: null,
      // oxlint-disable-next-line require-await -- the interface of sources that stream
      async *lines() {
        yield [...sheet.lines]
      },
    })),
    ignored: sheets
      .filter(({ isHidden }) => isHidden)
      .map((sheet) => ({
        name: `${name} / ${sheet.name}`,
        zh: '隐藏的工作表',
        en: 'hidden sheet',
      })),
  }
}

async function readApart(content: Uint8Array | string): Promise<readonly OldSheet[]> {
  const answer = await new Promise<Answer>((done, fail) => {
    const worker = new Worker(new URL('./old-workbook-worker.ts', import.meta.url), {
      workerData: content,
      // Its remarks on odd records are for its authors.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 768 },
    })
    const clock = setTimeout(() => settle(() => done({ problem: 'time limit' })), TIME_LIMIT_MS)
    const settle = (tell: () => void) => {
      clearTimeout(clock)
      void worker.terminate()
      tell()
    }
    worker.once('message', (message: Answer) => settle(() => done(message)))
    worker.once('error', (error: NodeJS.ErrnoException) =>
      settle(() =>
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? done({ problem: 'memory limit' }) : fail(error),
      ),
    )
  })
  if ('problem' in answer) {
    throw /password|encrypt/i.test(answer.problem)
      ? locked('工作簿', 'workbook')
      : oldWorkbook(answer.problem.slice(0, 120))
  }
  if (answer.sheets.some(({ lines }) => (lines.at(-1)?.row ?? 0) > MAX_LINES)) throw oldTooLarge()
  return answer.sheets
}

/** Sectors the container's own map says are used, and which are not there. */
function isCutShort(bytes: Buffer): boolean {
  if (bytes.length < 512) return true
  const shift = bytes.readUInt16LE(30)
  if (shift !== 9 && shift !== 12) return true
  const sector = 1 << shift
  const perSector = sector / 4
  // The map's own sectors; the first 109 suffice for 50 MB in steps of 512 bytes × 128.
  for (let index = Math.min(bytes.readUInt32LE(44), 109) - 1; index >= 0; index--) {
    const at = (bytes.readUInt32LE(76 + index * 4) + 1) * sector
    if (at + sector > bytes.length) return true
    for (let entry = perSector - 1; entry >= 0; entry--) {
      if (bytes.readUInt32LE(at + entry * 4) === 0xffffffff) continue
      // The last sector need not be whole.
      return (index * perSector + entry + 1) * sector >= bytes.length
    }
  }
  return true
}
