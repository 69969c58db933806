// Where a table begins and where it ends: lines of greeting in front (bills of Alipay, WeChat and banks have up to
// 25), totals behind. Which layout it is, is decided elsewhere.
import type { Line } from './source.ts'

/** The line that holds the column names: true, or the higher the likelier; false or 0 for no. */
export type HeaderJudge = (cells: readonly string[]) => boolean | number

/** Lines looked at. Platforms say 20; a real bill of Alipay has its header in line 25. */
export const HEADER_SCAN_ROWS = 50

/** The index in `lines` of the header, or -1 when all lines are blank. */
export function findHeader(lines: readonly Line[], judge: HeaderJudge | undefined): number {
  if (judge !== undefined) {
    const known = best(lines, (values) => Number(judge(values)))
    if (known !== -1) return known
  }
  const guessed = guess(lines)
  if (guessed !== -1) return guessed
  return lines.findIndex(({ values }) => values.some((cell) => cell !== ''))
}

function best(lines: readonly Line[], scoreOf: (values: readonly string[]) => number): number {
  let found = -1
  let score = 0
  for (const [index, { values }] of lines.entries()) {
    const given = scoreOf(values)
    if (given > score) {
      found = index
      score = given
    }
  }
  return found
}

/**
 * The first line of two or more names without a value among them; a later one only when it is far wider, since
 * what stands above a table is narrow.
 */
function guess(lines: readonly Line[]): number {
  let found = -1
  let width = 0
  for (const [index, { values }] of lines.entries()) {
    const cells = values.filter((cell) => cell !== '')
    if (cells.length < 2 || cells.length <= width * 1.5) continue
    if (cells.some(looksLikeValue)) continue
    if (cells.filter((cell) => /[:：]/.test(cell)).length * 2 > cells.length) continue
    found = index
    width = cells.length
  }
  return found
}

/** Numbers, amounts, dates, long ids, addresses of pages and mail: what no column is called. */
function looksLikeValue(cell: string): boolean {
  return (
    /^[-+]?[¥￥$€£]?\s?[\d,]*\.?\d+%?$/.test(cell) ||
    /^\d{1,4}[-/.年]\d{1,2}([-/.月]\d{1,4})?/.test(cell) ||
    /\d{8}/.test(cell) ||
    /^https?:|@\w+\./.test(cell)
  )
}

/** What a closing line begins with. The two long ones of WeChat and Alipay head a line of totals below. */
const TOTAL =
  /^(总计|合计|小计|总合计|共计|汇总|人民币合计|合计金额|总金额|总交易单数|资金流水总笔数|total|grand total|subtotal)\s*[:：]?$/i
const TOTALS_FOLLOW = /^(总交易单数|资金流水总笔数)\s*[:：]?$/

/** Behind these everything belongs to the totals. */
export const opensTotals = (values: readonly string[]) => TOTALS_FOLLOW.test(values[0] ?? '')

/**
 * `#` opens a remark of Alipay (`#-----`, `#支出合计：…`), and also an order number of Shopify (`#1001`), which is
 * a row. `全部` is a total where it comes first (生意参谋), and a value of its column anywhere else.
 */
export function isTotal(values: readonly string[], isFirst: boolean, width: number): boolean {
  const first = values[0] ?? ''
  if (first === '') return false
  if (TOTAL.test(first)) return true
  if (isFirst && /^(全部|全店|整体)$/.test(first)) return true
  if (!/^#\s*[-=*—\u4e00-\u9fff]/.test(first)) return false
  return values.filter((cell) => cell !== '').length <= Math.max(2, width / 2)
}
