// The whole program with a person in front of it: real server, real databases, the built console, real
// Chromium. Pages are found by role and label, as a screen reader finds them.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { type TestApp, testApp } from './app.ts'
import { findChromium } from './chromium.ts'

const ROOT = join(import.meta.dirname, '../..')

export const OWNER = {
  username: 'owner',
  displayName: '周老板',
  password: 'a long passphrase',
}

/** A page that remembers what went wrong in it. */
export interface Seen {
  readonly page: Page
  /** Errors on the console, uncaught exceptions, requests to other hosts. */
  readonly complaints: string[]
}

export interface House extends AsyncDisposable {
  readonly app: TestApp
  readonly browser: Browser
  /** A browser profile of its own (another person, another computer). */
  visit(options?: Parameters<Browser['newContext']>[0]): Promise<Seen & { context: BrowserContext }>
}

export async function openBrowser(): Promise<Browser> {
  buildConsole()
  const executablePath = findChromium()
  assert(executablePath, 'Chromium is installed (see test/support/chromium.ts)')
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** A program at any address, by a profile of its own. */
export async function visit(
  browser: Browser,
  url: string,
  options?: Parameters<Browser['newContext']>[0],
): Promise<Seen & { context: BrowserContext }> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(45_000)
  const page = await context.newPage()
  return { context, page, complaints: listen(page, url) }
}

/** `isSetUp: false` leaves the first run to the test. */
export async function openHouse({
  isSetUp = true,
  routes,
}: { isSetUp?: boolean; routes?: Parameters<typeof testApp>[0] } = {}): Promise<House> {
  buildConsole()
  const app = await testApp(routes)
  if (isSetUp) {
    const made = await app.anonymous.post('/api/setup', OWNER)
    assert.equal(made.status, 200, 'the owner is made')
  }
  const browser = await openBrowser()
  return {
    app,
    browser,
    visit: (options) => visit(browser, app.url, options),
    async [Symbol.asyncDispose]() {
      await browser.close()
      await app[Symbol.asyncDispose]()
    },
  }
}

function listen(page: Page, home: string): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`))
  page.on('console', (message) => {
    // A refusal (401 before sign-in) is logged by the browser itself and is no fault of the page.
    const isRefusal = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !isRefusal) complaints.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const url = request.url()
    if (/^https?:/.test(url) && !url.startsWith(home)) complaints.push(`left the host: ${url}`)
  })
  return complaints
}

export async function signIn(page: Page, who: { username: string; password: string } = OWNER) {
  await page.getByLabel('账号').fill(who.username)
  await page.getByLabel('密码').fill(who.password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByRole('navigation', { name: '主菜单' }).waitFor()
}

/** Build when a source is newer than what was built, so that a test never judges yesterday's page. */
function buildConsole(): void {
  const built = statSync(join(ROOT, 'console/dist/index.html'), { throwIfNoEntry: false })
  const sources = globSync('console/**/*.{ts,tsx,css,html}', {
    cwd: ROOT,
    exclude: ['console/dist/**'],
  })
  const newest = Math.max(...sources.map((file) => statSync(join(ROOT, file)).mtimeMs))
  if (built && built.mtimeMs >= newest) return
  const vite = spawnSync(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '--config', 'console/vite.config.ts'],
    { cwd: ROOT, encoding: 'utf8' },
  )
  assert.equal(vite.status, 0, `the console builds:\n${vite.stderr}`)
}
