import { unit } from '@faceward/lab-shared/vectors'
import { DEFAULT_EMBEDDER } from '@faceward/model-pack'
import { applyTransform } from '../../../packages/embedding/src/apply-transform.js'
import { readLfwCache } from './lfw-cache.js'

/** The photographs of a person as the default embedder sees them. */
export interface LfwPerson {
  readonly name: string
  readonly photographs: readonly Float32Array[]
}

/** Reads the cache and puts the two networks together as the default embedder does. */
export async function readLfwPeople(folder: string): Promise<readonly LfwPerson[]> {
  const { index, values } = await readLfwCache(folder)
  const parts = DEFAULT_EMBEDDER.parts.map(({ model, transform, weight }) => ({
    column: index.columns.findIndex(({ name }) => name === model.id),
    transform,
    weight,
  }))
  const people = new Map<string, Float32Array[]>()
  index.files.forEach((file, row) => {
    if (index.found[row] !== true) return
    const joined = parts.flatMap(({ column, transform, weight }) =>
      Array.from(applyTransform(unit(values(row, column)), transform)!, (value) => Math.sqrt(weight) * value),
    )
    const name = file.split('/')[0]!
    people.set(name, [...(people.get(name) ?? []), unit(joined)])
  })
  return [...people].map(([name, photographs]) => ({ name, photographs }))
}
