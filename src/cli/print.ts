// What people see: a table with columns that line up also in Chinese, or JSON for programs.
import type { Bilingual } from '#kernel/errors.ts'

export interface Shown {
  /** False makes the exit code 1 without an exception: a check that found something. */
  readonly ok?: boolean
  readonly json: unknown
  readonly lines?: readonly Bilingual[]
  readonly table?: {
    readonly head: readonly Bilingual[]
    readonly rows: readonly (readonly (string | Bilingual)[])[]
  }
}

/** Chinese characters take two places on a terminal. */
function width(text: string): number {
  return [...text].reduce(
    (sum, char) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/.test(
        char,
      )
        ? 2
        : 1),
    0,
  )
}

const pad = (text: string, to: number) => text + ' '.repeat(Math.max(0, to - width(text)))

export function print(shown: Shown, { json, lang }: { json: boolean; lang: 'zh' | 'en' }): void {
  if (json) {
    console.log(JSON.stringify(shown.json))
    return
  }
  if (shown.table) {
    const head = shown.table.head.map((cell) => cell[lang])
    const rows = shown.table.rows.map((row) =>
      row.map((cell) => (typeof cell === 'string' ? cell : cell[lang])),
    )
    const all = [head, ...rows]
    const widths = head.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ''))))
    for (const row of all)
      console.log(
        row
          .map((cell, n) => pad(cell, widths[n]!))
          .join('  ')
          .trimEnd(),
      )
  }
  for (const line of shown.lines ?? []) console.log(line[lang])
}

export function usageOf(
  commands: readonly { readonly name: string; readonly usage: string; readonly about: Bilingual }[],
  lang: 'zh' | 'en',
): string {
  const head =
    lang === 'zh'
      ? '用法:npm run millrace -- <命令> [--json] [--lang zh|en]'
      : 'Usage: npm run millrace -- <command> [--json] [--lang zh|en]'
  return [head, ...commands.map(({ usage, about }) => `  ${usage}\n      ${about[lang]}`)].join(
    '\n',
  )
}
