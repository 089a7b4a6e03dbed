import { alignmentTransform, warpToTensor } from '@faceward/imaging'
import {
  type CallOptions,
  ConfigurationError,
  type CueResult,
  type FaceSample,
  InferenceError,
  type InferenceSession,
  type LivenessCue,
  type LivenessEvidence,
  type ModelManifest,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { spreadIndices } from '../../measure/spread-indices.js'
import { abstained } from '../abstained.js'
import { median } from '../score-curves.js'

/** A loaded single-frame PAD network and its manifest (task `presentation-attack`). */
export interface NeuralPadModel {
  readonly session: InferenceSession
  readonly manifest: ModelManifest
}

export interface NeuralTextureCueOptions {
  /** Run side by side; their probabilities are averaged. Owned by the cue, which disposes them. */
  readonly models: readonly NeuralPadModel[]
  /** Frames judged at most, evenly spread over the sequence; default 3. */
  readonly maximumFrames?: number
}

/** Index of the class `bona fide` among the MiniFASNet networks' three. */
const BONA_FIDE = 1
/** An 80-pixel input is blown up from less than this. */
const SMALLEST_FACE = 40

/**
 * Single-frame PAD by neural networks that the deployment brings (MiniFASNet, Silent-Face-Anti-Spoofing): softmax over
 * the logits, the probability of class 1 averaged over the networks, the median over frames. What it is worth depends
 * on the camera: measure on your own before relying on it.
 *
 * @throws ConfigurationError `incompatible-composition` for a model of another task or without `logits`; `evaluate`
 * throws InferenceError `backend-failure`.
 */
export function createNeuralTextureCue({ models, maximumFrames = 3 }: NeuralTextureCueOptions): LivenessCue {
  for (const { manifest } of models) {
    if (manifest.task === 'presentation-attack' && manifest.outputs?.logits !== undefined) continue
    throw new ConfigurationError(
      `The model '${manifest.id}' is not a presentation attack detector with logits.`,
      {
        code: 'incompatible-composition',
        issues: [{ key: 'models', message: `'${manifest.id}' has the task ${manifest.task}` }],
      },
    )
  }
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: `neural:${models.map(({ manifest }) => manifest.id).join('+')}`,
    family: 'texture',
    async evaluate({ samples }: LivenessEvidence, options?: CallOptions): Promise<CueResult> {
      if (models.length === 0) return abstained('model_not_present')
      if (samples.length === 0) return abstained('too_few_frames')
      const chosen = spreadIndices(samples.length, maximumFrames)
      const frameScores: (number | undefined)[] = samples.map(() => undefined)
      for (const index of chosen) {
        const sample = samples[index]!
        if (Math.min(sample.box.width, sample.box.height) < SMALLEST_FACE) continue
        let sum = 0
        for (const model of models) sum += await bonaFideProbability(model, sample, options)
        frameScores[index] = sum / models.length
      }
      const judged = frameScores.filter((score) => score !== undefined)
      if (judged.length === 0) return abstained('face_too_small')
      const score = median(judged)
      return { status: 'scored', score, evidence: { probability: score, frames: judged.length }, frameScores }
    },
    async dispose() {
      await Promise.all(models.map(({ session }) => session.dispose()))
    },
  }
}

async function bonaFideProbability(
  { session, manifest }: NeuralPadModel,
  { frame, box, fivePoints }: FaceSample,
  options?: CallOptions,
): Promise<number> {
  const face = { box, rightEye: fivePoints.rightEye, leftEye: fivePoints.leftEye }
  const alignment = manifest.alignment ?? { kind: 'box-upright' as const, scale: 2.7 }
  const cut = alignmentTransform(alignment, face, manifest.input, frame.image)
  const input = warpToTensor(frame.image, cut, manifest.input, { border: 'clamp' })
  const name = manifest.input.name ?? session.inputs[0]?.name ?? 'input'
  const outputs = await session.run({ [name]: input }, options)
  const logits = outputs[manifest.outputs?.logits ?? '']
  if (logits?.type !== 'float32' || logits.data.length !== 3 || !logits.data.every(Number.isFinite)) {
    throw new InferenceError(`'${manifest.id}' did not give three logits.`, { code: 'backend-failure' })
  }
  const highest = Math.max(...logits.data)
  const powers = [...logits.data].map((logit) => Math.exp(logit - highest))
  return powers[BONA_FIDE]! / powers.reduce((sum, power) => sum + power, 0)
}
