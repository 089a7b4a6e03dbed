// One process of cold-start.measure.ts: everything from nothing to the first decision, as an application does it on the
// built packages. Prints when each step was done: milliseconds since the process began, and of processor time.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [application, dataFolder, pictures] = process.argv.slice(2)
const steps = {}
const done = (step) => {
  const { user, system } = process.cpuUsage()
  steps[step] = { wallMs: performance.now(), processorMs: (user + system) / 1000 }
}

const { createNodeEngine, frameFromImage } = await import(
  pathToFileURL(createRequire(application).resolve('@faceward/node')).href
)
done('imported')
const engine = await createNodeEngine({ dataFolder, onNotice: () => {} })
done('ready')
const { width, height, files } = JSON.parse(readFileSync(pictures, 'utf8'))
const frames = files.map((file, sequence) =>
  frameFromImage({ width, height, format: 'rgb8', data: new Uint8Array(readFileSync(file)) }, { sequence }),
)
const enrolled = await engine.enroll({ subjectId: 'ada', frames: frames.slice(1) })
done('enrolled')
const { decision } = await engine.verify({ subjectId: 'ada', frames: frames.slice(0, 1) })
done('decided')
await engine.close()
console.log(JSON.stringify({ steps, decisions: [enrolled.decision, decision] }))
