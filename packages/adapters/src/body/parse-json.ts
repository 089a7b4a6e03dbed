import { Problem } from '../problems/problem.js'
import { hasRepeatedKeys } from './repeated-keys.js'

/** @throws Problem `malformed-body` when the bytes are no UTF-8, no JSON, or repeat a key. */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new Problem('malformed-body', { detail: 'The body is not UTF-8.', cause })
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's message quotes the body, so it is not kept as a cause either.
    throw new Problem('malformed-body', { detail: 'The body is not JSON.' })
  }
  if (hasRepeatedKeys(text)) {
    throw new Problem('malformed-body', { detail: 'A key stands twice in one object.' })
  }
  return value
}
