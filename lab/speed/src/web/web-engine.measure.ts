// Measures the engine in Chromium: bytes over the wire, a start, its cost over the models, fluency.
// Needs: Chromium
//
// Ratios hold on a busy machine, times do not.
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import { MODEL_FILES, servePage } from '../../../../packages/web/test/served-page.js'
import {
  bundleForBrowser,
  hasChromium,
  launchChromium,
  openPage,
  type Page,
} from '../../../../tooling/src/chromium.mjs'
import type { MeasurePage } from './measure-page.js'

declare const page: MeasurePage

const STARTS = 5
const RUNS = 30
const FRAMES = 30

if (!hasChromium('web-engine.measure')) process.exit(0)
const server = await servePage()
const entry = fileURLToPath(new URL('./measure-page.ts', import.meta.url))
server.set('/measure.js', {
  content: await bundleForBrowser({ entry, minify: true }),
  type: 'text/javascript',
})
const person = createSimulatedPerson({ seed: 1 })
for (const [index, scene] of sampleScenes(1, 4, { camera: { width: 640, height: 480 } }).entries()) {
  const { data } = renderFrame(person, scene).frame.image
  server.set(`/frames/${index}`, { content: data, type: 'application/octet-stream' })
}
const browser = await launchChromium()
const context = await browser.newContext()

async function onPage<Result>(work: (opened: Page) => Promise<Result>): Promise<Result> {
  const { page: opened } = await openPage(context, server.url)
  await opened.addScriptTag({ url: '/measure.js', type: 'module' })
  try {
    return await work(opened)
  } finally {
    await opened.close()
  }
}
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
const ms = (value: number) => `${value.toFixed(0)} ms`

try {
  const files = [...MODEL_FILES.values()].map(({ content }) => content)
  const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0) / 1e6
  console.log(
    `weights over the wire: ${sum(files.map(({ length }) => length)).toFixed(2)} MB, with gzip ${sum(files.map((file) => gzipSync(file).length)).toFixed(2)} MB (goal 18)`,
  )
  const script = await bundleForBrowser({
    entry: fileURLToPath(new URL('./typical-page.ts', import.meta.url)),
    minify: true,
  })
  console.log(
    `JavaScript of a page, without its worker: ${(gzipSync(script, { level: 9 }).length / 1000).toFixed(1)} kB with gzip`,
  )
  const cold = await onPage((opened) => opened.evaluate(() => page.start()))
  console.log(
    `first start: ready after ${ms(cold.readyMs)}, first frame looked at after ${ms(cold.firstFrameMs)}`,
  )
  const warm: (typeof cold)[] = []
  for (let start = 0; start < STARTS; start++)
    warm.push(await onPage((opened) => opened.evaluate(() => page.start())))
  console.log(
    `later starts, median of ${STARTS}: ready after ${ms(median(warm.map(({ readyMs }) => readyMs)))}, first frame looked at after ${ms(median(warm.map(({ firstFrameMs }) => firstFrameMs)))}`,
  )
  const { totalMs, rawMs, ratio } = await onPage((opened) =>
    opened.evaluate((runs) => page.overhead(runs), RUNS),
  )
  console.log(
    `one verification of a 640x480 frame: ${ms(totalMs)}, onnxruntime-web in it ${ms(rawMs)}, ratio ${ratio.toFixed(3)} (goal 1.15)`,
  )
  const { framesPerSecond, overlay, verifying } = await onPage((opened) =>
    opened.evaluate((count) => page.fluency(count), FRAMES),
  )
  console.log(`overlay: ${framesPerSecond.toFixed(1)} frames a second, one thread`)
  for (const [what, { longestGapMs, longTasks }] of Object.entries({ overlay, verifying })) {
    console.log(
      `the page while ${what}: longest turn ${ms(longestGapMs)}, tasks over 50 ms: ${longTasks.length} (goal 0)`,
    )
  }
} finally {
  await browser.close()
  await server.close()
}
