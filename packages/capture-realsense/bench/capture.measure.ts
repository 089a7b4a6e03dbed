// How fast recordings are read, and how long the live path holds the main thread: `npm run bench -- capture.measure`.
// 640 x 480 depth and colour. The live camera is the tests' librealsense2 in C at 30 frames a second.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { createSimulatedPerson, renderFrame } from '@faceward/capture-simulated'
import type { CaptureProvider } from '@faceward/spec'
import { createRealsenseRecording } from '../src/index.js'
import { liveCapture } from '../src/live/realsense-capture.js'
import { bundleForThreads, compileFakeLibrary } from '../test/fake-library.js'
import { type Recording, recordingOf } from '../test/recording.js'
import { writeBag } from '../test/write-bag.js'
import { writeDb3 } from '../test/write-db3.js'

const PAIRS = 60
const LIVE_FRAMES = 60
const folder = mkdtempSync(join(tmpdir(), 'faceward-bench-'))

/** One rendered moment with a sensor's noise of its own in every frame, so that it packs as badly as a real one. */
function noisyRecording(): Recording {
  const camera = { width: 640, height: 480 }
  const { frame } = renderFrame(createSimulatedPerson({ seed: 31 }), { camera })
  const one = recordingOf([frame])
  const [moment] = one.frames
  let seed = 1
  const noise = () => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff
    return (seed >> 16) & 7
  }
  const frames = Array.from({ length: PAIRS }, (_, i) => ({
    number: i,
    timestampMs: 1000 + (i * 1000) / 30,
    color: { ...moment!.color, data: moment!.color.data.map((value) => value ^ (noise() & 3)) },
    depth: moment!.depth.map((count) => (count === 0 ? 0 : count + noise())),
  }))
  return { ...one, frames }
}

/** By the clock, and by the processor's time, which a busy machine does not change. */
async function pairsPerSecond(provider: CaptureProvider): Promise<string> {
  const start = performance.now()
  const before = process.cpuUsage()
  let pairs = 0
  for await (const { depth } of await provider.open()) pairs += depth ? 1 : 0
  if (pairs !== PAIRS) throw new Error(`read ${pairs} pairs of ${PAIRS}`)
  const { user, system } = process.cpuUsage(before)
  const byClock = (1000 * pairs) / (performance.now() - start)
  return `${byClock.toFixed(0)} pairs a second, ${((1e6 * pairs) / (user + system)).toFixed(0)} in a second of the processor`
}

async function stalls(work: () => Promise<number>): Promise<string> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const before = performance.eventLoopUtilization()
  delay.enable()
  const frames = await work()
  delay.disable()
  const { active } = performance.eventLoopUtilization(before)
  const perFrame = frames === 0 ? '' : `, busy ${(active / frames).toFixed(2)} ms a frame`
  const ms = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(1)
  const longest = `99.9 % ${ms(delay.percentile(99.9))}, longest ${ms(delay.max)} ms`
  return `${frames} frames${perFrame}; delays of the loop: median ${ms(delay.percentile(50))}, ${longest}`
}

const recording = noisyRecording()
const files = {
  lz4: join(folder, 'lz4.bag'),
  plain: join(folder, 'plain.bag'),
  db3: join(folder, 'plain.db3'),
}
const packed = writeBag(recording)
writeFileSync(files.lz4, packed)
writeFileSync(files.plain, writeBag(recording, { compression: 'none' }))
writeDb3(files.db3, recording)
console.log(
  `recordings of ${PAIRS} pairs, LZ4 at ${Math.round((100 * packed.length) / (PAIRS * 640 * 480 * 5))} % of the size`,
)
for (let round = 1; round <= 3; round++) {
  for (const [name, path] of Object.entries(files)) {
    console.log(`  ${name}: ${await pairsPerSecond(createRealsenseRecording({ path }))}`)
  }
}

const fake = compileFakeLibrary({ width: 640, height: 480 })
const { surroundings } = await bundleForThreads()
fake.behave({ PACE_US: 33_333 })
// In turns, since another program's work shows in both: what the camera costs shows in every round of its own.
for (let round = 1; round <= 5; round++) {
  console.log(
    `  no camera:   ${await stalls(() => new Promise((resolve) => setTimeout(() => resolve(0), 2000)))}`,
  )
  const session = await liveCapture({ libraryPath: fake.path, warmUpFrames: 0 }, surroundings).open()
  const live = await stalls(async () => {
    let frames = 0
    for await (const _ of session) if (++frames === LIVE_FRAMES) break
    return frames
  })
  console.log(`  live camera: ${live}`)
}
fake.remove()
rmSync(folder, { recursive: true })
