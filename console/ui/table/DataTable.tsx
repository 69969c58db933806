// The list every screen stands on. It is fed by a list route of the contract and brings search, typed
// filters, order, columns, views, export, keyboard, selection with bulk actions, a detail drawer, and
// the states around rows (loading, empty, refused). Its state is the address.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Drawer, type InputRef } from 'antd'
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react'
import type { Call } from '../../api/client.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { formatInteger } from '../format.ts'
import { useHotkeys } from '../hotkeys.tsx'
import { useLanguage, useWords } from '../language.ts'
import { remember, remembered, usePreference } from '../preferences.ts'
import { ProblemAlert } from '../ProblemAlert.tsx'
import { Teach } from '../Teach.tsx'
import { type ChosenColumns, defaultColumns } from './ColumnChoice.tsx'
import type { Column } from './columns.tsx'
import type { Filter } from './filters.ts'
import { Grid } from './Grid.tsx'
import { Toolbar } from './Toolbar.tsx'
import { type Address, type Change, useAddress, useSetAddress } from './use-address.ts'
import { words } from './words.ts'

export interface ListPage<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

export interface BulkAction<T> {
  readonly label: string
  readonly isDangerous?: boolean
  /** Preview and confirm inside; the selection is cleared when it resolves to true. */
  readonly run: (rows: readonly T[]) => Promise<boolean> | void
}

export interface RowKey<T> {
  readonly keys: string
  readonly label: string
  readonly run: (rows: readonly T[]) => void
}

interface DataTableProps<T> {
  /** Name of the list: `catalog.skus`. Views and columns are remembered under it. */
  readonly name: string
  readonly label: string
  /** The list route: `api.catalog.skus`. */
  readonly list: Call<never, ListPage<T>>
  /** Parts of the query that are not the person's choice (a SKU's own moves). */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>
  readonly params?: Readonly<Record<string, string>>
  readonly columns: readonly Column<T>[]
  readonly filters?: readonly Filter[]
  /** Query parameter of the search box; false for a list that has none. */
  readonly search?: string | false
  readonly searchHint?: string
  readonly rowKey: (row: T) => string
  /** Enter or a click opens this in a drawer; J and K then walk through it. */
  readonly detail?: (key: string, row: T | undefined, close: () => void) => ReactNode
  readonly detailTitle?: (row: T | undefined) => ReactNode
  /** Or go somewhere. */
  readonly onOpen?: (row: T) => void
  readonly bulk?: readonly BulkAction<T>[]
  /** Keys that act on the selected rows, or on the row the keyboard is on. */
  readonly rowKeys?: readonly RowKey<T>[]
  /** Buttons at the right end. */
  readonly actions?: ReactNode
  /** Shown when the list has no rows at all: what this is, and the one next step. */
  readonly empty?: ReactNode
  readonly isExportable?: boolean
  /** A board that lives: asked again every so often while it is seen. */
  readonly everyMs?: number
  /** A list inside another page scrolls within this many pixels; else it fills its page. */
  readonly maxHeight?: number
}

const PAGE_SIZE = 100

