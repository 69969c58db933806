// Opaque tokens: 256 random bits known to the holder only. The database keeps their SHA-256, which needs
// no salt, since the token itself cannot be guessed.
import { createHash, randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

export function newToken(prefix: string): string {
  return `${prefix}${randomBytes(32).toString('base64url')}`
}

export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

/** Hashes at a time. Each takes a core for 50 ms; a burst of sign-ins must not stop the order desk. */
const MAX_HASHING = 2

let hashing = 0
const queue: (() => void)[] = []

async function withTurn<T>(work: () => Promise<T>): Promise<T> {
  if (hashing >= MAX_HASHING) await new Promise<void>((resolve) => queue.push(resolve))
  hashing += 1
  try {
    return await work()
  } finally {
    hashing -= 1
    queue.shift()?.()
  }
}

/** argon2id at the library's defaults (19 MiB, 2 passes: the OWASP minimum). */
export const hashPassword = (password: string) => withTurn(() => hash(password))

export const verifyPassword = (stored: string, password: string) =>
  withTurn(() => verify(stored, password))
