import * as z from 'zod/mini'

// Defaults are those of TF.js, for files that leave them out.

const size = z.int().check(z.minimum(1), z.maximum(1024))
const amount = z.int().check(z.minimum(0), z.maximum(4096))
const count = z.int().check(z.minimum(1), z.maximum(2 ** 24))
const axis = z.int().check(z.minimum(-6), z.maximum(6))

/** One number stands for both. */
const twice = (value: unknown) => (typeof value === 'number' ? [value, value] : value)
const pair = z.pipe(z.transform(twice), z.tuple([size, size]))
const ones = z._default(pair, [1, 1])
const activation = z.optional(z.nullable(z.string().check(z.maxLength(128))))
const padding = z._default(z.enum(['same', 'valid']), 'valid')
const dataFormat = z.optional(z.nullable(z.enum(['channels_last', 'channels_first'])))
const yes = z._default(z.boolean(), true)

export const anySchema = z.object({ data_format: dataFormat })

export const inputSchema = z.object({
  batch_input_shape: z.tuple([z.nullable(count)], z.nullable(count)).check(z.maxLength(6)),
  dtype: z.optional(z.nullable(z.string().check(z.maxLength(32)))),
})

const sliding = {
  kernel_size: pair,
  strides: ones,
  dilation_rate: ones,
  padding,
  data_format: dataFormat,
  activation,
  use_bias: yes,
}
export const convolutionSchema = z.object({ ...sliding, filters: count, groups: z._default(count, 1) })
export const depthwiseSchema = z.object({ ...sliding, depth_multiplier: z._default(count, 1) })
export const separableSchema = z.object({
  ...sliding,
  filters: count,
  depth_multiplier: z._default(count, 1),
})

export const poolingSchema = z.object({
  pool_size: z._default(pair, [2, 2]),
  strides: z.optional(z.nullable(pair)),
  padding,
  data_format: dataFormat,
})
export const globalPoolingSchema = z.object({
  data_format: dataFormat,
  keepdims: z._default(z.boolean(), false),
})

export const normalisationSchema = z.object({
  // Keras writes a list of one.
  axis: z._default(
    z.pipe(
      z.transform((value: unknown) => (Array.isArray(value) && value.length === 1 ? value[0] : value)),
      axis,
    ),
    -1,
  ),
  epsilon: z._default(z.number().check(z.minimum(0), z.maximum(1e6)), 1e-3),
  center: yes,
  scale: yes,
})

export const activationSchema = z.object({ activation: z.string().check(z.maxLength(128)) })
const none = z.optional(z.nullable(z.number()))
export const reluSchema = z.object({
  max_value: z.optional(z.nullable(z.number().check(z.minimum(0)))),
  negative_slope: none,
  threshold: none,
})
export const leakyReluSchema = z.object({ alpha: z._default(z.number(), 0.3) })
export const preluSchema = z.object({
  shared_axes: z.pipe(
    z.transform((value: unknown) => value ?? []),
    z.array(z.int().check(z.minimum(1), z.maximum(5))).check(z.maxLength(5)),
  ),
})

export const denseSchema = z.object({ units: count, activation, use_bias: yes })
const openSize = z.pipe(
  // TF.js writes an open size as null.
  z.transform((value: unknown) => value ?? -1),
  z.union([z.literal(-1), count]),
)
export const reshapeSchema = z.object({ target_shape: z.array(openSize).check(z.maxLength(5)) })
export const concatenateSchema = z.object({ axis: z._default(axis, -1) })

/** [[top, bottom], [left, right]]. */
export const zeroPaddingSchema = z.object({
  padding: z._default(
    z.pipe(
      z.transform((value: unknown) => {
        const sides = twice(value)
        return Array.isArray(sides) ? sides.map(twice) : sides
      }),
      z.tuple([z.tuple([amount, amount]), z.tuple([amount, amount])]),
    ),
    [
      [1, 1],
      [1, 1],
    ],
  ),
  data_format: dataFormat,
})
