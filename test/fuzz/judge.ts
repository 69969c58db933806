// One broken file: read in full with every line accounted for and every character of a text still there, or
// refused by a code. Anything else is a finding.
import assert from 'node:assert/strict'
import { AppError } from '#kernel/errors.ts'
import { type ReadTable, readTables } from '#test/tables.ts'

export async function judge(bytes: Buffer): Promise<string> {
  try {
    const { tables } = await readTables(bytes)
    assert.ok(tables.length > 0, 'accepted without a table')
    for (const table of tables) assertInOrder(table)
    const [only] = tables
    if (
      tables.length === 1 &&
      only &&
      only.delimiter !== null &&
      bytes[0] !== 0x50 &&
      bytes[0] !== 0x1f
    ) {
      assertConserved(bytes, only)
    }
    return 'accepted'
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    assert.match(error.code, /^kernel\.(file_|too_many_rows)/)
    assert.ok(error.status < 500 && error.text.zh !== '' && error.text.en !== '')
    return error.code
  }
}

function assertInOrder({ all, headerRow, counts }: ReadTable): void {
  let last = headerRow
  for (const { row } of all) {
    assert.ok(row > last, `row ${row} behind ${last}`)
    last = row
  }
  assert.ok(last <= counts!.lines)
}

// What a reader may take away: line ends, blanks, quotes, delimiters, wrappers, marks nobody sees.
const bare = (text: string, delimiter: string) =>
  text
    .replaceAll(delimiter, '')
    // oxlint-disable-next-line no-control-regex -- control characters are exactly what is meant
    .replace(/[\u0000-\u0020\u0085\u00a0\u1680\u2000-\u206f\u3000\ufeff"'=`]/g, '')

/** All cells together are the file: nothing was lost, nothing came twice. */
function assertConserved(bytes: Buffer, table: ReadTable): void {
  const text = new TextDecoder(table.encoding).decode(bytes)
  const below = [...table.all, ...table.footers].toSorted((a, b) => a.row - b.row)
  const cells = [...table.preamble, table.header, ...below.map(({ values }) => values)]
    .flat()
    .join('')
  assert.equal(bare(cells, table.delimiter!), bare(text, table.delimiter!))
}
