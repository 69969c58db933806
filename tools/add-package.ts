// Adds a package under the pinned Node. npm chooses the newest version whose `engines` fit the Node
// that runs it, so adding under an older machine's Node silently gives old versions. Afterwards the lock is
// completed: where a registry lacks a package of another platform, npm leaves it out without a word, and
// every later `npm ci` fails.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'

interface Entry {
  readonly version?: string
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const SYSTEMS = ['darwin', 'linux', 'win32', 'android', 'freebsd', 'openharmony']
const PROCESSORS = ['arm64', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'arm']

/** Optional platform packages that other entries ask for and the lock does not name. */
function completeLock(path: string): number {
  const lock = JSON.parse(readFileSync(path, 'utf8')) as { packages: Record<string, Entry> }
  const wanted = Object.values(lock.packages).flatMap((entry) =>
    Object.entries(entry.optionalDependencies ?? {}),
  )
  const missing = wanted.filter(([name]) => lock.packages[`node_modules/${name}`] === undefined)
  for (const [name, version] of missing) {
    const os = SYSTEMS.find((one) => name.includes(one))
    const cpu = PROCESSORS.find((one) => name.includes(`-${one}`))
    lock.packages[`node_modules/${name}`] = {
      version: version.replace(/^[~^]/, ''),
      optional: true,
      ...(cpu ? { cpu: [cpu] } : {}),
      ...(os ? { os: [os] } : {}),
    }
  }
  const sorted = Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(
    path,
    `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
  )
  return missing.length
}

const npm = process.env['npm_execpath']
if (!npm || process.argv.length < 3) {
  console.error('Usage: npm run add -- NAME [-D]')
  process.exit(2)
}
const { status } = spawnSync(process.execPath, [npm, 'install', '-E', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
if (status === 0)
  console.log(`${completeLock('package-lock.json')} platform packages named in the lock`)
process.exitCode = status ?? 1
