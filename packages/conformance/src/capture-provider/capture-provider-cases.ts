import type { CallOptions, Frame } from '@faceward/spec'
import { SUPPORTED_SPECIFICATION_VERSIONS } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { expectReason, expectThat } from '../expectation.js'
import type { CaptureProviderHarness } from './capture-provider-harness.js'
import type { CaptureTrial } from './capture-trial.js'
import { depthCases } from './depth-cases.js'
import { frameCases } from './frame-cases.js'
import { releaseCases } from './release-cases.js'

/** What every capture provider must do; above all, say where a frame comes from and let go of the device. */
export function captureProviderCases(harness: CaptureProviderHarness): readonly ConformanceCase[] {
  const open = async (options?: CallOptions) => (await harness.createProvider()).open(options)
  const trial: CaptureTrial = {
    harness,
    open,
    async take(count) {
      const frames: Frame[] = []
      for await (const frame of await open()) {
        frames.push(frame)
        if (frames.length === count) break
      }
      expectThat(frames.length === count, `gives at least ${count} frames, got ${frames.length}`)
      return frames
    },
  }
  return [
    {
      name: 'names itself and the specification it was written for',
      async run() {
        const { specificationVersion, id } = await harness.createProvider()
        expectThat(
          SUPPORTED_SPECIFICATION_VERSIONS.includes(specificationVersion),
          'a supported specification',
        )
        expectThat(typeof id === 'string' && id !== '', 'id is a name')
      },
    },
    ...frameCases(trial),
    ...depthCases(trial),
    {
      name: 'an abort before opening rejects with the reason',
      async run() {
        const reason = new Error('stop')
        await expectReason(
          () => open({ signal: AbortSignal.abort(reason) }),
          reason,
          'open rejects with signal.reason',
        )
      },
    },
    {
      name: 'an abort in the loop rejects with the reason',
      async run() {
        const reason = new Error('stop')
        const controller = new AbortController()
        const session = await open({ signal: controller.signal })
        const reading = async () => {
          for await (const _ of session) controller.abort(reason)
        }
        await expectReason(reading, reason, 'the loop rejects with signal.reason')
        await session.close()
      },
    },
    ...releaseCases(trial),
  ]
}
