// The typed client. Which routes exist comes from the contracts (types only, so that no schema reaches
// the browser); their methods and paths come from the generated table. Every refusal of the server
// arrives as an ApiProblem with words in both languages.
import type { z } from 'zod'
import type { Api } from '../../src/api.ts'
import { ROUTES } from './routes.gen.ts'
import { ApiProblem, unreachable } from './problem.ts'

type In<T, K extends string> = [T] extends [z.ZodNever]
  ? unknown
  : T extends z.ZodType
    ? unknown extends z.input<T>
      ? { readonly [k in K]?: Readonly<Record<string, string>> }
      : Record<string, never> extends z.input<T>
        ? { readonly [k in K]?: z.input<T> }
        : { readonly [k in K]: z.input<T> }
    : unknown

type Part<R, K extends string> = K extends keyof R ? Exclude<R[K], undefined> : z.ZodNever

/** Upload routes take a form instead of JSON; their contract documents its parts. */
type BodyOf<T> = [T] extends [z.ZodNever]
  ? { readonly body?: FormData }
  : T extends z.ZodType
    ? { readonly body: z.input<T> | FormData }
    : unknown

/** What a route wants: `{ params, query, body }`, each only when the contract has it. */
export type Args<R> = In<Part<R, 'params'>, 'params'> &
  In<Part<R, 'query'>, 'query'> &
  BodyOf<Part<R, 'body'>> &
  // A list under a parent (`/api/skus/:id/moves`) has path parameters its type does not name.
  (R extends { columns: unknown }
    ? { readonly params?: Readonly<Record<string, string>> }
    : unknown)

export type Result<R> = R extends { response: infer O }
  ? O extends z.ZodType
    ? z.output<O>
    : never
  : never

export interface CallOptions {
  /** One per attempt to create, the same on every retry of it; made up when left out. */
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal | undefined
}

type Optional<A> = Record<string, never> extends A ? [args?: A] : [args: A]

/** One call of the API: a function that also knows its name and address. */
export interface Call<A, T> {
  (...args: [...Optional<A>, options?: CallOptions]): Promise<T>
  /** Same call for code that handles any route. */
  readonly run: (args: A, options?: CallOptions) => Promise<T>
  /** The address with its query, for links, downloads and exports. */
  readonly url: (args: A, suffix?: string) => string
  /** `['catalog', 'skus']`: the beginning of every cached answer of this call. */
  readonly key: readonly [group: string, name: string]
  readonly creates: boolean
}

export type Client<T> = {
  readonly [G in keyof T]: { readonly [N in keyof T[G]]: Call<Args<T[G][N]>, Result<T[G][N]>> }
}

interface AnyArgs {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

interface RouteEntry {
  readonly method: string
  readonly path: string
  readonly creates?: boolean
  readonly upload?: boolean
}

/** Parameters are plain values; anything else in an address is a mistake of ours. */
function asText(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'object') throw new TypeError('an object cannot stand in an address')
  return String(value as string | number | boolean | bigint)
}

function addressOf(route: RouteEntry, args: AnyArgs, suffix = ''): string {
  const path = route.path.replace(/:(\w+)/g, (_all, name: string) =>
    encodeURIComponent(asText(args.params?.[name])),
  )
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(args.query ?? {})) {
    const text = asText(value)
    if (text !== '') query.set(name, text)
  }
  const text = query.toString()
  return `${path}${suffix}${text === '' ? '' : `?${text}`}`
}

/** Who wants to know that the session is gone (the shell goes to sign-in and keeps the address). */
let onSignedOut: () => void = () => undefined
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener
}

async function send(route: RouteEntry, args: AnyArgs, options: CallOptions = {}): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json' }
  const init: RequestInit = { method: route.method, headers, credentials: 'same-origin' }
  if (options.signal) init.signal = options.signal
  if (route.creates) headers['idempotency-key'] = options.idempotencyKey ?? newKey()
  if (args.body instanceof FormData) init.body = args.body
  else if (args.body !== undefined) {
    headers['content-type'] = 'application/json'
    init.body = JSON.stringify(args.body)
  }
  let response: Response
  try {
    response = await fetch(addressOf(route, args), init)
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw unreachable()
  }
  const text = await response.text()
  if (response.ok) return text === '' ? undefined : JSON.parse(text)
  const problem = ApiProblem.from(response.status, text, response.headers.get('x-request-id'))
  if (problem.code === 'access.sign_in_required') onSignedOut()
  throw problem
}

/** Unique enough, and there in plain http too, where crypto.randomUUID is not. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function callOf(group: string, name: string, route: RouteEntry) {
  const run = (args: AnyArgs = {}, options?: CallOptions) => send(route, args, options)
  return Object.assign((args?: AnyArgs, options?: CallOptions) => run(args, options), {
    run,
    url: (args: AnyArgs = {}, suffix?: string) => addressOf(route, args, suffix),
    key: [group, name] as const,
    creates: route.creates === true,
  })
}

export const api = Object.fromEntries(
  Object.entries(ROUTES).map(([group, routes]) => [
    group,
    Object.fromEntries(
      Object.entries(routes).map(([name, route]) => [
        name,
        callOf(group, name, route as RouteEntry),
      ]),
    ),
  ]),
) as unknown as Client<Api>
