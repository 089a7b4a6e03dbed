import * as z from 'zod'

/** Bounds far above any face model, so that a hostile file is refused before work is spent on it. */
const MAXIMUM_NODES = 20_000
const MAXIMUM_RANK = 6
const MAXIMUM_DIMENSION = 2 ** 24

const name = z.string().min(1).max(512)
/** Protobuf's JSON form writes 64-bit integers as strings. */
const integer = z.union([
  z.int(),
  z
    .string()
    .regex(/^-?\d{1,15}$/)
    .transform(Number),
])
const dimension = z.int().min(0).max(MAXIMUM_DIMENSION)

const weight = z.object({
  name,
  shape: z.array(dimension).max(MAXIMUM_RANK),
  dtype: z.enum(['float32', 'int32']),
  quantization: z
    .union([
      z.object({ dtype: z.literal('float16') }),
      z.object({ dtype: z.enum(['uint8', 'uint16']), scale: z.number(), min: z.number() }),
    ])
    .optional(),
})

/** TF.js's weights manifest: what lies in the binary file, in order. */
export const weightsManifestSchema = z
  .array(z.object({ weights: z.array(weight).max(MAXIMUM_NODES) }))
  .min(1)
  .max(64)

const attribute = z.object({
  i: integer.optional(),
  b: z.boolean().optional(),
  s: z.string().max(4096).optional(),
  list: z
    .object({ i: z.array(integer).max(64).optional(), s: z.array(z.string().max(4096)).max(64).optional() })
    .optional(),
  type: z.string().max(32).optional(),
  shape: z
    .object({
      dim: z
        .array(z.object({ size: integer }))
        .max(MAXIMUM_RANK)
        .optional(),
    })
    .optional(),
})

const node = z.object({
  name,
  op: z.string().min(1).max(128),
  input: z.array(name).max(MAXIMUM_NODES).optional(),
  attr: z.record(z.string(), attribute).optional(),
})

const signature = z.object({ outputs: z.record(z.string(), z.object({ name })).optional() })

/** What this converter reads of TF.js's graph model JSON; everything else in it is left aside. */
export const graphModelSchema = z.object({
  modelTopology: z.object({ node: z.array(node).min(1).max(MAXIMUM_NODES) }),
  weightsManifest: weightsManifestSchema,
  signature: signature.optional(),
  userDefinedMetadata: z.object({ signature: signature.optional() }).optional(),
})

export type GraphModelJson = z.infer<typeof graphModelSchema>
export type NodeJson = z.infer<typeof node>
export type AttributeJson = z.infer<typeof attribute>
export type WeightJson = z.infer<typeof weight>
export type WeightsManifestJson = z.infer<typeof weightsManifestSchema>
