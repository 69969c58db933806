// The frame: chapters on the left, search and the account above, the page in what is left. Plain links
// and buttons, because the frame is the first thing loaded and the most used.
import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { Link, Outlet, useRouter, useRouterState } from '@tanstack/react-router'
import { type MouseEvent, useEffect, useRef, useState } from 'react'
import { paths } from '../paths.ts'
import { CHAPTERS } from '../chapters.ts'
import { screens } from '../routes.tsx'
import { useMay, useMe } from '../session.ts'
import { setTimeZone } from '../ui/format.ts'
import { HotkeyHelp, useHotkeys } from '../ui/hotkeys.tsx'
import { useLanguage, useWords } from '../ui/language.ts'
import { setPreference, usePreference } from '../ui/preferences.ts'
import { Wheel } from '../ui/Teach.tsx'
import { TopBar } from './TopBar.tsx'
import { words } from './words.ts'

export function Shell() {
  const w = useWords(words)
  const { house } = useMe()
  setTimeZone(house.timeZone)
  const isFolded = usePreference('isMenuFolded')
  const router = useRouter()
  const [isHelpOpen, setHelpOpen] = useState(false)
  // On a phone the menu lies over the page until something is chosen.
  const [isMenuOpen, setMenuOpen] = useState(false)
  const here = useRouterState({ select: (state) => state.location.pathname })
  const [was, setWas] = useState(here)
  if (was !== here) {
    setWas(here)
    setMenuOpen(false)
  }
  useHotkeys([
    { keys: '?', label: w.keyHelp, run: () => setHelpOpen(true) },
    { keys: '[', label: w.fold, run: () => setPreference('isMenuFolded', !isFolded) },
  ])
  return (
    // Keys work on the links themselves; this only changes how a followed link travels.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div
      className={`mr-shell${isFolded ? ' is-folded' : ''}${isMenuOpen ? ' is-menu-open' : ''}`}
      onClick={(event) => followInside(event, (href) => void router.navigate({ href } as never))}
    >
      <a className="mr-skip" href="#page">
        {w.skip}
      </a>
      <aside className="mr-side">
        <Link to={paths.home} className="mr-brand" aria-label="Millrace 渠动">
          <Wheel size={24} />
          {house.name === '' ? (
            <span>
              渠动 <small>Millrace</small>
            </span>
          ) : (
            <span title={house.name}>{house.name}</span>
          )}
        </Link>
        <Menu />
        <button
          type="button"
          className="mr-fold"
          aria-label={isFolded ? w.unfold : w.fold}
          aria-expanded={!isFolded}
          onClick={() => setPreference('isMenuFolded', !isFolded)}
        >
          {isFolded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
        </button>
      </aside>
      <TopBar onHelp={() => setHelpOpen(true)} onMenu={() => setMenuOpen(!isMenuOpen)} />
      <main id="page" tabIndex={-1}>
        <Outlet />
      </main>
      <HotkeyHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  )
}

/** Plain links of this console change the page without loading the program again. */
function followInside(event: MouseEvent, go: (href: string) => void): void {
  const link = event.target instanceof Element ? event.target.closest('a[href^="/"]') : null
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || !isPlain) return
  const href = link.getAttribute('href') ?? ''
  if (link.target !== '' || link.hasAttribute('download') || href.startsWith('/api/')) return
  event.preventDefault()
  go(href)
}

function Menu() {
  const w = useWords(words)
  const language = useLanguage()
  const may = useMay()
  const here = useRouterState({ select: (state) => state.location.pathname })
  const seen = screens.filter((screen) => !screen.isHidden && may(screen.permission))
  // The longest path that begins this address is where we are: a record's page lights up its list.
  const current = seen
    .filter(({ path }) => here === path || (path !== '/' && here.startsWith(`${path}/`)))
    .toSorted((a, b) => b.path.length - a.path.length)[0]
  const nav = useRef<HTMLElement>(null)
  const path = current?.path
  useEffect(() => {
    // A long menu on a small screen: where we are stays in sight.
    if (path === undefined) return
    nav.current?.querySelector('[aria-current=page]')?.scrollIntoView({ block: 'nearest' })
  }, [path])
  return (
    <nav ref={nav} aria-label={w.menu} className="mr-menu">
      {CHAPTERS.map((chapter) => {
        const items = seen.filter((screen) => screen.chapter === chapter.id)
        if (items.length === 0) return null
        return (
          <section key={chapter.id} aria-label={chapter[language]}>
            <h2>
              <span className="mr-menu-full">{chapter[language]}</span>
              <span className="mr-menu-short" title={chapter[language]} aria-hidden>
                {language === 'zh' ? chapter.zh.slice(0, 2) : chapter.en.slice(0, 4)}
              </span>
            </h2>
            <ul>
              {items.map((screen) => (
                <li key={screen.path}>
                  <Link
                    to={screen.path}
                    title={screen[language]}
                    activeOptions={{ exact: true }}
                    aria-current={screen === current ? 'page' : undefined}
                  >
                    <span className="mr-menu-full">{screen[language]}</span>
                    <span className="mr-menu-short" aria-hidden>
                      {language === 'zh' ? screen.zh.slice(0, 2) : screen.en.slice(0, 5)}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </nav>
  )
}
