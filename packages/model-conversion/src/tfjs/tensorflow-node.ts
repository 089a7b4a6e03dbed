import { malformed, unsupported } from '../conversion-error.js'
import type { AttributeJson, NodeJson } from './graph-model-schema.js'

/** A node of a TensorFlow graph with its attributes made readable. */
export interface TensorflowNode {
  readonly name: string
  readonly op: string
  /** Names of the nodes it reads from; control dependencies are left out. */
  readonly inputs: readonly string[]
  readonly attributes: ReadonlyMap<string, AttributeJson>
}

export function readNode(json: NodeJson): TensorflowNode {
  const data = (json.input ?? []).filter((input) => !input.startsWith('^'))
  return {
    name: json.name,
    op: json.op,
    inputs: data.map(withoutPort),
    attributes: new Map(Object.entries(json.attr ?? {})),
  }
}

/** `'x:0'` is the first and for this converter's operators the only output of `x`. */
export function withoutPort(name: string): string {
  return name.endsWith(':0') ? name.slice(0, -2) : name
}

export function integersOf(node: TensorflowNode, attribute: string): readonly number[] {
  return node.attributes.get(attribute)?.list?.i ?? []
}

export function flagOf(node: TensorflowNode, attribute: string): boolean {
  return node.attributes.get(attribute)?.b ?? false
}

export function stringOf(node: TensorflowNode, attribute: string): string | undefined {
  const encoded = node.attributes.get(attribute)?.s
  return encoded === undefined ? undefined : decode(encoded, node)
}

export function stringsOf(node: TensorflowNode, attribute: string): readonly string[] {
  return (node.attributes.get(attribute)?.list?.s ?? []).map((encoded) => decode(encoded, node))
}

/** Strides, kernel sizes and dilations: [1, height, width, 1] in TensorFlow's order. */
export function spatialOf(node: TensorflowNode, attribute: string, fallback?: number): [number, number] {
  const [batch, height, width, channels, ...rest] = integersOf(node, attribute)
  if (height === undefined && fallback !== undefined) return [fallback, fallback]
  const sound = batch === 1 && channels === 1 && rest.length === 0 && isPositive(height) && isPositive(width)
  if (!sound) throw malformed(`'${attribute}' of node '${node.name}' is not [1, height, width, 1]`)
  return [height, width]
}

/** @throws ModelLoadError `unsupported-operator` for layouts other than TensorFlow's usual one. */
export function assertChannelsLast(node: TensorflowNode): void {
  const format = stringOf(node, 'data_format') ?? 'NHWC'
  if (format !== 'NHWC') throw unsupported(`${node.op} with data format '${format.slice(0, 16)}'`)
}

function isPositive(value: number | undefined): value is number {
  return value !== undefined && value > 0 && value <= 1024
}

function decode(base64: string, node: TensorflowNode): string {
  try {
    return atob(base64)
  } catch (cause) {
    throw malformed(`node '${node.name}' has an attribute that is not base64`, cause)
  }
}
