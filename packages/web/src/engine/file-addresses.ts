import type { WasmFiles } from '@faceward/inference-web'
import type { ModelManifest } from '@faceward/spec'
import { refuse } from './refuse.js'

/** A model with an address of its own, such as `DETECTOR_MODEL` of `@faceward/model-pack/detector`. */
export interface ModelAddress {
  readonly manifest: Pick<ModelManifest, 'id'>
  readonly url: string | URL
}

/** Where an engine's files are. */
export interface FileAddresses {
  /**
   * Where the folder is served that `faceward models export` wrote, such as `/models/`. Of the page's own origin. Needed
   * for what the other two do not name.
   */
  readonly modelsUrl?: string | URL
  /** Models that lie elsewhere, as a bundler gives their addresses. */
  readonly modelFiles?: readonly ModelAddress[]
  /** The two files of onnxruntime-web, such as `WASM_FILES` of `@faceward/inference-web/wasm`. */
  readonly wasm?: WasmFiles
}

/** Addresses that mean the same in a worker, and can be posted to it. */
export interface AbsoluteAddresses extends FileAddresses {
  readonly modelsUrl?: string
  readonly modelFiles: readonly { readonly manifest: { readonly id: string }; readonly url: string }[]
  readonly wasm?: { readonly script: string; readonly binary: string }
}

/** @throws ConfigurationError `invalid-options` when one is no address, or the WebAssembly files have none. */
export function absoluteAddresses({ modelsUrl, modelFiles = [], wasm }: FileAddresses): AbsoluteAddresses {
  if (modelsUrl === undefined && wasm === undefined) refuse('modelsUrl', 'is needed, or wasm and modelFiles')
  return {
    modelFiles: modelFiles.map(({ manifest: { id }, url }) => ({
      manifest: { id },
      url: absolute('modelFiles', url).href,
    })),
    ...(modelsUrl === undefined ? {} : { modelsUrl: folderUrl(modelsUrl).href }),
    ...(wasm === undefined
      ? {}
      : { wasm: { script: absolute('wasm', wasm.script).href, binary: absolute('wasm', wasm.binary).href } }),
  }
}

/** The address of a file below `modelsUrl`. @throws ConfigurationError when there is none. */
export function servedAddress(path: string, { modelsUrl }: AbsoluteAddresses): URL {
  if (modelsUrl === undefined) refuse('modelsUrl', `is needed for ${path}, which is not among modelFiles`)
  return new URL(path, modelsUrl)
}

/** The address of a model. @throws ConfigurationError when there is none. */
export function modelAddress(id: string, addresses: AbsoluteAddresses): URL {
  const own = addresses.modelFiles.find(({ manifest }) => manifest.id === id)
  return own === undefined ? servedAddress(`${id}/${id}.onnx`, addresses) : new URL(own.url)
}

function folderUrl(modelsUrl: string | URL): URL {
  const url = absolute('modelsUrl', modelsUrl)
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

function absolute(key: keyof FileAddresses, address: string | URL): URL {
  try {
    return new URL(address, globalThis.location?.href)
  } catch {
    return refuse(key, 'expected an address')
  }
}
