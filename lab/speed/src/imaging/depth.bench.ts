// Times registering depth to colour and a face's relief, at 640 x 480.
// Needs: nothing
import type { DepthMap } from '@faceward/spec'
import { bench, describe } from 'vitest'
import { faceRelief } from '../../../../packages/imaging/src/depth/face-relief.js'
import { registerDepth } from '../../../../packages/imaging/src/depth/register-depth.js'

const size = { width: 640, height: 480 }
const camera = { ...size, focalX: 600, focalY: 600, principalX: 320, principalY: 240 }
const depth: DepthMap = {
  ...size,
  data: Float32Array.from({ length: 640 * 480 }, (_, i) => {
    const x = (i % 640) - 320
    const y = Math.floor(i / 640) - 240
    return 0.5 + 1e-6 * (x * x + y * y)
  }),
  intrinsics: camera,
  registeredToColor: false,
  depthToColor: { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0.025, 0, 0] },
  provenance: { kind: 'sensed', method: 'active-stereo', trust: 'driver' },
}
const registered = registerDepth(depth, camera)
const points = {
  rightEye: { x: 282, y: 210 },
  leftEye: { x: 358, y: 210 },
  noseTip: { x: 320, y: 254 },
  mouthRight: { x: 289, y: 294 },
  mouthLeft: { x: 351, y: 294 },
}

describe('640 x 480', () => {
  bench('registration to colour', () => {
    registerDepth(depth, camera)
  })
  bench("a face's relief, 56 x 56", () => {
    faceRelief(registered, points, size)
  })
  bench("a face's relief, 112 x 112", () => {
    faceRelief(registered, points, size, 112)
  })
})
