import { ConfigurationError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createSimulatedPerson } from '../person/simulated-person.js'
import { parseScene } from '../scene/scene-options.js'
import { LANDMARK_NAMES } from '../truth/landmarks.js'
import { PIVOT } from './head-frame.js'
import { MATERIAL } from './material.js'
import { renderFrame } from './render-frame.js'
import { SceneField } from './scene-field.js'

const person = createSimulatedPerson({ seed: 11 })
const camera = { width: 160, height: 120 }
const plain = renderFrame(person, { camera, distanceM: 0.4 })

/** Mean 8-bit luminance of 8 x 6 blocks. */
function blocks(image: { width: number; height: number; data: Uint8Array }): number[] {
  const sums = new Array<number>(48).fill(0)
  for (let i = 0; i < image.width * image.height; i += 1) {
    const column = Math.floor(((i % image.width) * 8) / image.width)
    const row = Math.floor((Math.floor(i / image.width) * 6) / image.height)
    const at = row * 8 + column
    sums[at] = sums[at]! + (image.data[i * 3]! + image.data[i * 3 + 1]! + image.data[i * 3 + 2]!) / 3
  }
  return sums.map((sum) => sum / (400 * 1))
}

describe('renderFrame', () => {
  it('gives the same frame for the same seed and scene', () => {
    const again = renderFrame(createSimulatedPerson({ seed: 11 }), { camera, distanceM: 0.4 })
    expect(again.frame.image.data).toEqual(plain.frame.image.data)
    expect(again.frame.depth?.data).toEqual(plain.frame.depth?.data)
  })

  it('shows another person for another seed', () => {
    const other = renderFrame(createSimulatedPerson({ seed: 12 }), { camera, distanceM: 0.4 })
    const a = blocks(plain.frame.image)
    const b = blocks(other.frame.image)
    expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))).toBeGreaterThan(10)
  })

  it('says that its depth is simulated, registered and only declared', () => {
    expect(plain.frame.depth?.provenance).toEqual({
      kind: 'sensed',
      method: 'simulated',
      trust: 'declared',
      accuracy: 'absolute',
    })
    expect(plain.frame.depth?.registeredToColor).toBe(true)
    expect(plain.frame.source).toEqual({ id: 'simulated', kind: 'still' })
  })

  it('has the depth that a plain march of the unbaked skin finds', () => {
    const { depth } = plain.frame
    const { materials } = plain.truth
    const { head } = person
    const field = new SceneField(person.traits, head, parseScene({ camera, distanceM: 0.4 }))
    const { pivotX, pivotY, pivotZ } = field.frame
    const { focalX, focalY, principalX, principalY } = depth!.intrinsics
    let checked = 0
    for (let i = 0; i < materials.length; i += 37) {
      if (materials[i] !== MATERIAL.skin) continue
      const a = ((i % camera.width) + 0.5 - principalX) / focalX
      const b = (Math.floor(i / camera.width) + 0.5 - principalY) / focalY
      // At pose 0 head space is camera space turned half about x, moved to the pivot.
      const at = (t: number) =>
        [PIVOT[0] - pivotX + a * t, PIVOT[1] + pivotY - b * t, PIVOT[2] + pivotZ - t] as const
      const found = depth!.data[i]! * 1000
      const [x, y, z] = at(found)
      const nearEye = Math.abs(y) < 24 && Math.abs(Math.abs(x) - head.anchors.eyeX) < 28
      // Lids and neck are put on for each frame; they are not in the resting skin.
      if (nearEye || z < 0 || y < head.anchors.chinY + 12) continue
      let t = found - 40
      for (let k = 0; k < 4000 && head.skinField(...at(t)) > 0.01; k += 1) t += head.skinField(...at(t)) * 0.3
      expect(Math.abs(t - found)).toBeLessThan(0.6)
      checked += 1
    }
    expect(checked).toBeGreaterThan(25)
  })

  it('places landmarks where the depth says the surface is', () => {
    const { landmarks } = plain.truth
    for (const name of ['noseTip', 'noseRoot', 'chin', 'mouthLeft', 'mouthRight', 'upperLip'] as const) {
      const { x, y, metres, visible } = landmarks[name]
      expect(visible, name).toBe(true)
      const seen = plain.frame.depth!.data[Math.floor(y) * camera.width + Math.floor(x)]!
      expect(Math.abs(seen - metres.z), name).toBeLessThan(0.006)
    }
    expect(Object.keys(landmarks).sort()).toEqual([...LANDMARK_NAMES].sort())
  })

  it('turns the head as the signs of HeadPose say', () => {
    const at = (pose: object) => renderFrame(person, { camera, distanceM: 0.4, pose }).truth.landmarks
    const still = at({})
    const left = at({ yawDegrees: 20 })
    const up = at({ pitchDegrees: 20 })
    const tilted = at({ rollDegrees: 20 })
    const middle = (marks: typeof still) => (marks.rightEye.x + marks.leftEye.x) / 2
    expect(left.noseTip.x - middle(left)).toBeGreaterThan(still.noseTip.x - middle(still) + 3)
    expect(up.noseTip.y).toBeLessThan(still.noseTip.y - 3)
    expect(tilted.leftEye.y).toBeGreaterThan(tilted.rightEye.y + 5)
    expect(still.rightEye.x).toBeLessThan(still.leftEye.x)
  })

  it('closes the eyes in a blink', () => {
    const eyePixels = (blink: number | { left: number }) =>
      renderFrame(person, { camera, distanceM: 0.4, blink }).truth.materials.filter(
        (id) => id === MATERIAL.eye,
      ).length
    const open = eyePixels(0)
    expect(open).toBeGreaterThan(20)
    expect(eyePixels(1)).toBe(0)
    expect(eyePixels({ left: 1 })).toBeLessThan(open * 0.75)
    const lids = renderFrame(person, { camera, blink: 1 }).truth.landmarks
    expect(lids.leftUpperLid.y - lids.leftLowerLid.y).toBeCloseTo(0, 0)
  })

  it('draws eyes 55 to 72 mm apart, as far apart as its landmarks are', () => {
    const distances = Array.from({ length: 300 }, (_, seed) => createSimulatedPerson({ seed }).interocularMm)
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(55)
    expect(Math.max(...distances)).toBeLessThanOrEqual(72)
    const { leftEye, rightEye } = plain.truth.landmarks
    expect((leftEye.metres.x - rightEye.metres.x) * 1000).toBeCloseTo(person.interocularMm, 0)
  })

  it('refuses unknown keys and values out of range, naming the key', () => {
    expect(() => renderFrame(person, { poze: {} } as never)).toThrow(ConfigurationError)
    expect(() => renderFrame(person, { blink: 2 })).toThrow(/blink/)
    expect(() => createSimulatedPerson({ seed: -1 })).toThrow(/seed/)
  })
})
