// The cases of make-tflite-goldens.mjs: [name, input shape, output shape, other tensors, operators].

// Eighths from -2 to 2: exact in every format, short in JSON.
let state = 20_261_201
const random = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.round((state / 2 ** 32) * 32 - 16) / 8
}
const product = (shape) => shape.reduce((a, b) => a * b, 1)
export const randoms = (shape) => Array.from({ length: product(shape) }, random)
const floats = (...shape) => ({ shape, values: randoms(shape) })
const halves = (...shape) => ({ ...floats(...shape), type: 'float16' })
const integers = (...values) => ({ shape: [values.length], values, type: 'int32' })
const computed = (...shape) => ({ shape })

const SAME = 0
const VALID = 1
const RELU = 1
const RELU6 = 3
const IMAGE = [1, 5, 6, 3]
const MATRIX = [2, 7]
const conv = (padding, stride = 1, rest = {}) => ({
  padding,
  strideW: stride,
  strideH: stride,
  dilationW: 1,
  dilationH: 1,
  activation: 0,
  ...rest,
})
const depthwise = (padding, stride, multiplier, rest = {}) => ({ ...conv(padding, stride, rest), multiplier })
const pool = (padding, filterW, filterH, stride, activation = 0) => ({
  padding,
  strideW: stride,
  strideH: stride,
  filterW,
  filterH,
  activation,
})

const unary = (operator, shape = IMAGE) => [operator, shape, shape, {}, [[operator, ['x'], 'y']]]
const withConstant = (operator, activation) => [
  `${operator} of a constant${activation ? `, activation ${activation}` : ''}`,
  IMAGE,
  IMAGE,
  { c: { shape: [3], values: [-1.5, 0.5, 2] } },
  [[operator, ['x', 'c'], 'y', activation === undefined ? {} : { activation }]],
]

