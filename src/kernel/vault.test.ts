import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { folderFiles, s3Files } from './files.ts'
import { openLog } from './log.ts'
import { redact } from './audit.ts'
import { mask, openVault, readKeyFile } from './vault.ts'

const key = (id: string) => ({ id, key: randomBytes(32) })

test('sealed text opens with its context only, and never twice the same', () => {
  const vault = openVault([key('k1')])
  const sealed = vault.seal('13812345678', 'orders:1')
  assert.notEqual(sealed, vault.seal('13812345678', 'orders:1'))
  assert.equal(vault.open(sealed, 'orders:1'), '13812345678')
  assert.throws(() => vault.open(sealed, 'orders:2'), { code: 'kernel.sealed_unreadable' })
  // The last but one: the last character may hold bits that no byte is made of.
  const flipped = sealed.slice(0, -2) + (sealed.at(-2) === 'A' ? 'B' : 'A') + sealed.slice(-1)
  assert.throws(() => vault.open(flipped, 'orders:1'), { code: 'kernel.sealed_unreadable' })
})

test('rotation: the newest key seals, old ones still open, the blind index stays', () => {
  const [old, fresh] = [key('k1'), key('k2')]
  const before = openVault([old])
  const after = openVault([fresh, old])
  const sealed = before.seal('张三', 'c')
  assert.equal(after.open(sealed, 'c'), '张三')
  assert.equal(after.needsRotation(sealed), true)
  assert.equal(after.needsRotation(after.seal('张三', 'c')), false)
  assert.equal(before.blindIndex('138', 'phone'), after.blindIndex('138', 'phone'))
  assert.notEqual(after.blindIndex('138', 'phone'), after.blindIndex('138', 'name'))
  assert.throws(() => openVault([fresh]).open(sealed, 'c'), { code: 'kernel.sealed_unreadable' })
})

test('the key file is made once, readable by its owner alone', () => {
  const dir = mkdtempSync(join(tmpdir(), 'keys-'))
  const path = join(dir, 'keys')
  const first = readKeyFile(path)
  assert.deepEqual(readKeyFile(path), first)
  assert.equal(statSync(path).mode & 0o777, 0o600)
  rmSync(dir, { recursive: true })
})

test('masks show what may be shown', () => {
  assert.equal(mask.phone('13812345678'), '138****5678')
  assert.equal(mask.phone('+86 138 1234 5678'), '138****5678')
  assert.equal(mask.phone('13812345678-1234'), '138****5678-****')
  assert.equal(mask.phone('0571-88887777'), '0571-****7777')
  assert.equal(mask.phone('01088887777'), '010-****7777')
  assert.equal(mask.phone('+1 415 555 0199'), '****0199')
  assert.equal(mask.phone('110'), '****')
  assert.equal(mask.phone('138****5678'), '138****5678')
  assert.equal(mask.phone('电话同上'), '')
  assert.equal(mask.phone('13812345678*'), '138****5678')
  assert.equal(mask.name('欧阳修'), '欧**')
  assert.equal(mask.name('张三*店'), '张**')
  assert.equal(mask.address('文三路 123 号 5 幢 502 室'), '文三路****')
  assert.equal(mask.address('西溪街道文三路123号'), '西溪街道文三路****')
  assert.equal(mask.address('3栋'), '3****')
  assert.equal(mask.address('文三路****'), '文三路****')
  assert.equal(mask.address('文三路123号5栋*'), '文三路****')
  assert.equal(mask.address('****'), '****')
  assert.equal(mask.email('zhang@example.com'), 'z***@example.com')
})

test('neither the audit log nor the log shows personal data or secrets', () => {
  assert.deepEqual(
    redact({ name: 'x', phone: '138', nested: { password: 'p', list: [{ contact: 'c' }] } }),
    {
      name: 'x',
      phone: '•••',
      nested: { password: '•••', list: [{ contact: '•••' }] },
    },
  )
  const lines: string[] = []
  openLog({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }).info(
    { phone: '13812345678', headers: { authorization: 'Bearer mlr_secret', cookie: 'c' } },
    'hello',
  )
  assert.doesNotMatch(lines.join(''), /13812345678|mlr_secret/)
})

