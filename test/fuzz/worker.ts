// Breaks and reads files one after another, telling each before it begins, so that a hang has a name.
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { judge } from './judge.ts'
import { loadFixtures, mutated, randomOf } from './mutations.ts'

export type Message =
  | { readonly begun: number }
  | { readonly finding: string; readonly seed: number; readonly kind: string }
  | { readonly done: Readonly<Record<string, number>>; readonly leftBehind: number }

const [first = 0, count = 1] = process.argv.slice(2).map(Number)
const tell = (message: Message) => process.send?.(message)
const outcomes: Record<string, number> = {}
const fixtures = await loadFixtures()

process.on('unhandledRejection', (error) =>
  tell({ finding: String(error), seed: -1, kind: 'late' }),
)

for (let seed = first; seed < first + count; seed++) {
  tell({ begun: seed })
  const { kind, bytes } = mutated(fixtures, randomOf(seed))
  try {
    const outcome = `${kind} ${await judge(bytes)}`
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  } catch (error) {
    tell({ finding: String((error as Error).stack ?? error).slice(0, 1500), seed, kind })
  }
}
tell({
  done: outcomes,
  leftBehind: readdirSync(tmpdir()).filter((name) => name.startsWith('millrace-table-')).length,
})
process.disconnect?.()
