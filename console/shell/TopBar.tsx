// Above every page: search, language, appearance, who is here.
import {
  BgColorsOutlined,
  KeyOutlined,
  LoadingOutlined,
  MenuOutlined,
  SearchOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { Link, useRouter } from '@tanstack/react-router'
import { Button, Dropdown } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { api } from '../api/client.ts'
import { useRead, useWrite } from '../api/queries.tsx'
import { paths } from '../paths.ts'
import { useForget, useMay, useMe } from '../session.ts'
import { useHotkeys } from '../ui/hotkeys.tsx'
import { setLanguage, useLanguage, useWords } from '../ui/language.ts'
import { type Preferences, setPreference, usePreference } from '../ui/preferences.ts'
import { DemoTag } from './DemoTag.tsx'
import { words } from './words.ts'

const SearchDialog = lazy(() =>
  import('../features/search/SearchDialog.tsx').then((m) => ({ default: m.SearchDialog })),
)
const PasswordForm = lazy(() =>
  import('./PasswordForm.tsx').then((m) => ({ default: m.PasswordForm })),
)

interface TopBarProps {
  readonly onHelp: () => void
  readonly onMenu: () => void
}

export function TopBar({ onHelp, onMenu }: TopBarProps) {
  const w = useWords(words)
  const may = useMay()
  const { house } = useMe()
  const [isSearching, setSearching] = useState(false)
  useHotkeys([
    { keys: 'mod+k', label: w.searchLabel, isGlobal: true, run: () => setSearching(true) },
  ])
  return (
    <header className="mr-top">
      <Button
        className="mr-top-menu"
        type="text"
        icon={<MenuOutlined />}
        aria-label={w.menu}
        onClick={onMenu}
      />
      <button type="button" className="mr-top-search" onClick={() => setSearching(true)}>
        <SearchOutlined aria-hidden />
        <span>{w.search}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <span className="mr-spring" />
      {house.isDemo ? <DemoTag /> : null}
      {may('jobs.read') ? <JobsInProgress /> : null}
      <LanguageSwitch />
      <ThemeMenu />
      <AccountMenu onHelp={onHelp} />
      {isSearching ? (
        <Suspense>
          <SearchDialog onClose={() => setSearching(false)} />
        </Suspense>
      ) : null}
    </header>
  )
}

const JOBS_EVERY_MS = 10_000

/** Shown only while something runs; leads to its progress. */
function JobsInProgress() {
  const w = useWords(words)
  const { data } = useRead(
    api.system.jobs,
    { query: { status: 'running', limit: 50 } },
    { everyMs: JOBS_EVERY_MS },
  )
  const count = data?.items.length ?? 0
  if (count === 0) return null
  return (
    <Link to={paths.jobs} className="mr-tag mr-tag-info" title={w.jobs}>
      <LoadingOutlined aria-hidden /> {w.jobsWaiting(count)}
    </Link>
  )
}

function LanguageSwitch() {
  const w = useWords(words)
  const language = useLanguage()
  const other = language === 'zh' ? 'en' : 'zh'
  const remember = useWrite(api.access.setLocale, { quiet: true })
  return (
    <Button
      type="text"
      title={w.language}
      aria-label={w.language}
      onClick={() => {
        setLanguage(other)
        // Letters to this person follow the choice; the screen does not wait for it.
        remember.mutate({ body: { locale: other } })
      }}
    >
      {w.languageShort}
    </Button>
  )
}

export function ThemeMenu() {
  const w = useWords(words)
  const theme = usePreference('theme')
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectable: true,
        selectedKeys: [theme],
        items: (['light', 'dark', 'system'] as const).map((key) => ({ key, label: w[key] })),
        onClick: ({ key }) => setPreference('theme', key as Preferences['theme']),
      }}
    >
      <Button type="text" icon={<BgColorsOutlined />} title={w.theme} aria-label={w.theme} />
    </Dropdown>
  )
}

function AccountMenu({ onHelp }: { readonly onHelp: () => void }) {
  const w = useWords(words)
  const me = useMe()
  const language = useLanguage()
  const router = useRouter()
  const forget = useForget()
  const [isChanging, setChanging] = useState(me.mustChange)
  const signOut = useWrite(api.access.signOut, {
    onDone: () => {
      forget()
      void router.navigate({ to: paths.signIn })
    },
  })
  return (
    <>
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            {
              key: 'who',
              type: 'group',
              label: (
                <>
                  {me.name}
                  {me.roleName ? ` · ${me.roleName[language]}` : ''}
                </>
              ),
            },
            { key: 'password', icon: <KeyOutlined />, label: w.changePassword },
            { key: 'keys', label: w.keys, extra: '?' },
            {
              key: 'docs',
              label: (
                <a href="/api/docs" target="_blank" rel="noreferrer">
                  {w.apiDocs}
                </a>
              ),
            },
            { type: 'divider' },
            { key: 'out', label: w.signOut },
          ],
          onClick: ({ key }) => {
            if (key === 'password') setChanging(true)
            if (key === 'keys') onHelp()
            if (key === 'out') signOut.mutate({})
          },
        }}
      >
        <Button type="text" icon={<UserOutlined />} aria-label={`${w.account} ${me.name}`}>
          <span className="mr-top-name">{me.name}</span>
        </Button>
      </Dropdown>
      {isChanging ? (
        <Suspense>
          <PasswordForm isOpen isForced={me.mustChange} onClose={() => setChanging(false)} />
        </Suspense>
      ) : null}
    </>
  )
}
