// Reading and writing from components: useRead for one answer, useWrite for one change. Answers are
// cached under the call's own name, so that a write can say which groups it made stale.
import {
  type QueryClient,
  QueryClient as Client,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { App } from 'antd'
import { useRef } from 'react'
import { type Call, newKey } from './client.ts'
import { ApiProblem, toProblem } from './problem.ts'
import { useLanguage } from '../ui/language.ts'

export const queryClient: QueryClient = new Client({
  defaultOptions: {
    queries: {
      // A refusal will be refused again; only silence and overload deserve a second try.
      retry: (count, error) => count < 2 && error instanceof ApiProblem && error.isPassing,
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
  },
})

interface ReadOptions<T> {
  /** Do not ask yet (an id is not chosen). */
  readonly enabled?: boolean
  /** Ask again every so often while the page is seen. */
  readonly everyMs?: number | false | ((answer: T | undefined) => number | false)
}

/** One answer of the API, cached, kept fresh, typed by its contract. */
export function useRead<A, T>(call: Call<A, T>, args: A, options: ReadOptions<T> = {}) {
  const { everyMs = false } = options
  return useQuery<T, ApiProblem>({
    queryKey: [...call.key, args],
    queryFn: ({ signal }) => call.run(args, { signal }),
    enabled: options.enabled ?? true,
    refetchInterval: typeof everyMs === 'function' ? ({ state }) => everyMs(state.data) : everyMs,
  })
}

export interface WriteOptions<A, T> {
  /** Said when it worked: past tense, with the number that matters. */
  readonly success?: string | ((result: T, args: A) => string)
  /** Offered beside the success message for a few seconds. */
  readonly undo?: (result: T, args: A) => Promise<unknown>
  /** Groups whose answers are stale now; the call's own group always is. */
  readonly touches?: readonly string[]
  readonly onDone?: (result: T, args: A) => void
  /** The caller shows the problem itself (a form puts it on its fields). */
  readonly quiet?: boolean
}

const WORDS = { undo: { zh: '撤销', en: 'Undo' }, undone: { zh: '已撤销', en: 'Undone' } }

/**
 * A change. Retrying the same arguments after silence reuses the idempotency key, so that an answer
 * lost on the way can never mean the work was done twice.
 */
export function useWrite<A, T>(call: Call<A, T>, options: WriteOptions<A, T> = {}) {
  const { message, notification } = App.useApp()
  const client = useQueryClient()
  const language = useLanguage()
  const attempt = useRef<{ about: string; key: string } | null>(null)
  const refresh = () =>
    Promise.all(
      [call.key[0], ...(options.touches ?? [])].map((group) =>
        client.invalidateQueries({ queryKey: [group] }),
      ),
    )
  return useMutation<T, ApiProblem, A>({
    mutationFn: async (args) => {
      const about = JSON.stringify(args)
      if (attempt.current?.about !== about) attempt.current = { about, key: newKey() }
      try {
        const result = await call.run(args, { idempotencyKey: attempt.current.key })
        attempt.current = null
        return result
      } catch (error) {
        throw toProblem(error)
      }
    },
    onSuccess: (result, args) => {
      void refresh()
      options.onDone?.(result, args)
      const said =
        typeof options.success === 'function' ? options.success(result, args) : options.success
      if (said === undefined) return
      const { undo } = options
      if (!undo) return void message.success(said)
      const key = newKey()
      void message.success({
        key,
        duration: 8,
        content: (
          <span>
            {said}{' '}
            <button
              type="button"
              className="mr-link"
              onClick={() => {
                message.destroy(key)
                undo(result, args)
                  .then(refresh)
                  .then(() => message.success(WORDS.undone[language]))
                  .catch((error: unknown) =>
                    notification.error({ title: toProblem(error)[language] }),
                  )
              }}
            >
              {WORDS.undo[language]}
            </button>
          </span>
        ),
      })
    },
    onError: (problem) => {
      if (options.quiet || problem.code === 'access.sign_in_required') return
      notification.error({
        title: problem[language],
        description: problem.requestId ? `${problem.code} · ${problem.requestId}` : problem.code,
        duration: 8,
      })
    },
  })
}
