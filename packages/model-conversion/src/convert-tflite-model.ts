import { assertBatch, type BatchOptions } from './batch.js'
import type { ConversionOptions } from './convert-tfjs-graph-model.js'
import { convertGraph } from './graph/convert-graph.js'
import { readTflite } from './tflite/read-tflite.js'
import { graphOfTflite } from './tflite/tflite-graph.js'

export interface TfliteConversionOptions extends ConversionOptions, BatchOptions {}

/**
 * Converts a TFLite file to ONNX (opset 13). The same input gives the same bytes. Weights of float32 or float16.
 *
 * Image inputs of [N, H, W, C] become [N, C, H, W]; everything else keeps its shape. Inputs and outputs keep their names.
 *
 * @throws ModelLoadError `unsupported-operator` naming every operator it does not know, `malformed-model` for a file that
 * is none or contradicts itself.
 */
export function convertTfliteModel(file: Uint8Array, options: TfliteConversionOptions): Uint8Array {
  const { name, batch, outputs } = options
  assertBatch(batch)
  const { graph, weights, outputs: all } = graphOfTflite(readTflite(file), batch)
  return convertGraph({ name, graph, weights, outputs: outputs ?? all })
}
