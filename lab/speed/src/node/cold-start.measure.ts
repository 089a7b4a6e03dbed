// Measures the time to a first decision, with an empty and with a filled cache.
// Needs: the built packages (npm run build)
//
// A fresh process imports the built package, creates the engine, enrols and verifies once; with an empty cache folder,
// and with the one that such a process left. FACEWARD_APPLICATIONS names folders, apart by commas, in which other
// versions of @faceward/node are installed: they are measured in turns with each other. The files were read before, so
// what a disk adds is not in it.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'

interface Step {
  readonly wallMs: number
  readonly processorMs: number
}
interface Run {
  readonly steps: Readonly<Record<string, Step>>
  readonly decisions: readonly string[]
}

const RUNS = 9
const child = fileURLToPath(new URL('./first-decision.mjs', import.meta.url))
const applications = (process.env['FACEWARD_APPLICATIONS'] ?? import.meta.dirname).split(',')
const folder = mkdtempSync(join(tmpdir(), 'faceward-cold-start-'))

function writePictures(): string {
  const camera = { width: 320, height: 240, horizontalFieldOfViewDegrees: 36 }
  const scenes = sampleScenes(125, 4, { camera, maximumYawDegrees: 14, distanceM: [0.42, 0.55] })
  const person = createSimulatedPerson({ seed: 125 })
  const files = scenes.map((scene, index) => {
    const file = join(folder, `${index}.rgb`)
    writeFileSync(file, renderFrame(person, scene).frame.image.data)
    return file
  })
  const list = join(folder, 'pictures.json')
  writeFileSync(list, JSON.stringify({ width: camera.width, height: camera.height, files }))
  return list
}

function run(application: string, cache: string, pictures: string): Run {
  const data = mkdtempSync(join(folder, 'data-'))
  const args = [child, join(resolve(application), 'package.json'), data, pictures]
  const { NODE_OPTIONS: _, ...environment } = process.env
  const output = execFileSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...environment, FACEWARD_CACHE: cache },
  })
  rmSync(data, { recursive: true, force: true })
  return JSON.parse(output)
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!

try {
  const pictures = writePictures()
  const measured = applications.map((application) => ({ application, cold: [] as Run[], warm: [] as Run[] }))
  for (let round = 0; round <= RUNS; round++) {
    for (const { application, cold, warm } of measured) {
      const cache = mkdtempSync(join(folder, 'cache-'))
      const [first, second] = [run(application, cache, pictures), run(application, cache, pictures)]
      rmSync(cache, { recursive: true, force: true })
      // The first round fills the system's own caches.
      if (round === 0) console.log(`${application}: ${first.decisions.join(', ')}`)
      else {
        cold.push(first)
        warm.push(second)
      }
    }
  }
  for (const { application, ...runs } of measured) {
    for (const [what, of] of Object.entries(runs)) {
      const steps = Object.keys(of[0]!.steps).map((step) => {
        const at = (key: keyof Step) => median(of.map(({ steps }) => steps[step]![key])).toFixed(0)
        return `${step} ${at('wallMs')} ms (processor ${at('processorMs')})`
      })
      console.log(`${application}, ${what === 'cold' ? 'empty' : 'filled'} cache: ${steps.join(', ')}`)
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
