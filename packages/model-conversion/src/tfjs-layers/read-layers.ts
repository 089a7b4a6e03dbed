import { malformed, unsupported } from '../conversion-error.js'
import type { LayerJson, ModelJson, ReferenceJson } from './layers-model-schema.js'

/** A layer at one of the places where it is used. */
export interface LayerCall {
  /** The layer's name; behind its first call with the call's number. */
  readonly name: string
  readonly layer: LayerJson
  /** Names of calls. */
  readonly inputs: readonly string[]
}

export interface Layers {
  readonly calls: ReadonlyMap<string, LayerCall>
  /** Names of the calls that the model declares as its outputs. */
  readonly outputs: readonly string[]
}

/** @throws ModelLoadError `malformed-model` when two layers have one name, or a model says nothing of its outputs. */
export function readLayers({ class_name: kind, config }: ModelJson): Layers {
  const calls = new Map<string, LayerCall>()
  const add = (name: string, layer: LayerJson, inputs: readonly string[]) => {
    if (calls.has(name)) throw malformed(`two layers are named '${name}'`)
    calls.set(name, { name, layer, inputs })
  }
  if (kind === 'Sequential') return { calls, outputs: [addInARow(config.layers, add)] }

  for (const layer of config.layers) {
    const { class_name: className, config, inbound_nodes: nodes = [] } = layer
    if (className === 'InputLayer') add(config.name, layer, [])
    else for (const [i, inputs] of nodes.entries()) add(callName(config.name, i), layer, inputs.map(callOf))
  }
  const { output_layers: declared } = config
  if (declared === undefined) throw malformed("model.json lacks 'output_layers'")
  return { calls, outputs: declared.map(callOf) }
}

/** Each layer reads the one before it. Gives the last one's name. */
function addInARow(
  layers: readonly LayerJson[],
  add: (name: string, layer: LayerJson, inputs: readonly string[]) => void,
): string {
  let previous: string | undefined
  for (const layer of layers) {
    const { name } = layer.config
    const isInput = layer.class_name === 'InputLayer'
    if (isInput && previous !== undefined) throw malformed(`input layer '${name}' stands behind another`)
    if (!isInput && previous === undefined) {
      // The shape stands with the first layer; TF.js calls the input so.
      previous = `${name}_input`
      add(previous, { class_name: 'InputLayer', config: { ...layer.config, name: previous } }, [])
    }
    add(name, layer, previous === undefined ? [] : [previous])
    previous = name
  }
  return previous!
}

function callOf([layer, call, , options]: ReferenceJson): string {
  if (options?.training === true) throw unsupported(`the training of '${layer}'`)
  return callName(layer, call)
}

function callName(layer: string, call: number): string {
  return call === 0 ? layer : `${layer}:${call}`
}
