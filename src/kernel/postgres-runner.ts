// As whom the binaries of PostgreSQL run: it refuses to run as root, yet root is who starts programs in
// containers and on small servers.
import { spawnSync } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { refuse } from './errors.ts'

export interface Runner {
  /** The executable and the arguments that come before PostgreSQL's own. */
  command(name: 'initdb' | 'postgres'): readonly [string, readonly string[]]
  readonly spawnOptions: { readonly uid?: number; readonly gid?: number }
  /** Hand a path to the user the server runs as. */
  own(path: string): void
}

/** `nobody` everywhere that matters. */
const NOBODY = 65_534

export function chooseRunner(packageRoot: string, dataDir: string): Runner {
  const bin = (root: string, name: string) =>
    join(root, 'native/bin', process.platform === 'win32' ? `${name}.exe` : name)
  if (process.getuid?.() !== 0) {
    return { command: (name) => [bin(packageRoot, name), []], spawnOptions: {}, own: () => {} }
  }
  // A user namespace in which root looks like user 1000: files stay root's, also under a 0700 folder.
  const map = ['-U', '--map-user=1000', '--map-group=1000']
  if (spawnSync('unshare', [...map, 'true']).status === 0) {
    return {
      command: (name) => ['unshare', [...map, bin(packageRoot, name)]],
      spawnOptions: {},
      own: () => {},
    }
  }
  return asNobody(packageRoot, dataDir, bin)
}

/** Without namespaces: copy the binaries where `nobody` may read them, and give it the data. */
function asNobody(
  packageRoot: string,
  dataDir: string,
  bin: (root: string, name: string) => string,
): Runner {
  const copy = `/var/tmp/millrace-postgres-${process.arch}-18`
  if (!existsSync(join(copy, 'complete'))) {
    mkdirSync(copy, { recursive: true, mode: 0o755 })
    cpSync(join(packageRoot, 'native'), join(copy, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    })
    mkdirSync(join(copy, 'complete'), { recursive: true })
  }
  const readable = spawnSync('true', [], { uid: NOBODY, gid: NOBODY, cwd: '/' }).status === 0
  const reachable =
    spawnSync('test', ['-x', dataDir], { uid: NOBODY, gid: NOBODY, cwd: '/' }).status === 0
  chownSync(dataDir, NOBODY, NOBODY)
  if (!readable || (!reachable && !canEnter(dataDir))) {
    throw refuse('kernel.postgres_user', 500, {
      zh: 'PostgreSQL 不能以 root 运行,而数据文件夹对其他用户不可达;请用普通用户启动,或把 MILLRACE_DATA 设到如 /var/lib/millrace 的位置',
      en: 'PostgreSQL cannot run as root, and other users cannot reach the data folder. Start as an ordinary user, or set MILLRACE_DATA to a place such as /var/lib/millrace.',
    })
  }
  return {
    command: (name) => [bin(copy, name), []],
    spawnOptions: { uid: NOBODY, gid: NOBODY },
    own: (path) => chownSync(path, NOBODY, NOBODY),
  }
}

function canEnter(dir: string): boolean {
  return spawnSync('ls', [dir], { uid: NOBODY, gid: NOBODY, cwd: '/' }).status === 0
}
