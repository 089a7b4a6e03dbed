import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CacheIndex } from './commands/embed-lfw.js'

/** The cache that embed-lfw.ts wrote. */
export interface LfwCache {
  readonly index: CacheIndex
  /** Row of a path below `images/`, such as `A/A_0001.jpg`; undefined when no face was found. */
  rowOf(file: string): number | undefined
  /** One column's values of one row. */
  values(row: number, column: number): Float32Array
}

export async function readLfwCache(folder: string): Promise<LfwCache> {
  const index: CacheIndex = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'))
  const bytes = await readFile(join(folder, 'vectors.f32'))
  const vectors = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
  const width = index.columns.reduce((sum, { length }) => sum + length, 0)
  const offsets = index.columns.map((_, at) =>
    index.columns.slice(0, at).reduce((sum, { length }) => sum + length, 0),
  )
  const rows = new Map(index.files.flatMap((file, row) => (index.found[row] ? [[file, row] as const] : [])))
  return {
    index,
    rowOf: (file) => rows.get(file),
    values: (row, column) => {
      const start = row * width + offsets[column]!
      return vectors.subarray(start, start + index.columns[column]!.length)
    },
  }
}
