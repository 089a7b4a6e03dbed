import type { CueResult, FaceSample, LivenessEvidence } from '@faceward/spec'
import { SUPPORTED_SPECIFICATION_VERSIONS } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { expectThat } from '../expectation.js'
import { sameBytes } from '../same-bytes.js'
import type { LivenessCueHarness } from './liveness-cue-harness.js'

const FAMILIES = ['texture', 'motion', 'blink', 'depth', 'challenge', 'integrity']

/** What every liveness cue must do; above all, abstain where it cannot judge. */
export function livenessCueCases(harness: LivenessCueHarness): readonly ConformanceCase[] {
  const evaluate = async (evidence: LivenessEvidence): Promise<CueResult> => {
    const cue = await harness.createCue()
    try {
      return await cue.evaluate(evidence)
    } finally {
      await cue.dispose?.()
    }
  }
  const expectAbstention = async (evidence: LivenessEvidence, promise: string) => {
    const result = await evaluate(evidence)
    expectThat(result.status === 'abstained', `${promise}: ${describe(result)}`)
    expectThat(typeof result.reason === 'string' && result.reason.length > 0, `${promise}, with a reason`)
  }
  const notOverTime = harness.overTime === true ? {} : { skipped: 'the cue judges single frames' }
  const withoutMesh = harness.needsMesh === true ? {} : { skipped: 'the cue needs no mesh' }
  return [
    {
      name: 'declares its version, its id and its family',
      async run() {
        const cue = await harness.createCue()
        const { specificationVersion, id, family } = cue
        expectThat(
          SUPPORTED_SPECIFICATION_VERSIONS.includes(specificationVersion),
          'a supported specification',
        )
        expectThat(id !== '' && FAMILIES.includes(family), 'an id and a known family')
        await cue.dispose?.()
      },
    },
    {
      name: 'scores a session it can judge, from 0 to 1, with finite evidence',
      async run() {
        const result = await evaluate(harness.judgeable())
        expectThat(result.status === 'scored', `a score: ${describe(result)}`)
        expectThat(result.score >= 0 && result.score <= 1, `a score from 0 to 1: ${result.score}`)
        expectThat(Object.values(result.evidence).every(Number.isFinite), 'finite evidence')
      },
    },
    {
      name: 'gives a frame score for every sample or for none',
      async run() {
        const evidence = harness.judgeable()
        const result = await evaluate(evidence)
        if (result.status !== 'scored' || result.frameScores === undefined) return
        expectThat(result.frameScores.length === evidence.samples.length, 'one entry a sample')
        const inRange = result.frameScores.every((score) => score === undefined || (score >= 0 && score <= 1))
        expectThat(inRange, 'frame scores from 0 to 1')
      },
    },
    {
      name: 'abstains when there is nothing to see',
      run: () => expectAbstention({ ...harness.judgeable(), samples: [] }, 'abstains on no sample'),
    },
    {
      name: 'abstains on stills',
      ...notOverTime,
      run: () =>
        expectAbstention(
          changed(harness.judgeable(), (sample) => asStill(sample)),
          'abstains on stills',
        ),
    },
    {
      name: 'abstains on times that do not increase',
      ...notOverTime,
      async run() {
        const { samples, ...rest } = harness.judgeable()
        await expectAbstention({ ...rest, samples: [...samples].reverse() }, 'abstains on reversed frames')
        const equal = changed({ ...rest, samples }, (sample) => ({
          ...sample,
          frame: { ...sample.frame, timestampMs: 5 },
        }))
        await expectAbstention(equal, 'abstains on equal times')
      },
    },
    {
      name: 'abstains when there is no mesh',
      ...withoutMesh,
      run: () =>
        expectAbstention(
          changed(harness.judgeable(), ({ mesh, ...sample }) => sample),
          'abstains without a mesh',
        ),
    },
    {
      name: 'judges each session by itself',
      async run() {
        const cue = await harness.createCue()
        const first = JSON.stringify(await cue.evaluate(harness.judgeable()))
        await cue.evaluate({ samples: [] })
        const again = JSON.stringify(await cue.evaluate(harness.judgeable()))
        await cue.dispose?.()
        expectThat(first === again, 'the same answer for the same session')
      },
    },
    {
      name: 'leaves the samples as they were',
      async run() {
        const evidence = harness.judgeable()
        const before = evidence.samples.map(({ frame, aligned }) => [
          frame.image.data.slice(),
          aligned.data.slice(),
        ])
        await evaluate(evidence)
        for (const [i, { frame, aligned }] of evidence.samples.entries()) {
          const [image, crop] = before[i]!
          expectThat(
            sameBytes(frame.image.data, image!) && sameBytes(aligned.data, crop!),
            'pixels untouched',
          )
        }
      },
    },
  ]
}

function changed(evidence: LivenessEvidence, change: (sample: FaceSample) => FaceSample): LivenessEvidence {
  return { ...evidence, samples: evidence.samples.map(change) }
}

function asStill(sample: FaceSample): FaceSample {
  return { ...sample, frame: { ...sample.frame, source: { ...sample.frame.source, kind: 'still' } } }
}

function describe(result: CueResult): string {
  return result.status === 'scored' ? `scored ${result.score}` : `abstained, ${result.reason}`
}
