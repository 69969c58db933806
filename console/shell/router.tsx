// The router: pages with the frame around them, and the two without (sign-in, set-up). A page loads when
// the pointer comes near its link, so that a click shows it at once.
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { api, whenSignedOut } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { queryClient } from '../api/queries.tsx'
import { paths } from '../paths.ts'
import { screens } from '../routes.tsx'
import { takePreferencesOf } from '../ui/preferences.ts'
import { parseSearch, stringifySearch } from '../ui/table/use-address.ts'
import { Failed, NotFound } from './Failed.tsx'
import { Guard } from './Guard.tsx'
import { Shell } from './Shell.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound })

/** Everything inside waits for the account, or goes where one is made or entered. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  errorComponent: Failed,
  beforeLoad: async ({ location }) => {
    try {
      const me = await queryClient.ensureQueryData({
        queryKey: [...api.access.me.key, {}],
        queryFn: () => api.access.me(),
      })
      takePreferencesOf(me.id)
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status !== 401) throw error
      const { needed } = await api.access.setupState()
      if (needed) throw redirect({ to: paths.setup })
      throw redirect({ to: paths.signIn, search: { back: location.href } as never })
    }
  },
})

const pages = screens.map((screen) =>
  createRoute({
    getParentRoute: () => inside,
    path: screen.path,
    component: () => <Guard screen={screen} />,
    errorComponent: Failed,
    loader: () => (screen.page as { preload?: () => Promise<void> }).preload?.(),
  }),
)

const signIn = createRoute({
  getParentRoute: () => root,
  path: paths.signIn,
  component: lazyRouteComponent(() => import('../features/sign-in/SignInPage.tsx'), 'SignInPage'),
  errorComponent: Failed,
})

const setup = createRoute({
  getParentRoute: () => root,
  path: paths.setup,
  component: lazyRouteComponent(() => import('../features/setup/SetupPage.tsx'), 'SetupPage'),
  errorComponent: Failed,
})

export const router = createRouter({
  routeTree: root.addChildren([inside.addChildren(pages), signIn, setup]),
  defaultPreload: 'intent',
  defaultPendingMs: 150,
  parseSearch,
  stringifySearch,
})

whenSignedOut(() => {
  // Nobody was signed in yet: the guard of the first page is deciding where to go.
  if (queryClient.getQueryData([...api.access.me.key, {}]) === undefined) return
  const { pathname, href } = router.state.location
  if (pathname === paths.signIn || pathname === paths.setup) return
  queryClient.clear()
  void router.navigate({ to: paths.signIn, search: { back: href } as never })
})

/** Plain links inside the console change the page without loading it anew. */
export function followLinks(): void {
  document.addEventListener('click', (event) => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey
    )
      return
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const href = link?.getAttribute('href')
    if (
      !link ||
      !href?.startsWith('/') ||
      href.startsWith('/api/') ||
      link.target ||
      link.hasAttribute('download')
    )
      return
    event.preventDefault()
    void router.navigate({ href } as never)
  })
}
