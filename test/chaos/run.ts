// `node test/chaos/run.ts 500`: the drill of OP-STK-6 at full length.
import { testDatabase } from '#test/postgres.ts'
import { drill } from './drill.ts'

const kills = Number(process.argv[2] ?? 500)
const started = performance.now()
{
  await using database = await testDatabase()
  const { acknowledged, moves } = await drill(database, kills)
  const seconds = Math.round((performance.now() - started) / 1000)
  console.log(
    `${kills} kills, ${acknowledged} acknowledged orders, ${moves} moves: nothing lost, invariants hold (${seconds} s)`,
  )
}
process.exit(0)
