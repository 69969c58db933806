// Tables as platforms export them: UTF-8 with its mark, a row a line, quotes where they must be.

export interface DemoFile {
  readonly name: string
  readonly text: string
  readonly rows: number
}

type Cell = string | number | null

const quoted = (cell: Cell): string => {
  const text = cell === null ? '' : String(cell)
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Headers as a person copies them out of a file, bars between them; cells by header, the rest stays empty. */
export function csvOf(
  name: string,
  headers: string,
  rows: readonly Readonly<Record<string, Cell>>[],
): DemoFile {
  const names = headers
    .split(/[|\n]/)
    .map((header) => header.trim())
    .filter((header) => header !== '')
  const lines = rows.map((row) => names.map((header) => quoted(row[header] ?? null)).join(','))
  return {
    name,
    rows: rows.length,
    text: `\uFEFF${[names.map(quoted).join(','), ...lines].join('\n')}\n`,
  }
}

/** 分 as yuan, by digits. */
export function yuan(minor: number): string {
  const digits = String(Math.abs(minor)).padStart(3, '0')
  return `${minor < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}
