// Personal data is sealed field by field with AES-256-GCM. The sealed text names its key, so keys can be
// rotated: the newest seals, all open. The context (`orders.receiver:<id>`) is authenticated, so a sealed
// value copied into another row does not open there.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
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
  const byId = new Map(keys.map(({ id, key }) => [id, key]))
  // Indexes must survive rotation, so they hang on the oldest key, the one that never leaves the list.
  const indexKey = Buffer.from(hkdfSync('sha256', oldest.key, '', 'millrace blind index', 32))
  return {
    seal(plain, context) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', newest.key, nonce)
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

/** What may be shown without a reason. */
export const mask = {
  phone: (text: string) =>
    text.replace(/^(\d{3})\d+(\d{4})$/, '$1****$2').replace(/^\d{5,}$/, '****'),
  name: (text: string) => `${[...text][0] ?? ''}**`,
  email: (text: string) => text.replace(/^(.).*(@.*)$/, '$1***$2'),
}
