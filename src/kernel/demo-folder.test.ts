// What may be removed as a demo, and what never.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { readConfig } from './config.ts'
import { lockDataDir } from './data-lock.ts'
import { makeDemoFolder, readDemoMark } from './demo-folder.ts'
import { removeDemo } from './remove-demo.ts'

const MADE = {
  state: 'loading',
  size: 'small',
  seed: 'test',
  until: '2026-11-24',
  orders: 100,
  step: null,
} as const

describe('the folder of a demo', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'millrace-demo-folder-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))

  test('a real data folder is neither made a demo nor removed as one, whatever stands in it', async () => {
    const real = join(dir, 'real')
    mkdirSync(join(real, 'postgres'), { recursive: true })
    writeFileSync(join(real, 'keys'), 'k1:…')
    assert.throws(() => makeDemoFolder(real, MADE), { code: 'kernel.demo_folder_not_empty' })
    await assert.rejects(removeDemo(real), { code: 'kernel.not_a_demo' })
    // A file of that name with anything else in it marks nothing.
    for (const text of ['', '{}', '{"is":"something else"}', '{"is":"millrace demo"}']) {
      writeFileSync(join(real, 'demo.json'), text)
      assert.equal(readDemoMark(real), null)
      await assert.rejects(removeDemo(real), { code: 'kernel.not_a_demo' })
    }
    assert.deepEqual(readdirSync(real).toSorted(), ['demo.json', 'keys', 'postgres'])
  })

  test('a demo inside a real folder goes whole and alone, and not while it runs', async () => {
    writeFileSync(join(dir, 'keys'), 'k1:…')
    const demo = join(dir, 'demo')
    makeDemoFolder(demo, MADE)
    mkdirSync(join(demo, 'postgres'))
    const unlock = await lockDataDir({ dataDir: demo, port: 7700 })
    assert.equal(readConfig({ MILLRACE_DATA: demo }).isDemo, true)
    assert.equal(readConfig({ MILLRACE_DATA: dir }).isDemo, false)
    await assert.rejects(removeDemo(demo), { code: 'kernel.already_running' })
    unlock()
    await removeDemo(demo)
    assert.equal(existsSync(demo), false)
    assert.deepEqual(readdirSync(dir), ['keys'])
  })

  test('a demo never runs on a server of its own', () => {
    const demo = join(dir, 'demo')
    makeDemoFolder(demo, MADE)
    const env = { MILLRACE_DATA: demo, DATABASE_URL: 'postgres://a:b@localhost/real' }
    assert.throws(() => readConfig(env), { code: 'kernel.bad_settings' })
  })
})
