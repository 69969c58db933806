// The command line as people run it: a process of its own against a real server.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { type TestApp, testApp } from '#test/app.ts'
import { emptyDatabase } from '#test/postgres.ts'

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

describe('millrace on the command line', () => {
  let app: TestApp
  let folder: string
  let apiKey = ''
  before(async () => {
    app = await testApp()
    folder = mkdtempSync(join(tmpdir(), 'millrace-cli-'))
  })
  after(async () => {
    await app[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  })

  const run = (
    args: readonly string[],
    { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {},
  ): Promise<Ran> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['src/cli/main.ts', ...args], {
        env: {
          PATH: process.env['PATH'],
          LANG: 'zh_CN.UTF-8',
          MILLRACE_URL: app.url,
          MILLRACE_API_KEY: apiKey,
          ...env,
        },
      })
      let out = ''
      let err = ''
      child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
      child.once('error', reject)
      child.once('close', (code) => resolve({ code, out, err }))
      child.stdin.end(input)
    })
  const json = async <T>(...args: readonly string[]): Promise<T> => {
    const ran = await run([...args, '--json'])
    assert.equal(ran.code, 0, `${args.join(' ')}: ${ran.out}${ran.err}`)
    return JSON.parse(ran.out) as T
  }
  const refusal = async (code: string, ...args: readonly string[]) => {
    const ran = await run([...args, '--json'])
    assert.equal(ran.code, 1, `${args.join(' ')}: ${ran.out}${ran.err}`)
    assert.equal((JSON.parse(ran.out) as { code: string }).code, code)
  }
  const withJobs = async <T>(work: Promise<T>): Promise<T> => {
    let isDone = false
    const done = work.finally(() => (isDone = true))
    done.catch(() => undefined)
    while (!isDone) {
      await app.runJobs()
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    return done
  }

  test('init makes the owner once, with a key that works; the second time is refused', async () => {
    const short = await run(['init', '--username', 'boss', '--password', 'short', '--lang', 'en'])
    assert.deepEqual([short.code, /at least 10 character/.test(short.err)], [1, true], short.err)
    const made = await run(['init', '--username', 'boss', '--password-stdin', '--json'], {
      input: 'a long passphrase\n',
    })
    assert.equal(made.code, 0, made.err)
    apiKey = (JSON.parse(made.out) as { apiKey: string }).apiKey
    assert.match(apiKey, /^mlr_/)
    const users = await json<{ username: string; role: string }[]>('user', 'list')
    assert.deepEqual(
      users.map(({ username, role }) => [username, role]),
      [['boss', 'owner']],
    )
    await refusal('access.already_set_up', 'init', '--username', 'b', '--password', '0123456789')
    const signedIn = await app.anonymous.post('/api/session', {
      username: 'boss',
      password: 'a long passphrase',
    })
    assert.equal(signedIn.status, 200, 'the line end of stdin is not part of the password')
  })

  test('exit codes: 0 help, 1 refused, 2 wrong usage, 3 unreachable', async () => {
    const help = await run(['--help'])
    assert.equal(help.code, 0)
    const names = [
      ...help.out.matchAll(
        /^ {2}(\w+(?: (?:list|add|disable|reset-password|revoke|show|receive|rebuild|undo))?)/gm,
      ),
    ]
    assert.equal(names.length, 23)
    await Promise.all(
      names.map(async ([, name = '']) => {
        const one = await run([...name.split(' '), '--help', '--lang', 'en'])
        assert.deepEqual([one.code, one.err], [0, ''], name)
        assert.ok(one.out.includes(name))
      }),
    )
    for (const wrong of [
      ['fly'],
      ['shop'],
      ['shop', 'add'],
      ['check', '--fast'],
      ['import'],
      ['user', 'add', '--username', 'x', '--role', 'clerk'],
    ]) {
      const ran = await run(wrong)
      assert.deepEqual([ran.code, ran.out], [2, ''], wrong.join(' '))
      assert.match(ran.err, /用法/)
    }
    const nobody = await run(['user', 'list'], { env: { MILLRACE_API_KEY: '' } })
    assert.equal(nobody.code, 1)
    assert.match(nobody.err, /MILLRACE_API_KEY/)
    const away = { MILLRACE_URL: 'http://127.0.0.1:9' }
    const unreachable = await run(['user', 'list', '--json'], { env: away })
    assert.deepEqual(
      [unreachable.code, (JSON.parse(unreachable.out) as { code: string }).code],
      [3, 'cli.unreachable'],
    )
  })

  test('accounts: add, reset, disable; keys: add, list, revoke', async () => {
    const first = ['--password', 'first passphrase']
    await json('user', 'add', '--username', '小李', '--role', 'clerk', ...first)
    await refusal(
      'access.username_taken',
      'user',
      'add',
      '--username',
      '小李',
      '--role',
      'clerk',
      ...first,
    )
    await refusal('kernel.invalid', 'user', 'add', '--username', 'k', '--role', 'king', ...first)
    const signIn = async (password: string) =>
      (await app.anonymous.post('/api/session', { username: '小李', password })).status
    assert.equal(await signIn('first passphrase'), 200)
    await json('user', 'reset-password', '小李', '--password', 'second passphrase')
    assert.deepEqual(
      [await signIn('first passphrase'), await signIn('second passphrase')],
      [401, 200],
    )
    await json('user', 'disable', '小李')
    assert.equal(await signIn('second passphrase'), 401)
    await refusal('cli.no_user', 'user', 'disable', '没有的人')
    await refusal('access.owner_only', 'user', 'disable', 'boss')

    const { id, key } = await json<{ id: string; key: string }>(
      'key',
      'add',
      '--name',
      '看板',
      '--scopes',
      'inventory.read',
    )
    const narrow = { env: { MILLRACE_API_KEY: key } }
    assert.equal((await run(['stock', 'show'], narrow)).code, 0)
    assert.equal((await run(['user', 'list'], narrow)).code, 1)
    const listed = await run(['key', 'list'])
    assert.match(listed.out, /看板/)
    assert.ok(!listed.out.includes(key), 'a key is shown once')
    await json('key', 'revoke', id)
    assert.equal((await run(['stock', 'show'], narrow)).code, 1)
  })

  test('shop, import, query: the same file twice changes nothing, a dry run saves nothing', async () => {
    await json(
      'shop',
      'add',
      '--code',
      'UK',
      '--name',
      '英国店',
      '--currency',
      'GBP',
      '--time-zone',
      'Europe/London',
    )
    assert.deepEqual(
      (await json<{ code: string }[]>('shop', 'list')).map(({ code }) => code),
      ['UK'],
    )
    const file = join(folder, 'orders.csv')
    writeFileSync(
      file,
      'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n' +
        '536365,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom\n' +
        '536366,22633,HAND WARMER,4,2010-12-01 08:28:00,1.85,17851,France\n',
    )
    const counts = async (...extra: string[]) => {
      const { created, unchanged, refused } = await withJobs(
        json<Record<string, number>>('import', file, '--shop', 'UK', ...extra),
      )
      return [created, unchanged, refused]
    }
    assert.deepEqual(await counts('--dry-run'), [2, 0, 0])
    assert.deepEqual(await counts(), [2, 0, 0])
    assert.deepEqual(await counts(), [0, 2, 0])
    await app.drain()
    const asked = [
      'query',
      '--metrics',
      'net_sales,orders',
      '--by',
      'month',
      '--from',
      '2010-12-01',
      '--to',
      '2010-12-31',
    ]
    const shown = await run([...asked, '--lang', 'en'])
    assert.equal(shown.code, 0, shown.err)
    assert.match(shown.out, /2010-12\S* +22\.70 +2/)
    assert.match(shown.out, /^Money in GBP$/m)
    const france = [...asked, '--filter', 'shop=uk,country=France', '--compare', 'previous']
    const beside = await run([...france, '--lang', 'en'])
    assert.match(beside.out, /Net sales +Net sales \(before\)/)
    assert.match(beside.out, /2010-12 +7\.40 +– +1/)
    assert.match(beside.out, /Compared with 2010-11-01 – 2010-11-30/)
    assert.equal((await run([...asked, '--filter', 'shop'])).code, 2)
    await refusal('analytics.no_such_cut', ...asked, '--filter', 'plan=A')
    const rebuilt = await withJobs(run(['facts', 'rebuild', '--json']))
    assert.deepEqual([rebuilt.code, (JSON.parse(rebuilt.out) as { orders: number }).orders], [0, 2])
    assert.ok(rebuilt.err.includes('2 / 2\n'), rebuilt.err)
    assert.equal((await run([...asked, '--lang', 'en'])).out, shown.out)
    await refusal('cli.no_file', 'import', join(folder, 'none.csv'), '--shop', 'UK')
    const wrong = join(folder, 'wrong.csv')
    writeFileSync(
      wrong,
      'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n' +
        '536399,85123A,WHITE HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom\n',
    )
    const { id } = await withJobs(json<{ id: string }>('import', wrong, '--shop', 'UK'))
    const undoing = ['import', 'undo', id]
    assert.deepEqual(await json(...undoing, '--dry-run'), { records: 1, isTried: true })
    const undone = await withJobs(run([...undoing, '--reason', 'wrong shop', '--lang', 'en']))
    assert.deepEqual([undone.code, undone.out], [0, 'took back 1\n'], undone.err)
    await refusal('intake.not_undoable', ...undoing)
    await refusal(
      'kernel.invalid',
      'query',
      '--metrics',
      'joy',
      '--from',
      '2010-12-01',
      '--to',
      '2010-12-31',
    )
  })

  test('stock: received by code, shown in columns that line up in Chinese', async () => {
    const key = app.with({ authorization: `Bearer ${apiKey}` })
    await key.post('/api/catalog/skus', { code: 'CUP-1', name: '保温杯' })
    await json('site', 'add', '--code', 'W1', '--name', '总仓')
    await refusal('places.site_code_taken', 'site', 'add', '--code', 'W1', '--name', '又一个')
    await refusal('kernel.invalid', 'site', 'add', '--code', 'W2', '--name', '仓', '--kind', 'moon')
    assert.match((await run(['site', 'list'])).out, /W1 +总仓 +warehouse/)
    await json('stock', 'receive', '--sku', 'CUP-1', '--qty', '120', '--site', 'W1')
    const { out } = await run(['stock', 'show', 'CUP-1'])
    const [head = '', row = ''] = out.split('\n')
    assert.match(row, /CUP-1 +保温杯 .*120/)
    const place = (line: string, word: string) =>
      line.slice(0, line.indexOf(word)).replace(/[\u4e00-\u9fff]/g, '  ').length
    assert.equal(place(head, '在库'), place(row, '120'))
    await refusal(
      'cli.no_such_code',
      'stock',
      'receive',
      '--sku',
      'CUP-9',
      '--qty',
      '1',
      '--site',
      'W1',
    )
    await refusal(
      'kernel.invalid',
      'stock',
      'receive',
      '--sku',
      'CUP-1',
      '--qty',
      '0',
      '--site',
      'W1',
    )
  })

  test('check is clean; a broken invariant makes it exit 1 and name it; OP-STK-7: reconcile explains it', async () => {
    const clean = await run(['check', '--lang', 'en'])
    assert.equal(clean.code, 0, clean.out)
    assert.doesNotMatch(clean.out, /[\u4e00-\u9fff]/)
    const { pool } = app.services
    await pool.query('update inventory.balances set qty = qty + 1 where qty = 120')
    const broken = await run(['check', '--json'])
    assert.equal(broken.code, 1)
    assert.equal((JSON.parse(broken.out) as { ok: boolean }).ok, false)
    const drift = await run(['reconcile', '--json'])
    assert.equal(drift.code, 1)
    const { items } = JSON.parse(drift.out) as { items: Record<string, string>[] }
    assert.deepEqual(
      items.map(({ kind, found, expected, proposal }) => ({ kind, found, expected, proposal })),
      [{ kind: 'balance', found: '121', expected: '120', proposal: '-1' }],
    )
    const spoken = await run(['reconcile', '--lang', 'en'])
    assert.match(spoken.out, /Would add/)
    assert.doesNotMatch(spoken.out, /[\u4e00-\u9fff]/)
    await pool.query('update inventory.balances set qty = qty - 1 where qty = 121')
    assert.equal((await run(['check'])).code, 0)
    assert.equal((await run(['reconcile'])).code, 0)
  })

  test('backup to a file nobody else reads; restored into an empty database it is the same house', async () => {
    const file = join(folder, 'house.backup')
    await json('backup', file)
    await refusal('cli.file_exists', 'backup', file)
    assert.deepEqual([...readFileSync(file).subarray(0, 2)], [0x1f, 0x8b])
    await refusal('cli.backup_failed', 'backup', join(folder, 'no/such/folder/x'))
    assert.ok(!existsSync(join(folder, 'no')))

    const { url, drop } = await emptyDatabase()
    const env = { DATABASE_URL: url, MILLRACE_DATA: join(folder, 'data') }
    const restored = await run(['restore', file, '--json'], { env })
    assert.equal(restored.code, 0, restored.err)
    assert.ok((JSON.parse(restored.out) as { rows: number }).rows > 10)
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const { rows } = await client.query('select username from access.users order by id')
    assert.deepEqual(
      rows.map((row: { username: string }) => row.username),
      ['boss', '小李'],
    )
    await client.end()
    const again = await run(['restore', file, '--json'], { env })
    assert.equal(again.code, 1, 'a house that is not empty is not overwritten')
    await drop()
  })
})
