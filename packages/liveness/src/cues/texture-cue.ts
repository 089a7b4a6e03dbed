import {
  type CueResult,
  type LivenessCue,
  type LivenessEvidence,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { spreadIndices } from '../measure/spread-indices.js'
import { abstained } from './abstained.js'
import { centredAt, median } from './score-curves.js'
import { type FaceTexture, faceTexture, TEXTURE_MEASURES } from './texture/face-texture.js'
import { DEFAULT_TEXTURE_MODEL } from './texture/texture-model.data.js'
import { type TextureModel, textureScore } from './texture/texture-model.js'

export interface TextureCueOptions {
  /** A frame scoring below this counts as an attack (TEXTURE_SPOOF_THRESHOLD); 0..1, default 0.5. */
  readonly spoofThreshold?: number
  /** Frames judged at most, evenly spread over the sequence; default 6. */
  readonly maximumFrames?: number
  /** Default: the one fitted on this project's simulated attacks; see docs/evaluation/pad-simulated.md. */
  readonly model?: TextureModel
}

/**
 * What a recapture does to a face's surface, on the original frame: detail and how it dies with fineness, isolated
 * peaks in the spectrum (moire, halftone), chroma, levels and gloss, in one small logistic model. Weak on its own: it
 * says little of a good copy and depends on cameras. Abstains on faces too small or too dark to carry detail.
 */
export function createTextureCue({
  spoofThreshold = 0.5,
  maximumFrames = 6,
  model = DEFAULT_TEXTURE_MODEL,
}: TextureCueOptions = {}): LivenessCue {
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: 'texture',
    family: 'texture',
    async evaluate({ samples }: LivenessEvidence): Promise<CueResult> {
      const frameScores: (number | undefined)[] = samples.map(() => undefined)
      const measured: FaceTexture[] = []
      let reason: Extract<CueResult, { status: 'abstained' }>['reason'] = 'too_few_frames'
      for (const index of spreadIndices(samples.length, maximumFrames)) {
        const texture = faceTexture(samples[index]!)
        if (typeof texture === 'string') reason = texture
        else {
          measured.push(texture)
          frameScores[index] = centredAt(spoofThreshold, textureScore(texture, model))
        }
      }
      if (measured.length === 0) return abstained(reason)
      const score = median(frameScores.filter((one) => one !== undefined))
      return { status: 'scored', score, evidence: typical(measured), frameScores }
    },
  }
}

/** The median of every measure, for explanations. */
function typical(measured: readonly FaceTexture[]): Readonly<Record<string, number>> {
  return Object.fromEntries(TEXTURE_MEASURES.map((name) => [name, median(measured.map((one) => one[name]))]))
}
