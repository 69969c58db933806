// `npm run demo`: a year of an invented factory in a Millrace of its own. Made once, opened again afterwards, removed whole.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  DEMO_ACCOUNT,
  makeDemoFolder,
  readDemoMark,
  writeDemoMark,
} from '../src/kernel/demo-folder.ts'
import { AppError } from '../src/kernel/errors.ts'
import { removeDemo } from '../src/kernel/remove-demo.ts'
import { companyFiles } from './files/company.ts'
import { filesOf, partsOf } from './files/all.ts'
import { openClient } from './load/client.ts'
import { loadDemo } from './load/load.ts'
import { type Asked, readOptions, USAGE, WrongUsage } from './options.ts'
import { freePortFrom, type Running, startProgram } from './program.ts'
import { truthOf } from './truth.ts'
import { liveYear, type Year } from './year.ts'

const ACCOUNT = { ...DEMO_ACCOUNT, displayName: '陈国栋' } as const

/** Exit codes of a program that was asked to leave or to remove its demo: src/hand-over.ts. */
const ENDS: readonly number[] = [75, 76]

const TRUTH = 'demo-truth.json'

const say = (zh: string, en: string): void => console.log(`${zh} · ${en}`)

async function main(): Promise<number> {
  const asked = readOptions(process.argv.slice(2), process.env, Date.now())
  const dataDir = resolve(asked.dataDir)
  if (asked.filesInto !== null) return writeFiles(asked, resolve(asked.filesInto))
  if (asked.isRemoval) {
    await removeDemo(dataDir)
    say('演示已移除', 'The demo is removed')
    return 0
  }
  const held = readDemoMark(dataDir)
  const isThere = held?.state === 'ready' && !asked.isFresh
  if (held !== null && !isThere) await removeDemo(dataDir)
  if (isThere && held.size !== asked.size)
    say(
      `已有的演示是${held.size === 'small' ? '小份' : '完整'}的,直接打开;要重造请加 --fresh`,
      `The demo there is the ${held.size} one; --fresh makes it anew`,
    )
  const port = asked.port ?? (await freePortFrom(Number(process.env['PORT'] ?? 7700)))
  const running = isThere ? await startProgram(dataDir, port) : await makeDemo(asked, dataDir, port)
  console.log(`\n  演示工厂 · Demo factory   ${running.url}`)
  console.log(`  账号 · Account   ${ACCOUNT.username} / ${ACCOUNT.password}\n`)
  if (asked.isOnce) running.child.kill('SIGINT')
  else
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => running.child.kill('SIGINT'))
  const code = (await running.exited) ?? 1
  if (!ENDS.includes(code)) return code
  // Under `npm start` the house takes over by this code; alone, this is the end.
  if (process.env['MILLRACE_PARENT'] === 'house') return code
  say('演示已关闭', 'The demo has ended')
  return 0
}

async function makeDemo(
  { size, seed, until, orders }: Asked,
  dataDir: string,
  port: number,
): Promise<Running> {
  const began = Date.now()
  const base = { size, seed, until, orders }
  makeDemoFolder(dataDir, { ...base, state: 'loading', step: null })
  say('正在造一年的生意…', 'Making a year of trade…')
  const running = await startProgram(dataDir, port)
  const stop = () => void running.child.kill('SIGINT')
  process.once('SIGINT', stop).once('SIGTERM', stop)
  try {
    const { apiKey } = await openClient(running.url, null).call<{ apiKey: string }>(
      'POST',
      '/api/setup',
      { ...ACCOUNT, withKey: true },
    )
    const year = liveYear({ seed, until, orders })
    await loadDemo(running.url, apiKey, year, (step) => {
      console.log(`  ${step.done}/${step.of} ${step.zh} · ${step.en}`)
      writeDemoMark(dataDir, { ...base, state: 'loading', step })
    })
    writeTruth(dataDir, year)
    writeDemoMark(dataDir, { ...base, state: 'ready', step: null })
    const seconds = ((Date.now() - began) / 1000).toFixed(1)
    say(
      `${year.orders.length} 张订单,用时 ${seconds} 秒;真相在 ${join(dataDir, TRUTH)}`,
      `${year.orders.length} orders in ${seconds} s`,
    )
    return running
  } catch (error) {
    stop()
    await running.exited
    throw error
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
  }
}

const writeTruth = (dir: string, year: Year): void =>
  writeFileSync(join(dir, TRUTH), `${JSON.stringify(truthOf(year), null, 1)}\n`)

/** For whoever wants to import by hand, or to score without loading. */
function writeFiles({ seed, until, orders }: Asked, dir: string): number {
  const year = liveYear({ seed, until, orders })
  for (const part of partsOf(year, 1)) {
    for (const { shop, files } of filesOf(year, part)) {
      mkdirSync(join(dir, shop.code), { recursive: true })
      for (const { name, text } of files) writeFileSync(join(dir, shop.code, name), text)
    }
  }
  for (const { name, text } of companyFiles(year)) writeFileSync(join(dir, name), text)
  writeTruth(dir, year)
  say(`文件已写入 ${dir}`, `Files are in ${dir}`)
  return 0
}

try {
  process.exitCode = await main()
} catch (error) {
  if (error instanceof WrongUsage) console.error(`${error.message}\n${USAGE}`)
  else if (error instanceof AppError) console.error(`${error.text.zh}\n${error.text.en}`)
  else console.error(error)
  process.exitCode = error instanceof WrongUsage ? 2 : 1
}