export const tfliteCases = [
  [
    'CONV_2D, VALID',
    IMAGE,
    [1, 3, 5, 4],
    { w: floats(4, 3, 2, 3), b: floats(4) },
    [['CONV_2D', ['x', 'w', 'b'], 'y', conv(VALID)]],
  ],
  [
    'CONV_2D, SAME, stride 2, RELU6',
    IMAGE,
    [1, 3, 3, 4],
    { w: floats(4, 3, 3, 3), b: floats(4) },
    [['CONV_2D', ['x', 'w', 'b'], 'y', conv(SAME, 2, { activation: RELU6 })]],
  ],
  [
    'CONV_2D, SAME, dilated in its width',
    [1, 7, 6, 2],
    [1, 7, 6, 2],
    { w: floats(2, 3, 3, 2), b: floats(2) },
    [['CONV_2D', ['x', 'w', 'b'], 'y', conv(SAME, 1, { dilationW: 2, dilationH: 1 })]],
  ],
  [
    'CONV_2D, strides that differ',
    IMAGE,
    [1, 5, 2, 2],
    { w: floats(2, 1, 2, 3), b: floats(2) },
    [['CONV_2D', ['x', 'w', 'b'], 'y', conv(VALID, 1, { strideW: 4 })]],
  ],
  [
    'CONV_2D of float16 weights',
    IMAGE,
    [1, 5, 6, 32],
    { w: halves(32, 3, 3, 3), b: halves(32), wide: computed(32, 3, 3, 3), wideBias: computed(32) },
    [
      ['DEQUANTIZE', ['w'], 'wide'],
      ['DEQUANTIZE', ['b'], 'wideBias'],
      ['CONV_2D', ['x', 'wide', 'wideBias'], 'y', conv(SAME)],
    ],
  ],
  [
    'DEPTHWISE_CONV_2D, VALID',
    IMAGE,
    [1, 3, 4, 3],
    { w: floats(1, 3, 3, 3), b: floats(3) },
    [['DEPTHWISE_CONV_2D', ['x', 'w', 'b'], 'y', depthwise(VALID, 1, 1)]],
  ],
  [
    'DEPTHWISE_CONV_2D, SAME, stride 2, multiplier 2, RELU',
    IMAGE,
    [1, 3, 3, 6],
    { w: floats(1, 3, 3, 6), b: floats(6) },
    [['DEPTHWISE_CONV_2D', ['x', 'w', 'b'], 'y', depthwise(SAME, 2, 2, { activation: RELU })]],
  ],
  withConstant('ADD', 0),
  withConstant('ADD', RELU),
  withConstant('SUB', 0),
  withConstant('MUL', RELU6),
  withConstant('DIV', 0),
  withConstant('MAXIMUM'),
  withConstant('MINIMUM'),
  unary('RELU'),
  unary('RELU6'),
  unary('LOGISTIC'),
  unary('TANH'),
  unary('EXP'),
  unary('ABS'),
  unary('NEG'),
  unary('ELU'),
  [
    'SQRT',
    IMAGE,
    IMAGE,
    { positive: computed(...IMAGE) },
    [
      ['ABS', ['x'], 'positive'],
      ['SQRT', ['positive'], 'y'],
    ],
  ],
  [
    'PReLU written as RELU, ABS, SUB, MUL, ADD',
    IMAGE,
    IMAGE,
    {
      h: floats(3),
      r: computed(...IMAGE),
      a: computed(...IMAGE),
      s: computed(...IMAGE),
      m: computed(...IMAGE),
    },
    [
      ['RELU', ['x'], 'r'],
      ['ABS', ['x'], 'a'],
      ['SUB', ['x', 'a'], 's'],
      ['MUL', ['h', 's'], 'm'],
      ['ADD', ['r', 'm'], 'y'],
    ],
  ],
  [
    'nearly that PReLU: |x| of something else',
    IMAGE,
    IMAGE,
    {
      h: floats(3),
      n: computed(...IMAGE),
      r: computed(...IMAGE),
      a: computed(...IMAGE),
      s: computed(...IMAGE),
      m: computed(...IMAGE),
    },
    [
      ['EXP', ['x'], 'n'],
      ['RELU', ['x'], 'r'],
      ['ABS', ['n'], 'a'],
      ['SUB', ['x', 'a'], 's'],
      ['MUL', ['h', 's'], 'm'],
      ['ADD', ['r', 'm'], 'y'],
    ],
  ],
  ['PRELU', IMAGE, IMAGE, { a: floats(1, 1, 3) }, [['PRELU', ['x', 'a'], 'y']]],
  // One slope for all is left out: TFLite's fast kernels read past its end.
  ['PRELU of a slope for each value', IMAGE, IMAGE, { a: floats(5, 6, 3) }, [['PRELU', ['x', 'a'], 'y']]],
  ['PRELU of a matrix', MATRIX, MATRIX, { a: floats(7) }, [['PRELU', ['x', 'a'], 'y']]],
  ['LEAKY_RELU', IMAGE, IMAGE, {}, [['LEAKY_RELU', ['x'], 'y', { alpha: 0.25 }]]],
  [
    'MAX_POOL_2D, SAME, stride 2',
    IMAGE,
    [1, 3, 3, 3],
    {},
    [['MAX_POOL_2D', ['x'], 'y', pool(SAME, 3, 2, 2)]],
  ],
  [
    'AVERAGE_POOL_2D, SAME, stride 2',
    IMAGE,
    [1, 3, 3, 3],
    {},
    [['AVERAGE_POOL_2D', ['x'], 'y', pool(SAME, 2, 3, 2)]],
  ],
  [
    'AVERAGE_POOL_2D, VALID, RELU',
    IMAGE,
    [1, 4, 5, 3],
    {},
    [['AVERAGE_POOL_2D', ['x'], 'y', pool(VALID, 2, 2, 1, RELU)]],
  ],
  [
    'MEAN over height and width',
    IMAGE,
    [1, 3],
    { axes: integers(1, 2) },
    [['MEAN', ['x', 'axes'], 'y', { keepsAxes: 0 }]],
  ],
  [
    'MEAN over height and width, kept',
    IMAGE,
    [1, 1, 1, 3],
    { axes: integers(1, 2) },
    [['MEAN', ['x', 'axes'], 'y', { keepsAxes: 1 }]],
  ],
  [
    'MEAN over channels',
    IMAGE,
    [1, 5, 6],
    { axes: integers(-1) },
    [['MEAN', ['x', 'axes'], 'y', { keepsAxes: 0 }]],
  ],
  [
    'FULLY_CONNECTED',
    MATRIX,
    [2, 4],
    { w: floats(4, 7), b: floats(4) },
    [['FULLY_CONNECTED', ['x', 'w', 'b'], 'y', { activation: 0 }]],
  ],
  [
    'FULLY_CONNECTED without a bias, RELU',
    MATRIX,
    [2, 4],
    { w: floats(4, 7) },
    [['FULLY_CONNECTED', ['x', 'w', null], 'y', { activation: RELU }]],
  ],
  [
    'FULLY_CONNECTED of an image',
    [1, 2, 3, 4],
    [1, 5],
    { w: floats(5, 24), b: floats(5) },
    [['FULLY_CONNECTED', ['x', 'w', 'b'], 'y', { activation: 0 }]],
  ],
  [
    'CONCATENATION of channels',
    IMAGE,
    [1, 5, 6, 6],
    { n: computed(...IMAGE) },
    [
      ['NEG', ['x'], 'n'],
      ['CONCATENATION', ['x', 'n'], 'y', { axis: 3, activation: 0 }],
    ],
  ],
  [
    'CONCATENATION of rows, counted from behind',
    IMAGE,
    [1, 10, 6, 3],
    { n: computed(...IMAGE) },
    [
      ['NEG', ['x'], 'n'],
      ['CONCATENATION', ['n', 'x'], 'y', { axis: -3, activation: 0 }],
    ],
  ],
  ['SOFTMAX', MATRIX, MATRIX, {}, [['SOFTMAX', ['x'], 'y', { beta: 1 }]]],
  ['SOFTMAX of channels', IMAGE, IMAGE, {}, [['SOFTMAX', ['x'], 'y', { beta: 1 }]]],
  ['L2_NORMALIZATION', MATRIX, MATRIX, {}, [['L2_NORMALIZATION', ['x'], 'y', { activation: 0 }]]],
  [
    'PAD',
    IMAGE,
    [1, 8, 6, 4],
    { p: { shape: [4, 2], values: [0, 0, 1, 2, 0, 0, 0, 1], type: 'int32' } },
    [['PAD', ['x', 'p'], 'y']],
  ],
  [
    'RESHAPE',
    IMAGE,
    [1, 30, 3],
    { s: integers(1, -1, 3) },
    [['RESHAPE', ['x', 's'], 'y', { shape: [1, 30, 3] }]],
  ],
  ['RESHAPE by its options', IMAGE, [6, 15], {}, [['RESHAPE', ['x'], 'y', { shape: [6, 15] }]]],
  ['SQUEEZE', [1, 4, 1, 3], [1, 4, 3], {}, [['SQUEEZE', ['x'], 'y', { axes: [2] }]]],
  ['TRANSPOSE', IMAGE, [1, 3, 6, 5], { p: integers(0, 3, 2, 1) }, [['TRANSPOSE', ['x', 'p'], 'y']]],
]

/** What the converter refuses by name, and TFLite is not asked for. */
export const refusedCases = [
  [
    'HARD_SWISH, number 1000',
    IMAGE,
    IMAGE,
    { n: computed(...IMAGE) },
    [
      ['HARD_SWISH', ['x'], 'n'],
      ['NEWER', ['n'], 'y'],
    ],
  ],
  [
    'weights of type INT8',
    MATRIX,
    [2, 4],
    { w: { shape: [4, 7], values: Array(28).fill(1), type: 'int8' } },
    [['FULLY_CONNECTED', ['x', 'w'], 'y', { activation: 0 }]],
  ],
  ['ADD fused with activation 2', IMAGE, IMAGE, {}, [['ADD', ['x', 'x'], 'y', { activation: 2 }]]],
]
