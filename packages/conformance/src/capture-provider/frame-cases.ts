import { CHANNELS, type Frame } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { expectThat } from '../expectation.js'
import { sameBytes } from '../same-bytes.js'
import type { CaptureTrial } from './capture-trial.js'

export function frameCases({ harness, open, take }: CaptureTrial): ConformanceCase[] {
  const { kind, recorded = false } = harness
  const withTimes = kind === 'stream' ? {} : { skipped: 'the times of stills mean nothing' }
  return [
    {
      name: 'gives pictures whose bytes fit their size',
      async run() {
        for (const { image } of await take(2)) {
          const { width, height, format, data } = image
          expectThat(isCount(width) && isCount(height), 'width and height are whole numbers above 0')
          expectThat(format in CHANNELS, 'a known format')
          expectThat(data.length === width * height * CHANNELS[format], 'width x height x channels bytes')
        }
      },
    },
    {
      name: 'says of every frame where it comes from',
      async run() {
        const { id } = await harness.createProvider()
        for (const { source } of await take(2)) {
          expectThat(source.id === id, 'source.id is the id of the provider')
          expectThat(source.kind === kind, `source.kind is '${kind}'`)
          expectThat((source.recorded ?? false) === recorded, 'source.recorded as declared')
        }
      },
    },
    {
      name: 'counts frames up',
      async run() {
        const counts = (await take(3)).map(({ sequence }) => sequence)
        expectThat(
          counts.every((count) => Number.isInteger(count) && count >= 0),
          'whole numbers from 0',
        )
        expectThat(isRising(counts), 'each above the one before')
      },
    },
    {
      name: 'gives times that go on',
      ...withTimes,
      async run() {
        const times = (await take(3)).map(({ timestampMs }) => timestampMs)
        expectThat(times.every(Number.isFinite) && isRising(times), 'finite, each above the one before')
      },
    },
    {
      name: 'leaves a frame as it was when later ones come',
      async run() {
        const session = await open()
        let kept:
          | { readonly frame: Frame; readonly pixels: Uint8Array; readonly depth: Float32Array }
          | undefined
        let others = 0
        for await (const frame of session) {
          kept ??= {
            frame,
            pixels: frame.image.data.slice(),
            depth: frame.depth?.data.slice() ?? new Float32Array(),
          }
          others++
          if (others === 3) break
        }
        expectThat(kept !== undefined, 'gives frames')
        const { frame, pixels, depth } = kept
        const map = frame.depth?.data ?? new Float32Array()
        const isSame =
          sameBytes(frame.image.data, pixels) && map.every((metres, i) => Object.is(metres, depth[i]))
        expectThat(isSame, 'pixels and depth of a kept frame do not change')
      },
    },
  ]
}

export const isCount = (value: number) => Number.isInteger(value) && value > 0

function isRising(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value > values[i - 1]!)
}
