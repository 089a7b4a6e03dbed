// Renders simulated people once, for the depth measurements: exact depth, materials, landmarks, colour.
// Needs: nothing
// Options: [folder, default /tmp/faceward-depth] [first seed, 40001] [people, 100] [scenes, 2]
//
// Kept in a folder, because rendering costs far more than measuring; what is there is not rendered again. Every second
// seed is taken.
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'

const [folder = '/tmp/faceward-depth', first = '40001', people = '100', scenes = '2'] = process.argv.slice(2)
const camera = { width: 480, height: 360 }
await mkdir(folder, { recursive: true })
for (let seed = Number(first); seed < Number(first) + 2 * Number(people); seed += 2) {
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
