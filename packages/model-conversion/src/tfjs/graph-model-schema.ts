import * as z from 'zod/mini'

/** Bounds far above any face model, so that a hostile file is refused before work is spent on it. */
const MAXIMUM_NODES = 20_000
const MAXIMUM_RANK = 6
const MAXIMUM_DIMENSION = 2 ** 24

const text = (longest: number) => z.string().check(z.maxLength(longest))
export const nameSchema = z.string().check(z.minLength(1), z.maxLength(512))
/** Protobuf's JSON form writes 64-bit integers as strings. */
const integer = z.union([z.int(), z.pipe(z.string().check(z.regex(/^-?\d{1,15}$/)), z.transform(Number))])
const dimension = z.int().check(z.minimum(0), z.maximum(MAXIMUM_DIMENSION))

const weight = z.object({
  name: nameSchema,
  shape: z.array(dimension).check(z.maxLength(MAXIMUM_RANK)),
  dtype: z.enum(['float32', 'int32']),
  quantization: z.optional(
    z.union([
      z.object({ dtype: z.literal('float16') }),
      z.object({ dtype: z.enum(['uint8', 'uint16']), scale: z.number(), min: z.number() }),
    ]),
  ),
})

/** TF.js's weights manifest: what lies in the binary file, in order. */
export const weightsManifestSchema = z
  .array(z.object({ weights: z.array(weight).check(z.maxLength(MAXIMUM_NODES)) }))
  .check(z.minLength(1), z.maxLength(64))

const attribute = z.object({
  i: z.optional(integer),
  b: z.optional(z.boolean()),
  s: z.optional(text(4096)),
  list: z.optional(
    z.object({
      i: z.optional(z.array(integer).check(z.maxLength(64))),
      s: z.optional(z.array(text(4096)).check(z.maxLength(64))),
    }),
  ),
  type: z.optional(text(32)),
  shape: z.optional(
    z.object({ dim: z.optional(z.array(z.object({ size: integer })).check(z.maxLength(MAXIMUM_RANK))) }),
  ),
})

const node = z.object({
  name: nameSchema,
  op: z.string().check(z.minLength(1), z.maxLength(128)),
  input: z.optional(z.array(nameSchema).check(z.maxLength(MAXIMUM_NODES))),
  attr: z.optional(z.record(z.string(), attribute)),
})

const signature = z.object({ outputs: z.optional(z.record(z.string(), z.object({ name: nameSchema }))) })

/** What this converter reads of TF.js's graph model JSON; everything else in it is left aside. */
export const graphModelSchema = z.object({
  modelTopology: z.object({ node: z.array(node).check(z.minLength(1), z.maxLength(MAXIMUM_NODES)) }),
  weightsManifest: weightsManifestSchema,
  signature: z.optional(signature),
  userDefinedMetadata: z.optional(z.object({ signature: z.optional(signature) })),
})

export type GraphModelJson = z.infer<typeof graphModelSchema>
export type NodeJson = z.infer<typeof node>
export type AttributeJson = z.infer<typeof attribute>
export type WeightJson = z.infer<typeof weight>
export type WeightsManifestJson = z.infer<typeof weightsManifestSchema>
