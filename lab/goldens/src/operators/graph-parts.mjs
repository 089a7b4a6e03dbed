// What the cases are made of, as TensorFlow writes such nodes.

// Eighths from -2 to 2: exact in every format, short in JSON.
const drawn = { state: 20_261_122 }
const random = () => {
  drawn.state = (Math.imul(drawn.state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.round((drawn.state / 2 ** 32) * 32 - 16) / 8
}
const product = (shape) => shape.reduce((a, b) => a * b, 1)
export const floats = (...shape) => ({ shape, values: Array.from({ length: product(shape) }, random) })
export const given = (shape, values) => ({ shape, values })
export const integers = (...values) => ({ shape: [values.length], values, dtype: 'int32' })
export const scalarInteger = (value) => ({ shape: [], values: [value], dtype: 'int32' })
export const as = (quantization, constant) => ({ ...constant, quantization })

export const text = (value) => ({ s: Buffer.from(value).toString('base64') })
export const texts = (...values) => ({
  list: { s: values.map((value) => Buffer.from(value).toString('base64')) },
})
export const spatial = (height, width = height) => ({ list: { i: ['1', `${height}`, `${width}`, '1'] } })
export const float = { T: { type: 'DT_FLOAT' } }
export const sliding = (padding, strides = [1, 1], dilations = [1, 1]) => ({
  ...float,
  padding: text(padding),
  strides: spatial(...strides),
  dilations: spatial(...dilations),
  data_format: text('NHWC'),
})
export const pooling = (kernel, strides, padding) => ({
  ...float,
  ksize: spatial(...kernel),
  strides: spatial(...strides),
  padding: text(padding),
  data_format: text('NHWC'),
})
export const fused = (...ops) => ({
  fused_ops: texts(...ops),
  num_args: { i: `${ops.includes('Prelu') ? 2 : 1}` },
})
export const node = (name, op, input, attr = float) => ({ name, op, input, attr })

export const IMAGE = [-1, 5, 6, 3]
