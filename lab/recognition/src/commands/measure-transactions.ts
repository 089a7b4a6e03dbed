// Measures the false match rate of a whole transaction over the length of its session.
// Needs: LFW View 1, the cache of recognition/embed-lfw
// Options: [--data ../shared/assets/lfw-view1] [--cache /tmp/lfw-cache] [--accept 0.85] [--strict 0.95]
//
// By the old rule (the first frame that passes) and by the new one (the best frames joined to one comparison). A session
// is a photograph, or all of a person's photographs in turn, and what 60 photographs' shifted and noisy copies differ by
// in the embedding. Every person is a stranger to every other.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { needed } from '@faceward/lab-shared/data-folder'
import { openPipeline } from '@faceward/lab-shared/open-pipeline'
import { seededRandom } from '@faceward/lab-shared/seeded-random'
import { dot, meanVector, unit } from '@faceward/lab-shared/vectors'
import { DEFAULT_EMBEDDER } from '@faceward/model-pack'
import { LFW_OPTIONS } from '../lfw-cache.js'
import { type LfwPerson, readLfwPeople } from '../lfw-people.js'
import { residualsOf } from '../session-residuals.js'

const { values: options } = parseArgs({
  options: {
    ...LFW_OPTIONS,
    accept: { type: 'string', default: '0.85' },
    strict: { type: 'string', default: '0.95' },
  },
})
const LENGTHS = [1, 2, 4, 8, 15, 30, 60, 90, 120]
const JOINED = [1, 3, 4, 5, 8]
const { slope, midpoint } = DEFAULT_EMBEDDER.calibration!
const cosineAt = (similarity: number) => midpoint + Math.log(similarity / (1 - similarity)) / slope
const accept = cosineAt(Number(options.accept))
const strict = cosineAt(Number(options.strict))
const random = seededRandom(13)
needed(options.data)
const people = await readLfwPeople(options.cache)

const residuals: Float32Array[] = []
const pipeline = await openPipeline()
for (let at = 0; at < 60; at++) {
  const { name } = people[Math.floor(random() * people.length)]!
  const path = join(options.data, 'images', name, `${name}_0001.jpg`)
  residuals.push(...(await residualsOf(pipeline, path, 12, random).catch(() => [])))
}
await pipeline.preprocessor.dispose()
await pipeline.embedder.dispose()
const spread = residuals.reduce((sum, residual) => sum + dot(residual, residual), 0) / residuals.length
console.log(
  `${people.length} people, ${residuals.length} residuals, mean squared length ${spread.toFixed(4)}`,
)

type Rule = 'old' | (typeof JOINED)[number]
const RULES: readonly Rule[] = ['old', ...JOINED]

interface Reference {
  readonly vector: Float32Array
  /** The cosine of a frame is (base + residual) / length: the residuals' part for this reference. */
  readonly along: Float32Array
}
const reference = (vector: Float32Array): Reference => ({
  vector,
  along: Float32Array.from(residuals, (residual) => dot(residual, vector)),
})
const lengths = new Map<Float32Array, Float32Array>()
function lengthsOf(photograph: Float32Array): Float32Array {
  const known = lengths.get(photograph)
  if (known) return known
  const made = Float32Array.from(residuals, (residual) =>
    Math.sqrt(1 + 2 * dot(residual, photograph) + dot(residual, residual)),
  )
  lengths.set(photograph, made)
  return made
}

