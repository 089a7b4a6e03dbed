import { float, IMAGE, integers, node, pooling } from './graph-parts.mjs'

export const poolingCases = [
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
]
