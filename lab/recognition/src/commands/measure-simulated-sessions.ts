// Measures what simulated strangers come to over the length of a session, by the old rule and the new.
// Needs: nothing
// Options: [--people 8] [--frames 90]
//
// They are more alike than real ones. The old rule: the first frame that passes; the new: the best frames joined.
// Through the default models.
import { parseArgs } from 'node:util'
import { createSession } from '@faceward/capture-simulated'
import { openPipeline } from '@faceward/lab-shared/open-pipeline'
import { dot } from '@faceward/lab-shared/vectors'
import type { FaceEmbedding } from '@faceward/spec'

const { values: options } = parseArgs({
  options: { people: { type: 'string', default: '8' }, frames: { type: 'string', default: '90' } },
})
const COUNT = Number(options.people)
const FRAMES = Number(options.frames)
const LENGTHS = [1, 8, 30, 60, 90].filter((length) => length <= FRAMES)
const JOINED = 3
const ACCEPT = 0.85
const STRICT = 0.95

const { preprocessor, embedder } = await openPipeline()
const { slope, midpoint } = embedder.calibration!
const similarityAt = (cosine: number) => 1 / (1 + Math.exp(-slope * (cosine - midpoint)))

async function session(person: number, seed: number, frames: number) {
  const durationMs = (1000 * frames) / 10
  const seen: { quality: number; embedding: FaceEmbedding }[] = []
  for (const frame of createSession({
    species: 'bona-fide',
    seed,
    subjectSeed: person,
    durationMs,
  }).frames()) {
    const result = await preprocessor.process(frame)
    if (result.status !== 'usable') continue
    const embedding = await embedder.embed(result.sample)
    if (embedding) seen.push({ quality: result.sample.quality.overall, embedding })
  }
  return seen
}

/** What a session comes to by each rule. */
function rules(frames: readonly { quality: number; embedding: FaceEmbedding }[], template: FaceEmbedding) {
  const compared = frames.map(({ quality, embedding }) => ({
    quality,
    cosine: dot(embedding.vector, template.vector),
  }))
  const best = compared.toSorted((a, b) => b.quality - a.quality).slice(0, JOINED)
  const joined = best.reduce((sum, { cosine }) => sum + cosine, 0) / best.length
  return {
    old: compared.some(({ cosine }) => similarityAt(cosine) >= ACCEPT),
    joined: similarityAt(joined) >= ACCEPT || similarityAt(best[0]!.cosine) >= STRICT,
  }
}

const templates: FaceEmbedding[] = []
const probes: Awaited<ReturnType<typeof session>>[] = []
for (let person = 1; person <= COUNT; person++) {
  templates.push(embedder.aggregate((await session(person, 1000 + person, 3)).map((it) => it.embedding)))
  probes.push(await session(person, 2000 + person, FRAMES))
  console.error(`person ${person}: ${probes.at(-1)!.length} frames`)
}
console.log('\nframes\tstrangers accepted, old\tnew\towners accepted, old\tnew')
for (const length of LENGTHS) {
  const counts = { oldStrangers: 0, newStrangers: 0, oldOwners: 0, newOwners: 0, strangers: 0 }
  for (const [claimed, template] of templates.entries()) {
    for (const [person, frames] of probes.entries()) {
      const { old, joined } = rules(frames.slice(0, length), template)
      if (person === claimed) {
        counts.oldOwners += Number(old)
        counts.newOwners += Number(joined)
        continue
      }
      counts.strangers++
      counts.oldStrangers += Number(old)
      counts.newStrangers += Number(joined)
    }
  }
  const { oldStrangers, newStrangers, oldOwners, newOwners, strangers } = counts
  console.log(
    [
      length,
      `${oldStrangers} of ${strangers}`,
      newStrangers,
      `${oldOwners} of ${templates.length}`,
      newOwners,
    ].join('\t'),
  )
}
await preprocessor.dispose()
await embedder.dispose()
