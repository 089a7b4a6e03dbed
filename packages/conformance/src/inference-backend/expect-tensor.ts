import type { Tensor } from '@faceward/spec'
import { expectThat } from '../expectation.js'

interface ExpectedTensor {
  readonly type: Tensor['type']
  readonly dims: readonly number[]
  readonly values: readonly number[]
}

/** @throws ConformanceFailure when the tensor is not this one; every known answer is exact in its type. */
export function expectTensor(given: Tensor | undefined, expected: ExpectedTensor): void {
  expectThat(given !== undefined, 'the output is present')
  expectThat(given.type === expected.type, `the output is ${expected.type}, got ${given.type}`)
  const dims = given.dims.join(' x ')
  expectThat(dims === expected.dims.join(' x '), `the output is ${expected.dims.join(' x ')}, got ${dims}`)
  const same =
    given.data.length === expected.values.length &&
    expected.values.every((value, i) => Number(given.data[i]) === value)
  expectThat(same, `the output holds the known answer ${expected.values.join(', ')}`)
}
