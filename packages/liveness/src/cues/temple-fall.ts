import type { FaceRelief } from '@faceward/imaging'
import { median } from './score-curves.js'

/** Millimetres about an eye's centre, for eyes 63 mm apart: the eye, and the ring around its socket. */
const EYE_MM = 8
const RING_MM = { from: 19, to: 28 } as const
/** Of the ring, what lies towards the temple: within about 53 degrees. */
const LEAST_COSINE = 0.6
const FEWEST_POINTS = 3

/**
 * How far a face falls back from an eye to the temple beside it, millimetres: the greater of both eyes, since a
 * turned head hides a temple; 0 when neither was measured. Behind the hole of a cut-out the eye lies deeper than the
 * sheet all round, on the temple's side too.
 */
export function templeFall(relief: FaceRelief): number {
  const { rightEye, leftEye } = relief.landmarks
  const falls = [fallBeside(relief, rightEye, -1), fallBeside(relief, leftEye, 1)]
  const measured = falls.filter((fall) => fall !== undefined)
  return measured.length === 0 ? 0 : Math.max(...measured)
}

/** `outwards`: the sign of u on the way from the eye to the temple. */
function fallBeside(
  { u, v, height, valid, interocularMm }: FaceRelief,
  eye: number,
  outwards: 1 | -1,
): number | undefined {
  if (eye < 0) return undefined
  const scale = interocularMm / 63
  const inEye: number[] = []
  const inRing: number[] = []
  for (let i = 0; i < valid.length; i++) {
    if (valid[i] === 0) continue
    const du = outwards * (u[i]! - u[eye]!)
    if (Math.abs(du) > RING_MM.to * scale) continue
    const distance = Math.hypot(du, v[i]! - v[eye]!)
    if (distance <= EYE_MM * scale) inEye.push(height[i]!)
    else if (distance >= RING_MM.from * scale && distance <= RING_MM.to * scale) {
      if (du > LEAST_COSINE * distance) inRing.push(height[i]!)
    }
  }
  if (inEye.length < FEWEST_POINTS || inRing.length < FEWEST_POINTS) return undefined
  return median(inEye) - median(inRing)
}
