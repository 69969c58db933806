// XLSX workbooks: which sheets there are, what their cells mean. Parts are read straight from the ZIP; only the
// table of shared texts is kept, packed, since sheets point into it at random.
import { kindOfFormat, type NumberKind } from './numbers.ts'
import { binary, damaged } from './refusals.ts'
import { type SharedTexts, readSharedTexts } from './shared-texts.ts'
import { sheetLines } from './sheet-lines.ts'
import type { Ignored, Source } from './source.ts'
import { tagsOf } from './xml.ts'
import { unzip, unzipText, type Zip, type ZipEntry } from './zip.ts'

export interface NumberStyles {
  /** Per style: how a number under it is to be read. */
  kindOf(style: number): NumberKind
  readonly is1904: boolean
}

/** Office files that are ZIPs and no workbooks we read. */
export function refuseOtherOffice(zip: Zip): void {
  const has = (pattern: RegExp) => zip.entries.some(({ name }) => pattern.test(name))
  if (has(/^word\//)) throw binary('一个 Word 文档', 'a Word document')
  if (has(/^ppt\//)) throw binary('一个 PPT 演示文稿', 'a PowerPoint presentation')
  if (has(/^xl\/workbook\.bin$/)) throw binary('一个 XLSB 二进制工作簿', 'an XLSB binary workbook')
  if (has(/^Index\/.*\.iwa$/)) throw binary('一个 Numbers 表格', 'a Numbers document')
  if (has(/^mimetype$/) && has(/^content\.xml$/))
    throw binary('一个 OpenDocument 表格', 'an OpenDocument sheet')
}

export const isWorkbook = (zip: Zip) =>
  zip.entries.some(({ name }) => /^(\[Content_Types\]\.xml|xl\/workbook\.xml)$/i.test(name))

export async function openWorkbook(
  zip: Zip,
  name: string,
): Promise<{ sources: Source[]; ignored: Ignored[] }> {
  refuseOtherOffice(zip)
  const parts = new Map(zip.entries.map((entry) => [entry.name.toLowerCase(), entry]))
  const part = (path: string) => parts.get(path.toLowerCase())
  const bookPath = await workbookPath(zip, part)
  const bookPart = part(bookPath)
  if (!bookPart) throw damaged('工作簿部件缺失', 'the workbook part is missing')
  const folder = bookPath.slice(0, bookPath.lastIndexOf('/') + 1)
  const relations = await relationsOf(
    zip,
    part(`${folder}_rels/${bookPath.slice(folder.length)}.rels`),
    folder,
  )
  const byKind = (kind: string) => [...relations.values()].find((one) => one.kind === kind)
  const { sheets, is1904 } = sheetsOf(await unzipText(zip, bookPart))

  const shared = once(async (): Promise<SharedTexts> => {
    const texts = part(byKind('sharedStrings')?.path ?? `${folder}sharedStrings.xml`)
    return readSharedTexts(texts ? unzip(zip, texts) : null)
  })
  const styles = once(async () => {
    const stylesPart = part(byKind('styles')?.path ?? `${folder}styles.xml`)
    return stylesOf(stylesPart ? await unzipText(zip, stylesPart) : '', is1904)
  })
  const sources: Source[] = []
  const ignored: Ignored[] = []
  for (const sheet of sheets) {
    const target = relations.get(sheet.relation)
    if (target && target.kind !== 'worksheet') continue
    const sheetPart = target && part(target.path)
    if (!sheetPart) throw damaged(`工作表「${sheet.name}」缺失`, `sheet "${sheet.name}" is missing`)
    if (sheet.isHidden) {
      ignored.push({ name: `${name} / ${sheet.name}`, zh: '隐藏的工作表', en: 'hidden sheet' })
      continue
    }
    sources.push({
      name,
      sheetName: sheet.name,
      encoding: 'xlsx',
      delimiter: null,
      async *lines() {
        yield* sheetLines(unzip(zip, sheetPart), await shared(), await styles())
      },
    })
  }
  return { sources, ignored }
}

/** A result kept for the next caller; a failure is not. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null
      throw error
    })
    return made
  }
}

type FindPart = (path: string) => ZipEntry | undefined

async function workbookPath(zip: Zip, part: FindPart): Promise<string> {
  const root = await relationsOf(zip, part('_rels/.rels'), '')
  const found = [...root.values()].find(({ kind }) => kind === 'officeDocument')
  return found?.path ?? 'xl/workbook.xml'
}

interface Relation {
  /** The last word of its type: the rest differs between the two editions of the standard. */
  readonly kind: string
  readonly path: string
}

async function relationsOf(
  zip: Zip,
  entry: ZipEntry | undefined,
  folder: string,
): Promise<Map<string, Relation>> {
  const relations = new Map<string, Relation>()
  if (!entry) return relations
  for (const { name, attributes } of tagsOf(await unzipText(zip, entry))) {
    if (name !== 'Relationship') continue
    relations.set(attributes['Id'] ?? '', {
      kind: (attributes['Type'] ?? '').replace(/^.*\//, ''),
      path: resolve(folder, attributes['Target'] ?? ''),
    })
  }
  return relations
}

function resolve(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const parts: string[] = []
  for (const step of `${folder}${target}`.split('/')) {
    if (step === '..') parts.pop()
    else if (step !== '.' && step !== '') parts.push(step)
  }
  return parts.join('/')
}

function sheetsOf(xml: string) {
  let is1904 = false
  const sheets: { name: string; relation: string; isHidden: boolean }[] = []
  for (const { name, attributes } of tagsOf(xml)) {
    if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributes['date1904'] ?? '')
    if (name !== 'sheet') continue
    sheets.push({
      name: attributes['name'] ?? '',
      relation: attributes['id'] ?? '',
      isHidden: /hidden/i.test(attributes['state'] ?? ''),
    })
  }
  if (sheets.length === 0) throw damaged('工作簿里没有工作表', 'the workbook has no sheet')
  return { sheets, is1904 }
}

function stylesOf(xml: string, is1904: boolean): NumberStyles {
  const codes = new Map<number, string>()
  const kinds: NumberKind[] = []
  let isInside = false
  for (const { name, attributes } of tagsOf(xml)) {
    if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
    // Other lists of xf elements stand before and behind this one.
    if (/^(cellXfs|cellStyleXfs|cellStyles|dxfs)$/.test(name)) isInside = name === 'cellXfs'
    if (name !== 'xf' || !isInside) continue
    const id = Number(attributes['numFmtId'] ?? '0')
    kinds.push(kindOfFormat(id, codes.get(id)))
  }
  return { kindOf: (style) => kinds[style] ?? 'number', is1904 }
}
