// Runs in Chromium for web-engine.measure.ts.
import { createWebBackend } from '@faceward/inference-web'
import type { Frame } from '@faceward/spec'
import { createWebEngine, frameFromImage, type WebEngine } from '@faceward/web'
import { createLocalEngine } from '@faceward/web/worker'
import { timedBackend } from '../../../../tooling/src/timed-backend.mjs'

const SIZE = { width: 640, height: 480 }
const WASM = {
  script: '/models/wasm/ort-wasm-simd-threaded.mjs',
  binary: '/models/wasm/ort-wasm-simd-threaded.wasm',
}

async function load(count: number): Promise<Frame[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, sequence) => {
      const data = new Uint8Array(await (await fetch(`/frames/${sequence % 4}`)).arrayBuffer())
      return frameFromImage({ ...SIZE, format: 'rgb8', data }, { sequence })
    }),
  )
}

const copyOf = (frame: Frame): Frame => ({
  ...frame,
  image: { ...frame.image, data: frame.image.data.slice() },
})
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

async function enrolled(engine: WebEngine): Promise<readonly Frame[]> {
  const frames = await load(4)
  const { decision } = await engine.enroll({
    subjectId: 'ada',
    replace: 'anybody',
    frames: frames.slice(0, 3).map(copyOf),
  })
  if (decision !== 'enrolled') throw new Error(decision)
  return frames
}

/** The longest time the page did not come to a new turn, and long tasks, while the work ran. */
async function watchPage(work: () => Promise<void>): Promise<{ longestGapMs: number; longTasks: number[] }> {
  const longTasks: number[] = []
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration)
  })
  observer.observe({ type: 'longtask' })
  const channel = new MessageChannel()
  const state = { over: false, last: performance.now(), longest: 0 }
  channel.port1.onmessage = () => {
    const now = performance.now()
    state.longest = Math.max(state.longest, now - state.last)
    state.last = now
    if (!state.over) setTimeout(() => channel.port2.postMessage(0))
  }
  channel.port2.postMessage(0)
  await work()
  state.over = true
  observer.disconnect()
  return { longestGapMs: state.longest, longTasks }
}

const page = {
  /** How long a start takes until the first frame was looked at. */
  async start(): Promise<{ readyMs: number; firstFrameMs: number }> {
    const [frame] = await load(1)
    const began = performance.now()
    const engine = await createWebEngine({ modelsUrl: '/models', threads: 1 })
    const readyMs = performance.now() - began
    await engine.analyze(frame!)
    const firstFrameMs = performance.now() - began
    await engine.close()
    return { readyMs, firstFrameMs }
  },
  /** One verification of a 640 x 480 frame against the onnxruntime-web runs inside it, on one thread. */
  async overhead(runs: number): Promise<{ totalMs: number; rawMs: number; ratio: number }> {
    const { backend, spent } = timedBackend(createWebBackend({ wasm: WASM, threads: 1 }))
    const engine = await createLocalEngine({ modelsUrl: '/models', backend })
    const frames = await enrolled(engine)
    const totals: number[] = []
    const raws: number[] = []
    const ratios: number[] = []
    for (let run = 0; run < runs; run++) {
      const frame = copyOf(frames[3]!)
      spent.ms = 0
      const began = performance.now()
      await engine.verify({ subjectId: 'ada', frames: [frame] })
      const total = performance.now() - began
      if (run < 3) continue
      totals.push(total)
      raws.push(spent.ms)
      ratios.push(total / spent.ms)
    }
    await engine.close()
    return { totalMs: median(totals), rawMs: median(raws), ratio: median(ratios) }
  },
  /** How fluent the page stays while the worker looks at frames for an overlay, and verifies. */
  async fluency(count: number) {
    const engine = await createWebEngine({ modelsUrl: '/models', threads: 1 })
    const frames = await enrolled(engine)
    const probes = Array.from({ length: count }, (_, index) => copyOf(frames[index % 4]!))
    const began = performance.now()
    const overlay = await watchPage(async () => {
      for (const frame of probes) await engine.analyze(frame)
    })
    const framesPerSecond = (1000 * count) / (performance.now() - began)
    const again = frames.map(copyOf)
    const verifying = await watchPage(async () => {
      await engine.verify({ subjectId: 'ada', frames: again, onFrame: () => {} })
    })
    await engine.close()
    return { framesPerSecond, overlay, verifying }
  },
}
export type MeasurePage = typeof page
Object.assign(globalThis, { page })
