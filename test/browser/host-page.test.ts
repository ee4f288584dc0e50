import type { Page, Request } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { keepPicture, openBrowser, type Windows } from '../house/browser.ts'
import { type House, openHouse, type TestTeam } from '../house/house.ts'
import { composer, frame, hides, isSent, launcher, message, openChat, shows, writes } from '../house/screens.ts'
import { hashOf, hostPage, openSite, type Site } from '../house/site.ts'

let house: House
let windows: Windows
let site: Site
let team: TestTeam
let page: Page
beforeAll(async () => {
  house = await openHouse()
  windows = await openBrowser()
  site = await openSite()
})
beforeEach(async () => {
  team = await house.team()
  page = await windows.window()
})
afterEach(() => page.context().close())
afterAll(async () => {
  await windows?.end()
  await site?.stop()
  await house?.stop()
})

/** What lies on the device for the page's own origin, in every store that there is. */
const kept = () =>
  page.evaluate(async () => ({
    storage: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    cookies: document.cookie,
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
  }))

const sizeOf = (request: Request) => request.postDataBuffer()?.length ?? 0

/** Asked of Pavior from now on, and the sockets opened to it. */
function asked() {
  const requests: Request[] = []
  const sockets: string[] = []
  page.on('request', request => {
    if (request.url().startsWith(house.url)) requests.push(request)
  })
  page.on('websocket', socket => sockets.push(socket.url()))
  return { requests, sockets, paths: () => requests.map(request => new URL(request.url()).pathname) }
}

test('a visitor who never chats costs one request under 1 kB per page view, no socket, and no trace', async () => {
  const { requests, sockets, paths } = asked()
  await page.goto(site.page('/', hostPage(team)))
  await shows(launcher(page))
  await expect.poll(paths).toEqual(['/widget.js', '/visitor/facts'])
  for (const path of ['/bikes', '/bikes/spindrift', `/search?q=${'long '.repeat(400)}`]) {
    const answered = page.waitForResponse(one => Boolean(one.request().postData()?.includes(path.slice(0, 12))))
    await page.evaluate(to => history.pushState(null, '', to), path)
    await answered
  }
  expect(paths()).toEqual(['/widget.js', ...Array(4).fill('/visitor/facts')])
  const told = requests.filter(request => request.method() === 'POST')
  for (const request of told) {
    expect(sizeOf(request)).toBeGreaterThan(100)
    expect(sizeOf(request)).toBeLessThan(1000)
    const { requestBodySize, requestHeadersSize } = await request.sizes()
    expect(requestBodySize + requestHeadersSize).toBeLessThan(2000)
    expect(await request.headerValue('cookie')).toBeNull()
  }
  expect(sockets).toEqual([])
  expect(await kept()).toEqual({ storage: [], session: [], cookies: '', databases: [], caches: [] })
  expect(await page.context().cookies()).toEqual([])
  expect(page.frames()).toHaveLength(1)
})

test('the chat is loaded when one comes near, and connects only when it is opened', async () => {
  const { sockets, paths } = asked()
  await page.goto(site.page('/', hostPage(team)))
  await launcher(page).hover()
  await expect.poll(paths).toContain('/widget/frame')
  expect(sockets).toEqual([])
  expect((await kept()).storage).toEqual([])
  await launcher(page).click()
  await shows(frame(page).getByRole('dialog'))
  await expect.poll(() => sockets.length).toBe(1)
})

test('a press on the launcher opens the chat, though it is only loaded while the button is down', async () => {
  await page.goto(site.page('/', hostPage(team)))
  await shows(launcher(page))
  const box = await launcher(page).boundingBox()
  if (!box) throw new Error('no launcher')
  await page.mouse.move(box.x + 28, box.y + 28)
  await page.mouse.down()
  await page.locator('pavior-widget iframe').waitFor({ state: 'attached' })
  await page.mouse.up()
  await shows(frame(page).getByRole('dialog'))
})

