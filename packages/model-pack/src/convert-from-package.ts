import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { convertFaceApiRecognition, convertTfjsGraphModel } from '@faceward/models'
import { ModelLoadError, type ModelManifest, type ModelOrigin, type PinnedFile } from '@faceward/spec'
import { packageFolder } from './package-folder.js'
import { sha256 } from './sha256.js'

type NpmOrigin = Extract<ModelOrigin, { kind: 'npm' }>

/**
 * Converts a model from the data files of its npm package; of a graph, only what the manifest's outputs need.
 *
 * @throws ModelLoadError `not-found`, `integrity-mismatch`, or what the conversion throws.
 */
export async function convertFromPackage(
  manifest: ModelManifest,
  origin: NpmOrigin,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const folder = await packageFolder(origin.package, origin.version)
  const [description, weights, ...more] = await Promise.all(
    origin.files.map((file) => readPinned(folder, file, origin, signal)),
  )
  if (description === undefined || weights === undefined || more.length > 0) {
    throw new ModelLoadError(`Model '${manifest.id}' must name two files: its JSON and its weights.`, {
      code: 'invalid-manifest',
    })
  }
  signal?.throwIfAborted()
  const json = parseJson(description, manifest.id)
  if (origin.format === 'face-api') return convertFaceApiRecognition({ manifest: json, weights })
  const outputs = manifest.outputs && Object.values(manifest.outputs)
  return convertTfjsGraphModel({ json, weights }, { name: manifest.id, ...(outputs && { outputs }) })
}

async function readPinned(
  folder: string,
  file: PinnedFile,
  origin: NpmOrigin,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const where = `${file.path} of ${origin.package}`
  const bytes = await readFile(join(folder, file.path), { signal }).catch((cause: unknown) => {
    signal?.throwIfAborted()
    throw new ModelLoadError(`${where} cannot be read; version ${origin.version} is needed.`, {
      code: 'not-found',
      cause,
    })
  })
  const intact = bytes.length === file.bytes && sha256(bytes) === file.sha256
  if (intact) return bytes
  throw new ModelLoadError(`${where} is not the file of version ${origin.version}, or was changed.`, {
    code: 'integrity-mismatch',
  })
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
