import type { CueResult, LivenessCue, LivenessEvidence } from '@faceward/spec'

/** A cue with one promise broken, and the case that must notice. */
export interface BrokenLivenessCue {
  /** The name of the case. */
  readonly caughtBy: string
  /** Breaks a cue that passes every case. */
  readonly breakCue: (cue: LivenessCue) => LivenessCue
}

/** One double for every case of `livenessCueCases`; several say 0 or 1 where they should abstain. */
export const brokenLivenessCues: readonly BrokenLivenessCue[] = [
  { caughtBy: 'declares its version, its id and its family', breakCue: (cue) => ({ ...cue, id: '' }) },
  {
    caughtBy: 'scores a session it can judge, from 0 to 1, with finite evidence',
    breakCue: answering((result) => (result.status === 'scored' ? { ...result, score: 1.2 } : result)),
  },
  {
    caughtBy: 'gives a frame score for every sample or for none',
    breakCue: answering((result) =>
      result.status === 'scored' ? { ...result, frameScores: [0.5] } : result,
    ),
  },
  { caughtBy: 'abstains when there is nothing to see', breakCue: neverAbstaining(0) },
  { caughtBy: 'abstains on stills', breakCue: neverAbstaining(0) },
  { caughtBy: 'abstains on times that do not increase', breakCue: neverAbstaining(1) },
  { caughtBy: 'abstains when there is no mesh', breakCue: neverAbstaining(1) },
  {
    caughtBy: 'judges each session by itself',
    breakCue(cue) {
      const seen: LivenessEvidence[] = []
      return {
        ...cue,
        async evaluate(evidence, options) {
          const result = await cue.evaluate(evidence, options)
          seen.push(evidence)
          return result.status === 'scored' ? { ...result, score: result.score / seen.length } : result
        },
      }
    },
  },
  {
    caughtBy: 'leaves the samples as they were',
    breakCue: (cue) => ({
      ...cue,
      async evaluate(evidence, options) {
        const result = await cue.evaluate(evidence, options)
        for (const { aligned } of evidence.samples) aligned.data[0]! ^= 1
        return result
      },
    }),
  },
]

function answering(change: (result: CueResult) => CueResult): BrokenLivenessCue['breakCue'] {
  return (cue) => ({
    ...cue,
    evaluate: async (evidence, options) => change(await cue.evaluate(evidence, options)),
  })
}

function neverAbstaining(score: number): BrokenLivenessCue['breakCue'] {
  return answering((result) =>
    result.status === 'abstained' ? { status: 'scored', score, evidence: {} } : result,
  )
}
