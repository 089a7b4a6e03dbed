// Writes small TFLite files, field by field as in tensorflow/lite/schema/schema.fbs.

const TYPES = { float32: 0, float16: 1, int32: 2, int8: 9 }
const OPERATORS = {
  ADD: 0,
  AVERAGE_POOL_2D: 1,
  CONCATENATION: 2,
  CONV_2D: 3,
  DEPTHWISE_CONV_2D: 4,
  DEQUANTIZE: 6,
  FULLY_CONNECTED: 9,
  L2_NORMALIZATION: 11,
  LOGISTIC: 14,
  MAX_POOL_2D: 17,
  MUL: 18,
  RELU: 19,
  RELU6: 21,
  RESHAPE: 22,
  SOFTMAX: 25,
  TANH: 28,
  PAD: 34,
  TRANSPOSE: 39,
  MEAN: 40,
  SUB: 41,
  DIV: 42,
  SQUEEZE: 43,
  EXP: 47,
  PRELU: 54,
  MAXIMUM: 55,
  MINIMUM: 57,
  NEG: 59,
  SQRT: 75,
  LEAKY_RELU: 98,
  ABS: 101,
  ELU: 111,
  HARD_SWISH: 117,
  NEWER: 1000,
}
/** Numbers of the union BuiltinOptions, and the fields of its tables: [field, type, value's default]. */
const OPTIONS = {
  CONV_2D: [
    1,
    {
      padding: 'byte',
      strideW: 'int',
      strideH: 'int',
      activation: 'byte',
      dilationW: 'int',
      dilationH: 'int',
    },
  ],
  DEPTHWISE_CONV_2D: [
    2,
    {
      padding: 'byte',
      strideW: 'int',
      strideH: 'int',
      multiplier: 'int',
      activation: 'byte',
      dilationW: 'int',
      dilationH: 'int',
    },
  ],
  POOL: [
    5,
    { padding: 'byte', strideW: 'int', strideH: 'int', filterW: 'int', filterH: 'int', activation: 'byte' },
  ],
  FULLY_CONNECTED: [8, { activation: 'byte' }],
  SOFTMAX: [9, { beta: 'float' }],
  CONCATENATION: [10, { axis: 'int', activation: 'byte' }],
  ADD: [11, { activation: 'byte' }],
  L2_NORMALIZATION: [12, { activation: 'byte' }],
  RESHAPE: [17, { shape: 'ints' }],
  MUL: [21, { activation: 'byte' }],
  PAD: [22, {}],
  MEAN: [27, { keepsAxes: 'byte' }],
  SUB: [28, { activation: 'byte' }],
  DIV: [29, { activation: 'byte' }],
  TRANSPOSE: [26, {}],
  SQUEEZE: [30, { axes: 'ints' }],
  LEAKY_RELU: [75, { alpha: 'float' }],
}

/**
 * A TFLite file. Tensors by name: `{ shape, type?, values? }`, with values for constants; operators:
 * `[operator, input names, output name, options]`. The input is `x`, the output `y`.
 */
export function writeTflite(flatbuffers, tensors, operators) {
  const builder = new flatbuffers.Builder(1024)
  const names = Object.keys(tensors)
  const number = (name) => (name === null ? -1 : names.indexOf(name))
  const offsets = (items) => {
    builder.startVector(4, items.length, 4)
    for (const item of items.toReversed()) builder.addOffset(item)
    return builder.endVector()
  }
  const integers = (items) => {
    builder.startVector(4, items.length, 4)
    for (const item of items.toReversed()) builder.addInt32(item)
    return builder.endVector()
  }
  const bytes = (content) => {
    builder.startVector(1, content.length, 16)
    for (const byte of [...content].reverse()) builder.addInt8(byte)
    return builder.endVector()
  }
  /** Fields: [number, adder, value]. */
  const table = (count, fields) => {
    builder.startObject(count)
    for (const [field, type, value] of fields) {
      if (type === 'offset') builder.addFieldOffset(field, value, 0)
      else if (type === 'byte') builder.addFieldInt8(field, value, -1)
      else if (type === 'float') builder.addFieldFloat32(field, value, Number.NaN)
      else builder.addFieldInt32(field, value, Number.MIN_SAFE_INTEGER)
    }
    return builder.endObject()
  }

  const contents = [
    new Uint8Array(0),
    ...names.flatMap((name) => (tensors[name].values ? [encode(tensors[name])] : [])),
  ]
  const buffers = contents.map((content) =>
    content.length === 0 ? table(3, []) : table(3, [[0, 'offset', bytes(content)]]),
  )
  let next = 1
  const tensorTables = names.map((name) => {
    const { shape, type = 'float32', values } = tensors[name]
    const shapeOffset = integers(shape)
    const nameOffset = builder.createString(name)
    return table(10, [
      [0, 'offset', shapeOffset],
      [1, 'byte', TYPES[type]],
      [2, 'int', values ? next++ : 0],
      [3, 'offset', nameOffset],
    ])
  })
  const used = [...new Set(operators.map(([operator]) => operator))]
  const codes = used.map((operator) =>
    table(4, [
      [0, 'byte', Math.min(OPERATORS[operator], 127)],
      [2, 'int', 1],
      [3, 'int', OPERATORS[operator]],
    ]),
  )
  const operatorTables = operators.map(([operator, inputs, output, options = {}]) => {
    const [kind, fields] = OPTIONS[operator.endsWith('POOL_2D') ? 'POOL' : operator] ?? [0, {}]
    const entries = Object.entries(fields).map(([key, type], field) => ({ field, type, value: options[key] }))
    const lists = entries.filter(({ type, value }) => type === 'ints' && value)
    const offsetOf = new Map(lists.map(({ field, value }) => [field, integers(value)]))
    const given = entries.filter(({ value }) => value !== undefined)
    const optionsTable = table(
      8,
      given.map(({ field, type, value }) =>
        type === 'ints' ? [field, 'offset', offsetOf.get(field)] : [field, type, value],
      ),
    )
    const inputList = integers(inputs.map(number))
    const outputList = integers([number(output)])
    return table(9, [
      [0, 'int', used.indexOf(operator)],
      [1, 'offset', inputList],
      [2, 'offset', outputList],
      ...(kind === 0
        ? []
        : [
            [3, 'byte', kind],
            [4, 'offset', optionsTable],
          ]),
    ])
  })
  const graph = table(
    5,
    [
      [0, 'offset', offsets(tensorTables)],
      [1, 'offset', integers([number('x')])],
      [2, 'offset', integers([number('y')])],
      [3, 'offset', offsets(operatorTables)],
    ].map((field) => field),
  )
  const codesList = offsets(codes)
  const graphsList = offsets([graph])
  const buffersList = offsets(buffers)
  const model = table(8, [
    [0, 'int', 3],
    [1, 'offset', codesList],
    [2, 'offset', graphsList],
    [4, 'offset', buffersList],
  ])
  builder.finish(model, 'TFL3')
  return builder.asUint8Array()
}

function encode({ type = 'float32', values }) {
  if (type === 'int8') return new Uint8Array(Int8Array.from(values).buffer)
  if (type === 'int32') return new Uint8Array(Int32Array.from(values).buffer)
  if (type === 'float16') return new Uint8Array(Uint16Array.from(values, toFloat16).buffer)
  return new Uint8Array(Float32Array.from(values).buffer)
}

/** For the eighths used here, which binary16 holds exactly. */
function toFloat16(value) {
  if (value === 0) return 0
  const exponent = Math.floor(Math.log2(Math.abs(value)))
  const fraction = Math.abs(value) / 2 ** exponent - 1
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | (fraction * 1024)
}
