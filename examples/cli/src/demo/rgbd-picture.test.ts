import { createSession, createSimulatedPerson, type SessionOptions } from '@faceward/capture-simulated'
import { expect, it } from 'vitest'
import { reliefPicture } from './relief-picture.js'
import { frameOfRgbd, renderRgbd } from './rgbd-picture.js'

const options: SessionOptions = {
  species: 'bona-fide',
  seed: 3,
  size: { width: 64, height: 48 },
  durationMs: 100,
  framesPerSecond: 10,
  depthSensor: 'structured-light',
}
const person = createSimulatedPerson({ seed: 3 })

it('keeps colour, depth to a tenth of a millimetre, and the lens', () => {
  const [expected] = createSession(options, { person }).frames()
  const { image, depth } = frameOfRgbd(renderRgbd(person, options))
  expect(image.data).toEqual(expected!.image.data)
  const error = Math.max(...depth.data.map((metres, i) => Math.abs(metres - expected!.depth!.data[i]!)))
  expect(error).toBeLessThan(0.00006)
  expect(depth.intrinsics.focalX).toBeCloseTo(expected!.depth!.intrinsics.focalX, 1)
  expect(depth.intrinsics).toMatchObject({ width: 64, height: 48, principalX: 32, principalY: 24 })
})

it('draws a flat sheet evenly and a face unevenly, what is far behind dark', () => {
  const { depth } = frameOfRgbd(renderRgbd(person, options))
  const spread = (data: Float32Array) => {
    const { data: pixels } = reliefPicture({ ...depth, data })
    const middle = pixels.filter((_, i) => i % 3 === 0 && Math.abs(((i / 3) % 40) - 20) < 8)
    return Math.max(...middle) - Math.min(...middle)
  }
  expect(spread(depth.data.map(() => 0.4))).toBeLessThan(3)
  expect(spread(depth.data)).toBeGreaterThan(60)
})
