import {
  type Calibration,
  type ModelInput,
  ModelLoadError,
  type ModelManifest,
  type ModelOrigin,
  type WeightsLicense,
} from '@faceward/spec'
import { parseModelManifest } from '../manifest/parse-model-manifest.js'

type Preprocessing = Pick<ModelInput, 'colorOrder' | 'mean' | 'std'>

/** How each family's own code turns pixels into its network's input. */
const FAMILIES = {
  /** insightface `model_zoo/arcface_onnx.py`: RGB, (x - 127.5) / 127.5. Also its ViT and partial-FC models. */
  arcface: { colorOrder: 'rgb', mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] },
  /** The same code for graphs converted from MXNet, which subtract and scale by themselves: RGB, raw. */
  'arcface-mxnet': { colorOrder: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] },
  /** MagFace `inference/gen_feat.py`: what OpenCV reads, so BGR, divided by 255. */
  magface: { colorOrder: 'bgr', mean: [0, 0, 0], std: [255, 255, 255] },
  /** AdaFace README: BGR, mean 0.5 and deviation 0.5 of values in 0..1. */
  adaface: { colorOrder: 'bgr', mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5] },
} as const satisfies Record<string, Preprocessing>

/** Which published code a network's preprocessing follows. */
export type ArcFaceFamily = keyof typeof FAMILIES

export interface ArcFaceManifestOptions {
  /** Unique and versioned; templates remember it. Lower-case letters, digits, dots and dashes. */
  readonly id: string
  /** Of the ONNX file, as `sha256sum` prints it. */
  readonly sha256: string
  /** The ONNX file's exact size. */
  readonly bytes: number
  /** The licence of the weights, not of the code that made them; say `commercialUse: false` for research-only. */
  readonly license: WeightsLicense
  readonly description?: string
  /** Sets colour order, mean and deviation. Default `'arcface'`. */
  readonly family?: ArcFaceFamily
  /** Overrides the family's. */
  readonly colorOrder?: 'rgb' | 'bgr'
  /** One number for all channels, on the scale 0..255; overrides the family's. */
  readonly mean?: number
  /** One number for all channels, on the scale 0..255, such as 127.5 or 128; overrides the family's. */
  readonly std?: number
  /** Side of the square input in pixels, default 112. */
  readonly size?: number
  /** Default 512. */
  readonly dimension?: number
  /** The raw vector's length is a quality. Default: true for `'magface'` alone. */
  readonly magnitudeIsQuality?: boolean
  /** Tensor names; by default the model's only input and output. */
  readonly inputName?: string
  readonly outputName?: string
  /** Where the file comes from. Default: a file of your own. */
  readonly origin?: ModelOrigin
  /** Without one the engine embeds and refuses to decide. Fit it with `@faceward/evaluation`. */
  readonly calibration?: Calibration
}

const KEYS: Record<keyof ArcFaceManifestOptions, true> = {
  id: true,
  sha256: true,
  bytes: true,
  license: true,
  description: true,
  family: true,
  colorOrder: true,
  mean: true,
  std: true,
  size: true,
  dimension: true,
  magnitudeIsQuality: true,
  inputName: true,
  outputName: true,
  origin: true,
  calibration: true,
}

/**
 * A manifest for an ArcFace, MagFace, AdaFace or ViT-style ONNX file of one's own: a square face crop on ArcFace's
 * five points in, one vector out. The family decides the preprocessing, which such files do not carry and which
 * silently costs accuracy when it is wrong; measure yours with `@faceward/evaluation` before trusting it.
 *
 * @throws ModelLoadError `invalid-manifest`, naming the keys that are wrong or unknown.
 */
export function arcfaceManifest(options: ArcFaceManifestOptions): ModelManifest {
  const unknown = Object.keys(options).filter((key) => !(key in KEYS))
  if (unknown.length > 0) refuse(`unknown keys: ${unknown.join(', ')}`)
  const family = options.family ?? 'arcface'
  const defaults: Preprocessing | undefined = Object.hasOwn(FAMILIES, family) ? FAMILIES[family] : undefined
  if (defaults === undefined) return refuse(`family: expected one of ${Object.keys(FAMILIES).join(', ')}`)
  const { size = 112, dimension = 512, magnitudeIsQuality = family === 'magface' } = options
  return parseModelManifest({
    id: options.id,
    task: 'face-embedding',
    description: options.description ?? `Face embedder of your own, ${dimension}-d, ${family} preprocessing.`,
    file: { sha256: options.sha256, bytes: options.bytes },
    origin: options.origin ?? { kind: 'file' },
    license: options.license,
    input: {
      width: size,
      height: size,
      layout: 'nchw',
      colorOrder: options.colorOrder ?? defaults.colorOrder,
      mean: options.mean === undefined ? defaults.mean : [options.mean, options.mean, options.mean],
      std: options.std === undefined ? defaults.std : [options.std, options.std, options.std],
      ...(options.inputName === undefined ? {} : { name: options.inputName }),
    },
    alignment: { kind: 'arcface-five-point' },
    embedding: {
      dimension,
      magnitudeIsQuality,
      ...(options.outputName === undefined ? {} : { name: options.outputName }),
    },
    ...(options.calibration === undefined ? {} : { calibration: options.calibration }),
  } satisfies ModelManifest)
}

function refuse(why: string): never {
  throw new ModelLoadError(`The model manifest is wrong: ${why}.`, { code: 'invalid-manifest' })
}
