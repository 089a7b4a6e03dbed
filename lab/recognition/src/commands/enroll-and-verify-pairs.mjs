// Enrols and verifies pairs of LFW with the built command, each step a process of its own.
// Needs: a build, LFW View 1
// Options: --pairs FILE --images FOLDER [--each 200]
//
// Takes the first EACH mated and EACH non-mated pairs of an LFW pairs file, enrols the first picture of each with
// `faceward enroll`, verifies the second with `faceward verify`, and prints the decisions, and the accuracy with the
// threshold chosen on the other nine tenths (LFW's protocol).
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { crossValidateAccuracy, parsePairsFile, splitIntoFolds } from '@faceward/evaluation'

const { values } = parseArgs({
  options: {
    pairs: { type: 'string' },
    images: { type: 'string' },
    each: { type: 'string', default: '200' },
  },
})
if (values.pairs === undefined || values.images === undefined) {
  console.error('Give --pairs and --images; see --help.')
  process.exit(3)
}
const main = fileURLToPath(new URL('../../../../examples/cli/dist/main.js', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'faceward-pairs-'))
const env = {
  ...process.env,
  FACEWARD_HOME: home,
  ENROLLMENT_MIN_SAMPLES: '1',
  BIOMETRIC_TEMPLATE_KEY: randomBytes(32).toString('hex'),
}

/** The answer of one command, whatever its exit code. */
function faceward(...args) {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [main, ...args, '--json'], { env, maxBuffer: 2 ** 24 }, (error, out, err) => {
      try {
        const answer = JSON.parse(out)
        if (answer.result === undefined) throw new Error(err || out)
        resolve(answer.result)
      } catch (cause) {
        reject(error ?? cause)
      }
    })
  })
}

async function compare({ first, second, mated }, index) {
  const subject = `pair-${index}`
  const file = ({ path }) => join(values.images, `${path}.jpg`)
  const enrolment = await faceward('enroll', subject, file(first))
  if (enrolment.decision !== 'enrolled') {
    return { mated, outcome: 'not enrolled', why: enrolment.reasons.map(({ code }) => code).join(' ') }
  }
  const { decision, similarity, reasons } = await faceward('verify', subject, file(second))
  return { mated, outcome: decision, similarity, why: reasons.map(({ code }) => code).join(' ') }
}

const all = parsePairsFile(readFileSync(values.pairs, 'utf8')).folds.flat()
const each = Number(values.each)
const wanted = [true, false].flatMap((mated) => all.filter((pair) => pair.mated === mated).slice(0, each))
const results = []
let next = 0
let done = 0
const work = async () => {
  while (next < wanted.length) {
    const index = next++
    results[index] = await compare(wanted[index], index)
    if (++done % 50 === 0) console.error(`${done} of ${wanted.length} pairs`)
  }
}
try {
  await Promise.all(Array.from({ length: availableParallelism() }, work))
} finally {
  rmSync(home, { recursive: true, force: true })
}

for (const mated of [true, false]) {
  const tally = {}
  for (const { outcome, why } of results.filter((result) => result.mated === mated)) {
    const name = outcome === 'accept' || outcome === 'reject' ? outcome : `${outcome} (${why})`
    tally[name] = (tally[name] ?? 0) + 1
  }
  console.log(mated ? 'mated:    ' : 'non-mated:', JSON.stringify(tally))
}
const compared = results.filter(({ similarity }) => similarity !== undefined)
const labelled = compared.map(({ similarity, mated }) => ({ score: similarity, mated }))
const { accuracy, standardError } = crossValidateAccuracy(splitIntoFolds(labelled, 10))
const percent = (share) => `${(100 * share).toFixed(2)} %`
console.log(
  `${compared.length} of ${results.length} pairs compared; accuracy ${percent(accuracy)} +- ${percent(standardError)} over ten folds`,
)
