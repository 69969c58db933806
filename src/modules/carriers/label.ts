// The label, 100 × 150 mm: where it goes in large letters, the number as Code 128, who gets it, what is in it. Once as a PDF
// for any printer, once as ZPL for label printers at 203 dpi.
import { code128 } from './code128.ts'
import { type Mark, type Sheet, toPdf, wrap, widthOf } from './pdf.ts'
import type { Routing } from './port.ts'
import type { Receiver } from './receiver.ts'

export interface LabelFacts {
  readonly carrier: string
  readonly service: string
  readonly waybillNo: string
  readonly routing: Routing
  readonly receiver: Receiver
  readonly sender: string
  readonly contents: string
  readonly grams: number
  readonly orderRef: string
  readonly seq: number
  readonly parcels: number
  /** The how manyth print. */
  readonly print: number
}

const WIDTH = 100
const HEIGHT = 150
const LEFT = 5
const INNER = WIDTH - 2 * LEFT

/** The narrowest bar printers and scanners of parcels agree on is a quarter of a millimetre; wider is safer. */
const WIDEST_MODULE = 0.5
const BAR_TOP = 44
const BAR_HEIGHT = 22

const text = (x: number, y: number, size: number, said: string): Mark => ({
  kind: 'text',
  x,
  y,
  size,
  text: said,
})
const rule = (y: number): Mark => ({ kind: 'box', x: LEFT, y, width: INNER, height: 0.3 })

export function sheetOf(label: LabelFacts): Sheet {
  const { routing, receiver } = label
  const where =
    routing.sorting || routing.mark || receiver.division.split(' ').slice(0, 2).join(' ')
  const lines = (size: number, y: number, said: string, most: number) =>
    wrap(said, size, INNER, most).map((line, n) => text(LEFT, y + n * size * 1.25, size, line))
  const count = `${label.seq}/${label.parcels}`
  return {
    width: WIDTH,
    height: HEIGHT,
    marks: [
      text(LEFT, 5, 5, `${label.carrier} ${label.service}`),
      text(WIDTH - LEFT - widthOf(count, 5), 5, 5, count),
      rule(12),
      ...lines(9, 15, where, 1),
      ...lines(
        5,
        28,
        [routing.sorting ? routing.mark : '', routing.hub].filter(Boolean).join(' · '),
        2,
      ),
      rule(41),
      ...barsOf(label.waybillNo),
      text(
        (WIDTH - widthOf(label.waybillNo, 4.5)) / 2,
        BAR_TOP + BAR_HEIGHT + 1,
        4.5,
        label.waybillNo,
      ),
      rule(74),
      ...lines(5, 77, `收 ${receiver.name} ${receiver.phone}`, 2),
      ...lines(4.5, 91, `${receiver.division} ${receiver.address}`, 4),
      rule(115),
      ...lines(4, 118, `寄 ${label.sender}`, 1),
      ...lines(3.5, 124, label.contents, 3),
      text(
        LEFT,
        140,
        3,
        `${label.grams} g · ${label.orderRef}${label.print > 1 ? ` · 第 ${label.print} 次打印` : ''}`,
      ),
    ],
  }
}

/** Bars in the middle, with ten modules of quiet on either side at least. */
export function barsOf(waybillNo: string): Mark[] {
  const widths = code128(waybillNo)
  const modules = widths.reduce((sum, width) => sum + width, 0)
  const module = Math.min(WIDEST_MODULE, INNER / (modules + 20))
  let x = (WIDTH - modules * module) / 2
  return widths.flatMap((width, n): Mark[] => {
    const from = x
    x += width * module
    return n % 2 === 0
      ? [{ kind: 'box', x: from, y: BAR_TOP, width: width * module, height: BAR_HEIGHT }]
      : []
  })
}

export const labelsPdf = (labels: readonly LabelFacts[]): Buffer => toPdf(labels.map(sheetOf))

/** Dots a millimetre at 203 dpi. */
const DOTS = 8
const dots = (mm: number) => Math.round(mm * DOTS)

/** `^` and `~` command the printer: data must not. */
const field = (said: string) =>
  said.replace(/[\^~_\\]/g, (letter) => `_${letter.charCodeAt(0).toString(16).toUpperCase()}`)

/** The same label for printers that speak ZPL II; letters in UTF-8, by the Chinese font such printers carry. */
export function labelsZpl(labels: readonly LabelFacts[]): string {
  return labels
    .map((label) => {
      const { marks } = sheetOf(label)
      const modules = code128(label.waybillNo).reduce((sum, width) => sum + width, 0)
      const module = Math.max(2, Math.min(4, Math.floor(dots(INNER) / (modules + 20))))
      const x = Math.max(dots(LEFT), Math.round((dots(WIDTH) - modules * module) / 2))
      return [
        '^XA^CI28^CW1,E:SIMSUN.FNT',
        `^PW${dots(WIDTH)}^LL${dots(HEIGHT)}`,
        ...marks.flatMap((mark) => {
          if (mark.kind === 'text') {
            const size = dots(mark.size)
            return `^FO${dots(mark.x)},${dots(mark.y)}^A1N,${size},${size}^FH_^FD${field(mark.text)}^FS`
          }
          // The printer draws its own bars; only the rules are ours.
          return mark.width < INNER
            ? []
            : `^FO${dots(mark.x)},${dots(mark.y)}^GB${dots(mark.width)},2,2^FS`
        }),
        `^FO${x},${dots(BAR_TOP)}^BY${module}^BCN,${dots(BAR_HEIGHT)},N,N,N,A^FH_^FD${field(label.waybillNo)}^FS`,
        '^XZ',
      ].join('\n')
    })
    .join('\n')
}
