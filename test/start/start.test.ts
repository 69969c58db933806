// One command starts everything, whatever the last run left behind, and Ctrl-C stops everything it started.
import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { after, before, describe, test } from 'node:test'
import { readConfig } from '#kernel/config.ts'
import { spawnProgram, startProgram } from '#test/program.ts'

function postmasterOf(dataDir: string): number | null {
  const path = join(dataDir, 'postgres/cluster/postmaster.pid')
  return existsSync(path) ? Number(readFileSync(path, 'utf8').split('\n')[0]) : null
}

function isAlive(pid: number | null): boolean {
  if (pid === null) return false
  try {
    // A zombie that nobody has collected yet is gone all the same.
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

describe('start and stop', () => {
  let dataDir: string
  before(() => {
    const closed = mkdtempSync(join(tmpdir(), 'millrace-start-'))
    // Nobody but us may look inside, as in a home folder of root.
    chmodSync(closed, 0o700)
    dataDir = join(closed, 'data')
  })
  after(() => rmSync(join(dataDir, '..'), { recursive: true, force: true }))

  test('it starts under a 0700 folder (as root too), prints one address, and Ctrl-C leaves nothing running', async () => {
    const program = await startProgram({ dataDir })
    const postmaster = postmasterOf(dataDir)
    assert.ok(isAlive(postmaster))
    assert.deepEqual(program.output().match(/http:\/\/\S+/g), [program.url])
    const ready = (await (await fetch(`${program.url}/ready`)).json()) as {
      status: string
      clickhouse: null
    }
    assert.deepEqual([ready.status, ready.clickhouse], ['ready', null])
    assert.equal(await program.stop(), 0)
    assert.equal(isAlive(postmaster), false)
    assert.equal(existsSync(join(dataDir, 'lock')), false)
  })

  test('killed with -9 at any moment, it starts again and has everything it acknowledged', async () => {
    let made = 0
    for (let round = 0; round < 6; round++) {
      const { child, exited } = await spawnProgram({ dataDir })
      // Some of these kills hit the start itself, some a serving program.
      await sleep(150 + round * 350)
      child.kill('SIGKILL')
      await exited
      const program = await startProgram({ dataDir })
      const answer = await fetch(`${program.url}/api/setup`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: program.url },
        body: JSON.stringify({
          username: 'owner',
          displayName: 'O',
          password: 'a long passphrase',
        }),
      })
      made += answer.status === 200 ? 1 : 0
      await program.kill()
    }
    assert.equal(made, 1, 'the owner made once is still there after every kill')
  })

  test('PostgreSQL that outlived the app is attached to, not started twice', async () => {
    const first = await startProgram({ dataDir })
    const postmaster = postmasterOf(dataDir)
    await first.kill()
    assert.ok(isAlive(postmaster), 'it outlives the app')
    const second = await startProgram({ dataDir })
    assert.equal(postmasterOf(dataDir), postmaster)
    assert.equal(await second.stop(), 0)
    assert.equal(isAlive(postmaster), false)
  })

  test('a pid file that names somebody else is not believed', async () => {
    writeFileSync(
      join(dataDir, 'postgres/cluster/postmaster.pid'),
      `${process.pid}\n/elsewhere\n1\n5432\n`,
    )
    const program = await startProgram({ dataDir })
    assert.equal(await program.stop(), 0)
  })

  test('a taken port: says who has it and how to choose another; a second program on one folder: where the first is', async () => {
    const blocker = createServer()
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
    const { port } = blocker.address() as { port: number }
    const { exited, output } = await spawnProgram({ dataDir, port })
    assert.equal(await exited, 1)
    assert.match(output(), new RegExp(`端口 ${port} 已被占用.*进程 ${process.pid}`))
    assert.match(
      output(),
      new RegExp(`Port ${port} is taken by process ${process.pid}[\\s\\S]*PORT=${port + 1}`),
    )
    blocker.close()
    const program = await startProgram({ dataDir })
    const second = await spawnProgram({ dataDir })
    assert.equal(await second.exited, 1)
    assert.match(second.output(), new RegExp(`already runs on this data folder.*${program.url}`))
    await program.stop()
  })

  test('wrong settings are named all at once, with the fix, and no value is repeated', () => {
    const read = () => readConfig({ PORT: '99999', DATABASE_URL: 'mysql://root:hunter2@db/x' })
    assert.throws(read, (error: Error & { text: { zh: string; en: string } }) => {
      assert.match(error.text.en, /PORT: a port number[\s\S]*DATABASE_URL: postgres:\/\//)
      assert.doesNotMatch(error.text.en + error.text.zh, /hunter2/)
      return true
    })
  })
})
