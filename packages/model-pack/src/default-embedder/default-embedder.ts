import type { Calibration, EmbeddingPopulation, EmbeddingTransform, ModelManifest } from '@faceward/spec'
import { DEFAULT_MODELS } from '../default-models.js'
import { DEFAULT_EMBEDDER_CALIBRATION } from './default-embedder-calibration.data.js'
import { FACERES_STATISTICS } from './faceres-statistics.data.js'
import { faceresTransform } from './faceres-transform.js'

/** One network of the default embedder. */
export interface DefaultEmbedderPart {
  readonly model: ModelManifest
  /** After the network; assembled at every access (some 20 ms), so keep it. */
  readonly transform?: EmbeddingTransform
  /** How much this part's cosine counts. */
  readonly weight: number
}

/** What a platform package needs to put the default embedder together. */
export interface DefaultEmbedder {
  readonly id: string
  /** 512. */
  readonly dimension: number
  readonly parts: readonly DefaultEmbedderPart[]
  /** `average` doubles the cost; the calibration holds for this setting alone. */
  readonly flip: 'none' | 'average'
  readonly calibration?: Calibration
  /** How people lie in its space; its data are loaded when it is asked for. */
  readonly population?: () => Promise<EmbeddingPopulation>
}

const DLIB_DIMENSION = 128
const FACERES_DIMENSION = 384

/** Any seed does; this one was not searched for. Another one makes another model id. */
const PROJECTION_SEED = 512

/**
 * The default embedder: [ FaceRes, centred and projected to 384 | sqrt(5) x dlib 128 ], L2-normalised: 512-d. Its
 * cosine is `(cosine of FaceRes + 5 x cosine of dlib) / 6`. The weight balances two networks whose cosines spread
 * differently: FaceRes' from about 0 to 0.54, dlib's from 0.83 to 0.95; 3 to 8 do alike.
 *
 * Data only, so that Node and the browser put the same together:
 * `createEnsembleEmbedder({ id, parts: parts.map(({ model, transform, weight }) => ({ weight, embedder:
 * createOnnxEmbedder({ session, manifest: model, transform, flip }) })), calibration, population })`.
 */
export const DEFAULT_EMBEDDER: DefaultEmbedder = {
  id: 'faceward-default-1',
  dimension: FACERES_DIMENSION + DLIB_DIMENSION,
  parts: [
    {
      model: DEFAULT_MODELS.faceres,
      get transform() {
        return faceresTransform(FACERES_STATISTICS, { rows: FACERES_DIMENSION, seed: PROJECTION_SEED })
      },
      weight: 1,
    },
    { model: DEFAULT_MODELS.dlib, weight: 5 },
  ],
  flip: 'none',
  calibration: DEFAULT_EMBEDDER_CALIBRATION,
  population: async () => {
    const { defaultEmbedderPopulation } = await import('./default-embedder-population.js')
    return defaultEmbedderPopulation()
  },
}