/** Counts of accepted sessions by rule and length; the frames of a shorter session are the first of the longest. */
function tally() {
  const accepted = new Map<string, number>()
  const seen = { sessions: 0 }
  const cosines = new Float32Array(LENGTHS.at(-1)!)
  function session(photographs: readonly Float32Array[], to: Reference): void {
    const bases = photographs.map((photograph) => dot(photograph, to.vector))
    // Nothing of such a session comes near; what is drawn for the others does not depend on it.
    seen.sessions++
    if (Math.max(...bases) < accept - 0.1) return
    for (let at = 0; at < cosines.length; at++) {
      const which = at % photographs.length
      const drawn = Math.floor(random() * residuals.length)
      cosines[at] = (bases[which]! + to.along[drawn]!) / lengthsOf(photographs[which]!)[drawn]!
    }
    if (cosines.every((value) => value < accept)) return
    for (const length of LENGTHS) {
      const frames = cosines.subarray(0, length)
      // Quality knows nothing of the reference: its order is as good as any.
      for (const rule of RULES) {
        const chosen = frames.subarray(0, rule === 'old' ? length : Math.min(rule, length))
        const mean = chosen.reduce((sum, value) => sum + value, 0) / chosen.length
        const isAccepted =
          rule === 'old' ? chosen.some((value) => value >= accept) : mean >= accept || chosen[0]! >= strict
        if (isAccepted) accepted.set(`${rule}/${length}`, (accepted.get(`${rule}/${length}`) ?? 0) + 1)
      }
    }
  }
  return { session, accepted, seen }
}

function print(title: string, { accepted, seen }: ReturnType<typeof tally>, kind: 'FMR' | 'FNMR') {
  console.log(`\n${title}: ${kind}, ${seen.sessions} transactions`)
  console.log(['frames', ...RULES.map((rule) => (rule === 'old' ? 'old' : `${rule} joined`))].join('\t'))
  for (const length of LENGTHS) {
    const rates = RULES.map((rule) => {
      const share = (accepted.get(`${rule}/${length}`) ?? 0) / seen.sessions
      return kind === 'FMR' ? share.toExponential(2) : `${(100 * (1 - share)).toFixed(2)} %`
    })
    console.log([length, ...rates].join('\t'))
  }
}

const framesOf = (photograph: Float32Array, count: number) =>
  Array.from({ length: count }, () => {
    const residual = residuals[Math.floor(random() * residuals.length)]!
    return unit(photograph.map((value, i) => value + residual[i]!))
  })

/** Templates of a person, and what is left of them for probes. */
interface Enrolment {
  readonly title: string
  readonly usable: readonly LfwPerson[]
  template(person: LfwPerson): readonly Float32Array[]
  probes(person: LfwPerson): readonly Float32Array[]
}
const several = (least: number) => people.filter(({ photographs }) => photographs.length >= least)
/** A person in six as references: against everybody they make enough comparisons. */
const aSixth = people.filter((_, at) => at % 6 === 0)
const ENROLMENTS: readonly Enrolment[] = [
  {
    title: 'one photograph',
    usable: aSixth,
    template: ({ photographs }) => [photographs[0]!],
    probes: ({ photographs }) => photographs.slice(1),
  },
  {
    title: 'three frames of one session',
    usable: aSixth,
    template: ({ photographs }) => framesOf(photographs[0]!, 3),
    probes: ({ photographs }) => photographs.slice(1),
  },
  {
    title: 'three photographs',
    usable: several(3),
    template: ({ photographs }) => photographs.slice(0, 3),
    probes: ({ photographs }) => photographs.slice(3),
  },
]
for (const { title, usable, template, probes } of ENROLMENTS) {
  for (const stretched of [true, false]) {
    const named = `template of ${title}${stretched ? ', normalised' : ', as the comparator has it'}`
    const oneEach = tally()
    const inTurn = tally()
    const mated = tally()
    let meanLength = 0
    for (const person of usable) {
      const mean = meanVector(template(person))
      const length = Math.sqrt(dot(mean, mean))
      meanLength += length / usable.length
      // As the calibrated comparator takes a template's mean length into account.
      const shrunk = stretched ? 1 : Math.min(1, length / 0.99)
      const to = reference(unit(mean).map((value) => shrunk * value))
      for (const other of people) {
        if (other === person) continue
        oneEach.session([other.photographs[0]!], to)
        if (other.photographs.length > 1) inTurn.session(other.photographs, to)
      }
      for (const probe of probes(person)) mated.session([probe], to)
    }
    console.log(`\n== ${named}; mean length ${meanLength.toFixed(4)}`)
    print('strangers, one photograph each', oneEach, 'FMR')
    print('strangers, their photographs in turn', inTurn, 'FMR')
    print('the right person', mated, 'FNMR')
    if (title === 'one photograph') break
  }
}
