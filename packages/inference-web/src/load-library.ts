import { ConfigurationError, InferenceError } from '@faceward/spec'
import type { ResolvedWebBackendOptions } from './web-backend-options.js'

export type Onnxruntime = typeof import('onnxruntime-web/wasm')

/**
 * onnxruntime-web, told where its files are. Its settings belong to the whole thread and hold from the first model
 * on: a second backend of the same thread must ask for the same.
 *
 * @throws InferenceError `backend-failure`, ConfigurationError `incompatible-composition`.
 */
export async function loadLibrary(options: ResolvedWebBackendOptions): Promise<Onnxruntime> {
  const ort = await importLibrary(options.provider)
  const { wasm } = ort.env
  const wanted = { mjs: String(options.wasm.script), wasm: String(options.wasm.binary) }
  const numThreads = threadsToBeHad(options)
  const had = wasm.wasmPaths
  if (
    typeof had === 'object' &&
    (had.mjs !== wanted.mjs || had.wasm !== wanted.wasm || wasm.numThreads !== numThreads)
  ) {
    const message =
      'another backend of this thread uses other WebAssembly files or another number of threads, and onnxruntime-web has one setting a thread'
    throw new ConfigurationError(`createWebBackend: ${message}.`, {
      code: 'incompatible-composition',
      issues: [{ key: 'wasm', message }],
    })
  }
  wasm.wasmPaths = wanted
  wasm.numThreads = numThreads
  wasm.proxy = false
  ort.env.logLevel = 'fatal'
  return ort
}

function threadsToBeHad({ threads, onNotice }: ResolvedWebBackendOptions): number {
  if (threads === 1 || typeof SharedArrayBuffer !== 'undefined') return threads
  onNotice('Models run on one thread: the page is not cross-origin isolated (COOP and COEP headers).')
  return 1
}

async function importLibrary(provider: 'wasm' | 'webgpu'): Promise<Onnxruntime> {
  try {
    return await (provider === 'webgpu' ? import('onnxruntime-web/webgpu') : import('onnxruntime-web/wasm'))
  } catch (cause) {
    throw new InferenceError('onnxruntime-web cannot be loaded or is not installed.', {
      code: 'backend-failure',
      cause,
    })
  }
}