test('a strict Content-Security-Policy needs one host, and nothing inline but the snippet', async () => {
  const html = hostPage({ ...team, body: '<p>Guarded</p>' })
  const policy = [
    "default-src 'none'",
    `script-src ${house.url} '${hashOf(html)}'`,
    `frame-src ${house.url}`,
    `connect-src ${house.url}`,
  ].join('; ')
  const broken: string[] = []
  await page.exposeFunction('broken', (what: string) => broken.push(what))
  await page.addInitScript(() =>
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      Object(window).broken(`${violatedDirective} ${blockedURI}`),
    ),
  )
  await page.goto(site.page('/', html, { 'content-security-policy': policy }))
  const chat = await openChat(page)
  await writes(chat, 'From behind a policy')
  await isSent(chat, 'From behind a policy')
  await shows(message(chat, 'How can we reach you'))
  expect(await launcher(page).evaluate(button => getComputedStyle(button).borderRadius)).toBe('50%')
  await launcher(page).click()
  await hides(page.locator('pavior-widget iframe'))
  expect(broken).toEqual([])
})

const HOSTILE = `<style>
  * { all: unset !important; display: none !important; font-size: 80px !important; animation: none !important }
  html, body, main { display: block !important }
  iframe { border: 20px solid red !important; width: 40px !important; opacity: 0.1 !important }
  button { background: red !important; transform: rotate(45deg) !important; width: 300px !important }
  pavior-widget { display: none !important; opacity: 0 !important; visibility: hidden !important; position: static !important;
    transform: scale(9) !important; filter: blur(9px) !important; font-size: 90px !important }
  :root { --accent: red; --surface: red; --x: 400px; --y: 400px; zoom: 1 }
</style>`

test('CSS of the page that hates everything does not touch the widget', async () => {
  const looks = async () => {
    const chat = await openChat(page)
    await shows(composerOf(chat))
    const box = await page.locator('pavior-widget .frame').boundingBox()
    const button = await launcher(page).boundingBox()
    const style = await launcher(page).evaluate(one => {
      const { color, backgroundColor, fontSize, transform, opacity } = getComputedStyle(one)
      return { color, backgroundColor, fontSize, transform, opacity }
    })
    return { box, button, style }
  }
  const composerOf = (chat: ReturnType<typeof frame>) => chat.getByRole('button', { name: /^Send us a message/ })
  await page.goto(site.page('/calm', hostPage(team)))
  const calm = await looks()
  await page.evaluate(() => localStorage.clear())
  await page.goto(site.page('/hostile', hostPage({ ...team, head: HOSTILE })))
  expect(await looks()).toEqual(calm)
  await keepPicture(page, 'widget-on-hostile-css')
})

test('the widget leaves the page alone: no global but pavior, no style, no history, no shift of layout', async () => {
  const bare = site.page(
    '/bare',
    '<!doctype html><html lang="en"><head><title>A shop</title></head><body><h1>A shop</h1></body></html>',
  )
  const state = () =>
    page.evaluate(() => ({
      globals: Object.keys(window),
      styles: [...document.querySelectorAll('style, link')].length + document.adoptedStyleSheets.length,
      body: document.body.getAttribute('style'),
      html: document.documentElement.getAttributeNames().filter(name => name !== 'lang'),
      history: history.length,
      state: history.state,
      focus: document.activeElement?.nodeName,
      heading: document.querySelector('h1')?.getBoundingClientRect().top,
    }))
  await page.goto(bare)
  const before = await state()
  await page.goto(site.page('/', hostPage({ ...team, title: 'A shop' })))
  await page.evaluate(() => {
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) document.documentElement.dataset.shift = `${Object(entry).value}`
    }).observe({ type: 'layout-shift', buffered: true })
  })
  const chat = await openChat(page)
  await writes(chat, 'Quietly')
  await isSent(chat, 'Quietly')
  expect(await page.locator('html').getAttribute('data-shift')).toBeNull()
  await launcher(page).click()
  await hides(page.locator('pavior-widget iframe'))
  const after = await state()
  const added = after.globals.filter(name => !before.globals.includes(name))
  expect(added).toEqual(['pavior'])
  expect({ ...after, globals: [], history: 0, focus: '' }).toEqual({ ...before, globals: [], history: 0, focus: '' })
  expect(after.history).toBe(before.history + 1)
})

