import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMcapCapture, createMcapRecorder } from '../src/node/index.js'
import { all, frameOf, HEIGHT, path, WIDTH } from './recording-trial.js'

describe('MCAP', () => {
  const record = async (name: string, count: number) => {
    const recorder = await createMcapRecorder({ path: path(name) })
    for (let sequence = 0; sequence < count; sequence++) await recorder.write(frameOf(sequence))
    await recorder.close()
    await recorder.close()
    return path(name)
  }

  it('gives back what was recorded, to the pixel and the float, as a recording', async () => {
    const frames = await all(createMcapCapture({ path: await record('a.mcap', 7) }))
    const expected = Array.from({ length: 7 }, (_, sequence) => {
      const { depth, ...frame } = frameOf(sequence)
      const provenance = { ...depth!.provenance, trust: 'declared', recorded: true }
      const source = { id: 'mcap', kind: 'stream', recorded: true }
      return { ...frame, depth: { ...depth, provenance }, source }
    })
    expect(frames).toEqual(expected)
    expect((await stat(path('a.mcap'))).mode & 0o077).toBe(0)
  })

  it('reads any broken file to whole frames or a typed error', async () => {
    const whole = await readFile(await record('b.mcap', 2))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 4 }),
        fc.nat(whole.length),
        async (edits, length) => {
          const changed = Buffer.from(length % 3 === 0 ? whole.subarray(0, length) : whole)
          for (const [at, value] of edits) if (at < changed.length) changed[at] = value
          await writeFile(path('broken.mcap'), changed)
          try {
            for (const { image } of await all(createMcapCapture({ path: path('broken.mcap') }))) {
              expect(image.data).toHaveLength(WIDTH * HEIGHT * 3)
            }
          } catch (error) {
            expect(error).toMatchObject({ name: 'CaptureError' })
          }
        },
      ),
      { numRuns: 120 },
    )
  })

  it.skipIf(!existsSync('/proc/self/fd'))(
    'is let go of when the loop is left, the session closed, or the signal aborted',
    async () => {
      const file = await record('c.mcap', 3)
      const provider = createMcapCapture({ path: file })
      const isOpen = () =>
        readdirSync('/proc/self/fd').some((name) => {
          try {
            return readlinkSync(`/proc/self/fd/${name}`) === file
          } catch {
            return false
          }
        })
      for await (const _ of await provider.open()) break
      expect(isOpen()).toBe(false)
      const session = await provider.open()
      const frames = session[Symbol.asyncIterator]()
      await frames.next()
      expect(isOpen()).toBe(true)
      await session.close()
      await session.close()
      expect(isOpen()).toBe(false)
      expect((await frames.next()).done).toBe(true)
      const abort = new AbortController()
      const aborted = (await provider.open({ signal: abort.signal }))[Symbol.asyncIterator]()
      await aborted.next()
      abort.abort(new Error('enough'))
      await expect(aborted.next()).rejects.toThrow('enough')
      expect(isOpen()).toBe(false)
    },
  )

  it('says what is wrong with a path', async () => {
    await expect(all(createMcapCapture({ path: path('absent.mcap') }))).rejects.toMatchObject({
      code: 'device-unavailable',
    })
    await expect(createMcapRecorder({ path: path('no/such/folder.mcap') })).rejects.toMatchObject({
      code: 'device-unavailable',
    })
    expect(() => createMcapCapture({ file: 'x' } as never)).toThrow(/file/)
  })
})
