// Calls of the command line: a bearer key, an idempotency key for each creation, problems as exceptions.
import type { CliConfig } from '#kernel/config.ts'
import { newId } from '#kernel/ids.ts'

export interface Problem {
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly details?: unknown
}

export class Refused extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.en)
    this.problem = problem
  }
}

export class Unreachable extends Error {
  readonly url: string

  constructor(url: string) {
    super(`cannot reach ${url}`)
    this.url = url
  }
}

export type Call = <T>(method: string, path: string, body?: unknown) => Promise<T>

export function callApi(
  config: CliConfig,
): Call & { raw: (method: string, path: string) => Promise<Response> } {
  const send = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const form = body instanceof FormData
    try {
      return await fetch(config.url + path, {
        method,
        headers: {
          ...(config.apiKey ? { authorization: `Bearer ${config.apiKey}` } : {}),
          ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
          ...(method === 'POST' ? { 'idempotency-key': newId() } : {}),
        },
        body: body === undefined ? null : form ? body : JSON.stringify(body),
      })
    } catch {
      throw new Unreachable(config.url)
    }
  }
  const checked = async (method: string, path: string, body?: unknown) => {
    const response = await send(method, path, body)
    if (response.ok) return response
    const text = await response.text()
    try {
      throw new Refused(JSON.parse(text) as Problem)
    } catch (error) {
      if (error instanceof Refused) throw error
      throw new Refused({
        code: `http.${response.status}`,
        zh: text.slice(0, 200),
        en: text.slice(0, 200),
      })
    }
  }
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await checked(method, path, body)
    return (await response.json()) as T
  }
  return Object.assign(call, { raw: (method: string, path: string) => checked(method, path) })
}
