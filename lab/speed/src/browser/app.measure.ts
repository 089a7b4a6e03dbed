// Measures the browser application: what a first visit loads, and how soon and fluently a later one runs.
// Needs: Chromium, a build
//
// In Chromium with a simulated person before a fake camera: how soon a later visit shows what it measures, how often it
// does, and whether the page stays fluent while models run in its worker. Times depend on the machine and what else it does.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { buildApp, serveApp } from '../../../../examples/browser/test/support/app-server.js'
import {
  createProfile,
  type Profile,
  type Visit,
  visit,
} from '../../../../examples/browser/test/support/visit.js'
import { hasChromium } from '../../../../tooling/src/chromium.mjs'

/** What the page writes down of itself, from its beginning on; milliseconds since then. */
interface Diary {
  /** When something was drawn over the camera's picture. */
  readonly overlays: number[]
  readonly longTasks: { readonly startMs: number; readonly durationMs: number }[]
}
declare const diary: Diary

const LATER_VISITS = 5
const LIMIT_MS = 240_000
/** A task this long keeps a page from answering in time. */
const LONGEST_TASK_MS = 50

function keepDiary(): void {
  const kept: Diary = { overlays: [], longTasks: [] }
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      kept.longTasks.push({ startMs: startTime, durationMs: duration })
    }
  }).observe({ type: 'longtask', buffered: true })
  const { clearRect } = CanvasRenderingContext2D.prototype
  CanvasRenderingContext2D.prototype.clearRect = function (...area) {
    if (this.canvas.id === 'overlay') kept.overlays.push(performance.now())
    return clearRect.apply(this, area)
  }
  Object.assign(globalThis, { diary: kept })
}

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`

async function attempt(profile: Profile, url: string, operation: 'Enrol my face' | 'Verify') {
  const visited = await visit({ url: 'about:blank', profile, clip: 'owner', camera: 'live' })
  try {
    await visited.context.addInitScript(keepDiary)
    await visited.page.goto(url)
    const button = visited.page.getByRole('button', { name: operation, exact: true })
    await button.click({ timeout: LIMIT_MS })
    const clickedMs = await visited.page.evaluate(() => performance.now())
    const answer = await answered(visited)
    const { overlays, longTasks } = await visited.page.evaluate(() => diary)
    return { answer, clickedMs, overlays, longTasks }
  } finally {
    await visited.close()
  }
}

async function answered({ page }: Visit): Promise<string | null> {
  await page.locator('#result, #problem').filter({ visible: true }).waitFor({ timeout: LIMIT_MS })
  return title(page)
}
const title = (page: Page) => page.locator('section:visible h1').textContent()

if (!hasChromium('app.measure')) process.exit(0)
const built = await buildApp()
const server = await serveApp(built)
const profile = createProfile()
try {
  const first = await attempt(profile, server.url, 'Enrol my face')
  const scripts = [...new Set(server.requests)].filter((path) => /\.m?js$/.test(path))
  const inGroup = (group: RegExp) =>
    kilobytes(
      sum(
        scripts
          .filter((path) => group.test(path))
          .map((path) => gzipSync(readFileSync(join(built.folder, path))).length),
      ),
    )
  console.log(`first visit: ${first.answer}; JavaScript, gzip:`)
  console.log(
    `  the application, its worker, onnxruntime-web's own: ${inGroup(/^\/assets\/(?!weights-|scan-|server-service-)/)} (goal 120)`,
  )
  console.log(
    `  weights as text: ${inGroup(/^\/assets\/weights-/)}; WebAssembly's loader: ${inGroup(/^\/models\/wasm/)}`,
  )
  console.log(`  besides, for offline use: ${inGroup(/^\/sw|^\/assets\/(scan|server-service)-/)}`)
  const models = [...new Set(server.requests)].filter((path) => /^\/models\/(?!wasm)/.test(path))
  const weights = sum(models.map((path) => statSync(join(built.folder, path)).size))
  console.log(`  weights as files: ${(weights / 1e6).toFixed(1)} MB uncompressed (goal 18)`)

  const before = server.requests.length
  const later = []
  for (let count = 0; count < LATER_VISITS; count++) later.push(await attempt(profile, server.url, 'Verify'))
  console.log(`${LATER_VISITS} later visits: ${later.map(({ answer }) => answer).join(', ')}`)
  console.log(
    `  files asked of the server: ${[...new Set(server.requests.slice(before))].join(' ') || 'none'}`,
  )
  console.log(
    `  from the address to the first overlay: ${median(later.map(({ overlays }) => overlays[0]!)).toFixed(0)} ms`,
  )
  console.log(`  ready to press after: ${median(later.map(({ clickedMs }) => clickedMs)).toFixed(0)} ms`)
  const rates = later.map(
    ({ overlays }) => (1000 * (overlays.length - 1)) / (overlays.at(-1)! - overlays[0]!),
  )
  console.log(`  overlays a second: ${median(rates).toFixed(1)} (the clip has 10)`)
  for (const [when, isThen] of [
    ['loading', (startMs: number, clickedMs: number) => startMs < clickedMs],
    ['before the camera', (startMs: number, clickedMs: number) => startMs >= clickedMs],
  ] as const) {
    const tasks = later.flatMap(({ longTasks, clickedMs }) =>
      longTasks.filter(({ startMs }) => isThen(startMs, clickedMs)).map(({ durationMs }) => durationMs),
    )
    console.log(
      `  tasks over ${LONGEST_TASK_MS} ms while ${when}: ${tasks.length}, longest ${Math.max(0, ...tasks).toFixed(0)} ms (goal 0)`,
    )
  }
} finally {
  await server.close()
  profile.remove()
  built.remove()
}
