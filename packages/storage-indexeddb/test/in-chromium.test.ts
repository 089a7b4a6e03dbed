import { fileURLToPath } from 'node:url'
import { openDeviceKey } from '@faceward/storage-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { hasChromium, type Page } from '../../../tooling/src/chromium.mjs'
import { servePageOf, useChromium } from '../../../tooling/src/chromium-tests.mjs'
import type { BrowserPage } from './browser-page.js'

declare const page: BrowserPage

const SECRET = Array.from({ length: 32 }, (_, index) => (index * 37) % 256)
const CONTEXT = { database: 'faceward', purpose: 'test' }

describe.skipIf(!hasChromium('@faceward/storage-indexeddb'))("Chromium's own IndexedDB", () => {
  const entry = fileURLToPath(new URL('./browser-page.ts', import.meta.url))
  const chromium = useChromium(() => servePageOf(entry))
  const state: { page?: Page } = {}
  beforeEach(async () => {
    await state.page?.close()
    state.page = (await chromium.open()).page
  })

  it('keeps every promise of the template store kit', async () => {
    const { kept, broken } = await state.page!.evaluate(() => page.conformance())
    expect(broken).toEqual([])
    expect(kept).toBeGreaterThan(25)
  })

  const wrap = (name = 'keys') =>
    state.page!.evaluate(([as, secret, context]) => page.wrap(as, secret, context), [
      name,
      SECRET,
      CONTEXT,
    ] as const)
  const unwrap = (wrapped: string, context: Record<string, string> = CONTEXT, name = 'keys') =>
    state.page!.evaluate(([as, text, bound]) => page.unwrap(as, text, bound), [
      name,
      wrapped,
      context,
    ] as const)

  it('unwraps on this device what it wrapped, also after the page was loaded anew', async () => {
    const wrapped = await wrap()
    expect(await wrap()).not.toBe(wrapped)
    await state.page!.reload()
    await state.page!.addScriptTag({ url: '/page.js', type: 'module' })
    expect(await unwrap(wrapped)).toEqual(SECRET)
    expect(await unwrap(wrapped, { purpose: 'test', database: 'faceward' })).toEqual(SECRET)
  })

  it('does not unwrap in another context, with another key, or what was changed', async () => {
    const wrapped = await wrap()
    const refused = 'StorageError corrupt-store'
    expect(await unwrap(wrapped, { ...CONTEXT, purpose: 'other' })).toBe(refused)
    expect(await unwrap(wrapped, CONTEXT, 'another')).toBe(refused)
    const changed = wrapped.startsWith('A') ? `B${wrapped.slice(1)}` : `A${wrapped.slice(1)}`
    for (const text of [changed, wrapped.slice(4), '', 'no base64!']) expect(await unwrap(text)).toBe(refused)
  })

  it('has one key and one text, whichever tab comes first', async () => {
    const texts = await state.page!.evaluate(() => page.keepOnce('keys', 5))
    expect(new Set(texts).size).toBe(1)
    expect(await state.page!.evaluate(() => page.keepOnce('keys', 1))).toEqual([texts[0]])
  })

  it('gives a script that reads the database no key it could take away', async () => {
    await state.page!.evaluate(() => page.keepOnce('keys', 1))
    const stolen = await state.page!.evaluate(() => page.steal('keys'))
    expect(stolen).toEqual({ types: ['CryptoKey', 'string'], exported: 'InvalidAccessError' })
  })
})

it('says where there is no IndexedDB', async () => {
  await expect(openDeviceKey()).rejects.toMatchObject({ name: 'ConfigurationError', code: 'invalid-options' })
  await expect(openDeviceKey({ nam: 'x' } as never)).rejects.toThrow('nam')
})
