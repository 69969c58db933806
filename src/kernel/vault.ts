// Personal data is sealed field by field with AES-256-GCM. The sealed text names its key, so keys can be
// rotated: the newest seals, all open. The context (`orders.receiver:<id>`) is authenticated, so a sealed
// value copied into another row does not open there.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
} from 'node:crypto'
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { refuse } from './errors.ts'

export interface Vault {
  seal(plain: string, context: string): string
  /** Throws `kernel.sealed_unreadable` for a wrong context, an unknown key or altered text. */
  open(sealed: string, context: string): string
  /** Same text, same index, within a purpose: for equality search without opening anything. */
  blindIndex(plain: string, purpose: string): string
  /** True when a newer key should seal this again. */
  needsRotation(sealed: string): boolean
}

export interface VaultKey {
  readonly id: string
  readonly key: Buffer
}

export function openVault(keys: readonly VaultKey[]): Vault {
  const newest = keys[0]
  const oldest = keys.at(-1)
  if (!newest || !oldest) throw new Error('a vault needs a key')
  // Key objects are made once: an import seals and indexes a million times.
  const byId = new Map(keys.map(({ id, key }) => [id, createSecretKey(key)]))
  const sealingKey = createSecretKey(newest.key)
  const nonces = randomPieces(12)
  // Indexes must survive rotation, so they hang on the oldest key, the one that never leaves the list.
  const indexKey = createSecretKey(
    Buffer.from(hkdfSync('sha256', oldest.key, '', 'millrace blind index', 32)),
  )
  return {
    seal(plain, context) {
      const nonce = nonces()
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce)
      cipher.setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `v1.${newest.id}.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed, context) {
      const [version, id = '', text = ''] = sealed.split('.')
      const key = byId.get(id)
      const bytes = Buffer.from(text, 'base64url')
      if (version !== 'v1' || !key || bytes.length < 28) throw sealedUnreadable(id)
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
        decipher.setAAD(Buffer.from(context))
        decipher.setAuthTag(bytes.subarray(12, 28))
        return decipher.update(bytes.subarray(28), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        throw sealedUnreadable(id)
      }
    },
    blindIndex: (plain, purpose) =>
      createHmac('sha256', indexKey).update(`${purpose}\x1f${plain}`).digest('base64url'),
    needsRotation: (sealed) => !sealed.startsWith(`v1.${newest.id}.`),
  }
}

/** Random bytes asked of the system a thousand pieces at a time; each piece is given out once. */
function randomPieces(size: number): () => Buffer {
  let pool = Buffer.alloc(0)
  let at = 0
  return () => {
    if (at >= pool.length) {
      pool = randomBytes(size * 1024)
      at = 0
    }
    return pool.subarray(at, (at += size))
  }
}

export function sealedUnreadable(keyId: string) {
  return refuse(
    'kernel.sealed_unreadable',
    500,
    {
      zh: '加密内容无法打开:密钥缺失或内容被改动',
      en: 'A sealed value cannot be opened: its key is missing or it was altered.',
    },
    { keyId },
  )
}

/** `id:base64,id:base64`, newest first, as in MILLRACE_SECRET_KEYS and in the key file. */
export function parseKeys(text: string): VaultKey[] {
  return text
    .trim()
    .split(/[,\n]+/)
    .map((line) => {
      const [id = '', encoded = ''] = line.trim().split(':')
      const key = Buffer.from(encoded, 'base64')
      if (!/^[a-z0-9-]+$/.test(id) || key.length !== 32) {
        throw refuse('kernel.bad_keys', 500, {
          zh: '密钥格式应为 编号:32 字节的 base64',
          en: 'Keys must look like id:base64-of-32-bytes.',
        })
      }
      return { id, key }
    })
}

/** The key file of the data folder, made at the first start and never overwritten. */
export function readKeyFile(path: string): VaultKey[] {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, `k1:${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true })
    try {
      // A link fails when the file exists, so two first starts cannot make two keys.
      linkSync(draft, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(draft, { force: true })
    }
  }
  chmodSync(path, 0o600)
  return parseKeys(readFileSync(path, 'utf8'))
}

/** What may be shown without a reason. A star in the text is no proof that somebody has masked it. */
export const mask = {
  phone: maskPhone,
  name: (text: string) => `${[...text.trim()][0] ?? ''}**`,
  /** The street may be seen, the house may not: 文三路****. */
  address: (text: string) => {
    const [shown = ''] = text.trim().split('*')
    const letters = [...shown]
    if (text.trim() === '') return ''
    const street = /^[^\d０-９]{1,12}(?:大道|路|街|巷|镇|乡|村|道)/.exec(shown)?.[0]
    return `${street ?? letters.slice(0, Math.max(0, Math.min(3, letters.length - 1))).join('')}****`
  },
  email: (text: string) => text.replace(/^(.).*(@.*)$/, '$1***$2'),
}

/** 138****5678, 0571-****8888, 138****5678-****: the last four of the number, and nothing else of it. */
function maskPhone(text: string): string {
  if (text.includes('*') && text.replace(/\D/g, '').length <= 7) return text
  const [, main = text, extension] = /^(.*\d{7,}?)([-转#]\d{1,6})$/.exec(text.trim()) ?? []
  const digits = main.replace(/\D/g, '').replace(/^(?:00)?86(?=1\d{10}$)/, '')
  const tail = extension === undefined ? '' : `${extension.charAt(0)}****`
  const isAbroad = /^\s*(?:\+|00)(?!86)/.test(main)
  if (/^1[3-9]\d{9}$/.test(digits) && !isAbroad)
    return `${digits.slice(0, 3)}****${digits.slice(-4)}${tail}`
  if (digits.length < 7) return digits === '' ? '' : '****'
  const area = /^0(?:10|2\d|[3-9]\d{2})(?=\d{7,8}$)/.exec(digits)?.[0]
  return `${area === undefined ? '' : `${area}-`}****${digits.slice(-4)}${tail}`
}
