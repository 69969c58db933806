// `millrace restore FILE`: into the data folder (or DATABASE_URL) of this machine, with the program stopped.
import { createReadStream, existsSync } from 'node:fs'
import { join } from 'node:path'
import { restore } from '#kernel/backup.ts'
import type { Config } from '#kernel/config.ts'
import { lockDataDir } from '#kernel/data-lock.ts'
import { startEmbeddedPostgres } from '#kernel/embedded-postgres.ts'
import { refuse } from '#kernel/errors.ts'

export async function restoreHere(
  config: Config,
  file: string,
): Promise<{ tables: number; rows: number }> {
  if (file === '' || !existsSync(file)) {
    throw refuse('kernel.backup_missing', 400, {
      zh: `找不到备份文件 ${file}`,
      en: `There is no backup file ${file}`,
    })
  }
  const unlock = await lockDataDir(config)
  const postgres = config.databaseUrl
    ? null
    : await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres') })
  try {
    return await restore(config.databaseUrl ?? postgres!.url, createReadStream(file))
  } finally {
    await postgres?.stop()
    unlock()
  }
}
