import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { captureProviderCases, describeConformance } from '@faceward/conformance'
import type { Frame } from '@faceward/spec'
import { afterAll, describe, it } from 'vitest'
import { createMcapCapture, createMcapRecorder } from '../src/node/index.js'

const folder = mkdtempSync(join(tmpdir(), 'faceward-conformance-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const path = join(folder, 'a.mcap')
const camera = { width: 16, height: 12, focalX: 16, focalY: 16, principalX: 8, principalY: 6 }
const frameOf = (sequence: number): Frame => ({
  image: { width: 16, height: 12, format: 'rgb8', data: new Uint8Array(16 * 12 * 3).fill(sequence) },
  depth: {
    width: 16,
    height: 12,
    data: new Float32Array(16 * 12).fill(0.5 + sequence / 100),
    intrinsics: camera,
    registeredToColor: true,
    provenance: { kind: 'sensed', method: 'time-of-flight', trust: 'driver', accuracy: 'absolute' },
  },
  timestampMs: 40 * sequence,
  sequence,
  source: { id: 'camera', kind: 'stream' },
})

const recorder = await createMcapRecorder({ path })
for (const sequence of [0, 1, 2, 3]) await recorder.write(frameOf(sequence))
await recorder.close()

/** Files that this process has open. */
const openFiles = () =>
  readdirSync('/proc/self/fd').map((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`)
    } catch {
      return ''
    }
  })

// Every recording is a provider in the same way, so one kind of file speaks for all.
describeConformance(
  { describe, it },
  'a recording',
  captureProviderCases({
    createProvider: () => createMcapCapture({ path }),
    kind: 'stream',
    recorded: true,
    depth: 'sensed',
    createUnavailable: () => createMcapCapture({ path: join(folder, 'absent.mcap') }),
    ...(existsSync('/proc/self/fd') ? { isReleased: () => !openFiles().includes(path) } : {}),
  }),
)
