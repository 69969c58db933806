// One program per data folder: the embedded databases and the analytics engine allow one owner. The lock
// names a process and when that process began, so a reused pid after a crash is not mistaken for it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from './config.ts'
import { refuse } from './errors.ts'
import { nowMs } from './time.ts'

/** A process killed a moment ago still holds its memory; it is given this long to be gone. */
const PATIENCE_MS = 3000

export async function lockDataDir(config: Pick<Config, 'dataDir' | 'port'>): Promise<() => void> {
  try {
    mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw refuse('kernel.data_dir', 500, {
      zh: `无法创建数据文件夹 ${config.dataDir}:${(error as Error).message};请用 MILLRACE_DATA 指定可写的位置`,
      en: `Cannot make the data folder ${config.dataDir}: ${(error as Error).message}. Set MILLRACE_DATA to a writable place.`,
    })
  }
  const path = join(config.dataDir, 'lock')
  const mine = `${process.pid} ${startOf(process.pid)} ${config.port}`
  const deadline = nowMs() + PATIENCE_MS
  for (;;) {
    try {
      writeFileSync(path, mine, { flag: 'wx', mode: 0o600 })
      return () => {
        if (readQuietly(path) === mine) rmSync(path, { force: true })
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const [pid = '', start = '', port = ''] = readQuietly(path).split(' ')
    if (pid !== '' && start !== '' && startOf(Number(pid)) === start) {
      if (nowMs() < deadline) {
        await sleep(50)
        continue
      }
      throw refuse('kernel.already_running', 500, {
        zh: `这个数据文件夹已有渠动在运行(进程 ${pid}):http://127.0.0.1:${port};要另开一个,请设 MILLRACE_DATA 和 PORT`,
        en: `Millrace already runs on this data folder (process ${pid}): http://127.0.0.1:${port}. For a second one set MILLRACE_DATA and PORT.`,
      })
    }
    rmSync(path, { force: true })
  }
}

/** When a process began, in clock ticks since boot; empty when it is gone. */
function startOf(pid: number): string {
  const stat = readQuietly(`/proc/${pid}/stat`)
  if (stat !== '') {
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A zombie is gone but for its number.
    return /[ZX]/.test(fields[0] ?? '') ? '' : (fields[19] ?? '')
  }
  if (process.platform === 'linux') return ''
  try {
    process.kill(pid, 0)
    return 'alive'
  } catch {
    return ''
  }
}

function readQuietly(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
