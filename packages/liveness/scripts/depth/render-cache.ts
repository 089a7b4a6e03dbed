// Renders simulated people once, for the depth measurements: exact depth, materials, landmarks. Kept in a folder,
// because rendering costs far more than measuring.
//   node --conditions=@faceward/source --import ./scripts/run-typescript.mjs packages/liveness/scripts/depth/render-cache.ts [folder] [people] [scenes]
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'

const [folder = '/tmp/faceward-depth', people = '80', scenes = '2'] = process.argv.slice(2)
const camera = { width: 480, height: 360 }
await mkdir(folder, { recursive: true })
for (let seed = 1; seed <= Number(people); seed++) {
  const name = join(folder, `${seed}.json`)
  if (existsSync(name)) continue
  const person = createSimulatedPerson({ seed })
  const options = { camera, distanceM: [0.3, 1] as const, maximumYawDegrees: 25 }
  const entries = sampleScenes(seed, Number(scenes), options).map((scene, index) => {
    const { frame, truth } = renderFrame(person, scene)
    return { frame, truth, index, scene }
  })
  for (const { frame, truth, index } of entries) {
    await writeFile(join(folder, `${seed}-${index}.depth`), Buffer.from(frame.depth!.data.buffer))
    await writeFile(join(folder, `${seed}-${index}.materials`), truth.materials)
    await writeFile(join(folder, `${seed}-${index}.rgb`), frame.image.data)
  }
  const facts = entries.map(({ frame, truth }) => ({
    intrinsics: frame.depth!.intrinsics,
    fivePoints: truth.fivePoints,
    pose: truth.pose,
    interocularMm: truth.interocularMm,
  }))
  await writeFile(name, JSON.stringify(facts))
}
