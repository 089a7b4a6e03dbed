// Measures the depth cue and writes docs/evaluation/depth-cue.md.
// Needs: the cache of depth/render-cache; the rgbd folder of ../shared/assets for real sensors
// Options: [folder, default /tmp/faceward-depth] [seconds, 3600]
//
// Seeds from 40,001 on are reported; the cue's limits were fixed on smaller ones. It judges for so many seconds, keeps
// what it has, and goes on when it is run again.
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dataPath } from '@faceward/lab-shared/data-folder'
import { UNMEASURED } from '@faceward/lab-shared/pictures'
import type { FaceSample } from '@faceward/spec'
import { depthVerdict } from '../../../../packages/liveness/src/cues/depth-verdict.js'
import { type Attempt, realAttempts, simulatedAttempts } from '../attempts.js'
import { depthReport, type Judgement } from '../depth-report.js'

const [folder = '/tmp/faceward-depth', seconds = '3600'] = process.argv.slice(2)
const kept = join(folder, 'judged.jsonl')
const until = performance.now() + 1000 * Number(seconds)

const judgements = (await readFile(kept, 'utf8').catch(() => ''))
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Judgement)
const earlier = judgements.length
let count = 0
let isDone = true
for (const attempts of [realAttempts(dataPath()), simulatedAttempts(folder)]) {
  for await (const attempt of attempts) {
    if (count++ < earlier) continue
    isDone = performance.now() < until
    if (!isDone) break
    judgements.push(judge(attempt()))
  }
  if (!isDone) break
}
const added = judgements.slice(earlier).map((judgement) => `${JSON.stringify(judgement)}\n`)
await appendFile(kept, added.join(''))
if (isDone) {
  const report = depthReport(judgements)
  await writeFile('docs/evaluation/depth-cue.md', report)
  console.log(report)
} else console.log(`${judgements.length} attempts judged; run again to go on.`)

function judge({ groups, depth, points, pose }: Attempt): Judgement {
  const { width, height } = depth
  const image = { width, height, format: 'rgb8' as const, data: new Uint8Array(0) }
  const sample: FaceSample = {
    frame: { image, depth, timestampMs: 0, sequence: 0, source: { id: 'measure', kind: 'stream' } },
    box: { x: 0, y: 0, width, height },
    detectionScore: 1,
    fivePoints: points,
    ...UNMEASURED,
    pose,
    aligned: image,
  }
  const before = process.cpuUsage()
  const verdict = depthVerdict(sample)
  const { user, system } = process.cpuUsage(before)
  const cpuMs = (user + system) / 1000
  if (verdict.status === 'abstained') return { groups, cpuMs, why: [verdict.reason] }
  const { score, evidence } = verdict
  const why = Object.keys(evidence).filter(
    (name) => name.endsWith('Check') && (evidence[name] as number) < 0.5,
  )
  return { groups, cpuMs, score, why }
}
