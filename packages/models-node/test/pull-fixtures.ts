import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ModelManifest } from '@faceward/spec'
import type { Environment } from '../src/proxy-dispatcher.js'
import type { Wait } from '../src/stall-watch.js'

/** Bytes that look like nothing else: sha256 in counter mode. */
export function someBytes(length: number, seed = 'model'): Uint8Array {
  const bytes = new Uint8Array(length)
  for (let offset = 0; offset < length; offset += 32) {
    const block = createHash('sha256').update(`${seed} ${offset}`).digest()
    bytes.set(block.subarray(0, Math.min(32, length - offset)), offset)
  }
  return bytes
}

/** Equality of many bytes; the test runner's own looks at each of them for seconds. */
export function same(some: Uint8Array | undefined, other: Uint8Array): boolean {
  return some !== undefined && Buffer.compare(some, other) === 0
}

export function manifestOf(bytes: Uint8Array, url: string, mirrors?: readonly string[]): ModelManifest {
  return {
    id: 'test-model',
    task: 'face-embedding',
    description: 'bytes of a test',
    file: { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length },
    origin: { kind: 'url', url, ...(mirrors === undefined ? {} : { mirrors }) },
    license: { spdx: 'MIT', commercialUse: true, attribution: 'nobody' },
    input: { width: 112, height: 112, layout: 'nchw', colorOrder: 'rgb', mean: [0, 0, 0], std: [1, 1, 1] },
  }
}

export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'faceward-models-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

export const STALL_MS = 12_345

export interface FakeWait {
  readonly wait: Wait
  /** How long each pause between tries would have been. */
  readonly pauses: readonly number[]
  /** Lets one stall period pass. */
  stall(): Promise<void>
}

/** Pauses between tries end at once; a stall period ends when the test says so. */
export function fakeWait(): FakeWait {
  const pauses: number[] = []
  const periods: (() => void)[] = []
  const asked: ((end: () => void) => void)[] = []
  return {
    pauses,
    wait(ms, signal) {
      if (ms !== STALL_MS) {
        pauses.push(ms)
        return Promise.resolve()
      }
      return new Promise((end, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason))
        const ask = asked.shift()
        if (ask) ask(end)
        else periods.push(end)
      })
    },
    async stall() {
      const end = periods.shift() ?? (await new Promise<() => void>((resolve) => asked.push(resolve)))
      end()
    },
  }
}

/** Settings that look at no environment and never wait. */
export function quietly(): { environment: Environment; wait: Wait; stallMs: number } {
  return { environment: {}, wait: fakeWait().wait, stallMs: STALL_MS }
}
