import type { DepthMap, Frame, Intrinsics } from '@faceward/spec'
import type { ConformanceCase } from '../conformance-case.js'
import { expectThat } from '../expectation.js'
import type { CaptureTrial } from './capture-trial.js'
import { isCount } from './frame-cases.js'

export function depthCases({ harness, take }: CaptureTrial): ConformanceCase[] {
  const { depth: declared, recorded = false } = harness
  const withDepth = declared === undefined ? { skipped: 'no depth' } : {}
  const withRecording = recorded ? withDepth : { skipped: 'no recordings' }
  const maps = async (): Promise<readonly (readonly [DepthMap, Frame])[]> => {
    const found = (await take(2)).flatMap((frame) => (frame.depth ? [[frame.depth, frame] as const] : []))
    expectThat(found.length > 0, 'gives depth')
    return found
  }
  return [
    {
      name: 'gives depth in metres, 0 where there is none',
      ...withDepth,
      async run() {
        for (const [{ width, height, data, confidence }] of await maps()) {
          expectThat(isCount(width) && isCount(height), 'width and height are whole numbers above 0')
          expectThat(data instanceof Float32Array && data.length === width * height, 'width x height values')
          expectThat(
            data.every((value) => value >= 0 && value < 100),
            'metres: 0 or more, below 100',
          )
          expectThat(
            data.some((value) => value > 0),
            'something is measured',
          )
          expectThat(confidence === undefined || confidence.length === data.length, 'a confidence a value')
        }
      },
    },
    {
      name: 'gives what registering depth to colour needs',
      ...withDepth,
      async run() {
        for (const [{ intrinsics, registeredToColor, depthToColor }, { colorIntrinsics }] of await maps()) {
          expectThat(isCamera(intrinsics), 'depth has a camera')
          if (registeredToColor) continue
          expectThat(isCamera(colorIntrinsics), 'colour has a camera')
          expectThat(
            depthToColor !== undefined && isRotation(depthToColor.rotation),
            'depthToColor is a rotation',
          )
          expectThat(depthToColor.translation.every(Number.isFinite), 'and a translation')
        }
      },
    },
    {
      name: 'says whether depth was measured',
      ...withDepth,
      async run() {
        for (const [{ provenance }] of await maps()) {
          expectThat(provenance.kind === declared, `provenance.kind is '${declared}'`)
          const isGuess = ['learned-monocular', 'face-model', 'motion-stereo'].includes(provenance.method)
          expectThat(!(isGuess && provenance.kind === 'sensed'), `${provenance.method} is not sensed`)
        }
      },
    },
    {
      name: 'says that recorded depth was recorded',
      ...withRecording,
      async run() {
        for (const [{ provenance }] of await maps()) {
          expectThat(provenance.recorded === true, 'provenance.recorded is true')
        }
      },
    },
  ]
}

function isCamera(camera: Intrinsics | undefined): boolean {
  if (camera === undefined) return false
  const { width, height, focalX, focalY, principalX, principalY } = camera
  return (
    isCount(width) && isCount(height) && focalX > 0 && focalY > 0 && Number.isFinite(principalX + principalY)
  )
}

/** Its rows are of length 1 and at right angles. */
function isRotation(m: readonly number[]): boolean {
  const dot = (a: number, b: number) => m[a]! * m[b]! + m[a + 1]! * m[b + 1]! + m[a + 2]! * m[b + 2]!
  const near = (value: number, wanted: number) => Math.abs(value - wanted) < 1e-3
  const units = [0, 3, 6].every((row) => near(dot(row, row), 1))
  return m.length === 9 && units && near(dot(0, 3), 0) && near(dot(0, 6), 0) && near(dot(3, 6), 0)
}
