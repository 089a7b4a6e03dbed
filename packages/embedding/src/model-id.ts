import { modelName } from '@faceward/plugin-kit'
import type { EmbeddingTransform, ModelManifest } from '@faceward/spec'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/**
 * Raised when the resampling or the crop changes in a way that moves embeddings, so that templates made
 * before are refused instead of compared.
 */
const PREPROCESSING_REVISION = 1

/** What besides the weights decides where a face lands in the embedding space. */
export interface Preprocessing {
  readonly transform: EmbeddingTransform | undefined
  readonly flip: 'none' | 'average'
}

/**
 * `manifest id @ 12 digits of the weights' sha256 - 8 digits over the preprocessing`. Any change of
 * weights, input, alignment, transform or flip averaging gives another id, and vectors of different ids are
 * never compared (rule 6). A file that answers as an earlier one keeps its id.
 */
export function onnxModelId(manifest: ModelManifest, { transform, flip }: Preprocessing): string {
  const { width, height, layout, colorOrder, mean, std, channels } = manifest.input
  const described = {
    revision: PREPROCESSING_REVISION,
    input: [width, height, layout, colorOrder, mean, std, ...(channels === undefined ? [] : [channels])],
    alignment: Object.entries(manifest.alignment ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
    output: manifest.embedding?.name ?? null,
    mean: transform?.mean === undefined ? null : digestOfFloats(transform.mean),
    projection:
      transform?.projection === undefined
        ? null
        : [transform.projection.rows, digestOfFloats(transform.projection.matrix)],
    flip,
  }
  return `${modelName(manifest)}-${digest(described).slice(0, 8)}`
}

/** `ensemble id @ 12 digits over the parts' ids and weights, in order`. */
export function ensembleModelId(
  id: string,
  parts: readonly { readonly modelId: string; readonly weight: number }[],
): string {
  return `${id}@${digest(parts.map(({ modelId, weight }) => [modelId, weight])).slice(0, 12)}`
}

function digest(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(value))))
}

/** Little endian whatever the machine. */
function digestOfFloats(values: Float32Array): string {
  const view = new DataView(new ArrayBuffer(values.length * 4))
  values.forEach((value, index) => {
    view.setFloat32(index * 4, value, true)
  })
  return bytesToHex(sha256(new Uint8Array(view.buffer)))
}
