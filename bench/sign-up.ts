// The owner of a fresh program, and calls made as them.
import assert from 'node:assert/strict'
import type { Program } from '#test/program.ts'

const PASSWORD = 'a passphrase for the bench'

export interface Call {
  <T>(method: string, path: string, body?: unknown): Promise<T>
}

export async function signUp(program: Program): Promise<Call> {
  let cookie = ''
  const call: Call = async (method, path, body) => {
    const form = body instanceof FormData
    const response = await fetch(program.url + path, {
      method,
      headers: {
        origin: program.url,
        cookie,
        'idempotency-key': crypto.randomUUID(),
        ...(form || body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : form ? body : JSON.stringify(body),
    })
    const text = await response.text()
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text.slice(0, 300)}`)
    cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? cookie
    return (text.startsWith('{') ? JSON.parse(text) : text) as never
  }
  await call('POST', '/api/setup', {
    username: 'owner',
    displayName: 'Owner',
    password: PASSWORD,
  })
  await call('POST', '/api/session', { username: 'owner', password: PASSWORD })
  return call
}
