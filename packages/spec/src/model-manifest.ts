import type { Calibration } from './calibration.js'

export type ModelTask =
  | 'face-detection'
  | 'face-mesh'
  | 'face-embedding'
  | 'depth-embedding'
  | 'presentation-attack'
  | 'depth-estimation'

/** The licence of the weights, which is often not the licence of the code around them (rule 10). */
export interface WeightsLicense {
  /** SPDX identifier, or `LicenseRef-...`. */
  readonly spdx: string
  /** Whether the licence allows commercial use. `false` is refused in commercial mode. */
  readonly commercialUse: boolean
  readonly attribution: string
  readonly url?: string
  /** What is known or not known about the training data's terms. */
  readonly note?: string
}

/** How pixels become the model's input: `(value - mean) / std` for each channel, value 0..255, in `colorOrder`. */
export interface ModelInput {
  readonly width: number
  readonly height: number
  readonly layout: 'nchw' | 'nhwc'
  readonly colorOrder: 'rgb' | 'bgr'
  readonly mean: readonly [number, number, number]
  readonly std: readonly [number, number, number]
  /** Tensor name; by default the model's only input. */
  readonly name?: string
  /**
   * What the channels are: three of `color` (default); or of a sample's aligned depth, `relief` (one channel,
   * millimetres over the face's plane, towards the camera positive) or `normals` (three, the surface's unit normal:
   * x to the right, y down, z towards the camera). Depth that was not measured is 0 in every channel, after
   * `(value - mean) / std`; `relief` uses the first mean and std.
   */
  readonly channels?: 'color' | 'relief' | 'normals'
}

/** What a depth-estimation network says of each pixel of its input, up to a scale and a shift of its own. */
export interface DepthOutput {
  /** `inverse-depth`: larger is nearer (MiDaS, Depth Anything); `depth`: larger is farther. */
  readonly quantity: 'inverse-depth' | 'depth'
  /** Tensor name; by default the model's only output. */
  readonly name?: string
}

/** How a face is cut out and turned upright for a model. */
export type ModelAlignment =
  /** ArcFace's five points on 112 x 112, scaled to the input's size (insightface `arcface_dst`). */
  | { readonly kind: 'arcface-five-point' }
  /** dlib's five-point face chip; needs a mesh. `padding` as in `dlib.get_face_chip`. */
  | { readonly kind: 'dlib-five-point'; readonly padding: number }
  /** A square about the detector's box, side = `scale` x its longer side, turned to the eye line. */
  | { readonly kind: 'box-eye-line'; readonly scale: number }
  /** An upright square about the detector's box, `scale` times its size, shifted inside the image. */
  | { readonly kind: 'box-upright'; readonly scale: number }

/** A vector transform after the network: `normalise(projection * (normalise(x) - mean))`. */
export interface EmbeddingTransform {
  /** Subtracted after L2 normalisation; as long as the network's output. */
  readonly mean?: Float32Array
  /** Row-major `rows x inputs`, applied after the mean. */
  readonly projection?: { readonly rows: number; readonly matrix: Float32Array }
}

export interface EmbeddingOutput {
  /** 512 by default for what the engine composes. */
  readonly dimension: number
  /** The raw vector's length is a quality (MagFace). */
  readonly magnitudeIsQuality?: boolean
  /** Tensor name; by default the model's only output. */
  readonly name?: string
}

/** A file with its pinned content. */
export interface PinnedFile {
  readonly path: string
  readonly sha256: string
  readonly bytes: number
}

/** Where a model's bytes come from. */
export type ModelOrigin =
  /** Converted from data files of an npm package, before it was published; `file` pins the converter's result. */
  | {
      readonly kind: 'npm'
      readonly package: string
      readonly version: string
      /** `onnx`: as it is published, or with its PReLU written for speed. */
      readonly format: 'tfjs-graph' | 'tfjs-layers' | 'face-api' | 'tflite' | 'onnx'
      readonly files: readonly PinnedFile[]
    }
  /** Downloaded when asked for, never otherwise. */
  | { readonly kind: 'url'; readonly url: string; readonly mirrors?: readonly string[] }
  /** A file of the user's own. */
  | { readonly kind: 'file' }
  /** Built in code. */
  | { readonly kind: 'built' }

/** The ONNX file as it is loaded. Checked before every load. */
export interface ModelFile {
  readonly sha256: string
  readonly bytes: number
  /**
   * SHA-256 of an earlier file of this model that gives the same answers to the bit, such as one whose weights were
   * written wider. The model's id is made of it, so that templates of the earlier file stay comparable.
   */
  readonly answersAs?: string
}

/** Everything the engine must know of a model; nothing is guessed from shapes or names. */
export interface ModelManifest {
  /** Unique and versioned, such as `'yunet-2023mar'`. */
  readonly id: string
  readonly task: ModelTask
  readonly description: string
  readonly file: ModelFile
  readonly origin: ModelOrigin
  readonly license: WeightsLicense
  readonly input: ModelInput
  readonly alignment?: ModelAlignment
  /** Output tensor names by role, for models with several outputs. */
  readonly outputs?: Readonly<Record<string, string>>
  readonly embedding?: EmbeddingOutput
  readonly depth?: DepthOutput
  readonly calibration?: Calibration
}
