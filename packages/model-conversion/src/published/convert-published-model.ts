import { arePinned, type Sha256 } from '@faceward/models'
import {
  type CallOptions,
  ModelLoadError,
  type ModelManifest,
  type ModelOrigin,
  type PinnedFile,
} from '@faceward/spec'
import { convertTfjsGraphModel } from '../convert-tfjs-graph-model.js'
import { convertTfjsLayersModel } from '../convert-tfjs-layers-model.js'
import { convertTfliteModel } from '../convert-tflite-model.js'
import { convertFaceApiRecognition } from '../face-api/convert-face-api-recognition.js'
import { rewritePrelu } from '../onnx/rewrite-prelu.js'

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
  const files = await Promise.all(origin.files.map((file) => readPinned(file, origin, options)))
  options.signal?.throwIfAborted()
  return convertFiles(manifest, origin.format, files)
}

function convertFiles(
  manifest: ModelManifest,
  format: NpmOrigin['format'],
  files: readonly Uint8Array[],
): Uint8Array {
  const { id, outputs: byRole, embedding } = manifest
  const outputs = byRole && Object.values(byRole)
  const options = { name: id, ...(outputs && { outputs }) }
  if (format === 'onnx') return rewritePrelu(...filesOf(id, files, 'its ONNX file'))
  // Pictures are found one at a time; faces are embedded several at once.
  const batch = embedding === undefined ? 1 : 'free'
  if (format === 'tflite') {
    return convertTfliteModel(...filesOf(id, files, 'its TFLite file'), { ...options, batch })
  }
  const [description, weights] = filesOf(id, files, 'its JSON', 'its weights')
  const json = parseJson(description, id)
  if (format === 'face-api') return convertFaceApiRecognition({ manifest: json, weights })
  if (format === 'tfjs-layers') return convertTfjsLayersModel({ json, weights }, { ...options, batch })
  return convertTfjsGraphModel({ json, weights }, options)
}

/** The files, as many as there are names. @throws ModelLoadError `invalid-manifest`. */
function filesOf<Names extends readonly string[]>(
  id: string,
  files: readonly Uint8Array[],
  ...names: Names
): { [Index in keyof Names]: Uint8Array } {
  const isComplete = (given: readonly Uint8Array[]): given is { [Index in keyof Names]: Uint8Array } =>
    given.length === names.length
  if (isComplete(files)) return files
  throw new ModelLoadError(`Model '${id}' must name ${names.join(' and ')}, and nothing else.`, {
    code: 'invalid-manifest',
  })
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
