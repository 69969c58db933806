/// <reference lib="dom" />
// The frame and the kit, in a real browser: what every screen relies on.
import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { type House, openHouse, signIn } from '#test/browser.ts'
import { paths } from '../../console/paths.ts'

const SKUS = 230

describe('console', () => {
  let house: House
  before(async () => {
    house = await openHouse()
    const owner = await house.app.as('owner')
    const made = await Promise.all(
      Array.from({ length: SKUS }, (_sku, index) =>
        owner.post('/api/catalog/skus', {
          code: `TEA-${String(index).padStart(4, '0')}`,
          name: `红茶 ${index}`,
        }),
      ),
    )
    assert(made.every(({ status }) => status === 200))
  })
  after(() => house[Symbol.asyncDispose]())

  const enter = async (address = '/', options?: Parameters<House['visit']>[0]) => {
    const visit = await house.visit(options)
    await visit.page.goto(address)
    await signIn(visit.page)
    return visit
  }

  test('addresses are promises', () => {
    assert.deepEqual(Object.values(paths), [
      '/',
      '/sign-in',
      '/setup',
      '/sales',
      '/sales/metrics',
      '/shops',
      '/connectors',
      '/skus',
      '/spus',
      '/categories',
      '/listings',
      '/suppliers',
      '/owners',
      '/desk',
      '/desk/deadlines',
      '/desk/write-backs',
      '/orders',
      '/orders/aftersales',
      '/stock',
      '/stock/waterfall',
      '/stock/as-of',
      '/stock/balances',
      '/stock/moves',
      '/stock/reservations',
      '/stock/transfers',
      '/stock/counts',
      '/stock/adjustments',
      '/stock/value',
      '/stock/value/entries',
      '/stock/value/months',
      '/sites',
      '/sites/locations',
      '/waves',
      '/pick',
      '/pack',
      '/put-backs',
      '/productivity',
      '/equipment',
      '/parcels',
      '/parcels/manifests',
      '/carriers',
      '/traffic',
      '/reviews',
      '/prices',
      '/imports',
      '/layouts',
      '/jobs',
      '/audit',
      '/check',
      '/users',
      '/roles',
      '/keys',
      '/regions',
      '/calendars',
      '/rules',
      '/penalties',
      '/settings',
    ])
  })

  test('sign-in says what is wrong, then returns to the address asked for', async () => {
    const { page, context } = await house.visit()
    await page.goto('/skus?q=TEA-0007')
    await page.getByLabel('账号').fill('owner')
    await page.getByLabel('密码').fill('not the passphrase')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('alert').waitFor()
    await signIn(page)
    await page.waitForURL('**/skus?q=TEA-0007')
    await rowOf(page, 'TEA-0007').waitFor()
    assert.equal(await bodyRows(page).count(), 1)

    // The session ends elsewhere: the next request leads to sign-in and keeps the address.
    await context.clearCookies()
    await page.getByRole('button', { name: '刷新' }).click()
    await page.waitForURL('**/sign-in?back=*')
    assert.equal(new URL(page.url()).searchParams.get('back'), '/skus?q=TEA-0007')
    await context.close()
  })

  test('the menu holds what the post may see, and a forbidden page says who may', async () => {
    const owner = await house.app.as('owner')
    const picker = { username: 'picker', password: 'pick and pack all day' }
    await owner.post('/api/access/users', { ...picker, displayName: '拣货', role: 'warehouse' })
    const { page, context } = await house.visit()
    await page.goto('/')
    await signIn(page, picker)
    // The password came from somebody else; the first thing asked is one's own.
    await page.getByRole('dialog').getByText('请先换成自己的').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
    const menu = page.getByRole('navigation', { name: '主菜单' })
    assert.equal(await menu.getByRole('link', { name: '盘点' }).count(), 1)
    assert.equal(await menu.getByRole('link', { name: '账号' }).count(), 0)
    await page.goto('/users')
    await page.getByText('你的岗位看不到这一页').waitFor()
    await page.getByText('老板').waitFor()
    await context.close()
  })

  test('language and appearance change at once and are remembered', async () => {
    const { page, context } = await enter('/skus')
    await page.getByRole('button', { name: 'Switch to English' }).click()
    await page.getByRole('columnheader', { name: 'SKU code' }).waitFor()
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
    await page.getByRole('button', { name: 'Appearance' }).click()
    await page.getByRole('menuitem', { name: 'Dark' }).click()
    await page.locator('html[data-shade=dark]').waitFor({ state: 'attached' })
    await page.reload()
    await page.getByRole('columnheader', { name: 'SKU code' }).waitFor()
    assert.equal(await page.locator('html').getAttribute('data-shade'), 'dark')
    await context.close()
  })

  test('text is readable: contrast AA on every ground, light and dark', async () => {
    const { page, context } = await enter('/')
    for (const shade of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: shade })
      await page.locator(`html[data-shade=${shade}]`).waitFor({ state: 'attached' })
      assert.deepEqual(await page.evaluate(poorContrasts), [], shade)
    }
    await context.close()
  })

  test('a list by keyboard: move, open, select, search; its address is its state', async () => {
    const { page, context, complaints } = await enter('/skus')
    await rowOf(page, 'TEA-0000').waitFor()
    for (const key of ['j', 'j', 'j', 'k']) await page.keyboard.press(key)
    const current = page.locator('tr[aria-current=true]')
    assert.match(await current.innerText(), /TEA-0001/)
    await page.keyboard.press(' ')
    await page.getByRole('toolbar', { name: '已选 1 行' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    assert.match(page.url(), /open=/)
    // J and K walk on with the detail open; it survives a reload; Escape closes it.
    const before = page.url()
    await page.keyboard.press('j')
    await page.waitForURL((url) => url.href !== before)
    await page.reload()
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await page.waitForURL((url) => !url.search.includes('open='))

    await page.keyboard.press('/')
    await page.keyboard.type('状态:在售 TEA-0042')
    await page.keyboard.press('Enter')
    await page.waitForURL(/lifecycle=active/)
    await rowOf(page, 'TEA-0042').waitFor()
    await page.getByText('共 1 行').waitFor()
    await page.reload()
    await page.getByText('共 1 行').waitFor()
    await page.getByRole('button', { name: '清除筛选' }).click()
    await page.getByText(/已载入 100 行/).waitFor()
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('a long list draws few rows, loads on while scrolling, and keeps chosen columns', async () => {
    const { page, context } = await enter('/skus')
    const grid = page.locator('.mr-grid')
    for (let scrolled = 0; scrolled < 12; scrolled++) {
      await grid.evaluate((element) => (element.scrollTop = element.scrollHeight))
      await page.waitForTimeout(60)
    }
    await page.getByText(`共 ${SKUS} 行`).waitFor()
    await rowOf(page, `TEA-0${SKUS - 1}`).waitFor()
    assert(
      await bodyRows(page)
        .count()
        .then((drawn) => drawn < 60),
      'only what is seen is drawn',
    )

    await page.getByRole('button', { name: '列', exact: true }).click()
    await page.getByRole('checkbox', { name: '条码' }).uncheck()
    await page.reload()
    await rowOf(page, 'TEA-0000').waitFor()
    assert.equal(await page.getByRole('columnheader', { name: '条码' }).count(), 0)
    await context.close()
  })

  test('a view is saved with its filters, and comes back on another computer', async () => {
    const first = await enter('/skus?q=TEA-01')
    await first.page.getByRole('button', { name: '视图' }).click()
    await first.page.getByLabel('视图名称').fill('一百多号')
    await first.page.getByRole('button', { name: '保存当前视图' }).click()
    await first.page.getByRole('button', { name: '一百多号', exact: true }).waitFor()
    await first.context.close()
    const second = await enter('/skus')
    await second.page.getByRole('button', { name: '视图' }).click()
    await second.page.getByRole('button', { name: '一百多号', exact: true }).click()
    await second.page.waitForURL(/q=TEA-01/)
    await second.page.getByText('共 100 行').waitFor()
    await second.context.close()
  })

  test('an export holds what the screen holds', async () => {
    const { page, context } = await enter('/skus?q=TEA-00')
    await rowOf(page, 'TEA-0000').waitFor()
    await page.getByRole('button', { name: '导出' }).click()
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: 'CSV' }).click()
    const file = await (await downloading).createReadStream()
    let text = ''
    for await (const chunk of file) text += String(chunk)
    assert.equal(text.match(/TEA-00\d\d/g)?.length, 100)
    assert.doesNotMatch(text, /TEA-01/)
    await context.close()
  })

  test('global search finds a page and a SKU without a mouse', async (t) => {
    const { page, context } = await enter('/')
    await page.keyboard.press('Control+k')
    const box = page.getByRole('combobox', { name: '全局搜索' })
    await box.fill('调拨')
    await page.getByRole('option', { name: '调拨' }).waitFor()
    const startedAt = performance.now()
    await box.fill('TEA-0123')
    await page.getByRole('option', { name: /TEA-0123/ }).waitFor()
    t.diagnostic(`answered in ${Math.round(performance.now() - startedAt)} ms`)
    await page.keyboard.press('Enter')
    await page.waitForURL(/skus\?open=/)
    await page.getByRole('dialog').getByText('红茶 123').first().waitFor()
    await context.close()
  })

  test('a plain link changes the page without loading the program again', async () => {
    const { page, context } = await enter('/imports')
    await page.evaluate('window.sameProgram = true')
    await page.getByRole('link', { name: /店铺/ }).last().click()
    await page.getByRole('heading', { level: 1, name: '店铺' }).waitFor()
    assert.equal(await page.evaluate('window.sameProgram'), true)
    await context.close()
  })

  test('each step of the waterfall says why', async () => {
    const owner = await house.app.as('owner')
    const { body } = await owner.get<{ items: { id: string }[] }>('/api/catalog/skus?q=TEA-0001')
    const { page, context } = await enter(`/stock/waterfall?sku=${body.items[0]?.id}`)
    const steps = page.getByRole('list', { name: '库存瀑布' })
    await steps.getByRole('button', { name: '安全库存' }).click()
    await page.getByText('最具体的规则优先').waitFor()
    await context.close()
  })

  test('on a phone the menu waits behind its button', async () => {
    const { page, context } = await house.visit({ viewport: { width: 360, height: 740 } })
    await page.goto('/')
    await page.getByLabel('账号').fill('owner')
    await page.getByLabel('密码').fill('a long passphrase')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('heading', { level: 1, name: '待办' }).waitFor()
    const menu = page.getByRole('navigation', { name: '主菜单' })
    assert.equal(await menu.isVisible(), false)
    await page.getByRole('button', { name: '主菜单' }).click()
    await menu.getByRole('link', { name: '盘点' }).click()
    await page.getByRole('heading', { level: 1, name: '盘点' }).waitFor()
    assert.equal(await menu.isVisible(), false)
    const { overflow } = await page.evaluate(lookOver)
    assert.equal(overflow, 0, 'nothing is wider than the phone')
    await context.close()
  })

  test('two tabs edit one record: the difference is shown, nobody overwrites unseen', async () => {
    const { page, context } = await enter('/skus?q=TEA-0200')
    const openEdit = async (tab: Page) => {
      await rowOf(tab, 'TEA-0200').click()
      await tab.getByRole('dialog').getByRole('button', { name: '修改' }).click()
      return tab.getByRole('dialog', { name: '修改' })
    }
    const other = await context.newPage()
    await other.goto('/skus?q=TEA-0200')
    const mine = await openEdit(page)
    const theirs = await openEdit(other)
    await theirs.getByLabel('名称').fill('正山小种')
    await theirs.getByRole('button', { name: '保存' }).click()
    await theirs.waitFor({ state: 'hidden' })
    await page.bringToFront()
    await mine.getByLabel('名称').fill('金骏眉')
    await mine.getByRole('button', { name: '保存' }).click()
    const dialog = page.getByRole('dialog', { name: '有人先保存了' })
    await dialog.getByText('正山小种').waitFor()
    await dialog.getByText('金骏眉').waitFor()
    await dialog.getByRole('button', { name: '全部保留我的' }).click()
    await dialog.getByRole('button', { name: '按选择保存' }).click()
    await mine.waitFor({ state: 'hidden' })
    await rowOf(page, '金骏眉').waitFor()
    await context.close()
  })

  test('every screen in both languages: no error, no foreign request, no overflow, no word left over', async () => {
    const { page, context, complaints } = await enter('/')
    const screens = Object.values(paths).filter((path) => path !== '/sign-in' && path !== '/setup')
    for (const [language, button] of [
      ['zh-CN', null],
      ['en', 'Switch to English'],
    ] as const) {
      if (button) await page.getByRole('button', { name: button }).click()
      for (const path of screens) {
        await page.goto(path)
        await page.locator(`html[lang=${language}] h1`).waitFor()
        await page.locator('main [aria-busy=true]').first().waitFor({ state: 'hidden' })
        const seen = await page.evaluate(lookOver)
        assert.equal(seen.overflow, 0, `${path} is wider than 1366 pixels`)
        if (language === 'en') assert.deepEqual(seen.chinese, [], `${path} in English`)
      }
    }
    assert.deepEqual(complaints, [])
    await context.close()
  })

  test('the first page and a change of page are quick', async (t) => {
    const { page, context } = await enter('/')
    const startedAt = performance.now()
    await page.goto('/')
    await page.getByRole('heading', { level: 1 }).waitFor()
    const first = performance.now() - startedAt
    const changes: number[] = []
    for (const name of ['调拨', 'SKU', '库存总览', '店铺', '盘点', 'SKU', '调拨']) {
      const link = page.getByRole('navigation').getByRole('link', { name, exact: true })
      await link.hover()
      const from = performance.now()
      await link.click()
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
      changes.push(performance.now() - from)
    }
    const median = changes.toSorted((a, b) => a - b)[3] ?? Infinity
    t.diagnostic(`first page ${Math.round(first)} ms, change ${Math.round(median)} ms (median)`)
    // The bars are 1,500 and 200 ms on an idle machine; tests run on busy ones.
    assert(first < 4500, `first page took ${first} ms`)
    assert(median < 600, `a change of page took ${median} ms`)
    await context.close()
  })
})

