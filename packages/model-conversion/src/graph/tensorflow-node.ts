import { malformed, unsupported } from '../conversion-error.js'

/** What a node is told besides its inputs. */
export interface Attribute {
  readonly flag?: boolean | undefined
  readonly text?: string | undefined
  readonly texts?: readonly string[] | undefined
  readonly integers?: readonly number[] | undefined
  /** TensorFlow's name of an element type. */
  readonly type?: string | undefined
  readonly shape?: readonly number[] | undefined
}

/** A node of a TensorFlow graph. Other formats are read as such graphs, so that each operator is written once. */
export interface TensorflowNode {
  readonly name: string
  readonly op: string
  /** Names of the nodes it reads from; control dependencies are left out. */
  readonly inputs: readonly string[]
  readonly attributes: ReadonlyMap<string, Attribute>
}

export function integersOf(node: TensorflowNode, attribute: string): readonly number[] {
  return node.attributes.get(attribute)?.integers ?? []
}

export function flagOf(node: TensorflowNode, attribute: string): boolean {
  return node.attributes.get(attribute)?.flag ?? false
}

export function stringOf(node: TensorflowNode, attribute: string): string | undefined {
  return node.attributes.get(attribute)?.text
}

export function stringsOf(node: TensorflowNode, attribute: string): readonly string[] {
  return node.attributes.get(attribute)?.texts ?? []
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
