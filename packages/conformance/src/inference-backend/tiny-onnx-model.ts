// Writes the few parts of the ONNX format (onnx.proto3) that one-operator models need. Written apart from the
// converter in @faceward/models on purpose: the kit must not share a mistake with what it helps to test.

const ONNX_TYPE = { float32: 1, uint8: 2, int64: 7 } as const
const IR_VERSION = 8
const OPSET = 13

type ElementType = keyof typeof ONNX_TYPE

/** An input or output of a {@link TinyModel}. */
export interface TinyValue {
  readonly name: string
  readonly type: ElementType
  /** A string names a free dimension. */
  readonly dims: readonly (number | string)[]
}

/** One operator with its constants. */
export interface TinyModel {
  readonly operator: string
  readonly inputs: readonly TinyValue[]
  readonly output: TinyValue
  /** Lists of whole numbers; all that these operators take. */
  readonly attributes?: Readonly<Record<string, readonly number[]>>
  /** Constant float32 inputs of the operator, after `inputs`. */
  readonly constants?: readonly {
    readonly name: string
    readonly dims: readonly number[]
    readonly values: readonly number[]
  }[]
}

/** An ONNX model (opset 13) of one operator, for tests of what loads and runs models. */
export function tinyOnnxModel(model: TinyModel): Uint8Array {
  const constants = model.constants ?? []
  const node = [
    ...[...model.inputs, ...constants].map(({ name }) => text(1, name)),
    text(2, model.output.name),
    text(4, model.operator),
    ...Object.entries(model.attributes ?? {}).map(([name, values]) =>
      message(5, [text(1, name), ...values.map((value) => integer(8, value)), integer(20, 7)]),
    ),
  ]
  const graph = [
    message(1, node),
    text(2, 'conformance'),
    ...constants.map(({ name, dims, values }) =>
      message(5, [
        ...dims.map((dimension) => integer(1, dimension)),
        integer(2, ONNX_TYPE.float32),
        text(8, name),
        field(9, new Uint8Array(Float32Array.from(values).buffer)),
      ]),
    ),
    ...model.inputs.map((value) => message(11, valueInfo(value))),
    message(12, valueInfo(model.output)),
  ]
  return join([integer(1, IR_VERSION), message(7, graph), message(8, [text(1, ''), integer(2, OPSET)])])
}

function valueInfo({ name, type, dims }: TinyValue): Uint8Array[] {
  const shape = dims.map((dimension) =>
    message(1, [typeof dimension === 'string' ? text(2, dimension) : integer(1, dimension)]),
  )
  return [text(1, name), message(2, [message(1, [integer(1, ONNX_TYPE[type]), message(2, shape)])])]
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128)
  return [...bytes, rest]
}

function integer(number: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(number << 3), ...varint(value)])
}

function field(number: number, content: Uint8Array): Uint8Array {
  return join([Uint8Array.from([...varint((number << 3) | 2), ...varint(content.length)]), content])
}

function text(number: number, value: string): Uint8Array {
  return field(number, new TextEncoder().encode(value))
}

function message(number: number, parts: readonly Uint8Array[]): Uint8Array {
  return field(number, join(parts))
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
