import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, type StaticServer } from '../../../tooling/src/chromium.mjs'
import { clipFile } from './clips/clips.js'
import { type BuiltApp, buildApp, serveApp } from './support/app-server.js'
import { violations } from './support/violations.js'
import { createProfile, type Profile, type Visit, visit } from './support/visit.js'

/** Goal for the JavaScript that a first visit loads, gzip, without WebAssembly and the weights that a package has as text. */
const BUDGET_BYTES = 120_000
/** What of the JavaScript is weights, as the build names it. */
const WEIGHTS = /^\/assets\/weights-(statistics|projection)-/
/** Loaded with the first answer. */
const ANSWER = /^(result-view|show-answer)-.*\.js$/

/** The models are there. */
const ready = (page: Page) =>
  page.getByRole('button', { name: 'Enrol my face' }).and(page.locator(':enabled')).waitFor()

describe.skipIf(!hasChromium('@faceward/example-browser'))('the page', () => {
  let built: BuiltApp
  let server: StaticServer
  let profile: Profile
  let visited: Visit

  beforeAll(async () => {
    clipFile('no-face')
    built = await buildApp()
    server = await serveApp(built)
    profile = createProfile()
    visited = await visit({ url: server.url, profile, clip: 'no-face' })
    await ready(visited.page)
  })
  afterAll(async () => {
    await visited?.close()
    await server?.close()
    profile?.remove()
    built?.remove()
  })

  it('loads little', async () => {
    const another = createProfile()
    const before = server.requests.length
    const { page, close } = await visit({ url: server.url, profile: another, serviceWorkers: 'block' })
    try {
      await ready(page)
      const asked = new Set(server.requests.slice(before))
      const scripts = [...asked].filter((path) => /^\/assets\/.*\.js$/.test(path) && !WEIGHTS.test(path))
      const answer = readdirSync(join(built.folder, 'assets')).filter((name) => ANSWER.test(name))
      expect(answer.length).toBeGreaterThan(0)
      const sizes = [...scripts, ...answer.map((name) => `/assets/${name}`)].map(
        (path) => gzipSync(readFileSync(join(built.folder, path))).length,
      )
      // The page, the worker and the runtime were all loaded.
      expect(scripts).toEqual(
        expect.arrayContaining(
          ['index', 'worker-script', 'ort.wasm'].map((name) => expect.stringContaining(`/${name}`)),
        ),
      )
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(BUDGET_BYTES)
    } finally {
      await close()
      another.remove()
    }
  })

  it('has nothing that axe objects to, in any view, light and dark', async () => {
    const { page } = visited
    for (const view of ['home', 'capture', 'result', 'problem']) {
      await page.evaluate((shown) => {
        for (const section of document.querySelectorAll('section')) section.hidden = section.id !== shown
      }, view)
      expect(await violations(page), view).toEqual([])
    }
    await page.reload()
  })

  it('is used with the keyboard alone', async () => {
    const { page } = visited
    await ready(page)
    const reached: string[] = []
    for (let i = 0; i < 6; i++) {
      await page.keyboard.press('Tab')
      reached.push(await page.evaluate(() => document.activeElement?.textContent?.trim() ?? ''))
    }
    expect(reached[0]).toBe('Skip to content')
    expect(reached).toContain('Enrol my face')
    const outline = await page.evaluate(() => {
      document.getElementById('enrol')?.focus()
      return document.getElementById('enrol')?.matches(':focus-visible')
    })
    expect(outline).toBe(true)
    await page.keyboard.press('Enter')
    await page.locator('#capture').waitFor()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('capture-title')
    await page.keyboard.press('Escape')
    await page.locator('#home').waitFor()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('home-title')
  })

  it('opens without a network once it was loaded', async () => {
    const { page, context, errors } = visited
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.reload()
    await ready(page)
    await context.setOffline(true)
    try {
      await page.reload()
      await ready(page)
      await page.goto(new URL('/scan.html', server.url).href)
      expect(await page.locator('h1').textContent()).toBe('Scan a person')
    } finally {
      await context.setOffline(false)
    }
    expect(errors).toEqual([])
  })

  it('says why a device cannot scan, and axe has no objection there', async () => {
    const { page } = visited
    await page.goto(new URL('/scan.html', server.url).href)
    await page
      .getByText(/augmented reality/)
      .last()
      .waitFor()
    expect(await violations(page)).toEqual([])
    expect(await page.getByRole('button', { name: 'Start scanning' }).isDisabled()).toBe(true)
  })
})
