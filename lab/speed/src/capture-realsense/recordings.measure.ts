// Measures how fast recordings of 640 x 480 depth and colour are read.
// Needs: nothing
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRealsenseRecording } from '@faceward/capture-realsense'
import { createSimulatedPerson, renderFrame } from '@faceward/capture-simulated'
import type { CaptureProvider } from '@faceward/spec'
import { type Recording, recordingOf } from '../../../../packages/capture-realsense/test/recording.js'
import { writeBag } from '../../../../packages/capture-realsense/test/write-bag.js'
import { writeDb3 } from '../../../../packages/capture-realsense/test/write-db3.js'

const PAIRS = 60
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

rmSync(folder, { recursive: true })
