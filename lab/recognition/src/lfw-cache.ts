import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { dataPath, needed } from '@faceward/lab-shared/data-folder'

/** Where LFW View 1 and what recognition/embed-lfw wrote of it are, as options of a command. */
export const LFW_OPTIONS = {
  data: { type: 'string', default: dataPath('lfw-view1') },
  cache: { type: 'string', default: '/tmp/lfw-cache' },
} as const

export interface CacheIndex {
  readonly format: 1
  readonly columns: readonly { readonly name: string; readonly length: number }[]
  /** Paths below `images/`, sorted; the row's number is the index. */
  readonly files: readonly string[]
  /** Whether a face was found. */
  readonly found: readonly boolean[]
  /** Manifest id to sha256. */
  readonly models: Readonly<Record<string, string>>
  readonly which: string
}

/** What recognition/embed-lfw wrote. */
export interface LfwCache {
  readonly index: CacheIndex
  /** Row of a path below `images/`, such as `A/A_0001.jpg`; undefined when no face was found. */
  rowOf(file: string): number | undefined
  /** One column's values of one row. */
  values(row: number, column: number): Float32Array
}

export async function readLfwCache(folder: string): Promise<LfwCache> {
  needed(folder, '`npm run lab -- recognition/embed-lfw` writes it.')
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
