// What `npm start` and `npm test` do first: install when the lock file changed, build the console when its
// sources changed. Imports nothing from node_modules and runs on any Node from 20 on, because on a fresh
// machine there is nothing else yet.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const say = (zh, en) => console.log(`${zh} · ${en}`)
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')
const fail = (zh, en) => {
  console.error(`${zh}\n${en}`)
  process.exit(1)
}

const [major] = process.versions.node.split('.').map(Number)
if (major < 20)
  fail(
    `需要 Node 20 以上,当前 ${process.version}`,
    `Node 20 or newer is needed; this is ${process.version}`,
  )

function hashOf(files) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`)
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(path.join(root, file)))
  return hash.digest('hex')
}

function install() {
  // Inside node_modules: `npm ci` removes it first, so an interrupted install stays stale.
  const stamp = path.join(root, 'node_modules/.setup-stamp')
  const want = hashOf(['package.json', 'package-lock.json', '.npmrc'])
  if (read(stamp) === want) return
  say('安装依赖(首次或依赖有变化)…', 'Installing packages (first run, or the lock file changed)…')
  const cli = process.env.npm_execpath
  const node = process.env.npm_node_execpath
  // The machine's own Node: `npm ci` deletes the pinned one while it works.
  const [command, args] = cli && node && !node.startsWith(root) ? [node, [cli]] : ['npm', []]
  const { status } = spawnSync(
    command,
    [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: 'inherit',
      shell: process.platform === 'win32' && command === 'npm',
    },
  )
  if (status !== 0) {
    fail(
      '安装失败:请检查网络后重试,或手动运行 npm ci 查看原因',
      'Installing failed. Check the network and try again, or run npm ci to see why.',
    )
  }
  if (!existsSync(pinnedNode())) {
    fail(
      `没有适合 ${process.platform}-${process.arch} 的 Node 24`,
      `There is no pinned Node for ${process.platform}-${process.arch}`,
    )
  }
  writeFileSync(stamp, want)
}

function pinnedNode() {
  return path.join(root, 'node_modules/.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
}

function filesUnder(dir, wanted) {
  return readdirSync(path.join(root, dir), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && wanted(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath ?? entry.path, entry.name)))
    .filter((file) => !file.startsWith(path.join('console', 'dist')))
    .sort()
}

function buildConsole() {
  const dist = path.join(root, 'console/dist')
  const stamp = path.join(dist, '.build-stamp')
  const want = hashOf([
    'package-lock.json',
    ...filesUnder('console', (name) => !name.endsWith('.md')),
  ])
  if (existsSync(path.join(dist, 'index.html')) && read(stamp) === want) return
  say('构建控制台…', 'Building the console…')
  const { status, stdout, stderr } = spawnSync(
    pinnedNode(),
    [
      'node_modules/vite/bin/vite.js',
      'build',
      '--config',
      'console/vite.config.ts',
      '--logLevel',
      'warn',
    ],
    { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' },
  )
  if (status !== 0) {
    console.error(stdout, stderr)
    fail('控制台构建失败', 'Building the console failed')
  }
  writeFileSync(stamp, want)
}

install()
if (!process.argv.includes('--quiet')) buildConsole()
