// Removing a demo: its whole folder, once nothing lives in it any more. There is no other way in the program to delete a data
// folder, and this one looks at nothing but the mark.
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { lockDataDir } from './data-lock.ts'
import { MARK, readDemoMark } from './demo-folder.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'
import { refuse } from './errors.ts'

/** Refused without the mark, and while a program runs on it. */
export async function removeDemo(dataDir: string): Promise<void> {
  assertDemo(dataDir)
  await lockDataDir({ dataDir, port: 0 })
  // A program killed outright leaves its database server behind, which would go on writing.
  const postgres = join(dataDir, 'postgres')
  if (existsSync(join(postgres, 'cluster/postmaster.pid')))
    await (await startEmbeddedPostgres({ dataDir: postgres })).stop()
  assertDemo(dataDir)
  // The mark goes last: a removal cut off half-way can be done again.
  for (const name of readdirSync(dataDir))
    if (name !== MARK) rmSync(join(dataDir, name), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

function assertDemo(dataDir: string): void {
  if (readDemoMark(dataDir) !== null) return
  throw refuse('kernel.not_a_demo', 409, {
    zh: `${dataDir} 不是演示数据,没有删除任何东西`,
    en: `${dataDir} is no demo. Nothing was removed.`,
  })
}
