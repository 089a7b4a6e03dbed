import type { ModelLoaderOptions } from '@faceward/composition'
import { loadPublishedModel, servedFiles } from '@faceward/model-conversion'
import { arePinned, type ModelCache } from '@faceward/models'
import { type CallOptions, ModelLoadError, type PinnedFile } from '@faceward/spec'
import { webSha256 } from '../environment/web-sha256.js'
import { fetchFile } from './fetch-file.js'

export interface ServedModelsOptions {
  /** The folder that `faceward models export` wrote; ends with a slash. */
  readonly modelsUrl: URL
  readonly cache: ModelCache
  readonly onNotice: (message: string) => void
  readonly onBytes?: (length: number) => void
}

/**
 * Models from the application's own server, checked against their SHA-256 and kept in the cache. A file that came
 * damaged is asked for once more, past the browser's cache, and then refused.
 */
export function servedModels(options: ServedModelsOptions): ModelLoaderOptions['bytesOf'] {
  const { modelsUrl, cache, onNotice, onBytes } = options
  const onCacheFailure = (failure: unknown) =>
    onNotice(
      `Models are not kept, so every start loads them anew. ${failure instanceof Error ? failure.message : ''}`,
    )
  const fetchServed = (servedPath: string, how: 'default' | 'reload', call: CallOptions) =>
    fetchFile(new URL(servedPath, modelsUrl), { ...call, cache: how, ...(onBytes ? { onBytes } : {}) })

  return async (manifest, call) => {
    const files = servedFiles(manifest)
    const pathOf = (file: PinnedFile) => files.find(({ path }) => path === file.path)!.servedPath
    if (manifest.origin.kind === 'npm') {
      return loadPublishedModel(manifest, {
        files: {
          read: (file, _, options) => fetchServed(pathOf(file), 'default', options),
          readAgain: (file, _, options) => fetchServed(pathOf(file), 'reload', options),
        },
        sha256: webSha256,
        cache,
        onCacheFailure,
        ...call,
      })
    }
    const { id, file } = manifest
    const cached = await cache.get(file.sha256).catch(onCacheFailure)
    if (cached && (await arePinned(cached, file, webSha256))) return { id, onnx: cached }
    for (const how of ['default', 'reload'] as const) {
      const onnx = await fetchServed(files[0]!.servedPath, how, call)
      if (!(await arePinned(onnx, file, webSha256))) continue
      await cache.put(file.sha256, onnx).catch(onCacheFailure)
      return { id, onnx }
    }
    throw new ModelLoadError(`What is served as model '${id}' is not the file its manifest pins.`, {
      code: 'integrity-mismatch',
    })
  }
}
