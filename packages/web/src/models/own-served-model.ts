import type { LoadOwnModel } from '@faceward/composition'
import { arePinned, parseModelManifest } from '@faceward/models'
import { ModelLoadError, type ModelManifest } from '@faceward/spec'
import { webSha256 } from '../environment/web-sha256.js'
import { fetchFile } from './fetch-file.js'

/**
 * A model of the application's own: the address of a manifest (`x.json`) beside which the model lies (`x.onnx`).
 *
 * @throws ModelLoadError when it is not served, is no manifest, or is not what the manifest pins.
 */
export async function loadOwnServedModel(address: URL): ReturnType<LoadOwnModel> {
  const manifest = await readManifest(address)
  const onnx = await fetchFile(new URL(address.href.replace(/\.json$/, '.onnx')), { cache: 'default' })
  if (await arePinned(onnx, manifest.file, webSha256)) return { manifest, onnx }
  throw new ModelLoadError(`What is served as model '${manifest.id}' is not the file its manifest pins.`, {
    code: 'integrity-mismatch',
  })
}

async function readManifest(address: URL): Promise<ModelManifest> {
  const text = new TextDecoder().decode(await fetchFile(address, { cache: 'default' }))
  try {
    return parseModelManifest(JSON.parse(text))
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw new ModelLoadError(`The manifest ${address.pathname} is no JSON.`, {
      code: 'invalid-manifest',
      cause,
    })
  }
}
