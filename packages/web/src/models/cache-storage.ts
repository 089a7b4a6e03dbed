import type { ModelCache } from '@faceward/models'
import { ModelLoadError } from '@faceward/spec'

/** The Cache API's cache that models are kept in. */
export const MODEL_CACHE = 'faceward-models'

/** Keeps models in the browser's Cache API, so that they are there offline. */
export function createCacheStorageModelCache(): ModelCache {
  return {
    async get(sha256) {
      const kept = await attempt(async () => (await caches.open(MODEL_CACHE)).match(addressOf(sha256)))
      return kept && new Uint8Array(await attempt(() => kept.arrayBuffer()))
    },
    async put(sha256, bytes) {
      const body = new Response(bytes as Uint8Array<ArrayBuffer>)
      await attempt(async () => (await caches.open(MODEL_CACHE)).put(addressOf(sha256), body))
    },
  }
}

/** Never asked of a server; the cache wants an address. */
const addressOf = (sha256: string) => `/.faceward/models/${sha256}.onnx`

async function attempt<Result>(use: () => Promise<Result>): Promise<Result> {
  try {
    return await use()
  } catch (cause) {
    throw new ModelLoadError('The browser does not keep models: its storage is full or switched off.', {
      code: 'cache-failure',
      cause,
    })
  }
}
