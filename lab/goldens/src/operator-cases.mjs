// The cases of make-operator-goldens.mjs, as TensorFlow writes such nodes.

// Eighths from -2 to 2: exact in every format, short in JSON.
let state = 20_261_122
const random = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.round((state / 2 ** 32) * 32 - 16) / 8
}
const product = (shape) => shape.reduce((a, b) => a * b, 1)
export const floats = (...shape) => ({ shape, values: Array.from({ length: product(shape) }, random) })
const given = (shape, values) => ({ shape, values })
const integers = (...values) => ({ shape: [values.length], values, dtype: 'int32' })
const scalarInteger = (value) => ({ shape: [], values: [value], dtype: 'int32' })
const as = (quantization, constant) => ({ ...constant, quantization })

const text = (value) => ({ s: Buffer.from(value).toString('base64') })
const texts = (...values) => ({ list: { s: values.map((value) => Buffer.from(value).toString('base64')) } })
const spatial = (height, width = height) => ({ list: { i: ['1', `${height}`, `${width}`, '1'] } })
const float = { T: { type: 'DT_FLOAT' } }
const sliding = (padding, strides = [1, 1], dilations = [1, 1]) => ({
  ...float,
  padding: text(padding),
  strides: spatial(...strides),
  dilations: spatial(...dilations),
  data_format: text('NHWC'),
})
const pooling = (kernel, strides, padding) => ({
  ...float,
  ksize: spatial(...kernel),
  strides: spatial(...strides),
  padding: text(padding),
  data_format: text('NHWC'),
})
const fused = (...ops) => ({ fused_ops: texts(...ops), num_args: { i: `${ops.includes('Prelu') ? 2 : 1}` } })
export const node = (name, op, input, attr = float) => ({ name, op, input, attr })

