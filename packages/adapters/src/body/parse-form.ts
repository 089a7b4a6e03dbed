import { Problem } from '../problems/problem.js'

const TEXT_FIELDS = ['user_id', 'challenge_id', 'consent_reference', 'operation'] as const
const BOOLEAN_FIELDS = ['replace'] as const
const MOST_PARTS = 1300

/**
 * A multipart/form-data body in the shape of the JSON one, pictures as bytes: parts `user_id`, `images` (files,
 * repeated), and where the pictures are a stream `captured_at`, once for each. Depth is sent as JSON only.
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
  const images: unknown[] = []
  const times: unknown[] = []
  const fields: [string, unknown][] = []
  for (const [name, value] of parts) {
    if (name === 'images' || name === 'images[]') images.push(await imageOf(value))
    else if (typeof value !== 'string') throw unexpected(name, 'expected text, not a file')
    else if (name === 'captured_at') times.push(value.trim() === '' ? value : Number(value))
    else if (fields.some(([known]) => known === name)) throw unexpected(name, 'expected once')
    else fields.push([name, fieldOf(name, value)])
  }
  // fromEntries defines keys as they are, so a part named __proto__ is an unknown key like any other.
  const body = Object.fromEntries(fields)
  if (times.length === 0) return images.length === 0 ? body : { ...body, images }
  if (times.length !== images.length) throw unexpected('captured_at', 'expected as often as images')
  return { ...body, frames: images.map((image, index) => ({ image, captured_at: times[index] })) }
}

function fieldOf(name: string, value: string): unknown {
  if ((TEXT_FIELDS as readonly string[]).includes(name)) return value
  if ((BOOLEAN_FIELDS as readonly string[]).includes(name)) {
    return value === 'true' ? true : value === 'false' ? false : value
  }
  return value
}

async function imageOf(value: FormDataEntryValue): Promise<unknown> {
  return typeof value === 'string' ? value : new Uint8Array(await value.arrayBuffer())
}

const unexpected = (name: string, message: string) =>
  new Problem('invalid-request', { issues: [{ path: name.slice(0, 64), message }] })
