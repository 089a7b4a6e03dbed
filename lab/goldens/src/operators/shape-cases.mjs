import { as, float, floats, fused, IMAGE, integers, node, scalarInteger, sliding } from './graph-parts.mjs'

export const shapeCases = [
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
