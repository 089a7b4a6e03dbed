import type { RequestListener } from 'node:http'
import type { Browser, BrowserContext, BrowserContextOptions, LaunchOptions, Page } from 'playwright-core'

export type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'

/** Where the system's Chromium is: FACEWARD_CHROMIUM, or the usual places; undefined when there is none. */
export function findChromium(): string | undefined

/**
 * True when Chromium is here. When it is not: says so in one line and gives false, or throws when
 * FACEWARD_REQUIRE_CHROMIUM is 1. For `describe.skipIf(!hasChromium('@faceward/x'))`.
 */
export function hasChromium(suite: string): boolean

/** Starts the system's Chromium, headless. `args` are added to what it needs in a container. */
export function launchChromium(options?: LaunchOptions): Promise<Browser>

/**
 * What a path answers: a folder's files below it, a file, content of a type, or whatever a listener says to what is below
 * it, of which it sees the rest of the path.
 */
export type Served =
  | { readonly folder: string }
  | { readonly file: string; readonly type?: string }
  | { readonly content: string | Uint8Array; readonly type: string }
  | { readonly listener: RequestListener }

export interface StaticServer {
  /** `http://localhost:port/`. */
  readonly url: string
  /** Paths asked for since the start, in order. */
  readonly requests: readonly string[]
  /** Adds, replaces or (with undefined) removes what a path answers. */
  set(path: string, served: Served | undefined): void
  close(): Promise<void>
}

/**
 * Serves what tests need, each path as it is set; `/` answers an empty page unless set. With `isolated` (default) the
 * pages are cross-origin isolated (COOP and COEP), which threads need.
 */
export function serve(
  paths: Readonly<Record<string, Served>>,
  options?: { readonly isolated?: boolean; readonly headers?: Readonly<Record<string, string>> },
): Promise<StaticServer>

/** One ES module of JavaScript for a browser, from a TypeScript entry, read from the sources of all packages. */
export function bundleForBrowser(what: {
  readonly entry: string
  readonly external?: readonly string[]
  readonly minify?: boolean
}): Promise<Uint8Array>

/** A page on `url`, in a context of its own with these options or in the given one, whose console errors and uncaught errors are collected in `errors`. */
export function openPage(
  browser: Browser | BrowserContext,
  url: string,
  options?: BrowserContextOptions,
): Promise<{ readonly page: Page; readonly errors: readonly string[] }>
