// Names of columns, made comparable. Editions differ in width, blanks, case and in the unit behind the name.

/** `订单编号 `, `"订单编号\t`, `帐`/`账`, `（元）`/`(元)`: one name. */
export function normaliseHeader(text: string): string {
  return (
    text
      .normalize('NFKC')
      // oxlint-disable-next-line no-misleading-character-class -- invisible characters are exactly what is meant
      .replace(/[\u200B-\u200F\u2060\uFEFF]/g, '')
      .replaceAll('帐', '账')
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .replace(/ ?([()/:,\p{Script=Han}]) ?/gu, '$1')
      .replace(/^[\s'"`=]+|[\s'"`]+$/g, '')
  )
}

/** The name without the unit behind it: `邮费(元)` is 邮费, `点击率(%)` is 点击率. */
export function looseHeader(normalised: string): string {
  return normalised.replace(/\((元|\+元|-元|人民币|rmb|cny|¥|件|个|次|人|笔|%|秒|s|g|克|kg)\)$/, '')
}

/** The column that refused rows come back with. It is ours, not the file's, and tells nothing about its layout. */
export const REASON_HEADER = '拒绝原因 / Reason'

const OURS = normaliseHeader(REASON_HEADER)

/** Where each name stands; of two columns with one name the first counts. */
export interface HeaderIndex {
  /** Columns that have a name. */
  readonly size: number
  /** By the exact name, else by the same name with another unit behind it. */
  at(normalised: string): number | undefined
  readonly names: readonly string[]
}

export function headerIndex(cells: readonly string[]): HeaderIndex {
  let size = 0
  const exact = new Map<string, number>()
  const loose = new Map<string, number>()
  for (const [at, cell] of cells.entries()) {
    const name = normaliseHeader(cell)
    if (name === '' || name === OURS) continue
    size += 1
    if (!exact.has(name)) exact.set(name, at)
    const bare = looseHeader(name)
    if (!loose.has(bare)) loose.set(bare, at)
  }
  return {
    size,
    at: (normalised) => exact.get(normalised) ?? loose.get(looseHeader(normalised)),
    names: [...exact.keys()],
  }
}