export function DataTable<T>(props: DataTableProps<T>) {
  const { list, columns, filters = [], rowKey } = props
  const searchKey = props.search === false ? undefined : (props.search ?? 'q')
  const w = useWords(words)
  const address = useAddress()
  const setAddress = useSetAddress()
  const density = usePreference('density')
  const [chosen, setChosen] = useChosenColumns(props.name, columns)
  const shown = chosen.flatMap((key) => columns.find((column) => column.key === key) ?? [])

  const query = useListQuery(props, address, searchKey)
  const { rows, loaded } = usePages(list, { params: props.params, query }, props.everyMs)

  const [active, setActive] = useState(-1)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const searchRef = useRef<InputRef>(null)
  const change = useCallback(
    (next: Change) => {
      setActive(-1)
      setSelected(new Set())
      setAddress(next)
    },
    [setAddress],
  )
  const select = useCallback((keys: readonly string[], isOn: boolean) => {
    setSelected((before) => {
      const next = new Set(before)
      for (const key of keys) {
        if (isOn) next.add(key)
        else next.delete(key)
      }
      return next
    })
  }, [])
  const openKey = props.detail ? address['open'] : undefined
  const { onOpen, detail } = props
  const open = useMemo(
    () => onOpen ?? (detail ? (row: T) => setAddress({ open: rowKey(row) }) : undefined),
    [onOpen, detail, rowKey, setAddress],
  )
  const close = useCallback(() => setAddress({ open: null }), [setAddress])
  const move = (to: number) => {
    const index = Math.max(0, Math.min(rows.length - 1, to))
    const row = rows[index]
    if (!row) return
    setActive(index)
    if (openKey !== undefined) open?.(row)
  }
  useTableKeys({
    move,
    active,
    rows,
    open,
    close,
    openKey,
    searchRef,
    rowKey,
    selected,
    select,
    props,
  })

  const { fetchNextPage, hasNextPage, isFetchingNextPage } = loaded
  const nearEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const filterKeys = [...filters.map((filter) => filter.key), ...(searchKey ? [searchKey] : [])]
  const isFiltered = filterKeys.some((key) => address[key])
  const language = useLanguage()
  const exportUrl =
    props.isExportable === false
      ? undefined
      : (format: 'xlsx' | 'csv') =>
          list.url(
            {
              params: props.params,
              query: { ...query, format, lang: language, columns: chosen.join(',') },
            } as never,
            '/export',
          )
  return (
    <section className={props.maxHeight === undefined ? 'mr-table is-filling' : 'mr-table'}>
      <Toolbar
        name={props.name}
        searchKey={searchKey}
        searchHint={props.searchHint}
        filters={filters}
        address={address}
        onChange={change}
        columns={columns}
        chosen={chosen}
        onChoose={setChosen}
        exportUrl={exportUrl}
        onRefresh={() => void loaded.refetch()}
        searchRef={searchRef}
      >
        {props.actions}
      </Toolbar>
      {selected.size > 0 ? (
        <BulkBar
          rows={rows.filter((row) => selected.has(rowKey(row)))}
          actions={props.bulk ?? []}
          onClear={() => setSelected(new Set())}
        />
      ) : null}
      <Grid
        label={props.label}
        rows={rows}
        rowKey={rowKey}
        columns={shown}
        rowHeight={density}
        active={active}
        onActivate={setActive}
        onOpen={open}
        openKey={openKey}
        selected={props.bulk ? selected : undefined}
        onSelect={select}
        sort={address['sort']}
        onSort={(sort) => change({ sort })}
        onNearEnd={nearEnd}
        isBusy={props.everyMs === undefined ? loaded.isFetching : loaded.isPlaceholderData}
        maxHeight={props.maxHeight}
        instead={
          <Instead
            loaded={loaded}
            rowCount={rows.length}
            columnCount={shown.length}
            isFiltered={isFiltered}
            onClear={() => change(Object.fromEntries(filterKeys.map((key) => [key, null])))}
            empty={props.empty}
          />
        }
        hasInstead={rows.length === 0}
      />
      <footer className="mr-table-foot">
        {isFetchingNextPage
          ? w.loadingMore
          : rows.length > 0
            ? w.loaded(formatInteger(rows.length), hasNextPage)
            : null}
        {loaded.error && rows.length > 0 ? (
          <ProblemAlert problem={loaded.error} onRetry={() => void loaded.refetch()} isSmall />
        ) : null}
      </footer>
      {props.detail ? (
        <Drawer
          open={openKey !== undefined}
          onClose={close}
          mask={false}
          size="min(680px, 100vw)"
          title={props.detailTitle?.(rows.find((row) => rowKey(row) === openKey)) ?? props.label}
          destroyOnHidden
        >
          {openKey === undefined ? null : (
            <div className="mr-stack">
              {props.detail(
                openKey,
                rows.find((row) => rowKey(row) === openKey),
                close,
              )}
            </div>
          )}
        </Drawer>
      ) : null}
    </section>
  )
}

/** In place of rows: their outline, the refusal, or why there are none. */
function Instead(props: {
  readonly loaded: {
    readonly isPending: boolean
    readonly error: ApiProblem | null
    readonly refetch: () => unknown
  }
  readonly rowCount: number
  readonly columnCount: number
  readonly isFiltered: boolean
  readonly onClear: () => void
  readonly empty: ReactNode
}) {
  const w = useWords(words)
  const density = usePreference('density')
  const { loaded } = props
  if (loaded.isPending) return <GridSkeleton rowHeight={density} columns={props.columnCount} />
  if (props.rowCount > 0) return null
  if (loaded.error) return <ProblemAlert problem={loaded.error} onRetry={() => loaded.refetch()} />
  if (!props.isFiltered) return props.empty ?? <Teach title={w.nothing} />
  return (
    <Teach title={w.noMatch} text={w.noMatchHint}>
      <Button onClick={props.onClear}>{w.clear}</Button>
    </Teach>
  )
}

function useListQuery<T>(
  props: DataTableProps<T>,
  address: Address,
  searchKey: string | undefined,
) {
  const query: Record<string, string | number | boolean | undefined> = { ...props.query }
  for (const { key } of props.filters ?? []) if (address[key]) query[key] = address[key]
  if (searchKey !== undefined && address[searchKey]) query[searchKey] = address[searchKey]
  const isSortable = props.columns.some((column) => column.sort !== undefined)
  if (isSortable && address['sort']) query['sort'] = address['sort']
  return query
}

