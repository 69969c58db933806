// The table of shared texts of a workbook, packed: 2,000,000 texts as JavaScript strings take four times
// the room, and most are read once.
import { StringDecoder } from 'node:string_decoder'
import { damaged } from './refusals.ts'
import { decodeCellText } from './xml.ts'

export interface SharedTexts {
  readonly count: number
  get(index: number): string
}

/** Beyond Excel's own limit of 32,767 characters and all markup around them. */
const MAX_ITEM = 4 * 1024 * 1024

export async function readSharedTexts(content: AsyncIterable<Buffer> | null): Promise<SharedTexts> {
  let bytes = Buffer.allocUnsafe(1 << 16)
  let ends = new Uint32Array(1 << 12)
  let count = 0
  const add = (text: string) => {
    const start = count === 0 ? 0 : ends[count - 1]!
    const most = start + text.length * 3
    if (most > bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(most, bytes.length * 2))
      bytes.copy(larger, 0, 0, start)
      bytes = larger
    }
    if (count === ends.length) {
      const larger = new Uint32Array(ends.length * 2)
      larger.set(ends)
      ends = larger
    }
    ends[count] = start + bytes.write(text, start)
    count += 1
  }
  if (content !== null) await readItems(content, add)
  return {
    count,
    get(index) {
      if (!(index >= 0 && index < count)) {
        throw damaged('单元格指向不存在的文本', 'a cell points at a text that is not there')
      }
      return bytes.toString('utf8', index === 0 ? 0 : ends[index - 1], ends[index])
    },
  }
}

async function readItems(
  content: AsyncIterable<Buffer>,
  add: (text: string) => void,
): Promise<void> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let prefix: string | null = null
  for await (const chunk of content) {
    const text = rest + decoder.write(chunk)
    prefix ??= /<(\w+:)?sst\b/.exec(text)?.[1] ?? (/<sst\b/.test(text) ? '' : null)
    if (prefix === null) {
      rest = text
    } else {
      rest = takeItems(text, prefix, add)
    }
    if (rest.length > MAX_ITEM) throw damaged('共享文本过长', 'a shared text is too long')
  }
}

function takeItems(text: string, prefix: string, add: (text: string) => void): string {
  const opening = `<${prefix}si`
  const closing = `</${prefix}si>`
  let at = 0
  for (;;) {
    const start = text.indexOf(opening, at)
    // A tag may be torn: keep enough to see it whole next time.
    if (start === -1) return text.slice(Math.max(at, text.length - opening.length))
    const head = text.indexOf('>', start)
    if (head === -1) return text.slice(start)
    if (text[head - 1] === '/') {
      add('')
      at = head + 1
      continue
    }
    const end = text.indexOf(closing, head)
    if (end === -1) return text.slice(start)
    add(richText(text.slice(head + 1, end), prefix))
    at = end + closing.length
  }
}

/** The texts of all runs, without the phonetic guides that Japanese and Chinese editions add. */
export function richText(inner: string, prefix: string): string {
  const guide = `<${prefix}rPh`
  const spoken = inner.includes(guide)
    ? inner.replace(new RegExp(`${guide}[\\s>][\\s\\S]*?</${prefix}rPh>`, 'g'), '')
    : inner
  const opening = `<${prefix}t`
  let text = ''
  let at = 0
  for (;;) {
    const start = spoken.indexOf(opening, at)
    if (start === -1) break
    const head = spoken.indexOf('>', start)
    const mark = spoken[start + opening.length]
    at = start + opening.length
    if (head === -1 || (mark !== '>' && mark !== ' ' && mark !== '/' && mark !== '\n')) continue
    if (spoken[head - 1] === '/') continue
    const end = spoken.indexOf(`</${prefix}t>`, head)
    if (end === -1) break
    text += spoken.slice(head + 1, end)
    at = end
  }
  return decodeCellText(text)
}
