// The cases of make-layers-goldens.mjs: [name, build, how its weights are written]. A model's output layer is named `y`.

const IMAGE = [4, 5, 2]

/** Layers in a row behind one input. */
const row =
  (shape, ...layers) =>
  (tf) => {
    const x = tf.input({ shape, name: 'x' })
    const y = layers.reduce((value, layer, i) => {
      const name = i === layers.length - 1 ? 'y' : `layer${i}`
      return layer(tf.layers, name).apply(value)
    }, x)
    return tf.model({ inputs: x, outputs: y })
  }
const layer = (kind, options) => (layers, name) => layers[kind]({ ...options, name })
const conv = (options) => layer('conv2d', { filters: 4, kernelSize: 3, ...options })

function sequential(tf) {
  const { layers } = tf
  return tf.sequential({
    layers: [
      layers.conv2d({ inputShape: IMAGE, filters: 4, kernelSize: 2, activation: 'relu', name: 'first' }),
      layers.maxPooling2d({ poolSize: 2, name: 'pool' }),
      layers.flatten({ name: 'flat' }),
      layers.dropout({ rate: 0.5, name: 'dropout' }),
      layers.dense({ units: 3, activation: 'softmax', name: 'y' }),
    ],
  })
}

/** One convolution, called twice. */
function shared(tf) {
  const x = tf.input({ shape: IMAGE, name: 'x' })
  const twice = tf.layers.conv2d({
    filters: 2,
    kernelSize: 3,
    padding: 'same',
    activation: 'tanh',
    name: 'twice',
  })
  const y = tf.layers.add({ name: 'y' }).apply([twice.apply(twice.apply(x)), x])
  return tf.model({ inputs: x, outputs: y })
}

function merged(kind, options) {
  return (tf) => {
    const x = tf.input({ shape: IMAGE, name: 'x' })
    const sides = ['a', 'b', 'c'].map((name) =>
      tf.layers.conv2d({ filters: 3, kernelSize: 1, useBias: false, name }).apply(x),
    )
    return tf.model({ inputs: x, outputs: tf.layers[kind]({ ...options, name: 'y' }).apply(sides) })
  }
}

/** Two blocks of a residual network, as face networks are built of. */
function residual(tf) {
  const { layers } = tf
  const x = tf.input({ shape: [9, 8, 3], name: 'x' })
  const normalised = (value, name, options) => {
    const convolved = layers
      .conv2d({
        filters: 6,
        kernelSize: 3,
        padding: 'same',
        useBias: false,
        name: `${name}_conv`,
        ...options,
      })
      .apply(value)
    return layers.batchNormalization({ name: `${name}_bn` }).apply(convolved)
  }
  const padded = layers
    .zeroPadding2d({
      padding: [
        [0, 1],
        [1, 0],
      ],
      name: 'pad',
    })
    .apply(x)
  const stem = layers
    .reLU({ maxValue: 6, name: 'stem_relu' })
    .apply(normalised(padded, 'stem', { strides: 2, padding: 'valid' }))
  const inner = layers.prelu({ sharedAxes: [1, 2], name: 'prelu' }).apply(normalised(stem, 'inner'))
  const skipped = layers.add({ name: 'skip' }).apply([normalised(inner, 'outer'), stem])
  const separable = layers
    .separableConv2d({ filters: 8, kernelSize: 3, padding: 'same', activation: 'relu', name: 'separable' })
    .apply(skipped)
  const gate = layers
    .dense({ units: 8, activation: 'sigmoid', name: 'gate' })
    .apply(layers.globalAveragePooling2d({ name: 'squeeze' }).apply(separable))
  const gated = layers
    .multiply({ name: 'gated' })
    .apply([separable, layers.reshape({ targetShape: [1, 1, 8], name: 'gate_image' }).apply(gate)])
  const joined = layers
    .concatenate({ name: 'joined' })
    .apply([
      layers.averagePooling2d({ poolSize: 2, name: 'average' }).apply(gated),
      layers.maxPooling2d({ name: 'most' }).apply(skipped),
    ])
  const flat = layers.flatten({ name: 'flat' }).apply(joined)
  const y = layers.dense({ units: 5, useBias: false, name: 'y' }).apply(flat)
  return tf.model({ inputs: x, outputs: y })
}

const UINT8 = { dtype: 'uint8', scale: 0.125, min: -2 }

