import { MESH_LEFT_EYE, MESH_POINT_COUNT, MESH_RIGHT_EYE } from '@faceward/imaging'
import type { FaceMesh, FivePoints, HeadPose, Point } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { estimateHeadPose } from './estimate-head-pose.js'

type Vector = readonly [number, number, number]

/** A head that looks straight ahead, in image axes (x right, y down, z away); x is the subject's left. */
const HEAD = {
  rightEye: [-32, -30, 0],
  leftEye: [32, -30, 0],
  nose: [0, 5, -25],
  mouthRight: [-25, 40, 0],
  mouthLeft: [25, 40, 0],
} as const satisfies Record<string, Vector>

const LANDMARKS: readonly (readonly [number, Vector])[] = [
  [234, [-70, 0, 60]],
  [454, [70, 0, 60]],
  [33, [-45, -30, 5]],
  [263, [45, -30, 5]],
  [133, [-18, -30, 3]],
  [362, [18, -30, 3]],
  [61, HEAD.mouthRight],
  [291, HEAD.mouthLeft],
  [10, [0, -90, 0]],
  [152, [0, 90, 0]],
  [1, HEAD.nose],
  ...MESH_RIGHT_EYE.filter((i) => ![33, 133].includes(i)).map((i) => [i, HEAD.rightEye] as const),
  ...MESH_LEFT_EYE.filter((i) => ![263, 362].includes(i)).map((i) => [i, HEAD.leftEye] as const),
]

/** The network's mesh of a level head leans forward by this much, so the synthetic one must too. */
const LEAN_DEGREES = 8

/** Turns a point up by the pitch, then to the subject's left by the yaw, then to their left shoulder by the roll. */
function posed([x, y, z]: Vector, pose: HeadPose): Vector {
  const [pitch, yaw, roll] = [pose.pitchDegrees, pose.yawDegrees, pose.rollDegrees].map(
    (angle) => (angle * Math.PI) / 180,
  ) as [number, number, number]
  const y1 = y * Math.cos(pitch) + z * Math.sin(pitch)
  const z1 = -y * Math.sin(pitch) + z * Math.cos(pitch)
  const x2 = x * Math.cos(yaw) - z1 * Math.sin(yaw)
  const z2 = x * Math.sin(yaw) + z1 * Math.cos(yaw)
  return [x2 * Math.cos(roll) - y1 * Math.sin(roll), x2 * Math.sin(roll) + y1 * Math.cos(roll), z2]
}

function meshAt(pose: HeadPose, scale = 1, shift = 200): FaceMesh {
  const points = new Float32Array(MESH_POINT_COUNT * 3)
  for (const [index, vector] of LANDMARKS) {
    const [x, y, z] = posed(vector, { ...pose, pitchDegrees: pose.pitchDegrees - LEAN_DEGREES })
    points.set([x * scale + shift, y * scale + shift, z * scale], index * 3)
  }
  return { points, presence: 1 }
}

function fivePointsAt(pose: HeadPose): FivePoints {
  const at = (vector: Vector): Point => {
    const [x, y] = posed(vector, pose)
    return { x: x + 200, y: y + 200 }
  }
  return {
    rightEye: at(HEAD.rightEye),
    leftEye: at(HEAD.leftEye),
    noseTip: at(HEAD.nose),
    mouthRight: at(HEAD.mouthRight),
    mouthLeft: at(HEAD.mouthLeft),
  }
}

const straight: HeadPose = { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 }

test('the signs in words: the nose goes to the side, up and along that the pose says', () => {
  // The subject's left is on the right of an unmirrored picture.
  expect(posed(HEAD.nose, { ...straight, yawDegrees: 20 })[0]).toBeGreaterThan(0)
  expect(posed(HEAD.nose, { ...straight, pitchDegrees: 20 })[1]).toBeLessThan(HEAD.nose[1])
  // Tilting to the left shoulder lowers the left eye.
  expect(posed(HEAD.leftEye, { ...straight, rollDegrees: 20 })[1]).toBeGreaterThan(HEAD.leftEye[1])
})

describe('from a mesh', () => {
  test('finds the pose of a turned head, whatever its size and place', () => {
    const angle = (most: number): fc.Arbitrary<number> => fc.double({ min: -most, max: most, noNaN: true })
    fc.assert(
      fc.property(
        fc.record({ yawDegrees: angle(60), pitchDegrees: angle(45), rollDegrees: angle(60) }),
        fc.double({ min: 0.3, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 500, noNaN: true }),
        (pose, scale, shift) => {
          const mesh = meshAt(pose, scale, shift)
          const found = estimateHeadPose({ fivePoints: fivePointsAt(pose), mesh })
          expect(found.yawDegrees).toBeCloseTo(pose.yawDegrees, 1)
          expect(found.pitchDegrees).toBeCloseTo(pose.pitchDegrees, 1)
          expect(found.rollDegrees).toBeCloseTo(pose.rollDegrees, 1)
        },
      ),
    )
  })
})

describe('from five points', () => {
  test('roll is exact for a head that does not turn', () => {
    const pose = { ...straight, rollDegrees: -33 }
    expect(estimateHeadPose({ fivePoints: fivePointsAt(pose) }).rollDegrees).toBeCloseTo(-33, 6)
  })

  test('yaw and pitch grow with the turn, with the right sign and about the right size', () => {
    const yaws = [-40, -20, 0, 20, 40].map(
      (yawDegrees) => estimateHeadPose({ fivePoints: fivePointsAt({ ...straight, yawDegrees }) }).yawDegrees,
    )
    const pitches = [-30, -15, 0, 15, 30].map(
      (pitchDegrees) =>
        estimateHeadPose({ fivePoints: fivePointsAt({ ...straight, pitchDegrees }) }).pitchDegrees,
    )
    for (const angles of [yaws, pitches]) {
      expect(angles).toEqual(angles.toSorted((a, b) => a - b))
      expect(angles[0]).toBeLessThan(-10)
      expect(angles[4]).toBeGreaterThan(10)
    }
    expect(yaws[2]).toBeCloseTo(0, 6)
  })

  test('points that make no face give finite angles within a quarter turn', () => {
    const same = { x: 3, y: 3 }
    const fivePoints = {
      rightEye: same,
      leftEye: same,
      noseTip: { x: 9, y: 9 },
      mouthRight: same,
      mouthLeft: same,
    }
    const { yawDegrees, pitchDegrees } = estimateHeadPose({ fivePoints })
    expect(Math.abs(yawDegrees)).toBeLessThanOrEqual(90)
    expect(Math.abs(pitchDegrees)).toBeLessThanOrEqual(90)
  })
})
