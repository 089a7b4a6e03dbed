import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** An emulated device's screen is no part of the page. */
const RUN = `axe.run({ exclude: '[data-webxr_runtime]' })`

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

/** What axe objects to on the page as it stands, in the light and in the dark. */
export async function violations(page: Page): Promise<readonly string[]> {
  // Through the debugger: the page's own policy lets no inline script in.
  await page.evaluate(AXE)
  const found: string[] = []
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const { violations: objections } = (await page.evaluate(RUN)) as {
      readonly violations: readonly Violation[]
    }
    found.push(
      ...objections.map(
        ({ id, nodes }) => `${colorScheme}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`,
      ),
    )
  }
  return found
}
