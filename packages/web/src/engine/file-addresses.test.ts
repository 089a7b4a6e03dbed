import { expect, it } from 'vitest'
import { absoluteAddresses, modelAddress, servedAddress } from './file-addresses.js'

const wasm = { script: 'https://here/a.mjs', binary: new URL('https://here/a.wasm') }
const mesh = { manifest: { id: 'mesh', task: 'face-mesh' }, url: new URL('https://there/mesh-1.onnx') }

it('finds models and other files below modelsUrl', () => {
  for (const modelsUrl of ['https://here/models', 'https://here/models/', new URL('https://here/models')]) {
    const addresses = absoluteAddresses({ modelsUrl })
    expect(modelAddress('mesh', addresses).href).toBe('https://here/models/mesh/mesh.onnx')
    expect(servedAddress('wasm/a.mjs', addresses).href).toBe('https://here/models/wasm/a.mjs')
  }
})

it('finds a model at the address it was given', () => {
  const addresses = absoluteAddresses({ modelsUrl: 'https://here/models', modelFiles: [mesh] })
  expect(modelAddress('mesh', addresses).href).toBe('https://there/mesh-1.onnx')
  expect(modelAddress('other', addresses).href).toBe('https://here/models/other/other.onnx')
})

it('gives what can be posted to a worker', () => {
  const addresses = absoluteAddresses({ modelFiles: [mesh], wasm })
  expect(structuredClone(addresses)).toEqual({
    modelFiles: [{ manifest: { id: 'mesh' }, url: 'https://there/mesh-1.onnx' }],
    wasm: { script: 'https://here/a.mjs', binary: 'https://here/a.wasm' },
  })
})

it.each([
  ['nothing', {}],
  ['models without WebAssembly files', { modelFiles: [mesh] }],
  ['no address', { modelsUrl: 'http://' }],
  ['an address of a model that is none', { wasm, modelFiles: [{ ...mesh, url: '' }] }],
])('refuses %s', (_, options) => {
  expect(() => absoluteAddresses(options)).toThrow(expect.objectContaining({ code: 'invalid-options' }))
})

it('says which model has no address', () => {
  const addresses = absoluteAddresses({ wasm, modelFiles: [mesh] })
  expect(() => modelAddress('other', addresses)).toThrow(/modelsUrl: is needed for other\/other.onnx/)
})
