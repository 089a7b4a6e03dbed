// Measures how long a live camera of 640 x 480 at 30 frames a second holds the main thread.
// Needs: a C compiler
//
// The camera is the tests' librealsense2 in C.
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import { liveCapture } from '../../../../packages/capture-realsense/src/live/realsense-capture.js'
import {
  bundleForThreads,
  compileFakeLibrary,
} from '../../../../packages/capture-realsense/test/fake-library.js'

const LIVE_FRAMES = 60

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

const fake = compileFakeLibrary({ width: 640, height: 480 })
const { surroundings, remove } = await bundleForThreads()
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
remove()
