// `npm run check`: everything that can be judged without running the product, all of it, in parallel
// where the steps do not touch each other. Prints what failed and how to mend it.
import { spawn } from 'node:child_process'
import { join } from 'node:path'

interface Step {
  readonly name: string
  readonly args: readonly string[]
  readonly mend: string
}

const BIN = join(import.meta.dirname, '../node_modules')

const STEPS: readonly Step[] = [
  {
    name: 'types of the server',
    args: [`${BIN}/typescript/bin/tsc`, '-p', 'tsconfig.json'],
    mend: 'fix the types',
  },
  {
    name: 'types of the console',
    args: [`${BIN}/typescript/bin/tsc`, '-p', 'console/tsconfig.json'],
    mend: 'fix the types',
  },
  { name: 'lint', args: [`${BIN}/oxlint/bin/oxlint`, '--deny-warnings'], mend: 'see each finding' },
  { name: 'format', args: [`${BIN}/oxfmt/bin/oxfmt`, '--check', '.'], mend: 'npx oxfmt .' },
  { name: 'dead code', args: [`${BIN}/knip/bin/knip.js`], mend: 'remove what nobody uses' },
  {
    name: 'types of the database are current',
    args: ['tools/db-types.ts', '--check'],
    mend: 'npm run db:types',
  },
  {
    name: 'the API document is current',
    args: ['tools/api-spec.ts', '--check'],
    mend: 'npm run api:spec',
  },
  {
    name: 'laws of the house',
    args: ['--test', '--test-isolation=none', '--test-reporter=dot', 'test/laws/*.test.ts'],
    mend: 'each message says what to do instead',
  },
]

function run(step: Step): Promise<boolean> {
  const started = performance.now()
  return new Promise((done) => {
    const child = spawn(process.execPath, [...step.args], { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      if (code === 0) console.log(`ok      ${step.name} (${seconds} s)`)
      else console.log(`FAILED  ${step.name} (${seconds} s): ${step.mend}\n${output.trimEnd()}\n`)
      done(code === 0)
    })
  })
}

// Two at a time: the smallest machine this must be pleasant on has two cores.
const waiting = [...STEPS]
const results: boolean[] = []
async function worker(): Promise<void> {
  for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await run(step))
}
await Promise.all([worker(), worker()])
const failed = results.filter((ok) => !ok).length
console.log(`${results.length - failed} checks passed, ${failed} checks failed`)
process.exitCode = failed === 0 ? 0 : 1
