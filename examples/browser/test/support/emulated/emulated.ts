import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { bundleForBrowser } from '../../../../../tooling/src/chromium.mjs'
import type { EmulatedWorld } from './world.js'

declare const emulatedWorld: EmulatedWorld

/** The script that puts an emulated device in place of the browser's own. */
export async function emulated(device: 'emulated-camera' | 'emulated-scanner'): Promise<string> {
  const entry = fileURLToPath(new URL(`./${device}.ts`, import.meta.url))
  return `(() => {${Buffer.from(await bundleForBrowser({ entry, minify: true })).toString('utf8')}})()`
}

/** The world stands still from when the page shows this on, until it is let go. */
export function holdWhen(page: Page, selector: string, text?: string): Promise<void> {
  return page.evaluate(([what, words]) => emulatedWorld.holdWhen(what, words), [selector, text] as const)
}

export const goOn = (page: Page): Promise<void> => page.evaluate(() => emulatedWorld.goOn())
