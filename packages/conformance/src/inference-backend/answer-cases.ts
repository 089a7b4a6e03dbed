import { SPECIFICATION_VERSION, type TensorSpec } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { expectThat } from '../expectation.js'
import { expectTensor } from './expect-tensor.js'
import type { InferenceBackendContext } from './inference-backend-context.js'
import { addModel, convolveModel, float32, int64, multiplyModel, transposeModel } from './models.js'

export function answerCases({ createBackend, withSession }: InferenceBackendContext): ConformanceCase[] {
  return [
    {
      name: 'names itself and the specification it was written for',
      async run() {
        const backend = await createBackend()
        expectThat(backend.specificationVersion === SPECIFICATION_VERSION, 'specificationVersion is v1')
        expectThat(typeof backend.id === 'string' && backend.id !== '', 'id is a name')
      },
    },
    {
      name: 'describes inputs and outputs by name, type and shape',
      run: () =>
        withSession(addModel, async ({ inputs, outputs }) => {
          const names = [...inputs, ...outputs].map(({ name }) => name).join()
          expectThat(names === 'left,right,sum', 'inputs and outputs are named as in the model')
          expectThat([...inputs, ...outputs].every(isFreeByTwoInt64), 'int64, first dimension free, second 2')
        }),
    },
    {
      name: 'multiplies float32',
      run: () =>
        withSession(multiplyModel, async (session) => {
          const left = float32([2, 3], [1, -2, 3, 0.5, 0, 1e6])
          const right = float32([2, 3], [4, 5, -6, 0.5, 7, 2])
          const { product } = await session.run({ left, right })
          expectTensor(product, { type: 'float32', dims: [2, 3], values: [4, -10, -18, 0.25, 0, 2e6] })
        }),
    },
    {
      name: 'adds int64 over a free dimension',
      run: () =>
        withSession(addModel, async (session) => {
          const one = await session.run({ left: int64([1, 2], [1, 2]), right: int64([1, 2], [10, 2 ** 40]) })
          expectTensor(one.sum, { type: 'int64', dims: [1, 2], values: [11, 2 ** 40 + 2] })
          const three = await session.run({
            left: int64([3, 2], [1, 2, 3, 4, 5, 6]),
            right: int64([3, 2], [-1, -2, -3, -4, -5, -7]),
          })
          expectTensor(three.sum, { type: 'int64', dims: [3, 2], values: [0, 0, 0, 0, 0, -1] })
        }),
    },
    {
      name: 'convolves with stride, bias and padding on one side',
      run: () =>
        withSession(convolveModel, async (session) => {
          const image = float32([1, 1, 4, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
          const { edges } = await session.run({ image })
          expectTensor(edges, { type: 'float32', dims: [1, 1, 2, 2], values: [8.5, -27.5, 6.5, -40.5] })
        }),
    },
    {
      name: 'takes and gives uint8',
      run: () =>
        withSession(transposeModel, async (session) => {
          const bytes = { type: 'uint8', dims: [2, 3], data: Uint8Array.of(0, 1, 2, 253, 254, 255) } as const
          const { turned } = await session.run({ bytes })
          expectTensor(turned, { type: 'uint8', dims: [3, 2], values: [0, 253, 1, 254, 2, 255] })
        }),
    },
  ]
}

function isFreeByTwoInt64({ type, dims }: TensorSpec): boolean {
  const [first, second] = dims
  const free = typeof first === 'string' || (typeof first === 'number' && first < 0)
  return type === 'int64' && dims.length === 2 && free && second === 2
}
