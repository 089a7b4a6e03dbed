import type { Browser, BrowserContextOptions, Page, Served, StaticServer } from './chromium.mjs'

/** Serves the bundle of a test page as `/page.js`, and whatever else is given. */
export function servePageOf(
  entry: string,
  options?: {
    readonly paths?: Readonly<Record<string, Served>>
    readonly isolated?: boolean
    readonly headers?: Readonly<Record<string, string>>
  },
): Promise<StaticServer>

/** What the tests of a suite have while they run. */
export interface ChromiumOfTests {
  readonly server: StaticServer
  readonly browser: Browser
  /** A page with `/page.js` on it, in a context of its own; of another server or within another browser if given. */
  open(
    options?: BrowserContextOptions & { readonly at?: StaticServer; readonly within?: Browser },
  ): Promise<{ readonly page: Page; readonly errors: readonly string[] }>
}

/**
 * Starts a server and Chromium before all tests of the suite it is called in, and ends them after all. `args` are asked for
 * when Chromium starts.
 */
export function useChromium(
  start: () => Promise<StaticServer>,
  options?: { readonly args?: () => readonly string[] },
): ChromiumOfTests