test('the folder store: whole files, Chinese keys, no way out', async () => {
  const root = mkdtempSync(join(tmpdir(), 'files-'))
  const files = folderFiles(root)
  const stored = await files.put('导入/一月.csv', Readable.from(['你', '好']))
  assert.deepEqual(stored, { size: 6, sha256: createHash('sha256').update('你好').digest('hex') })
  assert.equal(await text(await files.get('导入/一月.csv')), '你好')
  const torn = Readable.from(
    (async function* () {
      yield 'half'
      throw new Error('cut')
    })(),
  )
  await assert.rejects(files.put('torn', torn), /cut/)
  assert.equal(await files.size('torn'), null)
  for (const bad of ['../x', 'a/../../x', '/etc/passwd', 'a//b', '']) {
    await assert.rejects(files.put(bad, Readable.from(['x'])), /not a file key/)
  }
  await assert.rejects(files.get('none'), { code: 'kernel.not_found' })
  await files.delete('导入/一月.csv')
  assert.equal(await files.size('导入/一月.csv'), null)
  rmSync(root, { recursive: true })
})

test('S3: every request is signed as AWS says, objects come back', async () => {
  const secret = 'secret'
  const objects = new Map<string, Buffer>()
  const hmac = (k: string | Buffer, data: string) => createHmac('sha256', k).update(data).digest()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      // Signature Version 4, recomputed from what arrived.
      const auth =
        /Credential=([^/]+)\/(\d+)\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)/.exec(
          request.headers.authorization ?? '',
        )
      const [, , day = '', region = '', signed = '', given] = auth ?? []
      const headers = signed
        .split(';')
        .map((name) => `${name}:${String(request.headers[name]).trim()}\n`)
        .join('')
      const hash = String(request.headers['x-amz-content-sha256'])
      const canonical = [
        request.method,
        request.url?.split('?')[0],
        '',
        headers,
        signed,
        hash,
      ].join('\n')
      const toSign = [
        'AWS4-HMAC-SHA256',
        request.headers['x-amz-date'],
        `${day}/${region}/s3/aws4_request`,
        createHash('sha256').update(canonical).digest('hex'),
      ].join('\n')
      const signature = hmac(
        hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), 's3'), 'aws4_request'),
        toSign,
      ).toString('hex')
      if (signature !== given) return response.writeHead(403).end('SignatureDoesNotMatch')
      const url = decodeURIComponent(request.url ?? '')
      if (request.method === 'PUT') objects.set(url, Buffer.concat(chunks))
      if (request.method === 'DELETE') objects.delete(url)
      const found = objects.get(url)
      if (!found && request.method !== 'DELETE') return response.writeHead(404).end()
      return response
        .writeHead(200, { 'content-length': found?.length ?? 0 })
        .end(request.method === 'GET' ? found : undefined)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const tmp = mkdtempSync(join(tmpdir(), 's3-'))
  try {
    const files = s3Files(
      { url: `http://127.0.0.1:${port}/bucket`, keyId: 'id', secret, region: 'us-east-1' },
      tmp,
    )
    await files.put('imports/一月.csv', Readable.from([readFileSync('package.json')]))
    assert.equal(
      await text(await files.get('imports/一月.csv')),
      readFileSync('package.json', 'utf8'),
    )
    assert.equal(await files.size('imports/一月.csv'), statSync('package.json').size)
    await files.delete('imports/一月.csv')
    assert.equal(await files.size('imports/一月.csv'), null)
    const wrong = s3Files(
      { url: `http://127.0.0.1:${port}/bucket`, keyId: 'id', secret: 'other', region: 'us-east-1' },
      tmp,
    )
    await assert.rejects(wrong.put('x', Readable.from(['x'])), /403/)
  } finally {
    server.close()
    server.closeAllConnections()
    rmSync(tmp, { recursive: true })
  }
})
