// How a layout is written down in `data/`: headers as a person copies them out of a file, bars between them.
import type { Bilingual } from '#kernel/errors.ts'
import type { ImportKind, Layout } from './importing.ts'

export interface LayoutEntry {
  readonly id: string
  readonly platform: string | null
  readonly kind: ImportKind
  readonly name: Bilingual
  readonly grain: Layout['grain']
  readonly headers: string
  readonly optional?: string
  readonly detect?: string
  readonly requires?: string
  readonly fields?: Readonly<Record<string, string>>
  readonly statuses?: Readonly<Record<string, string>>
  readonly traits?: string
  /**
   * `read`: seen in a real file or in public code that writes or reads one. `unverified`: from memory, to be held
   * against the next real file.
   */
  readonly provenance: string
}

export const layoutsOf = (entries: readonly LayoutEntry[]): readonly Layout[] =>
  entries.map((entry) => ({
    id: entry.id,
    platform: entry.platform,
    kind: entry.kind,
    name: entry.name,
    grain: entry.grain,
    headers: cut(entry.headers),
    optional: cut(entry.optional),
    detect: cut(entry.detect),
    requires: entry.requires?.split(' ') ?? (entry.kind === 'orders' ? ['order_id'] : []),
    fields: Object.fromEntries(
      Object.entries(entry.fields ?? {}).map(([field, headers]) => [field, cut(headers)]),
    ),
    statuses: entry.statuses ?? {},
    traits: entry.traits?.split(' ') ?? [],
    provenance: entry.provenance,
  }))

const cut = (text: string | undefined): string[] =>
  (text ?? '')
    .split(/[|\n]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