export const layersCases = [
  ['Conv2D, valid', row(IMAGE, conv({}))],
  ['Conv2D, same, strides, ReLU', row(IMAGE, conv({ padding: 'same', strides: [2, 1], activation: 'relu' }))],
  [
    'Conv2D, dilated, without bias',
    row(IMAGE, conv({ kernelSize: [2, 3], dilationRate: 2, useBias: false })),
  ],
  ['Conv2D of float16', row(IMAGE, conv({ filters: 15 })), { dtype: 'float16' }],
  ['Conv2D of uint8', row(IMAGE, conv({ filters: 15, activation: 'relu6' })), UINT8],
  [
    'DepthwiseConv2D',
    row(IMAGE, layer('depthwiseConv2d', { kernelSize: 3, depthMultiplier: 2, padding: 'same', strides: 2 })),
  ],
  [
    'DepthwiseConv2D, without bias, sigmoid',
    row(IMAGE, layer('depthwiseConv2d', { kernelSize: [2, 3], useBias: false, activation: 'sigmoid' })),
  ],
  [
    'SeparableConv2D',
    row(
      IMAGE,
      layer('separableConv2d', { filters: 4, kernelSize: 3, depthMultiplier: 2, activation: 'relu' }),
    ),
  ],
  ['BatchNormalization of an image', row(IMAGE, layer('batchNormalization', {}))],
  [
    'BatchNormalization of a vector, without scale',
    row([7], layer('batchNormalization', { scale: false, epsilon: 0.01 })),
  ],
  [
    'BatchNormalization of axis 3, without centre',
    row(IMAGE, layer('batchNormalization', { axis: 3, center: false })),
  ],
  ...['relu', 'relu6', 'sigmoid', 'softmax', 'tanh', 'linear'].map((activation) => [
    `Activation ${activation}`,
    row(IMAGE, layer('activation', { activation })),
  ]),
  ['ReLU', row(IMAGE, layer('reLU', {}))],
  ['ReLU up to 1.25', row(IMAGE, layer('reLU', { maxValue: 1.25 }))],
  ['LeakyReLU', row(IMAGE, layer('leakyReLU', { alpha: 0.2 }))],
  ['PReLU with one slope a channel', row(IMAGE, layer('prelu', { sharedAxes: [1, 2] }))],
  ['PReLU with a slope each', row(IMAGE, layer('prelu', {}))],
  ['PReLU of a vector', row([7], layer('prelu', {}))],
  ['Dense, tanh', row([7], layer('dense', { units: 4, activation: 'tanh' }))],
  ['Dense of an image', row(IMAGE, layer('dense', { units: 4 }))],
  ['MaxPooling2D', row(IMAGE, layer('maxPooling2d', { poolSize: [2, 3], strides: 1 }))],
  ['MaxPooling2D, same', row(IMAGE, layer('maxPooling2d', { poolSize: 3, strides: 2, padding: 'same' }))],
  ['AveragePooling2D', row(IMAGE, layer('averagePooling2d', {}))],
  [
    'AveragePooling2D, same',
    row(IMAGE, layer('averagePooling2d', { poolSize: 3, strides: 2, padding: 'same' })),
  ],
  ['GlobalAveragePooling2D', row(IMAGE, layer('globalAveragePooling2d', {}))],
  ['ZeroPadding2D of one number', row(IMAGE, layer('zeroPadding2d', { padding: 2 }))],
  [
    'ZeroPadding2D of each side',
    row(
      IMAGE,
      layer('zeroPadding2d', {
        padding: [
          [1, 2],
          [0, 3],
        ],
      }),
    ),
  ],
  ['Flatten', row(IMAGE, conv({}), layer('flatten', {}))],
  ['Reshape, one size open', row(IMAGE, conv({}), layer('reshape', { targetShape: [-1, 4] }))],
  ['Reshape to an image', row([12], layer('reshape', { targetShape: [2, 2, 3] }), conv({ kernelSize: 2 }))],
  ['Add of three', merged('add')],
  ['Multiply of three', merged('multiply')],
  ['Concatenate of channels', merged('concatenate')],
  ['Concatenate of rows', merged('concatenate', { axis: 1 })],
  ['a layer that is called twice', shared],
  ['a Sequential model', sequential],
  ['a residual network', residual],
]
