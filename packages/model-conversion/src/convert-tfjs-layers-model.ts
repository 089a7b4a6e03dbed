import { assertBatch, type BatchOptions } from './batch.js'
import type { ConversionOptions, TfjsGraphModel } from './convert-tfjs-graph-model.js'
import { convertGraph } from './graph/convert-graph.js'
import { parseFormat } from './parse-format.js'
import { readWeights } from './tfjs/weights.js'
import { graphOfLayers } from './tfjs-layers/layers-graph.js'
import { layersModelSchema } from './tfjs-layers/layers-model-schema.js'
import { readLayers } from './tfjs-layers/read-layers.js'

/** As a graph model: the parsed `model.json`, and the weight files it names, joined in order. */
export type TfjsLayersModel = TfjsGraphModel

export interface LayersConversionOptions extends ConversionOptions, BatchOptions {}

/**
 * Converts a TF.js layers model (Keras: Sequential or Functional) to ONNX (opset 13). The same input gives the same bytes.
 *
 * Image inputs of [N, H, W, C] become [N, C, H, W]; everything else keeps its shape. Inputs and outputs are named as their
 * layers are; a Sequential model without an InputLayer takes `<first layer>_input`, as in TF.js.
 *
 * @throws ModelLoadError `unsupported-operator` naming every layer it does not know, `malformed-model` for a model that
 * contradicts itself.
 */
export function convertTfjsLayersModel(model: TfjsLayersModel, options: LayersConversionOptions): Uint8Array {
  const { name, batch } = options
  assertBatch(batch)
  const json = parseFormat(layersModelSchema, model.json, 'model.json')
  const published = readWeights(json.weightsManifest, model.weights)
  const read = readLayers(json.modelTopology.model_config)
  const outputs = options.outputs ?? read.outputs
  return convertGraph({ name, outputs, ...graphOfLayers(read.calls, { outputs, published, batch }) })
}
