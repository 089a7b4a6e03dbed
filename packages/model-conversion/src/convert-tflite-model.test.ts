import { readFileSync } from 'node:fs'
import { ModelLoadError } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convertTfliteModel, type TfliteConversionOptions } from './convert-tflite-model.js'

// What the operators answer is compared with TFLite in test/tflite.test.ts.
interface Named {
  readonly name: string
  /** base64 */
  readonly file: string
}
const golden: { cases: readonly Named[]; refused: readonly Named[] } = JSON.parse(
  readFileSync(new URL('../test/tflite.golden.json', import.meta.url), 'utf8'),
)

function fileOf(name: string): Uint8Array {
  const found = [...golden.cases, ...golden.refused].find((one) => one.name === name)
  return Uint8Array.from(Buffer.from(found!.file, 'base64'))
}

function failureOf(
  file: Uint8Array,
  options: Partial<TfliteConversionOptions> = {},
): ModelLoadError | undefined {
  try {
    convertTfliteModel(file, { name: 'test', ...options })
    return undefined
  } catch (failure) {
    if (ModelLoadError.isInstance(failure)) return failure
    throw failure
  }
}

describe('convertTfliteModel', () => {
  it('gives the same bytes for the same file, wherever it lies in memory', () => {
    const file = fileOf('CONV_2D of float16 weights')
    const moved = new Uint8Array(file.length + 3)
    moved.set(file, 3)
    const converted = convertTfliteModel(file, { name: 'test' })
    expect(convertTfliteModel(moved.subarray(3), { name: 'test' })).toEqual(converted)
  })

  it.each(golden.refused.map(({ name }) => [name]))('refuses %s by name', (name) => {
    const failure = failureOf(fileOf(name))
    expect(failure?.code).toBe('unsupported-operator')
    expect(failure?.message).toContain(name)
  })

  it('refuses a softmax of another temperature', () => {
    const file = fileOf('SOFTMAX')
    const one = [...new Uint8Array(Float32Array.of(1).buffer)]
    const at = file.findIndex((_, i) => one.every((byte, k) => file[i + k] === byte))
    const failure = failureOf(file.with(at + 2, 0))
    expect(failure?.code).toBe('unsupported-operator')
    expect(failure?.message).toContain('SOFTMAX of beta')
  })

  it.each([
    ['nothing', new Uint8Array(0)],
    ['another format', new TextEncoder().encode('ONNX and then some')],
    ['a header alone', Uint8Array.of(8, 0, 0, 0, 0x54, 0x46, 0x4c, 0x33)],
  ])('refuses %s', (_, file) => {
    expect(failureOf(file)?.code).toBe('malformed-model')
  })

  it.each([
    ['an output that it does not have', { outputs: ['nowhere'] }],
    ['no outputs', { outputs: [] }],
    ['a batch of none', { batch: 0 }],
    ['a batch of one and a half', { batch: 1.5 }],
  ])('refuses %s', (_, options) => {
    expect(failureOf(fileOf('TANH'), options)?.code).toBe('malformed-model')
  })

  it('wherever a file is cut off, it is refused', () => {
    const file = fileOf('CONV_2D, SAME, stride 2, RELU6')
    for (let length = 0; length < file.length; length += 3) {
      const failure = failureOf(file.subarray(0, length))
      // Behind the last thing that is read, only padding is missing.
      if (length < file.length - 8) expect(failure?.code).toBe('malformed-model')
    }
  })

  it('whatever is changed in a file, it is converted or refused with ModelLoadError', () => {
    const files = [...golden.cases, ...golden.refused].map(({ name }) => fileOf(name))
    const change = fc.record({ place: fc.nat(1e6), value: fc.oneof(fc.nat(255), fc.constantFrom(0, 1, 255)) })
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(undefined, 1, 'free' as const),
        (file, changes, batch) => {
          const bytes = file.slice()
          for (const { place, value } of changes) bytes[place % bytes.length] = value
          const code = failureOf(bytes, batch === undefined ? {} : { batch })?.code
          expect([undefined, 'malformed-model', 'unsupported-operator']).toContain(code)
        },
      ),
      { seed: 20_261_201, numRuns: 5000 },
    )
  })
})
