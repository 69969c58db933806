// Refused rows beyond those a table keeps: with their reasons into one file of the store, so that a file wrong in a million
// rows comes back whole. While an import runs they lie on disk under a key that only this process has: they name people, and
// a crash leaves nothing that opens.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import type { FileStore } from '#kernel/files.ts'
import type { CellProblem } from '#modules/layouts'

export interface OverflowRow {
  readonly row: number
  readonly values: readonly string[]
  readonly problems: readonly CellProblem[]
}

export interface Overflow {
  /** Told again right away, a row gets more reasons. */
  add(row: OverflowRow): void
  store(files: FileStore, key: string): Promise<void>
  discard(): void
}

const ALGORITHM = 'aes-256-ctr'

/** Written at once. */
const CHUNK = 1 << 18

export function openOverflow(): Overflow {
  const dir = mkdtempSync(join(tmpdir(), 'millrace-refused-'))
  const path = join(dir, 'rows')
  const [key, iv] = [randomBytes(32), randomBytes(16)]
  const cipher = createCipheriv(ALGORITHM, key, iv)
  const file = openSync(path, 'w', 0o600)
  let isOpen = true
  let text = ''
  let last: OverflowRow | null = null
  const write = () => {
    if (text !== '') writeSync(file, cipher.update(text, 'utf8'))
    text = ''
  }
  const keepLast = () => {
    if (last !== null) text += `${JSON.stringify(last)}\n`
    last = null
    if (text.length >= CHUNK) write()
  }
  const close = () => {
    if (isOpen) closeSync(file)
    isOpen = false
  }
  const discard = () => {
    close()
    rmSync(dir, { recursive: true, force: true })
  }
  return {
    add(row) {
      if (last?.row === row.row) {
        last = { ...last, problems: [...last.problems, ...row.problems] }
        return
      }
      keepLast()
      last = row
    },
    async store(files, at) {
      try {
        keepLast()
        write()
        close()
        const plain = createReadStream(path).pipe(createDecipheriv(ALGORITHM, key, iv))
        await files.put(at, plain)
      } finally {
        discard()
      }
    },
    discard,
  }
}

/** A line a row; JSON knows no line ends but these. */
export async function* overflowRows(content: Readable): AsyncGenerator<OverflowRow> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of content) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield JSON.parse(line) as OverflowRow
  }
}
