import { Problem } from '../problems/problem.js'
import { type FormPart, parseMultipart } from './parse-multipart.js'

/** Fields that are no text in JSON. */
const BOOLEAN_FIELDS = ['replace', 'replace_override'] as const
const MOST_PARTS = 1300

/** Parts that are files, by the part's name, and what the file is in JSON. */
const FILE_FIELDS = { images: 'images', 'images[]': 'images', depth: 'depth', packets: 'packets' } as const

/**
 * A multipart/form-data body in the shape of the JSON one, pictures as bytes: parts `user_id`, `images` (files,
 * repeated), and where the pictures are a stream `captured_at`, once for each, and `depth` (depth packets), once for
 * each or not at all; or `packets` with colour in place of both.
 * @throws Problem `malformed-body`, `invalid-request`.
 */
export function parseForm(bytes: Uint8Array<ArrayBuffer>, contentType: string): unknown {
  const files: Files = { images: [], depth: [], packets: [] }
  const times: unknown[] = []
  const fields = new Map<string, unknown>()
  for (const part of parseMultipart(bytes, contentType, MOST_PARTS)) {
    const { name, isFile } = part
    if (Object.hasOwn(FILE_FIELDS, name)) {
      files[FILE_FIELDS[name as keyof typeof FILE_FIELDS]].push(isFile ? part.bytes : textOf(part))
    } else if (isFile) throw unexpected(name, 'expected text, not a file')
    else if (name === 'captured_at') times.push(timeOf(textOf(part)))
    else if (fields.has(name)) throw unexpected(name, 'expected once')
    else fields.set(name, fieldOf(name, textOf(part)))
  }
  // fromEntries defines keys as they are, so a part named __proto__ is an unknown key like any other.
  return { ...Object.fromEntries(fields), ...picturesOf(files, times) }
}

type Files = Readonly<Record<'images' | 'depth' | 'packets', unknown[]>>

function picturesOf({ images, depth, packets }: Files, times: readonly unknown[]): object {
  if (packets.length > 0 && images.length + depth.length > 0) {
    throw unexpected('packets', 'expected in place of images and depth')
  }
  const pictures = packets.length > 0 ? packets : images
  const isStream = times.length + depth.length + packets.length > 0
  if (!isStream) return images.length === 0 ? {} : { images }
  if (times.length !== pictures.length) {
    throw unexpected('captured_at', `expected as often as ${packets.length > 0 ? 'packets' : 'images'}`)
  }
  if (depth.length > 0 && depth.length !== images.length) {
    throw unexpected('depth', 'expected as often as images, or not at all')
  }
  const frames = pictures.map((picture, index) => ({
    ...(packets.length > 0 ? { packet: picture } : { image: picture }),
    ...(depth.length > 0 ? { depth: { data: depth[index] } } : {}),
    captured_at: times[index],
  }))
  return { frames }
}

function fieldOf(name: string, value: string): unknown {
  if (!(BOOLEAN_FIELDS as readonly string[]).includes(name)) return value
  return value === 'true' ? true : value === 'false' ? false : value
}

const timeOf = (text: string): unknown => (text.trim() === '' ? text : Number(text))

function textOf({ bytes }: FormPart): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new Problem('malformed-body', { detail: 'A part of the form is not UTF-8.', cause })
  }
}

const unexpected = (name: string, message: string) =>
  new Problem('invalid-request', { issues: [{ path: name.slice(0, 64), message }] })
