import { CaptureError } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { expectThat } from '../expectation.js'
import type { CaptureTrial } from './capture-trial.js'

export function releaseCases({ harness, open }: CaptureTrial): ConformanceCase[] {
  const { createUnavailable, isReleased } = harness
  const withRelease = isReleased === undefined ? { skipped: 'what it holds cannot be seen' } : {}
  const withUnavailable = createUnavailable === undefined ? { skipped: 'nothing can be absent' } : {}
  const expectReleased = async (when: string) => {
    expectThat((await isReleased?.()) !== false, `nothing of the device is held ${when}`)
  }
  return [
    {
      name: 'ends the loop when it is closed, and may be closed twice',
      async run() {
        const session = await open()
        const frames = session[Symbol.asyncIterator]()
        expectThat((await frames.next()).done !== true, 'gives a frame')
        await session.close()
        await session.close()
        expectThat((await frames.next()).done === true, 'no frame after close')
      },
    },
    {
      name: 'may be closed without a frame having been taken',
      async run() {
        const session = await open()
        expectThat(await succeeds(() => session.close()), 'close resolves')
        await expectReleased('after close')
      },
    },
    {
      name: 'lets go of the device when the loop is left',
      ...withRelease,
      async run() {
        for await (const _ of await open()) break
        await expectReleased('after break')
        const failure = new Error('of the consumer')
        try {
          for await (const _ of await open()) throw failure
        } catch (error) {
          expectThat(error === failure, "the consumer's own error comes through")
        }
        await expectReleased('after an error in the loop')
      },
    },
    {
      name: 'can be opened again',
      async run() {
        const provider = await harness.createProvider()
        const givesFrame = async () => {
          for await (const _ of await provider.open()) return
          throw new Error('no frame')
        }
        for (const time of ['first', 'second']) {
          expectThat(await succeeds(givesFrame), `gives a frame at the ${time} opening`)
        }
      },
    },
    {
      name: 'says that a device is absent with a CaptureError',
      ...withUnavailable,
      async run() {
        let found: unknown
        try {
          const provider = await createUnavailable?.()
          for await (const _ of (await provider?.open()) ?? []) break
        } catch (error) {
          found = error
        }
        expectThat(CaptureError.isInstance(found), 'throws a CaptureError')
      },
    },
  ]
}

async function succeeds(action: () => Promise<void>): Promise<boolean> {
  try {
    await action()
    return true
  } catch {
    return false
  }
}
