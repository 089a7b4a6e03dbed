import { createOnnxruntimeSession } from '@faceward/inference-onnxruntime'
import { type InferenceBackend, InferenceError, ModelLoadError, SPECIFICATION_VERSION } from '@faceward/spec'
import type { InferenceSession as OrtSession } from 'onnxruntime-web/wasm'
import { loadLibrary, type Onnxruntime } from './load-library.js'
import { oneAtATime } from './one-at-a-time.js'
import {
  parseWebBackendOptions,
  type ResolvedWebBackendOptions,
  type WebBackendOptions,
} from './web-backend-options.js'

const LOG_FATAL_ONLY = 4

/**
 * Runs ONNX models with onnxruntime-web: WebAssembly with SIMD, in a browser, a worker or Node; WebGPU where asked
 * for and present. The library is loaded with the first model. A run holds the thread it is started on, so use a
 * worker where a page must stay fluent; an abort is noticed before and after a run.
 *
 * The same model gives the same bits in Node and in a browser.
 *
 * @throws ConfigurationError `invalid-options`. `load` throws ConfigurationError `incompatible-composition` when another
 * backend of the same thread was given other files or threads, InferenceError `backend-failure` when the WebAssembly
 * files cannot be had, ModelLoadError `malformed-model`.
 */
export function createWebBackend(options: WebBackendOptions): InferenceBackend {
  const resolved = parseWebBackendOptions(options)
  const inTurn = oneAtATime()
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: `onnxruntime-web-${resolved.provider}`,
    async load({ id, onnx }, { signal } = {}) {
      signal?.throwIfAborted()
      const ort = await loadLibrary(resolved)
      const providers = await executionProviders(resolved)
      signal?.throwIfAborted()
      const session = await inTurn(() => create(ort, id, onnx, providers))
      try {
        signal?.throwIfAborted()
        // WebGPU refuses a run while another is under way; on WebAssembly they would come one after the other anyway.
        const run: OrtSession['run'] = (...run) =>
          inTurn(() => session.run(...(run as Parameters<OrtSession['run']>)))
        const { inputMetadata, outputMetadata } = session
        const release = () => inTurn(() => session.release())
        return createOnnxruntimeSession({
          Tensor: ort.Tensor,
          session: { inputMetadata, outputMetadata, run, release },
          id,
        })
      } catch (failure) {
        await session.release()
        throw failure
      }
    },
  }
}

async function executionProviders({
  provider,
  onNotice,
}: ResolvedWebBackendOptions): Promise<readonly ('webgpu' | 'wasm')[]> {
  if (provider === 'wasm') return ['wasm']
  if (await hasGpu()) return ['webgpu', 'wasm']
  onNotice('Models run on the processor: this browser offers no WebGPU adapter.')
  return ['wasm']
}

interface NavigatorWithGpu {
  readonly gpu?: { requestAdapter(): Promise<object | null> }
}

async function hasGpu(): Promise<boolean> {
  const { gpu } = (globalThis.navigator ?? {}) as NavigatorWithGpu
  return (await gpu?.requestAdapter().catch(() => null)) != null
}

async function create(
  ort: Onnxruntime,
  id: string,
  onnx: Uint8Array,
  executionProviders: readonly string[],
): Promise<OrtSession> {
  try {
    return await ort.InferenceSession.create(onnx, {
      executionProviders,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: LOG_FATAL_ONLY,
    })
  } catch (cause) {
    if (isAboutFiles(cause)) {
      throw new InferenceError(
        "onnxruntime-web's WebAssembly files cannot be loaded from where `wasm` says.",
        {
          code: 'backend-failure',
          retryable: true,
          cause,
        },
      )
    }
    throw new ModelLoadError(`Model '${id}' is not an ONNX model that onnxruntime can run.`, {
      code: 'malformed-model',
      cause,
    })
  }
}

// The library says so in words only: every failure before the WebAssembly runs begins like this.
function isAboutFiles(cause: unknown): boolean {
  return /no available backend found|initWasm|failed to (asynchronously prepare|fetch|load) (wasm|dynamically)/i.test(
    String(cause),
  )
}
