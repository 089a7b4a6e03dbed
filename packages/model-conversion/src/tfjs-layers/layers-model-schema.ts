import * as z from 'zod/mini'
import { nameSchema, weightsManifestSchema } from '../tfjs/graph-model-schema.js'

/** Bounds far above any face model, so that a hostile file is refused before work is spent on it. */
const MAXIMUM_LAYERS = 5000
const MAXIMUM_CALLS = 64
const MAXIMUM_INPUTS = 256

/** `schema` behind a change of what is written in a shorter or older way. */
function normalised<Schema extends z.ZodMiniType>(change: (value: unknown) => unknown, schema: Schema) {
  return z.pipe(z.transform(change), schema)
}

/** Layer, number of the call, number of the output, options of the call. */
const reference = z.tuple([
  nameSchema,
  z.int().check(z.minimum(0), z.maximum(MAXIMUM_CALLS)),
  z.literal(0),
  z.optional(z.nullable(z.object({ training: z.optional(z.unknown()) }))),
])
const references = z.array(reference).check(z.minLength(1), z.maxLength(MAXIMUM_INPUTS))

const layer = z.object({
  class_name: z.string().check(z.minLength(1), z.maxLength(128)),
  config: z.looseObject({ name: nameSchema }),
  inbound_nodes: z.optional(z.array(references).check(z.maxLength(MAXIMUM_CALLS))),
})

const model = z.object({
  class_name: z.enum(['Sequential', 'Model', 'Functional']),
  // Keras before 2.2.3 wrote a Sequential model as the list of its layers alone.
  config: normalised(
    (config) => (Array.isArray(config) ? { layers: config } : config),
    z.object({
      layers: z.array(layer).check(z.minLength(1), z.maxLength(MAXIMUM_LAYERS)),
      // One output may stand without its list.
      output_layers: z.optional(
        normalised((one) => (Array.isArray(one) && typeof one[0] === 'string' ? [one] : one), references),
      ),
    }),
  ),
})

/** What this converter reads of TF.js's layers model JSON; everything else in it is left aside. */
export const layersModelSchema = z.object({
  // Keras' exporter wraps the model, TF.js itself does not.
  modelTopology: normalised(
    (topology) => (isUnwrapped(topology) ? { model_config: topology } : topology),
    z.object({ model_config: model }),
  ),
  weightsManifest: weightsManifestSchema,
})

function isUnwrapped(topology: unknown): boolean {
  return typeof topology === 'object' && topology !== null && 'class_name' in topology
}

export type ModelJson = z.infer<typeof model>
export type LayerJson = z.infer<typeof layer>
export type ReferenceJson = z.infer<typeof reference>
