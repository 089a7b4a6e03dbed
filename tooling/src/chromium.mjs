// Tests in a real browser: the system's Chromium by playwright-core, a static server, and bundles of test pages.
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]
/** For hangs only: a busy machine takes its time. */
const LIMIT_MS = 600_000
const ISOLATION = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
}
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
}
const EMPTY_PAGE = '<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>test</title></html>'

export function findChromium() {
  return [process.env['FACEWARD_CHROMIUM'], ...PLACES].find((path) => path && existsSync(path))
}

export function hasChromium(suite) {
  if (findChromium() !== undefined) return true
  if (process.env['FACEWARD_REQUIRE_CHROMIUM'] === '1') {
    throw new Error('FACEWARD_REQUIRE_CHROMIUM is 1, but no Chromium was found (see FACEWARD_CHROMIUM)')
  }
  process.stdout.write(`${suite}: no Chromium here, its tests in the browser are skipped\n`)
  return false
}

export function launchChromium({ args = [], ...options } = {}) {
  return chromium.launch({
    executablePath: findChromium(),
    headless: true,
    timeout: LIMIT_MS,
    args: ['--no-sandbox', '--disable-dev-shm-usage', ...args],
    ...options,
  })
}

async function answer(served, rest) {
  if ('content' in served) return { body: served.content, type: served.type }
  if ('file' in served) {
    return { body: await readFile(served.file), type: served.type ?? TYPES[extname(served.file)] }
  }
  const path = normalize(join(served.folder, rest))
  if (!path.startsWith(normalize(served.folder + sep))) throw new Error('outside the folder')
  return { body: await readFile(path), type: TYPES[extname(path)] }
}

export async function serve(paths, { isolated = true, headers = {} } = {}) {
  const served = new Map(Object.entries({ '/': { content: EMPTY_PAGE, type: 'text/html' }, ...paths }))
  const requests = []
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname)
    requests.push(path)
    // The exact path first, then the longest folder it lies in.
    const match = served.has(path)
      ? path
      : [...served.keys()]
          .filter(
            (key) =>
              ('folder' in served.get(key) || 'listener' in served.get(key)) &&
              path.startsWith(key.endsWith('/') ? key : `${key}/`),
          )
          .sort((a, b) => b.length - a.length)[0]
    if (match !== undefined && 'listener' in served.get(match)) {
      request.url = request.url.slice(match.length)
      served.get(match).listener(request, response)
      return
    }
    try {
      const { body, type } = await answer(served.get(match), path.slice(match.length))
      response.writeHead(200, {
        ...(isolated ? ISOLATION : {}),
        'content-type': type ?? 'application/octet-stream',
        'cache-control': 'no-store',
        ...headers,
      })
      response.end(body)
    } catch {
      response.writeHead(404, isolated ? ISOLATION : {}).end()
    }
  })
  await new Promise((resolve) => server.listen(0, 'localhost', resolve))
  return {
    url: `http://localhost:${server.address().port}/`,
    requests,
    set: (path, what) => (what === undefined ? served.delete(path) : served.set(path, what)),
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

export async function bundleForBrowser({ entry, external = [], minify = false }) {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    minify,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    conditions: ['@faceward/source', 'onnxruntime-web-use-extern-wasm', 'browser'],
    external,
    sourcemap: minify ? false : 'inline',
    logLevel: 'error',
  })
  return outputFiles[0].contents
}

export async function openPage(browser, url, options) {
  const page = await browser.newPage(options)
  page.setDefaultTimeout(LIMIT_MS)
  const errors = []
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  await page.goto(url)
  return { page, errors }
}
