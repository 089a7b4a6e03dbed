import { type Template, type TemplatePart, TemplateSecurityError } from '@faceward/spec'

/** What stands in front of the vectors, as JSON. */
interface Header extends Omit<Template, 'parts'> {
  readonly parts: readonly (Omit<TemplatePart, 'vector'> & { readonly dimension: number })[]
}

/**
 * A template as bytes, for sealing: `u32 header length | JSON header | float32 vectors`, little-endian. Only
 * ever sealed bytes leave memory.
 */
export function encodeTemplate(template: Template): Uint8Array {
  const header: Header = {
    ...template,
    parts: template.parts.map(({ vector, ...part }) => ({ ...part, dimension: vector.length })),
  }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const values = template.parts.reduce((total, { vector }) => total + vector.length, 0)
  const bytes = new Uint8Array(4 + text.length + 4 * values)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, text.length, true)
  bytes.set(text, 4)
  let offset = 4 + text.length
  for (const { vector } of template.parts) {
    for (const value of vector) {
      view.setFloat32(offset, value, true)
      offset += 4
    }
  }
  return bytes
}

/**
 * Reads what {@link encodeTemplate} wrote. The bytes were authenticated by the cipher, so a failure here is
 * another format, not an attack; it is reported as unreadable all the same.
 * @throws TemplateSecurityError when the bytes are no template of format 1.
 */
export function decodeTemplate(bytes: Uint8Array): Template {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    const vectorsAt = 4 + view.getUint32(0, true)
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, vectorsAt))) as Header
    if (header.formatVersion !== 1) throw new TemplateSecurityError()
    let offset = vectorsAt
    const parts = header.parts.map(({ dimension, ...part }) => {
      const vector = new Float32Array(dimension)
      for (let i = 0; i < dimension; i++, offset += 4) vector[i] = view.getFloat32(offset, true)
      return { ...part, vector }
    })
    return { ...header, parts }
  } catch {
    throw new TemplateSecurityError()
  }
}