const rowOf = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text }).first()
const bodyRows = (page: Page) => page.locator('tbody tr[aria-rowindex]')

// What the functions below use of the page they run in; the rest of the suite has no DOM.
declare function getComputedStyle(element: unknown): { getPropertyValue(name: string): string }
declare const innerWidth: number
declare const document: {
  readonly documentElement: { readonly scrollWidth: number }
  querySelectorAll(selector: string): Iterable<{ readonly textContent: string }>
}

/** Runs in the page: pairs of text and ground below 4.5:1. */
function poorContrasts(): string[] {
  const style = getComputedStyle(document.documentElement)
  const luminance = (name: string) => {
    const hex = style.getPropertyValue(`--mr-${name}`).trim()
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = parseInt(hex.slice(at, at + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    }) as [number, number, number]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const ratio = (a: string, b: string) => {
    const [x, y] = [luminance(a), luminance(b)]
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)
  }
  const tones = ['good', 'warn', 'bad', 'info', 'accent']
  const pairs = [
    ...['ink', 'ink2', 'ink3', ...tones].flatMap((ink) =>
      ['surface', 'bg', 'sunken', 'hover'].map((ground) => [ink, ground] as const),
    ),
    ...tones.map((tone) => [tone, `${tone}-soft`] as const),
    ['on-accent', 'accent'] as const,
  ]
  return pairs
    .filter(([ink, ground]) => !(ratio(ink, ground) >= 4.5))
    .map(([ink, ground]) => `${ink} on ${ground}: ${ratio(ink, ground).toFixed(2)}`)
}

/** Runs in the page: how far it overflows sideways, and Chinese words in headings and controls. */
function lookOver(): { overflow: number; chinese: string[] } {
  const shown = document.querySelectorAll('h1, h2, h3, nav a, th, main button, main label, main p')
  const chinese = Array.from(shown, (element) => element.textContent.trim()).filter((text) =>
    /[\u4e00-\u9fff]/.test(text),
  )
  const overflow = Math.max(0, document.documentElement.scrollWidth - innerWidth)
  return { overflow, chinese: [...new Set(chinese)] }
}