function usePages<T>(
  list: Call<never, ListPage<T>>,
  args: { readonly params: unknown; readonly query: Readonly<Record<string, unknown>> },
  everyMs: number | undefined,
) {
  const loaded = useInfiniteQuery<
    ListPage<T>,
    ApiProblem,
    { pages: ListPage<T>[] },
    readonly unknown[],
    string | null
  >({
    queryKey: [...list.key, 'list', args],
    queryFn: ({ pageParam, signal }) =>
      list.run(
        {
          ...args,
          query: { ...args.query, limit: PAGE_SIZE, cursor: pageParam ?? undefined },
        } as never,
        { signal },
      ),
    initialPageParam: null,
    getNextPageParam: (page) => page.nextCursor,
    // Rows of the filter before stay in sight, dimmed, until the new ones are there.
    placeholderData: (before) => before,
    refetchInterval: everyMs ?? false,
  })
  const rows = useMemo(() => loaded.data?.pages.flatMap((page) => page.items) ?? [], [loaded.data])
  return { rows, loaded }
}

function useChosenColumns<T>(name: string, columns: readonly Column<T>[]) {
  const [chosen, setChosen] = useState<ChosenColumns | null>(() =>
    remembered<ChosenColumns>(`columns.${name}`),
  )
  const known = chosen?.filter((key) => columns.some((column) => column.key === key)) ?? []
  const choose = useCallback(
    (next: ChosenColumns | null) => {
      remember(`columns.${name}`, next)
      setChosen(next)
    },
    [name],
  )
  return [known.length > 0 ? known : defaultColumns(columns), choose] as const
}

interface TableKeys<T> {
  readonly move: (to: number) => void
  readonly active: number
  readonly rows: readonly T[]
  readonly open: ((row: T) => void) | undefined
  readonly close: () => void
  readonly openKey: string | undefined
  readonly searchRef: { readonly current: InputRef | null }
  readonly rowKey: (row: T) => string
  readonly selected: ReadonlySet<string>
  readonly select: (keys: readonly string[], isOn: boolean) => void
  readonly props: DataTableProps<T>
}

function useTableKeys<T>(keys: TableKeys<T>): void {
  const w = useWords(words)
  const { active, rows, move } = keys
  const row = rows[active]
  const isMain = keys.props.maxHeight === undefined
  useHotkeys(
    [
      { keys: 'j|arrowdown', label: w.keyNext, run: () => move(active + 1) },
      { keys: 'k|arrowup', label: w.keyPrevious, run: () => move(active - 1) },
      ...(keys.open
        ? [{ keys: 'Enter', label: w.keyOpen, run: () => row && keys.open?.(row) }]
        : []),
      ...(keys.props.bulk
        ? [
            {
              keys: ' ',
              label: w.keySelect,
              run: () =>
                row && keys.select([keys.rowKey(row)], !keys.selected.has(keys.rowKey(row))),
            },
          ]
        : []),
      ...(keys.props.rowKeys ?? []).map(({ keys: own, label, run }) => ({
        keys: own,
        label,
        run: () => {
          const chosen = rows.filter((one) => keys.selected.has(keys.rowKey(one)))
          const meant = chosen.length > 0 ? chosen : row ? [row] : []
          if (meant.length > 0) run(meant)
        },
      })),
      ...(keys.props.search === false
        ? []
        : [{ keys: '/', label: w.keySearch, run: () => keys.searchRef.current?.focus() }]),
      ...(keys.openKey === undefined
        ? []
        : [{ keys: 'Escape', label: w.keyClose, run: keys.close }]),
    ],
    isMain,
  )
}

function BulkBar<T>(props: {
  readonly rows: readonly T[]
  readonly actions: readonly BulkAction<T>[]
  readonly onClear: () => void
}) {
  const w = useWords(words)
  const [running, setRunning] = useState<string | null>(null)
  return (
    <div className="mr-bulk" role="toolbar" aria-label={w.selected(String(props.rows.length))}>
      <strong>{w.selected(formatInteger(props.rows.length))}</strong>
      {props.actions.map((action) => (
        <Button
          key={action.label}
          size="small"
          danger={action.isDangerous === true}
          loading={running === action.label}
          onClick={() => {
            setRunning(action.label)
            Promise.resolve(action.run(props.rows))
              .then((done) => done === true && props.onClear())
              .finally(() => setRunning(null))
              .catch(() => undefined)
          }}
        >
          {action.label}
        </Button>
      ))}
      <span className="mr-spring" />
      <Button size="small" type="text" onClick={props.onClear}>
        {w.unselect}
      </Button>
    </div>
  )
}

/** Bars where the cells will be. */
function GridSkeleton({ rowHeight, columns }: { rowHeight: number; columns: number }) {
  return (
    <div className="mr-skeleton" aria-hidden>
      {Array.from({ length: 12 }, (_row, row) => (
        <div key={row} style={{ height: rowHeight }}>
          {Array.from({ length: columns }, (_cell, cell) => (
            <span key={cell} style={{ width: `${40 + ((row * 7 + cell * 13) % 45)}%` }} />
          ))}
        </div>
      ))}
    </div>
  )
}
