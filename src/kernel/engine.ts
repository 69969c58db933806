// What a ClickHouse engine is to us: a few calls over text. A server answers them over HTTP, the embedded engine in a process
// of its own (embedded-engine.ts); both through the same client, so what is learnt of one holds for the other.
import type { ClickHouseClient } from '@clickhouse/client'

export type Param =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly (string | number | bigint)[]

export type Params = Readonly<Record<string, Param>>

export interface Engine {
  /** The rows of a select, a JSON object a line. */
  rows(sql: string, params?: Params): Promise<string>
  command(sql: string, params?: Params): Promise<void>
  close(): Promise<void>
  /** Its process is gone: whoever needs it starts another. */
  readonly isGone: () => boolean
}

const FORMAT = 'SETTINGS output_format_json_quote_64bit_integers = 1'

/** The first writes; reads go round the others, since one embedded session runs one query at a time. */
export function engineOver(clients: readonly ClickHouseClient[]): Engine {
  const writer = clients[0]!
  const readers = clients.length > 1 ? clients.slice(1) : clients
  let turn = 0
  return {
    async rows(sql, params) {
      const reader = readers[(turn = (turn + 1) % readers.length)]!
      const result = await reader.query({
        query: `${sql}\n${FORMAT}`,
        query_params: plain(params),
        format: 'JSONEachRow',
      })
      return result.text()
    },
    async command(sql, params) {
      await writer.command({ query: sql, query_params: plain(params) })
    },
    close: async () => void (await Promise.all(clients.map((client) => client.close()))),
    isGone: () => false,
  }
}

const plain = (params: Params = {}) =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? value.toString() : value,
    ]),
  )

/** What goes between the program and the process of its engine. */
export type Call =
  | { readonly id: number; readonly do: 'rows' | 'command'; sql: string; params: Params }
  | { readonly id: number; readonly do: 'close' }

export type Reply =
  | { readonly id: number; readonly text: string }
  | { readonly id: number; readonly failed: string }
