import type { FaceEmbedding, FaceSample, InferenceSession, ModelManifest, Tensor } from '@faceward/spec'

/** A frame of `width` x `height` whose colour varies in both directions, and a face in its middle. */
export function sampleOf(options: { readonly mirrored?: boolean; readonly width?: number } = {}): FaceSample {
  const { mirrored = false, width = 120 } = options
  const height = 100
  const data = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const across = mirrored ? width - 1 - x : x
      data.set([(across * 2) % 256, (y * 2) % 256, (across + y) % 256], (y * width + x) * 3)
    }
  }
  const image = { width, height, format: 'rgb8', data } as const
  const at = (x: number, y: number) => ({ x: mirrored ? width - x : x, y })
  const eyes = [at(50, 45), at(70, 45)] as const
  const mouth = [at(52, 65), at(68, 65)] as const
  const side = mirrored ? 1 : 0
  return {
    frame: { image, timestampMs: 0, sequence: 0, source: { id: 'test', kind: 'still' } },
    box: { x: mirrored ? width - 85 : 35, y: 25, width: 50, height: 50 },
    detectionScore: 0.9,
    fivePoints: {
      rightEye: eyes[side]!,
      leftEye: eyes[1 - side]!,
      noseTip: at(60, 55),
      mouthRight: mouth[side]!,
      mouthLeft: mouth[1 - side]!,
    },
    pose: { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
    quality: { overall: 1, sharpness: 100, brightness: 120, contrast: 40, interocularPixels: 20 },
    aligned: { width: 112, height: 112, format: 'rgb8', data: new Uint8Array(112 * 112 * 3) },
  }
}

/** A manifest of an embedder with a 16 x 16 planar RGB input and four outputs. */
export function manifestOf(changes: Partial<ModelManifest> = {}): ModelManifest {
  return {
    id: 'quarters-1',
    task: 'face-embedding',
    description: 'Means over the quarters of the crop',
    file: { sha256: '0123456789abcdef'.repeat(4), bytes: 1 },
    origin: { kind: 'file' },
    license: { spdx: 'MIT', commercialUse: true, attribution: 'none' },
    input: {
      width: 16,
      height: 16,
      layout: 'nchw',
      colorOrder: 'rgb',
      mean: [0, 0, 0],
      std: [255, 255, 255],
    },
    alignment: { kind: 'box-upright', scale: 1 },
    embedding: { dimension: 4 },
    ...changes,
  }
}

/** What a session does with its one float32 input. */
export type Network = (data: Float32Array) => readonly number[]

/** The mean of the red channel over each quarter of a 16 x 16 crop: a network that can be checked by hand. */
export const quarterMeans: Network = (data) => {
  const sums = [0, 0, 0, 0]
  for (let i = 0; i < 256; i++) sums[(i >> 7) * 2 + ((i >> 3) & 1)]! += data[i]! / 64
  return sums
}

/** A session that runs `network`; counts runs and disposals. */
export function sessionOf(
  network: Network,
  outputNames: readonly string[] = ['output'],
): InferenceSession & { readonly counts: { runs: number; disposals: number } } {
  const counts = { runs: 0, disposals: 0 }
  return {
    counts,
    inputs: [{ name: 'input', type: 'float32', dims: [1, 3, 16, 16] }],
    outputs: outputNames.map((name) => ({ name, type: 'float32', dims: [1, 4] })),
    async run(feeds) {
      counts.runs++
      const values = Float32Array.from(network(feeds['input']!.data as Float32Array))
      const tensor: Tensor = { type: 'float32', dims: [1, values.length], data: values }
      return Object.fromEntries(outputNames.map((name) => [name, tensor]))
    },
    async dispose() {
      counts.disposals++
    },
  }
}

/** An embedding in the direction of `values`. */
export function embeddingOf(values: readonly number[], changes: Partial<FaceEmbedding> = {}): FaceEmbedding {
  const length = Math.hypot(...values)
  const vector = Float32Array.from(values, (value) => value / length)
  return { modality: 'rgb', vector, dimension: vector.length, modelId: 'm@1', ...changes }
}

/** The `code` of the error that `run` throws or rejects with; undefined when it does not. */
export async function codeOf(run: () => unknown): Promise<string | undefined> {
  try {
    await run()
  } catch (error) {
    return (error as { code?: string }).code ?? String(error)
  }
  return undefined
}
