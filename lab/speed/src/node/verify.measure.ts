// Measures what the engine costs over its models, and whether memory stays flat.
// Needs: nothing
//
// One verification of a decoded 640x480 frame, colour alone and with sensed depth, timed against the onnxruntime
// runs inside it, so that the machine's noise is in both; then memory over 1,000 verifications.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import { createNodeBackend } from '@faceward/inference-node'
import { createNodeEngine, systemRandom } from '@faceward/node'
import type { Frame } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { createKeyring } from '@faceward/template-cipher'
import { timedBackend } from '../../../../tooling/src/timed-backend.mjs'

const RUNS = 1000
const TIMED = 100
const WARM_UP = 30

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
function memory(): { rss: number; heap: number } {
  globalThis.gc?.()
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
  return { rss: rss / 2 ** 20, heap: (heapUsed + arrayBuffers) / 2 ** 20 }
}

const folder = mkdtempSync(join(tmpdir(), 'faceward-measure-'))
const { backend, spent } = timedBackend(createNodeBackend())
const engine = await createNodeEngine({
  backend,
  dataFolder: folder,
  environment: {},
  keys: createKeyring({ keys: [{ keyId: 'bench', key: systemRandom.bytes(32) }] }),
  parts: { store: createMemoryStore() },
})
const person = createSimulatedPerson({ seed: 1 })
const frames = sampleScenes(1, 4, { camera: { width: 640, height: 480 } }).map(
  (scene) => renderFrame(person, scene).frame,
)
const enrolment = await engine.enroll({ subjectId: 'ada', frames: frames.slice(0, 3) })
if (enrolment.decision !== 'enrolled') throw new Error(`not enrolled: ${enrolment.message}`)

/** Median times in ms of a verification of one frame, and of the model runs inside it. */
async function timesOf(probe: Frame): Promise<{ total: number; raw: number; ratio: number }> {
  const times: { total: number; raw: number; ratio: number }[] = []
  for (let run = -WARM_UP; run < TIMED; run++) {
    spent.ms = 0
    const started = performance.now()
    await engine.verify({ subjectId: 'ada', frames: [probe] })
    const total = performance.now() - started
    if (run >= 0) times.push({ total, raw: spent.ms, ratio: total / spent.ms })
  }
  const of = (key: 'total' | 'raw' | 'ratio') => median(times.map((time) => time[key]))
  return { total: of('total'), raw: of('raw'), ratio: of('ratio') }
}

const withDepth = frames[3]!
const { depth: _, ...colorOnly } = withDepth
const ms = (value: number) => `${value.toFixed(1)} ms`
for (const [name, frame] of [
  ['colour', colorOnly],
  ['colour and depth', withDepth],
] as const) {
  const { total, raw, ratio } = await timesOf(frame)
  console.log(
    `one verification of a 640x480 frame, ${name}: median ${ms(total)}, its model runs ${ms(raw)}, ratio ${ratio.toFixed(3)}`,
  )
}
for (let run = 1; run <= RUNS; run++) {
  await engine.verify({ subjectId: 'ada', frames: [withDepth] })
  if (run !== 100 && run !== 500 && run !== RUNS) continue
  const { rss, heap } = memory()
  console.log(
    `after ${String(run).padStart(4)} more: RSS ${rss.toFixed(0)} MiB, heap and buffers ${heap.toFixed(0)} MiB`,
  )
}
await engine.close()
rmSync(folder, { recursive: true, force: true })
