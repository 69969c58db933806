// What a command is, and the two shapes most of them have: list something, add something.
import type { CliConfig } from '#kernel/config.ts'
import type { Bilingual } from '#kernel/errors.ts'
import type { callApi } from './client.ts'
import type { Shown } from './print.ts'

export interface Input {
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly positionals: readonly string[]
  readonly config: CliConfig
  readonly call: ReturnType<typeof callApi>
}

export interface Command {
  readonly name: string
  readonly usage: string
  readonly about: Bilingual
  /** Positionals by name, options with dashes: without them the usage is shown. */
  readonly needs: readonly string[]
  readonly options: Readonly<Record<string, { type: 'string' | 'boolean' }>>
  readonly run: (input: Input) => Promise<Shown>
}

/** The command was called wrongly in a way its options alone do not show: exit 2 with the usage. */
export class WrongUsage extends Error {}

export const text = (value: string | boolean | undefined) =>
  typeof value === 'string' ? value : undefined
export const str = { type: 'string' } as const
export const flag = { type: 'boolean' } as const
export const both = (zh: string, en: string): Bilingual => ({ zh, en })
export const same = (line: string): Bilingual => both(line, line)

export const CODE = both('编码', 'Code')
export const NAME = both('名称', 'Name')

/** Only what was given: the API has the defaults. */
export const given = (fields: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

export function lister(
  name: string,
  path: string,
  about: Bilingual,
  columns: readonly (readonly [string, Bilingual])[],
): Command {
  return {
    name,
    usage: name,
    about,
    needs: [],
    options: {},
    async run({ call }) {
      const { items } = await call<{ items: Record<string, unknown>[] }>('GET', `${path}?limit=200`)
      return {
        json: items,
        table: {
          head: columns.map(([, title]) => title),
          rows: items.map((item) => columns.map(([key]) => String(item[key] ?? ''))),
        },
      }
    },
  }
}

export function adder(
  name: string,
  usage: string,
  about: Bilingual,
  needs: readonly string[],
  options: Command['options'],
  path: string,
  bodyOf: (input: Input) => Promise<object> | object,
): Command {
  return {
    name,
    usage,
    about,
    needs,
    options,
    async run(input) {
      const made = await input.call<Record<string, string>>('POST', path, await bodyOf(input))
      const shown = Object.values(made).join('  ')
      return { json: made, lines: [same(shown)] }
    },
  }
}
