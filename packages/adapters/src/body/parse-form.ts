import { Problem } from '../problems/problem.js'

const TEXT_FIELDS = ['user_id', 'challenge_id', 'consent_reference', 'operation'] as const
const BOOLEAN_FIELDS = ['replace'] as const
const MOST_PARTS = 1300

/** Parts that are files, by the part's name, and what the file is in JSON. */
const FILE_FIELDS = { images: 'images', 'images[]': 'images', depth: 'depth', packets: 'packets' } as const

/**
 * A multipart/form-data body in the shape of the JSON one, pictures as bytes: parts `user_id`, `images` (files,
 * repeated), and where the pictures are a stream `captured_at`, once for each, and `depth` (depth packets), once for
 * each or not at all; or `packets` with colour in place of both.
 * @throws Problem `malformed-body`, `invalid-request`.
 */
export async function parseForm(bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<unknown> {
  let form: FormData
  try {
    form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData()
  } catch {
    throw new Problem('malformed-body', { detail: 'The body is no multipart/form-data.' })
  }
  const parts = [...form.entries()]
  if (parts.length > MOST_PARTS) throw new Problem('invalid-request', { detail: 'There are too many parts.' })
  const files: Files = { images: [], depth: [], packets: [] }
  const times: unknown[] = []
  const fields: [string, unknown][] = []
  for (const [name, value] of parts) {
    if (Object.hasOwn(FILE_FIELDS, name)) {
      files[FILE_FIELDS[name as keyof typeof FILE_FIELDS]].push(await pictureOf(value))
    } else if (typeof value !== 'string') throw unexpected(name, 'expected text, not a file')
    else if (name === 'captured_at') times.push(value.trim() === '' ? value : Number(value))
    else if (fields.some(([known]) => known === name)) throw unexpected(name, 'expected once')
    else fields.push([name, fieldOf(name, value)])
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
  if ((TEXT_FIELDS as readonly string[]).includes(name)) return value
  if ((BOOLEAN_FIELDS as readonly string[]).includes(name)) {
    return value === 'true' ? true : value === 'false' ? false : value
  }
  return value
}

async function pictureOf(value: FormDataEntryValue): Promise<unknown> {
  return typeof value === 'string' ? value : new Uint8Array(await value.arrayBuffer())
}

const unexpected = (name: string, message: string) =>
  new Problem('invalid-request', { issues: [{ path: name.slice(0, 64), message }] })
