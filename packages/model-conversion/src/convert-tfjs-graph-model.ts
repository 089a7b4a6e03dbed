import { convertGraph } from './graph/convert-graph.js'
import { parseFormat } from './parse-format.js'
import { graphModelSchema } from './tfjs/graph-model-schema.js'
import { declaredOutputs, readGraph, withoutPort } from './tfjs/read-graph.js'
import { readWeights } from './tfjs/weights.js'

export interface TfjsGraphModel {
  /** The parsed `model.json`. */
  readonly json: unknown
  /** The weight files it names, joined in order. */
  readonly weights: Uint8Array
}

export interface ConversionOptions {
  /** The ONNX graph's name. */
  readonly name: string
  /** The outputs to keep, by TensorFlow node name; by default all. What only the others need is left out. */
  readonly outputs?: readonly string[]
}

/**
 * Converts a TF.js graph model to ONNX (opset 13). The same input gives the same bytes.
 *
 * Image inputs of [N, H, W, C] become [N, C, H, W]; everything else keeps its shape. Inputs and outputs keep
 * their TensorFlow names without `:0`.
 *
 * @throws ModelLoadError `unsupported-operator` naming every operator it does not know, `malformed-model` for a
 * model that contradicts itself.
 */
export function convertTfjsGraphModel(model: TfjsGraphModel, options: ConversionOptions): Uint8Array {
  const json = parseFormat(graphModelSchema, model.json, 'model.json')
  const weights = readWeights(json.weightsManifest, model.weights)
  const graph = readGraph(json)
  const outputs = (options.outputs ?? declaredOutputs(json, graph)).map(withoutPort)
  return convertGraph({ name: options.name, graph, weights, outputs })
}
