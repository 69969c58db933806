// Uploaded and produced files behind one small interface: a folder by default, S3 when set.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AwsClient } from 'aws4fetch'
import type { Config } from './config.ts'
import { notFound } from './errors.ts'
import { newId } from './ids.ts'
import { type SealedFileStore, sealedFiles } from './sealed-files.ts'
import type { VaultKey } from './vault.ts'

export interface StoredFile {
  readonly size: number
  readonly sha256: string
}

export interface FileStore {
  /** Whole or not at all: a reader never sees half a file. */
  put(key: string, content: Readable): Promise<StoredFile>
  get(key: string): Promise<Readable>
  size(key: string): Promise<number | null>
  delete(key: string): Promise<void>
}

/** Keys are made by us: `imports/<uuid>/原始文件.csv`. No way up and out of the store. */
function checkKey(key: string): void {
  const parts = key.split('/')
  const bad = parts.some(
    (part) => part === '' || part === '.' || part === '..' || /[\\\0]/.test(part),
  )
  if (bad || key.length > 500) throw new Error(`not a file key: ${JSON.stringify(key)}`)
}

/** Whatever is stored is sealed (kernel/sealed-files.ts). */
export function openFiles(config: Config, keys: readonly VaultKey[]): SealedFileStore {
  const store = config.s3
    ? s3Files(config.s3, join(config.dataDir, 'tmp'))
    : folderFiles(join(config.dataDir, 'files'))
  return sealedFiles(store, keys)
}

export function folderFiles(root: string): FileStore {
  const pathOf = (key: string) => {
    checkKey(key)
    return join(root, key)
  }
  return {
    async put(key, content) {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true })
      const draft = `${path}.${newId()}.part`
      const stored = await spool(draft, content)
      await rename(draft, path)
      return stored
    },
    async get(key) {
      const path = pathOf(key)
      await stat(path).catch(() => {
        throw notFound({ zh: '文件', en: 'file' }, key)
      })
      return createReadStream(path)
    },
    size: async (key) => (await stat(pathOf(key)).catch(() => null))?.size ?? null,
    delete: (key) => rm(pathOf(key), { force: true }),
  }
}

/** Write a stream to a file, flushed to disk, measuring it on the way. */
async function spool(path: string, content: Readable): Promise<StoredFile> {
  const hash = createHash('sha256')
  let size = 0
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      size += chunk.length
      done(null, chunk)
    },
  })
  try {
    await pipeline(content, measure, createWriteStream(path, { flush: true }))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
  return { size, sha256: hash.digest('hex') }
}

/** S3, path style. A stream is spooled to disk first, since a signed PUT must know its length. */
export function s3Files(s3: NonNullable<Config['s3']>, tmpDir: string): FileStore {
  const client = new AwsClient({
    accessKeyId: s3.keyId,
    secretAccessKey: s3.secret,
    region: s3.region,
    service: 's3',
  })
  const urlOf = (key: string) => {
    checkKey(key)
    return `${s3.url.replace(/\/$/, '')}/${key.split('/').map(encodeURIComponent).join('/')}`
  }
  const call = async (method: string, key: string, init: Record<string, unknown> = {}) => {
    const response = await client.fetch(urlOf(key), { method, ...init })
    if (response.ok || response.status === 404) return response
    throw new Error(
      `S3 ${method} answered ${response.status}: ${(await response.text()).slice(0, 300)}`,
    )
  }
  return {
    async put(key, content) {
      await mkdir(tmpDir, { recursive: true })
      const draft = join(tmpDir, newId())
      try {
        const stored = await spool(draft, content)
        await call('PUT', key, {
          body: Readable.toWeb(createReadStream(draft)),
          duplex: 'half',
          headers: { 'content-length': String(stored.size), 'x-amz-content-sha256': stored.sha256 },
        })
        return stored
      } finally {
        await rm(draft, { force: true })
      }
    },
    async get(key) {
      const response = await call('GET', key)
      if (response.status === 404 || !response.body) throw notFound({ zh: '文件', en: 'file' }, key)
      return Readable.fromWeb(response.body as never)
    },
    async size(key) {
      const response = await call('HEAD', key)
      return response.status === 404 ? null : Number(response.headers.get('content-length'))
    },
    delete: async (key) => void (await call('DELETE', key)),
  }
}
