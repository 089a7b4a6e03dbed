import { brokenInferenceBackends, inferenceBackendCases } from '@faceward/conformance'
import { ConfigurationError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createWebBackend } from './create-web-backend.js'
import { installedWasmFiles } from './node/wasm-files.js'

const WASM_FILES = installedWasmFiles()

const createBackend = () => createWebBackend({ wasm: WASM_FILES, threads: 1 })
const cases = inferenceBackendCases({ createBackend })

describe('conformance of the web backend in Node', () => {
  for (const { name, run } of cases) it(name, run)
})

describe('every conformance case catches its broken double', () => {
  for (const { caughtBy, breakBackend } of brokenInferenceBackends) {
    it(caughtBy, async () => {
      const broken = inferenceBackendCases({ createBackend: () => breakBackend(createBackend()) })
      await expect(broken.find(({ name }) => name === caughtBy)?.run()).rejects.toThrow()
    })
  }
})

describe('options', () => {
  it.each([
    [{}, /wasm: expected the addresses/],
    [{ wasm: { script: '', binary: 'x' } }, /wasm: expected the addresses/],
    [{ wasm: WASM_FILES, threads: 0 }, /threads: expected a whole number from 1 to 64/],
    [{ wasm: WASM_FILES, provider: 'cuda' }, /provider: expected 'wasm' or 'webgpu'/],
    [{ wasm: WASM_FILES, thread: 2 }, /does not know thread/],
  ])('refuses %j', (options, message) => {
    const create = () => createWebBackend(options as Parameters<typeof createWebBackend>[0])
    expect(create).toThrow(ConfigurationError)
    expect(create).toThrow(message)
  })
})

describe('what belongs to the thread', () => {
  const model = { id: 'any', onnx: new Uint8Array(4) }

  it.each([
    [{ wasm: { ...WASM_FILES, binary: 'elsewhere.wasm' }, threads: 1 }],
    [{ wasm: WASM_FILES, threads: 2 }],
  ])('a second backend with other settings is refused at its first model: %#', async (options) => {
    await expect(createBackend().load(model)).rejects.toMatchObject({ code: 'malformed-model' })
    await expect(createWebBackend(options).load(model)).rejects.toMatchObject({
      name: 'ConfigurationError',
      code: 'incompatible-composition',
    })
  })

  it('says that there is no GPU, once, and runs on the processor', async () => {
    const notices: string[] = []
    const options = { wasm: WASM_FILES, provider: 'webgpu', threads: 1 } as const
    const backend = createWebBackend({ ...options, onNotice: (message) => notices.push(message) })
    await expect(backend.load(model)).rejects.toMatchObject({ code: 'malformed-model' })
    expect(notices).toEqual(['Models run on the processor: this browser offers no WebGPU adapter.'])
  })
})
