import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CaptureError } from '@faceward/spec'
import fc from 'fast-check'
import Database from 'libsql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TINY_RECORDING } from '../../test/tiny-recording.js'
import { bagRecord, uint32, writeBag } from '../../test/write-bag.js'
import { writeDb3 } from '../../test/write-db3.js'
import { LARGEST_BLOCK } from './limits.js'
import { createRealsenseRecording } from './realsense-recording.js'

const state = { folder: '', db3: Buffer.alloc(0), count: 0 }
const at = (name: string) => join(state.folder, name)
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-hostile-'))
  writeDb3(at('tiny.db3'), TINY_RECORDING)
  state.db3 = await readFile(at('tiny.db3'))
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

interface Outcome {
  readonly frames: number
  readonly error?: unknown
}

async function readBytes(bytes: Uint8Array): Promise<Outcome> {
  const path = at(`${state.count++}.rec`)
  await writeFile(path, bytes)
  const outcome = { frames: 0 }
  try {
    for await (const _ of await createRealsenseRecording({ path }).open()) outcome.frames++
    return outcome
  } catch (error) {
    return { ...outcome, error }
  } finally {
    await rm(path)
  }
}

/** Frames, or an error of this package's own; never another, never more memory than a camera's picture takes. */
async function expectManners(bytes: Uint8Array): Promise<void> {
  const { error } = await readBytes(bytes)
  if (error !== undefined) expect(CaptureError.isInstance(error), String(error)).toBe(true)
}

interface Damage {
  readonly place: number
  readonly value: number
  readonly width: 1 | 4
}
const damages: fc.Arbitrary<readonly Damage[]> = fc.array(
  fc.record({
    place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    value: fc.oneof(
      fc.constantFrom(0, 1, 0x7fffffff, 0x80000000, 0xffffffff),
      fc.integer({ min: 0, max: 0xffffffff }),
    ),
    width: fc.constantFrom(1, 4),
  }),
  { minLength: 1, maxLength: 6 },
)

function damaged(whole: Uint8Array, list: readonly Damage[], kept = 1): Uint8Array {
  const bytes = Buffer.from(whole.subarray(0, Math.ceil(whole.length * kept)))
  for (const { place, value, width } of list) {
    const offset = Math.floor(place * Math.max(0, bytes.length - width))
    if (width === 1) bytes[offset] = value & 255
    else if (offset + 4 <= bytes.length) bytes.writeUInt32LE(value, offset)
  }
  return bytes
}

describe('a recording that was damaged', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  it.each(['none', 'lz4'] as const)('.bag, packing %s: frames or a typed error', async (compression) => {
    const whole = writeBag(TINY_RECORDING, { compression })
    await fc.assert(
      fc.asyncProperty(damages, fc.oneof(fc.constant(1), share), (list, kept) =>
        expectManners(damaged(whole, list, kept)),
      ),
      { numRuns: 400 },
    )
  })

  it('.db3: frames or a typed error', async () => {
    await fc.assert(
      fc.asyncProperty(damages, fc.oneof(fc.constant(1), share), (list, kept) =>
        expectManners(damaged(state.db3, list, kept)),
      ),
      { numRuns: 150 },
    )
  })
})

describe('a recording that is made to do harm', () => {
  const GIGABYTES = uint32(0xffffffff)
  const intro = Buffer.from('#ROSBAG V2.0\n')
  const chunk = (compression: string, size: number, data: Uint8Array) =>
    bagRecord({ op: Buffer.of(5), compression: Buffer.from(compression), size: uint32(size) }, data)
  const lz4Start = Buffer.from('04224d1860407300', 'hex').subarray(0, 7)

  it.each([
    ['a header of 4 GB', Buffer.concat([intro, GIGABYTES, Buffer.alloc(64)])],
    [
      'data of 4 GB',
      Buffer.concat([intro, bagRecord({ op: Buffer.of(5) }, new Uint8Array(0)).subarray(0, -4), GIGABYTES]),
    ],
    ['a chunk that says it unpacks to 4 GB', Buffer.concat([intro, chunk('lz4', 0xffffffff, lz4Start)])],
    ['a chunk that unpacks to more than it says', Buffer.concat([intro, chunk('lz4', 8, bomb(4096))])],
    [
      'an LZ4 block of 2 GB',
      Buffer.concat([intro, chunk('lz4', 8, Buffer.concat([lz4Start, uint32(0x7fffffff), Buffer.alloc(8)]))]),
    ],
    ['a message of no topic', Buffer.concat([intro, chunk('none', 0, message(5, new Uint8Array(4)))])],
    ['a chunk of an unknown packing', Buffer.concat([intro, chunk('bz2', 8, new Uint8Array(8))])],
  ])('%s', async (_, bytes) => {
    const before = process.memoryUsage().arrayBuffers
    const { error } = await readBytes(bytes)
    expect(error).toMatchObject({ name: 'CaptureError', code: 'malformed-recording' })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 2 ** 20)
  })

  it('a picture that says it is larger than it is', async () => {
    const whole = writeBag(TINY_RECORDING, { compression: 'none' })
    const width = whole.indexOf(Buffer.concat([uint32(12), uint32(16), uint32(6), Buffer.from('mono16')])) + 4
    uint32(100_000).copy(whole, width)
    expect(await readBytes(whole)).toMatchObject({ error: { code: 'malformed-recording' } })
  })

  it.each([
    [
      'a view in place of a table',
      'ALTER TABLE messages RENAME TO m; CREATE VIEW messages AS SELECT * FROM m',
    ],
    ['no table of topics', 'DROP TABLE topics'],
    ['a message that is no blob', "UPDATE messages SET data = 'text'"],
    [
      'a message larger than any picture',
      `UPDATE messages SET data = zeroblob(${LARGEST_BLOCK + 1}) WHERE id = 9`,
    ],
    ['a Zstandard frame of 2 GB', "UPDATE messages SET data = x'28b52ffda0ffffff7f00000000000000000000'"],
    ['a Zstandard window of 2 TB', "UPDATE messages SET data = x'28b52ffd00ff00000000000000000000000000'"],
    ['text in place of CDR', "UPDATE messages SET data = x'00'"],
  ])('.db3 with %s', async (_, sql) => {
    const path = at(`${state.count++}.db3`)
    await writeFile(path, state.db3)
    const database = new Database(path)
    database.exec(sql)
    database.close()
    const before = process.memoryUsage().arrayBuffers
    const { error } = await readBytes(await readFile(path))
    expect(error).toMatchObject({ name: 'CaptureError', code: 'malformed-recording' })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 * LARGEST_BLOCK)
  })

  function message(connection: number, data: Uint8Array): Buffer {
    return bagRecord({ op: Buffer.of(2), conn: uint32(connection), time: Buffer.alloc(8) }, data)
  }

  /** One literal, then a match of itself for so long. */
  function bomb(length: number): Buffer {
    const block = Buffer.concat([
      Buffer.of(0x1f, 7, 1, 0),
      Buffer.alloc(Math.floor(length / 255), 255),
      Buffer.of(0),
    ])
    return Buffer.concat([lz4Start, uint32(block.length), block, uint32(0)])
  }
})
