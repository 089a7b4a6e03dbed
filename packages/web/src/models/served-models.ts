import type { ModelLoaderOptions } from '@faceward/composition'
import { arePinned, type ModelCache } from '@faceward/models'
import { ModelLoadError } from '@faceward/spec'
import { webSha256 } from '../environment/web-sha256.js'
import { fetchFile } from './fetch-file.js'

export interface ServedModelsOptions {
  /** Where a model's ONNX file is. */
  readonly addressOf: (id: string) => URL
  readonly cache: ModelCache
  readonly onNotice: (message: string) => void
  readonly onBytes?: (length: number) => void
}

/**
 * Models from the application's own server, checked against their SHA-256 and kept in the cache. A file that came
 * damaged is asked for once more, past the browser's cache, and then refused.
 */
export function servedModels(options: ServedModelsOptions): ModelLoaderOptions['bytesOf'] {
  const { addressOf, cache, onNotice, onBytes } = options
  const onCacheFailure = (failure: unknown) =>
    onNotice(
      `Models are not kept, so every start loads them anew. ${failure instanceof Error ? failure.message : ''}`,
    )
  return async ({ id, file }, call) => {
    const cached = await cache.get(file.sha256).catch(onCacheFailure)
    if (cached && (await arePinned(cached, file, webSha256))) return { id, onnx: cached }
    const address = addressOf(id)
    for (const how of ['default', 'reload'] as const) {
      const onnx = await fetchFile(address, { ...call, cache: how, ...(onBytes ? { onBytes } : {}) })
      if (!(await arePinned(onnx, file, webSha256))) continue
      await cache.put(file.sha256, onnx).catch(onCacheFailure)
      call.signal?.throwIfAborted()
      return { id, onnx }
    }
    throw new ModelLoadError(`What is served as model '${id}' is not the file its manifest pins.`, {
      code: 'integrity-mismatch',
    })
  }
}
