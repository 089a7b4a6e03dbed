import { afterAll, beforeAll } from 'vitest'
import { bundleForBrowser, launchChromium, openPage, serve } from './chromium.mjs'

export async function servePageOf(entry, { paths = {}, ...options } = {}) {
  const content = await bundleForBrowser({ entry })
  return serve({ '/page.js': { content, type: 'text/javascript' }, ...paths }, options)
}

export function useChromium(start, { args = () => [] } = {}) {
  let server
  let browser
  beforeAll(async () => {
    server = await start()
    browser = await launchChromium({ args: args() })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })
  return {
    get server() {
      return server
    },
    get browser() {
      return browser
    },
    async open({ at = server, within = browser, ...options } = {}) {
      const opened = await openPage(within, at.url, options)
      await opened.page.addScriptTag({ url: '/page.js', type: 'module' })
      return opened
    },
  }
}
