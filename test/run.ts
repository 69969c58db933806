// `npm test`: everything, in real databases and a real browser. One process runs the files one after
// another (starting a process per file costs eight times as much); the suite ends with its plain count.
import { globSync } from 'node:fs'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { findChromium, installChromium } from './support/chromium.ts'

process.env['UV_THREADPOOL_SIZE'] ??= '16'

const only = process.argv.slice(2)
const files =
  only.length > 0
    ? only
    : globSync('{src,test,console}/**/*.test.ts', { exclude: ['console/dist/**'] }).toSorted()

if (files.some((file) => file.includes('e2e')) && findChromium() === null) installChromium()

let passed = 0
let failed = 0
let skipped = 0
const stream = run({
  files: files.map((file) => `${process.cwd()}/${file}`),
  isolation: 'none',
  concurrency: false,
  timeout: 20 * 60_000,
})
stream.on('test:pass', ({ details, skip }) => {
  if (details.type === 'suite') return
  // A test that could not run here (no real files, say) is told apart, never among those that passed.
  if (skip === undefined) passed += 1
  else skipped += 1
})
stream.on('test:fail', ({ details }) => {
  if (details.type !== 'suite') failed += 1
})
stream.compose(new spec()).pipe(process.stdout)
await new Promise((resolve) => stream.once('end', resolve))
await new Promise((resolve) => setTimeout(resolve, 200))

if (process.env['CI']) {
  const { stopTestServer } = await import('./support/postgres.ts')
  await stopTestServer()
}
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
// A hanging handle must not turn a green run into a time-out, nor a red one into a green.
process.exit(failed === 0 && passed > 0 ? 0 : 1)
