import { floats, fused, IMAGE, node, sliding } from './graph-parts.mjs'

export const convolutionCases = [
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
]
