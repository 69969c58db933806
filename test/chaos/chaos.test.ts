import { test } from 'node:test'
import { testDatabase } from '#test/postgres.ts'
import { drill } from './drill.ts'

// The long run is `node test/chaos/run.ts 500`.
test('OP-STK-6: killed between writes ten times, nothing acknowledged is lost and every invariant holds', async () => {
  await using database = await testDatabase()
  await drill(database, 10)
})