const IMAGE = [-1, 5, 6, 3]
/** Name, input shape, constants by name, nodes. The input is `x`, the output `y`. */
export const operatorCases = [
  ['Conv2D, VALID', IMAGE, { w: floats(3, 2, 3, 4) }, [node('y', 'Conv2D', ['x', 'w'], sliding('VALID'))]],
  [
    'Conv2D, SAME, stride 2: padding on one side',
    IMAGE,
    { w: floats(3, 3, 3, 4) },
    [node('y', 'Conv2D', ['x', 'w'], sliding('SAME', [2, 2]))],
  ],
  [
    'Conv2D, SAME, dilated',
    [1, 7, 6, 2],
    { w: floats(3, 3, 2, 2) },
    [node('y', 'Conv2D', ['x', 'w'], sliding('SAME', [1, 1], [2, 2]))],
  ],
  [
    '_FusedConv2D with bias',
    IMAGE,
    { w: floats(1, 1, 3, 4), b: floats(4) },
    [node('y', '_FusedConv2D', ['x', 'w', 'b'], { ...sliding('VALID'), ...fused('BiasAdd') })],
  ],
  [
    '_FusedConv2D with bias and Relu',
    IMAGE,
    { w: floats(3, 3, 3, 4), b: floats(4) },
    [node('y', '_FusedConv2D', ['x', 'w', 'b'], { ...sliding('SAME', [2, 2]), ...fused('BiasAdd', 'Relu') })],
  ],
  [
    '_FusedConv2D with bias and Relu6',
    IMAGE,
    { w: floats(3, 3, 3, 4), b: floats(4) },
    [node('y', '_FusedConv2D', ['x', 'w', 'b'], { ...sliding('SAME'), ...fused('BiasAdd', 'Relu6') })],
  ],
  [
    '_FusedConv2D with bias and Elu',
    IMAGE,
    { w: floats(2, 2, 3, 2), b: floats(2) },
    [node('y', '_FusedConv2D', ['x', 'w', 'b'], { ...sliding('SAME'), ...fused('BiasAdd', 'Elu') })],
  ],
  [
    '_FusedConv2D with bias and Prelu',
    IMAGE,
    { w: floats(3, 3, 3, 4), b: floats(4), a: floats(1, 1, 4) },
    [
      node('y', '_FusedConv2D', ['x', 'w', 'b', 'a'], {
        ...sliding('SAME', [2, 2]),
        ...fused('BiasAdd', 'Prelu'),
      }),
    ],
  ],
  [
    'DepthwiseConv2dNative',
    IMAGE,
    { w: floats(3, 3, 3, 1) },
    [node('y', 'DepthwiseConv2dNative', ['x', 'w'], sliding('SAME', [2, 2]))],
  ],
  [
    'DepthwiseConv2dNative, two outputs a channel',
    IMAGE,
    { w: floats(3, 2, 3, 2) },
    [node('y', 'DepthwiseConv2dNative', ['x', 'w'], sliding('VALID'))],
  ],
  [
    'FusedDepthwiseConv2dNative with bias and Relu',
    IMAGE,
    { w: floats(3, 3, 3, 2), b: floats(6) },
    [
      node('y', 'FusedDepthwiseConv2dNative', ['x', 'w', 'b'], {
        ...sliding('SAME'),
        ...fused('BiasAdd', 'Relu'),
      }),
    ],
  ],
  ['MatMul', [-1, 6], { w: floats(6, 4) }, [node('y', 'MatMul', ['x', 'w'])]],
  [
    'MatMul, weights transposed',
    [-1, 6],
    { w: floats(4, 6) },
    [node('y', 'MatMul', ['x', 'w'], { ...float, transpose_b: { b: true } })],
  ],
  [
    '_FusedMatMul with bias and Relu',
    [-1, 6],
    { w: floats(6, 4), b: floats(4) },
    [node('y', '_FusedMatMul', ['x', 'w', 'b'], { ...float, ...fused('BiasAdd', 'Relu') })],
  ],
  ...['Add', 'AddV2', 'Sub', 'Mul', 'Maximum', 'Minimum'].map((op) => [
    `${op} of two images`,
    IMAGE,
    { w: floats(1, 1, 3, 3) },
    [node('z', 'Conv2D', ['x', 'w'], sliding('SAME')), node('y', op, ['x', 'z'])],
  ]),
  [
    'RealDiv by a constant for each channel',
    IMAGE,
    { c: given([3], [2, -0.5, 4]) },
    [node('y', 'RealDiv', ['x', 'c'])],
  ],
  ['Sub from a constant: order matters', IMAGE, { c: floats(1, 1, 1, 3) }, [node('y', 'Sub', ['c', 'x'])]],
  ['BiasAdd', IMAGE, { c: floats(3) }, [node('y', 'BiasAdd', ['x', 'c'])]],
  ['Mul by a scalar', IMAGE, { c: given([], [0.375]) }, [node('y', 'Mul', ['x', 'c'])]],
  ['Add of a constant image', IMAGE, { c: floats(5, 6, 3) }, [node('y', 'Add', ['x', 'c'])]],
  ['Add of a row', IMAGE, { c: floats(1, 6, 1) }, [node('y', 'Add', ['x', 'c'])]],
  ['Add of vectors', [-1, 6], { c: floats(6) }, [node('y', 'Add', ['x', 'c'])]],
  [
    'Mul of an image and its channel means',
    IMAGE,
    { axes: integers(1, 2) },
    [node('m', 'Mean', ['x', 'axes'], { ...float, keep_dims: { b: true } }), node('y', 'Mul', ['x', 'm'])],
  ],
  [
    'Add of an image and a computed vector',
    [1, 5, 6, 3],
    { axes: integers(0, 1, 2) },
    [node('m', 'Mean', ['x', 'axes'], { ...float, keep_dims: { b: false } }), node('y', 'Add', ['x', 'm'])],
  ],
  ...['Relu', 'Relu6', 'Elu', 'Sigmoid', 'Tanh', 'Exp', 'Abs', 'Neg'].map((op) => [
    op,
    IMAGE,
    {},
    [node('y', op, ['x'])],
  ]),
  ['Sqrt', IMAGE, {}, [node('z', 'Abs', ['x']), node('y', 'Sqrt', ['z'])]],
  ['Prelu', IMAGE, { a: floats(1, 1, 3) }, [node('y', 'Prelu', ['x', 'a'])]],
  [
    'Prelu with slopes above one and below zero',
    IMAGE,
    { a: given([1, 1, 3], [-0.5, 0, 1.75]) },
    [node('y', 'Prelu', ['x', 'a'])],
  ],
  [
    'Maximum of Minimum: a clip',
    IMAGE,
    { low: given([], [-0.5]), high: given([], [1.25]) },
    [node('z', 'Minimum', ['high', 'x']), node('y', 'Maximum', ['z', 'low'])],
  ],
  [
    'Maximum of Minimum with limits crossed',
    IMAGE,
    { low: given([], [1.25]), high: given([], [-0.5]) },
    [node('z', 'Minimum', ['x', 'high']), node('y', 'Maximum', ['z', 'low'])],
  ],
  ['Softmax', [-1, 7], {}, [node('y', 'Softmax', ['x'])]],
  ['Softmax over channels', IMAGE, {}, [node('y', 'Softmax', ['x'])]],
  ['MaxPool, VALID', IMAGE, {}, [node('y', 'MaxPool', ['x'], pooling([2, 2], [2, 2], 'VALID'))]],
  [
    'MaxPool, SAME over negative values',
    IMAGE,
    {},
    [
      node('a', 'Abs', ['x']),
      node('n', 'Neg', ['a']),
      node('y', 'MaxPool', ['n'], pooling([3, 2], [2, 2], 'SAME')),
    ],
  ],
  [
    'AvgPool, SAME: padding is not counted',
    IMAGE,
    {},
    [node('y', 'AvgPool', ['x'], pooling([3, 3], [2, 2], 'SAME'))],
  ],
  [
    'Mean over height and width',
    IMAGE,
    { axes: integers(1, 2) },
    [node('y', 'Mean', ['x', 'axes'], { ...float, keep_dims: { b: false } })],
  ],
  [
    'Mean over the last axis, counted from the end',
    IMAGE,
    { axes: integers(-1) },
    [node('y', 'Mean', ['x', 'axes'], { ...float, keep_dims: { b: true } })],
  ],
  [
    'Mean over rows, the axis dropped',
    IMAGE,
    { axes: integers(1) },
    [node('y', 'Mean', ['x', 'axes'], { ...float, keep_dims: { b: false } })],
  ],
  [
    'Pad of rows and columns',
    IMAGE,
    { p: { ...integers(0, 0, 1, 2, 0, 1, 0, 0), shape: [4, 2] } },
    [node('y', 'Pad', ['x', 'p'])],
  ],
  [
    'Pad of channels',
    IMAGE,
    { p: { ...integers(0, 0, 0, 0, 0, 0, 0, 2), shape: [4, 2] } },
    [node('y', 'Pad', ['x', 'p'])],
  ],
  [
    'Pad of vectors',
    [-1, 6],
    { p: { ...integers(0, 0, 2, 1), shape: [2, 2] } },
    [node('y', 'Pad', ['x', 'p'])],
  ],
  [
    'ConcatV2 along channels',
    IMAGE,
    { w: floats(1, 1, 3, 2), axis: scalarInteger(-1) },
    [
      node('z', 'Conv2D', ['x', 'w'], sliding('SAME')),
      node('y', 'ConcatV2', ['x', 'z', 'x', 'axis'], { ...float, N: { i: '3' } }),
    ],
  ],
  [
    'ConcatV2 along rows',
    IMAGE,
    { axis: scalarInteger(1) },
    [node('z', 'Neg', ['x']), node('y', 'ConcatV2', ['x', 'z', 'axis'], { ...float, N: { i: '2' } })],
  ],
  [
    'ConcatV2 of vectors',
    [-1, 6],
    { axis: scalarInteger(1) },
    [node('z', 'Neg', ['x']), node('y', 'ConcatV2', ['x', 'z', 'axis'], { ...float, N: { i: '2' } })],
  ],
  [
    'Reshape of an image: TensorFlow order',
    IMAGE,
    { s: integers(-1, 90) },
    [node('y', 'Reshape', ['x', 's'])],
  ],
  [
    'Reshape with a size left open',
    [1, 4, 4, 6],
    { s: integers(1, -1, 3) },
    [node('y', 'Reshape', ['x', 's'])],
  ],
  [
    'Reshape of one pixel',
    IMAGE,
    { w: floats(5, 6, 3, 4), s: integers(-1, 4) },
    [node('z', 'Conv2D', ['x', 'w'], sliding('VALID')), node('y', 'Reshape', ['z', 's'])],
  ],
  [
    'Reshape of one row of pixels',
    IMAGE,
    { w: floats(5, 1, 3, 4), s: integers(-1, 24) },
    [node('z', 'Conv2D', ['x', 'w'], sliding('VALID')), node('y', 'Reshape', ['z', 's'])],
  ],
  [
    'Squeeze of one pixel',
    IMAGE,
    { w: floats(5, 6, 3, 4) },
    [
      node('z', 'Conv2D', ['x', 'w'], sliding('VALID')),
      node('y', 'Squeeze', ['z'], { ...float, squeeze_dims: { list: { i: ['1', '2'] } } }),
    ],
  ],
  [
    'Squeeze of one column',
    IMAGE,
    { w: floats(1, 6, 3, 4) },
    [
      node('z', 'Conv2D', ['x', 'w'], sliding('VALID')),
      node('y', 'Squeeze', ['z'], { ...float, squeeze_dims: { list: { i: ['2'] } } }),
    ],
  ],
  ['Identity, and an image as output', IMAGE, {}, [node('y', 'Identity', ['x'])]],
  [
    'float16 weights',
    IMAGE,
    { w: as({ dtype: 'float16', original_dtype: 'float32' }, floats(1, 1, 3, 4)) },
    [node('y', 'Conv2D', ['x', 'w'], sliding('SAME'))],
  ],
  [
    'uint8 weights',
    IMAGE,
    { w: as({ dtype: 'uint8', scale: 0.0173, min: -1.9 }, floats(3, 1, 3, 4)) },
    [node('y', 'Conv2D', ['x', 'w'], sliding('SAME'))],
  ],
  [
    'uint16 weights after uint8 weights: odd offsets',
    IMAGE,
    {
      b: as({ dtype: 'uint8', scale: 0.0171, min: -2.1 }, floats(3)),
      w: as({ dtype: 'uint16', scale: 0.000061, min: -1.9 }, floats(1, 1, 3, 3)),
    },
    [node('y', '_FusedConv2D', ['x', 'w', 'b'], { ...sliding('SAME'), ...fused('BiasAdd') })],
  ],
]
