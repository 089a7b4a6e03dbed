import { assertKnownOptions } from '@faceward/plugin-kit'
import { ConfigurationError } from '@faceward/spec'

/** Where onnxruntime-web's two WebAssembly files are; nothing is looked for elsewhere. */
export interface WasmFiles {
  /** `ort-wasm-simd-threaded.mjs` of onnxruntime-web; for WebGPU `ort-wasm-simd-threaded.asyncify.mjs`. */
  readonly script: string | URL
  /** The `.wasm` file of the same name. */
  readonly binary: string | URL
}

/** Options of `createWebBackend`. */
export interface WebBackendOptions {
  /** Addresses of the WebAssembly files, of the application's own origin in a browser. Required. */
  readonly wasm: WasmFiles
  /**
   * Threads one run may use, 1 to 64. Where memory cannot be shared (a page that is not cross-origin isolated) it is
   * one. By default one, or half the processors but at most four where the page is isolated.
   */
  readonly threads?: number
  /**
   * `webgpu`: run on the GPU where there is one, else on WebAssembly as by default; needs the asyncify files, which
   * are twice as large. Results differ from WebAssembly's in the last bits.
   * @default 'wasm'
   */
  readonly provider?: 'wasm' | 'webgpu'
  /** Told when WebGPU or threads were asked for and are not to be had. */
  readonly onNotice?: (message: string) => void
}

export type ResolvedWebBackendOptions = Required<WebBackendOptions>

const KEYS: readonly string[] = [
  'wasm',
  'threads',
  'provider',
  'onNotice',
] satisfies readonly (keyof WebBackendOptions)[]

const MAXIMUM_THREADS = 64
const MOST_BY_DEFAULT = 4

/** Fills in the defaults. @throws ConfigurationError `invalid-options`. */
export function parseWebBackendOptions(options: WebBackendOptions): ResolvedWebBackendOptions {
  assertKnownOptions('createWebBackend', options, KEYS)
  const { wasm, threads = defaultThreads(), provider = 'wasm', onNotice = () => {} } = options
  const issues: { key: string; message: string }[] = []
  if (!isAddress(wasm?.script) || !isAddress(wasm?.binary)) {
    issues.push({ key: 'wasm', message: 'expected the addresses of the script and the binary' })
  }
  if (!Number.isInteger(threads) || threads < 1 || threads > MAXIMUM_THREADS) {
    issues.push({ key: 'threads', message: `expected a whole number from 1 to ${MAXIMUM_THREADS}` })
  }
  if (provider !== 'wasm' && provider !== 'webgpu') {
    issues.push({ key: 'provider', message: "expected 'wasm' or 'webgpu'" })
  }
  if (issues.length > 0) {
    const what = issues.map(({ key, message }) => `${key}: ${message}`).join('; ')
    throw new ConfigurationError(`createWebBackend: ${what}.`, { code: 'invalid-options', issues })
  }
  return { wasm, threads, provider, onNotice }
}

function defaultThreads(): number {
  if (globalThis.crossOriginIsolated !== true) return 1
  return Math.max(1, Math.min(MOST_BY_DEFAULT, Math.floor(navigator.hardwareConcurrency / 2)))
}

function isAddress(value: unknown): boolean {
  return value instanceof URL || (typeof value === 'string' && value !== '')
}