test('single-page navigation, a replaced body and head, and the script loaded twice leave one widget, open and connected', async () => {
  await page.goto(site.page('/', hostPage(team)))
  const chat = await openChat(page)
  await writes(chat, 'Before the page changed')
  await isSent(chat, 'Before the page changed')
  await composer(chat).fill('Half a sent')
  await page.evaluate(url => {
    const next = new DOMParser().parseFromString(
      '<html><head><title>Next</title></head><body><h1>Next page</h1></body></html>',
      'text/html',
    )
    history.pushState(null, '', '/next')
    document.head.replaceWith(document.adoptNode(next.head))
    document.body.replaceWith(document.adoptNode(next.body))
    const again = document.createElement('script')
    again.src = `${url}/widget.js`
    document.head.append(again)
    return new Promise(resolve => {
      again.onload = resolve
    })
  }, house.url)
  await shows(page.getByRole('heading', { name: 'Next page' }))
  expect(await page.locator('pavior-widget').count()).toBe(1)
  await shows(message(chat, 'Before the page changed'))
  expect(await composer(chat).inputValue()).toBe('Half a sent')
  await composer(chat).press('Enter')
  await isSent(chat, 'Half a sent')
  // Turbo may take the whole root element's children.
  await page.evaluate(() => document.documentElement.replaceChildren(document.head, document.body))
  await shows(launcher(page))
  await shows(message(frame(page), 'Half a sent'))
})

test('the launcher keeps its place: side, offset, z-index, hidden on wish, and never above a modal dialog', async () => {
  const boot = { side: 'left', offset: [40, 60], zIndex: 77 }
  const body = '<dialog aria-label="A question"><button>Yes</button></dialog>'
  await page.goto(site.page('/', hostPage({ ...team, boot, body })))
  await shows(launcher(page))
  expect(await launcher(page).boundingBox()).toEqual({ x: 40, y: 900 - 60 - 56, width: 56, height: 56 })
  expect(await page.locator('pavior-widget').evaluate(host => getComputedStyle(host).zIndex)).toBe('77')
  await page.evaluate(() => {
    const dialog = document.querySelector('dialog')
    if (dialog)
      dialog.style.cssText = 'position: fixed; inset: 0; width: 100%; height: 100%; max-width: none; max-height: none'
    dialog?.showModal()
  })
  expect(await page.evaluate(() => document.elementFromPoint(68, 812)?.nodeName)).toBe('DIALOG')
  await page.keyboard.press('Escape')

  await page.evaluate(() => Object(window).pavior('boot', { hideLauncher: true }))
  await hides(launcher(page))
  await page.evaluate(() => Object(window).pavior('open'))
  await shows(frame(page).getByRole('dialog'))
  await page.evaluate(() => Object(window).pavior('compose', 'About the Harbour 7: '))
  await expect.poll(() => composer(frame(page)).inputValue()).toBe('About the Harbour 7: ')
  await page.evaluate(() => Object(window).pavior('close'))
  await hides(page.locator('pavior-widget iframe'))
})

test('where the browser keeps nothing for a page, the chat works for the visit and says so', async () => {
  const blocked = `<script>Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })</script>`
  await page.goto(site.page('/', hostPage({ ...team, head: blocked })))
  const chat = await openChat(page)
  await shows(chat.getByText('This browser keeps nothing for this site: the conversation lasts for this visit.'))
  await writes(chat, 'Hello from nowhere')
  await isSent(chat, 'Hello from nowhere')
  await shows(message(chat, 'How can we reach you'))
})

test('third-party storage and cookies are not needed: the frame keeps nothing of its own', async () => {
  await page.goto(site.page('/', hostPage(team)))
  const chat = await openChat(page)
  await writes(chat, 'Hello')
  await isSent(chat, 'Hello')
  const inside = page.frames().find(one => one.url().startsWith(house.url))
  expect(await inside?.evaluate(() => [Object.keys(localStorage), document.cookie])).toEqual([[], ''])
  expect(await page.context().cookies()).toEqual([])
})
