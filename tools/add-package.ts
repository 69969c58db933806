// Adds a package under the pinned Node. npm chooses the newest version whose `engines` fit the Node
// that runs it, so adding under an older machine's Node silently gives old versions.
import { spawnSync } from 'node:child_process'

const npm = process.env['npm_execpath']
if (!npm || process.argv.length < 3) {
  console.error('Usage: npm run add -- NAME [-D]')
  process.exit(2)
}
const { status } = spawnSync(process.execPath, [npm, 'install', '-E', ...process.argv.slice(2)], {
  stdio: 'inherit',
})
process.exitCode = status ?? 1
