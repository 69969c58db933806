// What the server says when it refuses (application/problem+json), as something to throw and show.

export interface FieldProblem {
  readonly path: string
  readonly code: string
  readonly zh: string
  readonly en: string
}

/** One field two people changed: the server's answer to a stale edit. */
export interface Difference {
  readonly field: string
  readonly yours: unknown
  readonly current: unknown
}

interface Said {
  readonly zh: string
  readonly en: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly requestId?: string | null
}

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  readonly code: string
  readonly zh: string
  readonly en: string
  readonly details: Readonly<Record<string, unknown>>
  /** What an administrator finds in the log. */
  readonly requestId: string | null

  constructor(status: number, code: string, said: Said) {
    super(`${code}: ${said.en}`)
    this.status = status
    this.code = code
    this.zh = said.zh
    this.en = said.en
    this.details = said.details ?? {}
    this.requestId = said.requestId ?? null
  }

  static from(status: number, text: string, requestId: string | null): ApiProblem {
    try {
      const body = JSON.parse(text) as Said & { code?: string }
      if (typeof body.code === 'string') return new ApiProblem(status, body.code, body)
    } catch {
      // A proxy answered with a page of its own; the sentence below is for that.
    }
    return new ApiProblem(status, 'console.no_answer', {
      zh: `服务器没有给出可读的回答(HTTP ${status});请稍后重试,仍不行请联系管理员`,
      en: `The server gave no readable answer (HTTP ${status}). Try again; if it stays, tell an administrator.`,
      requestId,
    })
  }

  get fields(): readonly FieldProblem[] {
    return Array.isArray(this.details['fields']) ? (this.details['fields'] as FieldProblem[]) : []
  }

  get difference(): readonly Difference[] {
    const found = this.details['difference']
    return Array.isArray(found) ? (found as Difference[]) : []
  }

  /** Worth trying the same thing again without changing anything. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 503 || this.status === 429
  }
}

export function unreachable(): ApiProblem {
  return new ApiProblem(0, 'console.unreachable', {
    zh: '连不上服务器:请检查网络或确认程序正在运行,然后重试。填写的内容还在',
    en: 'The server cannot be reached. Check the network and that Millrace runs, then try again. What you typed is kept.',
  })
}

/** Any thrown thing as a problem. */
export function toProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  return new ApiProblem(0, 'console.broken', {
    zh: `页面出错:${String(error)};请刷新,仍出现请告诉管理员`,
    en: `This page failed: ${String(error)}. Reload it; if it stays, tell an administrator.`,
  })
}
