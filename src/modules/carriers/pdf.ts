// As much PDF as a label needs: pages of a size, filled rectangles, lines of text. Latin letters are Courier, Chinese is STSong-Light
// of Adobe's GB1 collection, which every reader of Chinese documents brings along, so no font of several megabytes travels in each
// label (ADR 0028).

export type Mark =
  | {
      readonly kind: 'box'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
    }
  | {
      readonly kind: 'text'
      readonly x: number
      readonly y: number
      readonly size: number
      readonly text: string
    }

/** All in millimetres from the upper left; the size of text is its height. */
export interface Sheet {
  readonly width: number
  readonly height: number
  readonly marks: readonly Mark[]
}

const POINTS = 72 / 25.4
const pt = (mm: number) => (mm * POINTS).toFixed(2)

/** Courier is 0.6 of its size wide, Chinese a whole. */
const isLatin = (letter: string) => letter >= ' ' && letter <= '~'
export const widthOf = (text: string, size: number): number =>
  [...text].reduce((sum, letter) => sum + (isLatin(letter) ? 0.6 : 1) * size, 0)

/** Lines no wider than that; what does not fit into so many ends in an ellipsis. */
export function wrap(text: string, size: number, width: number, most: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const letter of text.replace(/\s+/g, ' ').trim()) {
    if (widthOf(line + letter, size) > width) {
      lines.push(line)
      line = ''
    }
    line += letter
  }
  if (line !== '') lines.push(line)
  if (lines.length <= most) return lines
  return [...lines.slice(0, most - 1), `${[...lines[most - 1]!].slice(0, -1).join('')}…`]
}

const FONTS = [
  '<< /Type /Font /Subtype /Type1 /BaseFont /Courier-Bold /Encoding /WinAnsiEncoding >>',
  '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [5 0 R] >>',
  '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 5 >> /DW 1000 /FontDescriptor 6 0 R >>',
  '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
]

/** Objects 1 and 2 are catalogue and page tree, 3 to 6 the fonts, then page and content by turns. */
const FIRST_PAGE = 3 + FONTS.length

export function toPdf(sheets: readonly Sheet[]): Buffer {
  const kids = sheets.map((_, n) => `${FIRST_PAGE + n * 2} 0 R`).join(' ')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${sheets.length} >>`,
    ...FONTS,
    ...sheets.flatMap((sheet, n) => {
      const content = contentOf(sheet)
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${pt(sheet.width)} ${pt(sheet.height)}] /Resources << /Font << /L 3 0 R /C 4 0 R >> >> /Contents ${FIRST_PAGE + n * 2 + 1} 0 R >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ]
    }),
  ]
  let text = '%PDF-1.5\n'
  const offsets = objects.map((object, n) => {
    const offset = text.length
    text += `${n + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const xref = text.length
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`
  // Only ASCII was written, so that a letter is a byte.
  return Buffer.from(text, 'latin1')
}

function contentOf({ height, marks }: Sheet): string {
  return marks
    .map((mark) => {
      if (mark.kind === 'box') {
        return `${pt(mark.x)} ${pt(height - mark.y - mark.height)} ${pt(mark.width)} ${pt(mark.height)} re f`
      }
      return textOf(mark, height)
    })
    .join('\n')
}

function textOf(mark: Mark & { kind: 'text' }, height: number): string {
  const runs = mark.text.match(/[ -~]+|[^ -~]+/gu) ?? []
  const shown = runs.map((run) =>
    isLatin(run)
      ? `/L ${pt(mark.size)} Tf (${run.replace(/[\\()]/g, '\\$&')}) Tj`
      : `/C ${pt(mark.size)} Tf <${hexOf(run)}> Tj`,
  )
  return `BT 1 0 0 1 ${pt(mark.x)} ${pt(height - mark.y - mark.size)} Tm ${shown.join(' ')} ET`
}

/** UTF-16, big end first. */
const hexOf = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase()
