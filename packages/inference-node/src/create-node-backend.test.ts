import { brokenInferenceBackends, inferenceBackendCases } from '@faceward/conformance'
import { ConfigurationError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createNodeBackend } from './create-node-backend.js'

const cases = inferenceBackendCases({ createBackend: () => createNodeBackend() })

describe('conformance of the node backend', () => {
  for (const { name, run } of cases) it(name, run)
})

describe('conformance with two threads', () => {
  const twoThreads = inferenceBackendCases({ createBackend: () => createNodeBackend({ intraOpThreads: 2 }) })
  for (const { name, run } of twoThreads) it(name, run)
})

describe('every conformance case catches its broken double', () => {
  it('has a double for every case', () => {
    const caught = brokenInferenceBackends.map(({ caughtBy }) => caughtBy)
    expect(caught.sort()).toEqual(cases.map(({ name }) => name).sort())
  })

  for (const { caughtBy, breakBackend } of brokenInferenceBackends) {
    it(caughtBy, async () => {
      const broken = inferenceBackendCases({ createBackend: () => breakBackend(createNodeBackend()) })
      await expect(broken.find(({ name }) => name === caughtBy)?.run()).rejects.toThrow()
    })
  }
})

describe('load', () => {
  // One Identity of a float64, written with the kit's own tinyOnnxModel.
  const float64 =
    'CAg6VwobCgVnaXZlbhIIcmV0dXJuZWQiCElkZW50aXR5Egtjb25mb3JtYW5jZVoTCgVnaXZlbhIKCggICxIECgIIAWIWCghyZXR1cm5lZBIKCggICxIECgIIAUIECgAQDQ=='

  it('refuses a model whose tensors the interface cannot carry, and says which', async () => {
    const model = { id: 'float64', onnx: Buffer.from(float64, 'base64') }
    await expect(createNodeBackend().load(model)).rejects.toMatchObject({
      name: 'ModelLoadError',
      code: 'malformed-model',
      message: expect.stringContaining("'given' is float64"),
    })
  })

  it('names the model in what it throws', async () => {
    const model = { id: 'broken-model', onnx: new Uint8Array(10) }
    await expect(createNodeBackend().load(model)).rejects.toThrow(/broken-model/)
  })
})

describe('options', () => {
  it.each([0, -1, 1.5, 65, Number.NaN])('refuses %s threads', (intraOpThreads) => {
    expect(() => createNodeBackend({ intraOpThreads })).toThrow(ConfigurationError)
  })

  it('refuses an unknown key and names it', () => {
    const options = { threads: 2 }
    expect(() => createNodeBackend(options as object)).toThrow(/threads: unknown option/)
  })
})
