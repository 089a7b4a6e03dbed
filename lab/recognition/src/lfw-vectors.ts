import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DEFAULT_EMBEDDER } from '@faceward/model-pack'
import type { EmbeddingTransform } from '@faceward/spec'

/** What recognition/embed-lfw wrote. */
interface CacheIndex {
  readonly columns: readonly { readonly name: string; readonly length: number }[]
  readonly files: readonly string[]
  readonly found: readonly boolean[]
}

/** The photographs of a person as the default embedder sees them. */
export interface LfwPerson {
  readonly name: string
  readonly photographs: readonly Float32Array[]
}

/** Reads the cache of embed-lfw.ts and puts the two networks together as the default embedder does. */
export async function readLfwPeople(folder: string): Promise<readonly LfwPerson[]> {
  const index: CacheIndex = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'))
  const bytes = await readFile(join(folder, 'vectors.f32'))
  const rows = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
  const width = index.columns.reduce((sum, { length }) => sum + length, 0)
  const parts = DEFAULT_EMBEDDER.parts.map(({ model, transform, weight }) => ({ model, transform, weight }))
  const people = new Map<string, Float32Array[]>()
  index.files.forEach((file, row) => {
    if (index.found[row] !== true) return
    const joined: number[] = []
    for (const { model, transform, weight } of parts) {
      const column = index.columns.findIndex(({ name }) => name === model.id)
      const offset = index.columns.slice(0, column).reduce((sum, { length }) => sum + length, 0)
      const at = row * width + offset
      const output = unit(rows.subarray(at, at + index.columns[column]!.length))
      for (const value of transformed(output, transform)) joined.push(Math.sqrt(weight) * value)
    }
    const name = file.split('/')[0]!
    people.set(name, [...(people.get(name) ?? []), unit(joined)])
  })
  return [...people].map(([name, photographs]) => ({ name, photographs }))
}

export function unit(values: ArrayLike<number>): Float32Array {
  const copy = Float32Array.from(values)
  const length = Math.sqrt(dot(copy, copy))
  return copy.map((value) => value / length)
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

function transformed(values: Float32Array, transform: EmbeddingTransform | undefined): Float32Array {
  if (transform === undefined) return values
  const { mean, projection } = transform
  const centred = mean ? values.map((value, i) => value - mean[i]!) : values
  if (!projection) return unit(centred)
  const { rows, matrix } = projection
  const length = centred.length
  return unit(
    Array.from({ length: rows }, (_, row) => dot(matrix.subarray(row * length, (row + 1) * length), centred)),
  )
}
