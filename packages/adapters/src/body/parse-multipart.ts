import { Problem } from '../problems/problem.js'

/** A part of a form: its bytes are a view of the body's. */
export interface FormPart {
  readonly name: string
  readonly isFile: boolean
  readonly bytes: Uint8Array<ArrayBuffer>
}

const CR = 0x0d
const LF = 0x0a
const HYPHEN = 0x2d
const LONGEST_HEADERS = 2048

/** RFC 2046 section 5.1.1: 1 to 70 characters, in quotes where it needs them. */
const BOUNDARY = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/i

/** Characters that a browser escapes in the name of a part (HTML, "multipart/form-data encoding algorithm"). */
const ESCAPED: Readonly<Record<string, string>> = { '%22': '"', '%0D': '\r', '%0A': '\n' }

/**
 * The parts of a multipart/form-data body (RFC 7578), in one pass over its bytes and without a copy: the runtime's own
 * `formData()` takes ten seconds for ten megabytes of small files.
 * @throws Problem `malformed-body`; `invalid-request` when there are more parts than that.
 */
export function parseMultipart(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
  mostParts: number,
): readonly FormPart[] {
  const [, quoted, bare] = BOUNDARY.exec(contentType) ?? []
  const boundary = quoted ?? bare
  if (boundary === undefined) throw noForm()
  const mark = new TextEncoder().encode(`--${boundary}`)
  const parts: FormPart[] = []
  // The first boundary may open the body; all others stand behind a line break.
  let at = startsWith(bytes, mark, 0) ? 0 : behindLineBreak(bytes, mark, 0) + 2
  for (;;) {
    at += mark.length
    if (bytes[at] === HYPHEN && bytes[at + 1] === HYPHEN) return parts
    if (bytes[at] !== CR || bytes[at + 1] !== LF) throw noForm()
    if (parts.length >= mostParts)
      throw new Problem('invalid-request', { detail: 'There are too many parts.' })
    const start = endOfHeaders(bytes, at)
    const end = behindLineBreak(bytes, mark, start - 2)
    const headers = new TextDecoder().decode(bytes.subarray(at + 2, start - 2))
    parts.push({ ...dispositionOf(headers), bytes: bytes.subarray(start, Math.max(start, end)) })
    at = end + 2
  }
}

const noForm = () => new Problem('malformed-body', { detail: 'The body is no multipart/form-data.' })

function startsWith(bytes: Uint8Array, mark: Uint8Array, at: number): boolean {
  for (let i = 0; i < mark.length; i++) if (bytes[at + i] !== mark[i]) return false
  return true
}

/** Where the next line break with the mark behind it is. A mark has no line break, so nothing is looked at twice. */
function behindLineBreak(bytes: Uint8Array, mark: Uint8Array, from: number): number {
  for (let at = from; at + 2 + mark.length <= bytes.length; at++) {
    if (bytes[at] === CR && bytes[at + 1] === LF && startsWith(bytes, mark, at + 2)) return at
  }
  throw noForm()
}

/** The place behind the empty line that ends the headers, which begin behind the line break at `from`. */
function endOfHeaders(bytes: Uint8Array, from: number): number {
  const last = Math.min(bytes.length - 4, from + LONGEST_HEADERS)
  for (let at = from; at <= last; at++) {
    if (bytes[at] === CR && bytes[at + 1] === LF && bytes[at + 2] === CR && bytes[at + 3] === LF)
      return at + 4
  }
  throw noForm()
}

const PARAMETER = /\s*;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/y
const PLAIN = /^(?:7bit|8bit|binary)$/i

function dispositionOf(headers: string): { readonly name: string; readonly isFile: boolean } {
  const fields = headers.split('\r\n').filter((line) => line !== '')
  const valuesOf = (name: string) =>
    fields
      .filter((line) => line.toLowerCase().startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trim())
  const [disposition = '', second] = valuesOf('content-disposition')
  if (second !== undefined || !/^form-data\s*(?:;|$)/i.test(disposition)) throw noForm()
  if (!valuesOf('content-transfer-encoding').every((encoding) => PLAIN.test(encoding))) throw noForm()
  const parameters = new Map<string, string>()
  PARAMETER.lastIndex = 'form-data'.length
  for (let found = PARAMETER.exec(disposition); found !== null; found = PARAMETER.exec(disposition)) {
    const [, key = '', quoted, bare = ''] = found
    if (parameters.has(key.toLowerCase())) throw noForm()
    parameters.set(key.toLowerCase(), quoted ?? bare)
  }
  const name = parameters.get('name')
  if (name === undefined) throw noForm()
  return {
    name: name.replace(/%(?:22|0D|0A)/gi, (code) => ESCAPED[code.toUpperCase()] ?? code),
    isFile: parameters.has('filename') || parameters.has('filename*'),
  }
}
