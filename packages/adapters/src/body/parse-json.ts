import { Problem } from '../problems/problem.js'
import { scanJson } from './scan-json.js'

/**
 * @throws Problem `malformed-body` when the bytes are no UTF-8, no JSON, repeat a key, or hold more values than any
 * request has.
 */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new Problem('malformed-body', { detail: 'The body is not UTF-8.', cause })
  }
  scanJson(text)
  try {
    return JSON.parse(text)
  } catch {
    // The parser's message quotes the body, so it is not kept as a cause either.
    throw new Problem('malformed-body', { detail: 'The body is not JSON.' })
  }
}
