import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, describe, test } from 'node:test'
import { folderFiles } from './files.ts'
import { sealedFiles } from './sealed-files.ts'

const root = mkdtempSync(join(tmpdir(), 'millrace-sealed-'))
after(() => rmSync(root, { recursive: true, force: true }))

const K1 = { id: 'k1', key: randomBytes(32) }
const K2 = { id: 'k2', key: randomBytes(32) }
const plain = folderFiles(root)
const files = sealedFiles(plain, [K1])
const KB64 = 65_536
const HEADER = 64
const PIECE = KB64 + 16

/** In chunks that fit nothing. */
const stream = (bytes: Buffer, size = 10_007) =>
  Readable.from(
    (function* chunks() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    })(),
  )

const onDisk = (key: string) => readFileSync(join(root, key))

const readBack = async (key: string, store = files) => buffer(await store.get(key))

const UNREADABLE = { code: 'kernel.sealed_unreadable' }

describe('sealed files', () => {
  test('come back whole at every edge of the pieces, with the size and hash of the content', async () => {
    for (const size of [0, 1, KB64 - 1, KB64, KB64 + 1, 2 * KB64, 3 * KB64 + 5]) {
      const bytes = randomBytes(size)
      const stored = await files.put('edge', stream(bytes))
      assert.deepEqual(stored, { size, sha256: createHash('sha256').update(bytes).digest('hex') })
      assert.deepEqual(await readBack('edge'), bytes, `${size} bytes`)
      assert.equal(await files.size('edge'), size)
    }
    assert.equal(await files.size('none'), null)
    await assert.rejects(files.get('none'), { code: 'kernel.not_found' })
  })

  test('hold nothing readable, and never twice the same', async () => {
    const text = Buffer.from('收货人:张三,13800000000')
    await files.put('a', Readable.from([text]))
    await files.put('b', Readable.from(['收货人:张三,', '13800000000']))
    assert.ok(!onDisk('a').includes('13800000000'))
    assert.notDeepEqual(onDisk('a').subarray(HEADER), onDisk('b').subarray(HEADER))
    assert.deepEqual(await readBack('b'), text)
  })

  test('a byte changed anywhere, header included, is found', async () => {
    await files.put('t', stream(randomBytes(2 * KB64 + 100)))
    const good = onDisk('t')
    for (const at of [
      9,
      40,
      HEADER - 1,
      HEADER,
      HEADER + PIECE - 1,
      HEADER + PIECE,
      good.length - 1,
    ]) {
      const bad = Buffer.from(good)
      bad[at] = bad[at]! ^ 1
      writeFileSync(join(root, 't'), bad)
      await assert.rejects(readBack('t'), UNREADABLE, `byte ${at}`)
    }
  })

  test('pieces cut off, dropped, swapped, repeated or from another file are found', async () => {
    await files.put('p', stream(randomBytes(3 * KB64 + 100)))
    await files.put('q', stream(randomBytes(3 * KB64 + 100)))
    const good = onDisk('p')
    const head = good.subarray(0, HEADER)
    const piece = (index: number, of = good) =>
      of.subarray(HEADER + index * PIECE, HEADER + (index + 1) * PIECE)
    const all = [0, 1, 2, 3].map((index) => piece(index))
    for (const [what, bad] of Object.entries({
      'cut at a piece': [head, ...all.slice(0, 3)],
      'cut in a piece': [good.subarray(0, good.length - 40)],
      'cut in a tag': [good.subarray(0, HEADER + PIECE + 7)],
      'header alone': [head],
      dropped: [head, all[0]!, all[2]!, all[3]!],
      swapped: [head, all[1]!, all[0]!, all[2]!, all[3]!],
      repeated: [head, all[0]!, all[0]!, all[1]!, all[2]!, all[3]!],
      foreign: [head, all[0]!, piece(1, onDisk('q')), all[2]!, all[3]!],
      'more behind': [good, Buffer.from('x')],
    })) {
      writeFileSync(join(root, 'p'), Buffer.concat(bad))
      await assert.rejects(readBack('p'), UNREADABLE, what)
    }
    writeFileSync(join(root, 'p'), onDisk('q'))
    await assert.rejects(readBack('p'), UNREADABLE, 'another file in its place')
  })

  test('a new key seals, old ones open; a key that is gone is named', async () => {
    const bytes = randomBytes(100_000)
    await files.put('r', stream(bytes))
    const rotated = sealedFiles(plain, [K2, K1])
    assert.deepEqual(await readBack('r', rotated), bytes)
    assert.equal(await rotated.reseal('r'), true)
    assert.equal(await rotated.reseal('r'), false)
    assert.deepEqual(await readBack('r', sealedFiles(plain, [K2])), bytes)
    await assert.rejects(readBack('r'), { ...UNREADABLE, details: { keyId: 'k2' } })
  })

  test('files stored before sealing are read as they are, and can be sealed', async () => {
    for (const text of ['', 'a,b\n1,2\n', 'x'.repeat(200_000)]) {
      await plain.put('old', Readable.from([Buffer.from(text)]))
      assert.equal(String(await readBack('old')), text)
      assert.equal(await files.size('old'), text.length)
      assert.equal(await files.reseal('old'), true)
      assert.equal(String(await readBack('old')), text)
      assert.equal(await files.size('old'), text.length)
    }
  })

  test('an upload that breaks off leaves nothing', async () => {
    const torn = Readable.from(
      (async function* torn() {
        yield Buffer.alloc(100_000)
        await Promise.reject(new Error('cut'))
      })(),
    )
    await assert.rejects(files.put('torn', torn), /cut/)
    assert.equal(await files.size('torn'), null)
  })
})
