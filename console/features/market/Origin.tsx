// Where a row comes from, and the columns of the report that have no place of their own.
import { paths } from '../../paths.ts'
import { useWords } from '../../ui/language.ts'
import { Facts, Panel } from '../../ui/Page.tsx'
import { words } from './words.ts'

interface Origin {
  readonly layout: string
  readonly source: string
  readonly sourceRow: number
  readonly version: number
  readonly more: Readonly<Record<string, string>>
}

export function OriginPanels({ row }: { readonly row: Origin }) {
  const w = useWords(words)
  const run = row.source.startsWith('import:') ? row.source.slice('import:'.length) : null
  const more = Object.entries(row.more)
  return (
    <>
      {more.length > 0 ? (
        <Panel title={w.more}>
          <Facts items={more} />
        </Panel>
      ) : null}
      <Panel title={w.comes}>
        <Facts
          items={[
            [w.report, row.layout],
            [w.fileRow, row.sourceRow],
            [w.version, row.version],
            ...(run === null
              ? []
              : ([
                  [
                    '',
                    <a key="run" href={`${paths.imports}?open=${run}`}>
                      {w.openImport}
                    </a>,
                  ],
                ] as const)),
          ]}
        />
      </Panel>
    </>
  )
}
