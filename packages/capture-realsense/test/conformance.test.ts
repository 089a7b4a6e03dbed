import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brokenCaptureProviders, captureProviderCases, describeConformance } from '@faceward/conformance'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRealsenseRecording } from '../src/index.js'
import { liveCapture } from '../src/live/realsense-capture.js'
import {
  type Bundles,
  bundleForThreads,
  compileFakeLibrary,
  isCompilerHere,
  NOTHING_LEFT,
} from './fake-library.js'
import { TINY_RECORDING } from './tiny-recording.js'
import { writeBag } from './write-bag.js'
import { writeDb3 } from './write-db3.js'

const folder = mkdtempSync(join(tmpdir(), 'faceward-realsense-'))
const bag = join(folder, 'tiny.bag')
const db3 = join(folder, 'tiny.db3')
writeFileSync(bag, writeBag(TINY_RECORDING))
writeDb3(db3, TINY_RECORDING)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const recordingHarness = (path: string) => ({
  createProvider: () => createRealsenseRecording({ path }),
  kind: 'stream' as const,
  recorded: true,
  depth: 'sensed' as const,
  createUnavailable: () => createRealsenseRecording({ path: join(folder, 'absent.bag') }),
  isReleased: () => !openFiles().includes(path),
})

describeConformance({ describe, it }, 'a .bag', captureProviderCases(recordingHarness(bag)))
// libsql lets go of a file when its statements are collected, at no time that a test could wait for.
const { isReleased: _, ...db3Harness } = recordingHarness(db3)
describeConformance({ describe, it }, 'a .db3', captureProviderCases(db3Harness))

describe('every case catches its broken double', () => {
  it.each(brokenCaptureProviders)('$caughtBy', async ({ caughtBy, breakProvider }) => {
    const harness = recordingHarness(bag)
    const broken = captureProviderCases({
      ...harness,
      createProvider: () => breakProvider(harness.createProvider()),
      createUnavailable: () => breakProvider(harness.createUnavailable()),
    })
    const found = broken.find(({ name, skipped }) => name === caughtBy && skipped === undefined)
    await expect(found!.run()).rejects.toHaveProperty('name', 'ConformanceFailure')
  })

  it('leaves out no case', () => {
    const names = captureProviderCases(recordingHarness(bag)).map(({ name }) => name)
    expect(brokenCaptureProviders.map(({ caughtBy }) => caughtBy).sort()).toEqual(names.sort())
  })
})

describe.skipIf(!isCompilerHere)('a live camera', () => {
  const fake = isCompilerHere ? compileFakeLibrary() : undefined
  const libraryPath = fake?.path ?? ''
  const threads = {} as Bundles
  beforeAll(async () => {
    Object.assign(threads, await bundleForThreads())
    fake?.behave()
  })
  afterAll(() => {
    fake?.remove()
    threads.remove?.()
  })

  describeConformance(
    { describe, it },
    'conforms',
    captureProviderCases({
      createProvider: () => liveCapture({ libraryPath, warmUpFrames: 0 }, threads.surroundings),
      kind: 'stream',
      depth: 'sensed',
      createUnavailable: () => liveCapture({ libraryPath: join(folder, 'none.so') }, threads.surroundings),
      isReleased: () => NOTHING_LEFT.test(fake?.log().at(-1) ?? ''),
    }),
  )
})

/** What this process has open, where the system tells. */
function openFiles(): readonly string[] {
  try {
    return readdirSync('/proc/self/fd').map((name) => {
      try {
        return readlinkSync(`/proc/self/fd/${name}`)
      } catch {
        return ''
      }
    })
  } catch {
    return []
  }
}
