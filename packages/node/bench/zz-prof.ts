import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import { createNodeEngine, systemRandom } from '@faceward/node'
import { createMemoryStore } from '@faceward/storage-memory'
import { createKeyring } from '@faceward/template-cipher'

const withDepth = process.argv[2] === 'depth'
const engine = await createNodeEngine({
  dataFolder: mkdtempSync(join(tmpdir(), 'f-')),
  environment: {},
  keys: createKeyring({ keys: [{ keyId: 'bench', key: systemRandom.bytes(32) }] }),
  parts: { store: createMemoryStore() },
})
const person = createSimulatedPerson({ seed: 1 })
const frames = sampleScenes(1, 4, { camera: { width: 640, height: 480 } }).map((s) => {
  const { frame } = renderFrame(person, s)
  if (withDepth) return frame
  const { depth: _, ...rest } = frame
  return rest
})
console.log((await engine.enroll({ subjectId: 'ada', frames: frames.slice(0, 3) })).decision)
const t: number[] = []
for (let i = 0; i < 300; i++) {
  const s = performance.now()
  await engine.verify({ subjectId: 'ada', frames: frames.slice(3) })
  t.push(performance.now() - s)
}
t.sort((a, b) => a - b)
console.log('median', t[150], 'min', t[0])
await engine.close()
