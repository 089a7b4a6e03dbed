import { ProtobufMessage } from './protobuf-message.js'

/** Numbers of onnx.proto3. */
export const ELEMENT_TYPES = {
  float32: 1,
  uint8: 2,
  uint16: 4,
  int32: 6,
  int64: 7,
  float16: 10,
  float64: 11,
} as const
const ATTRIBUTE_INT = 2
const ATTRIBUTE_STRING = 3
const ATTRIBUTE_TENSOR = 4
const ATTRIBUTE_INTS = 7

export type OnnxElementType = keyof typeof ELEMENT_TYPES

/** A message is a tensor's. */
export type OnnxAttribute = number | string | readonly number[] | ProtobufMessage

/** A NodeProto of one output. */
export function nodeMessage(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Readonly<Record<string, OnnxAttribute>> = {},
): ProtobufMessage {
  const node = new ProtobufMessage()
  for (const tensor of inputs) node.text(1, tensor)
  node.text(2, output).text(4, operator)
  for (const [key, value] of Object.entries(attributes)) node.message(5, attribute(key, value))
  return node
}

/** A TensorProto. `data` is kept by reference. */
export function tensorMessage(
  name: string,
  type: OnnxElementType,
  dims: readonly number[],
  data: ArrayBufferView,
): ProtobufMessage {
  const message = new ProtobufMessage()
  for (const dimension of dims) message.integer(1, dimension)
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return message.integer(2, ELEMENT_TYPES[type]).text(8, name).bytes(9, raw)
}

function attribute(key: string, value: OnnxAttribute): ProtobufMessage {
  const message = new ProtobufMessage().text(1, key)
  if (typeof value === 'number') return message.integer(3, value).integer(20, ATTRIBUTE_INT)
  if (typeof value === 'string') return message.text(4, value).integer(20, ATTRIBUTE_STRING)
  if (value instanceof ProtobufMessage) return message.message(5, value).integer(20, ATTRIBUTE_TENSOR)
  for (const item of value) message.integer(8, item)
  return message.integer(20, ATTRIBUTE_INTS)
}
