import type { ModelBytes, Tensors } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { expectError } from '../expectation.js'
import { expectTensor } from './expect-tensor.js'
import type { InferenceBackendContext } from './inference-backend-context.js'
import { addModel, float32, int64, multiplyModel } from './models.js'

const INVALID = { name: 'InferenceError', code: 'invalid-tensor' } as const
const MALFORMED = { name: 'ModelLoadError', code: 'malformed-model' } as const
const good = float32([2, 3], [1, 2, 3, 4, 5, 6])

const WRONG_FEEDS: readonly { name: string; model: ModelBytes; feeds: Tensors }[] = [
  {
    name: 'a wrong dimension',
    model: multiplyModel,
    feeds: { left: good, right: float32([2, 2], [1, 2, 3, 4]) },
  },
  {
    name: 'a wrong rank',
    model: multiplyModel,
    feeds: { left: good, right: float32([6], [1, 2, 3, 4, 5, 6]) },
  },
  {
    name: 'fewer values than the shape needs',
    model: multiplyModel,
    feeds: { left: good, right: float32([2, 3], [1, 2, 3]) },
  },
  {
    name: 'a wrong type',
    model: multiplyModel,
    feeds: { left: good, right: int64([2, 3], [1, 2, 3, 4, 5, 6]) },
  },
  {
    name: 'a wrong fixed dimension beside a free one',
    model: addModel,
    feeds: { left: int64([1, 3], [1, 2, 3]), right: int64([1, 3], [1, 2, 3]) },
  },
  { name: 'a missing input', model: multiplyModel, feeds: { left: good } },
  {
    name: 'an unknown input',
    model: multiplyModel,
    feeds: { left: good, right: good, rigth: good },
  },
]

const valid = multiplyModel.onnx

const GARBAGE: readonly { name: string; onnx: Uint8Array }[] = [
  { name: 'no bytes', onnx: new Uint8Array(0) },
  { name: 'bytes that are no model', onnx: Uint8Array.from({ length: 257 }, (_, i) => (i * 73 + 41) & 255) },
  { name: 'a model that was cut short', onnx: valid.slice(0, valid.length - 9) },
]

export function refusalCases({ createBackend, withSession }: InferenceBackendContext): ConformanceCase[] {
  return [
    ...WRONG_FEEDS.map(({ name, model, feeds }) => ({
      name: `refuses ${name}`,
      run: () =>
        withSession(model, async (session) => {
          await expectError(() => session.run(feeds), INVALID, `${name} is refused`)
        }),
    })),
    {
      name: 'still answers after a refusal',
      run: () =>
        withSession(multiplyModel, async (session) => {
          await expectError(() => session.run({ left: good }), INVALID, 'a missing input is refused')
          const { product } = await session.run({ left: good, right: good })
          expectTensor(product, { type: 'float32', dims: [2, 3], values: [1, 4, 9, 16, 25, 36] })
        }),
    },
    ...GARBAGE.map(({ name, onnx }) => ({
      name: `refuses to load ${name}`,
      async run() {
        const backend = await createBackend()
        await expectError(
          () => backend.load({ id: 'conformance-garbage', onnx }),
          MALFORMED,
          `${name} is refused`,
        )
      },
    })),
  ]
}
