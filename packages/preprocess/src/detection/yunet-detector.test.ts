import { findKnownModel } from '@faceward/models'
import { ConfigurationError, DisposedError } from '@faceward/spec'
import { describe, expect, test } from 'vitest'
import { brightSquareSession, type Sighting } from '../../test/bright-square-session.js'
import { pictureWith } from '../../test/picture.js'
import { createYuNetDetector } from './yunet-detector.js'

const manifest = findKnownModel('yunet-2023mar')!
const STRIDES = [8, 16, 32]

/** Says what YuNet would of the bright square, at stride 16. */
function session(): ReturnType<typeof brightSquareSession> {
  return brightSquareSession({
    inputName: 'input',
    outputNames: STRIDES.flatMap((stride) =>
      ['cls', 'obj', 'bbox', 'kps'].map((head) => `${head}_${stride}`),
    ),
    threshold: 127,
    answer: ({ bounds }: Sighting) => {
      const outputs: Record<string, Float32Array> = {}
      for (const stride of STRIDES) {
        const cells = (640 / stride) ** 2
        outputs[`cls_${stride}`] = new Float32Array(cells)
        outputs[`obj_${stride}`] = new Float32Array(cells)
        outputs[`bbox_${stride}`] = new Float32Array(cells * 4)
        outputs[`kps_${stride}`] = new Float32Array(cells * 10)
      }
      if (bounds) {
        const x = (bounds.x + bounds.width / 2) / 16
        const y = (bounds.y + bounds.height / 2) / 16
        const [column, row] = [Math.floor(x), Math.floor(y)]
        const cell = row * 40 + column
        const eye = bounds.width / 64
        outputs['cls_16']![cell] = 0.9
        outputs['obj_16']![cell] = 0.9
        const size = [Math.log(bounds.width / 16), Math.log(bounds.height / 16)]
        outputs['bbox_16']!.set([x - column, y - row, ...size], cell * 4)
        const points = [-eye, -eye, eye, -eye, 0, 0, -eye, eye, eye, eye]
        outputs['kps_16']!.set(
          points.map((value, index) => value + (index % 2 ? y - row : x - column)),
          cell * 10,
        )
      }
      return outputs
    },
  })
}

describe('createYuNetDetector', () => {
  test.each([
    [
      { width: 1280, height: 720 },
      { x: 900, y: 300, width: 200, height: 240 },
    ],
    [
      { width: 250, height: 250 },
      { x: 75, y: 60, width: 90, height: 110 },
    ],
    [
      { width: 480, height: 960 },
      { x: 30, y: 700, width: 150, height: 180 },
    ],
  ])('reports box and points in pixels of the picture (%o)', async ({ width, height }, box) => {
    const detector = createYuNetDetector({ session: session(), manifest })
    const [face, ...others] = await detector.detect(pictureWith(width, height, box))
    expect(others).toEqual([])
    const tolerance = (1.5 * Math.max(width, height)) / 640 + 0.5
    for (const side of ['x', 'y', 'width', 'height'] as const) {
      expect(Math.abs(face!.box[side] - box[side])).toBeLessThan(2 * tolerance)
    }
    expect(face!.score).toBeCloseTo(0.9, 5)
    const { rightEye, leftEye, noseTip, mouthRight } = face!.fivePoints!
    expect(face!.rightEye).toEqual(rightEye)
    expect(leftEye.x - rightEye.x).toBeGreaterThan(0.4 * box.width)
    expect(Math.abs(noseTip.x - (box.x + box.width / 2))).toBeLessThan(tolerance)
    expect(mouthRight.y).toBeGreaterThan(noseTip.y)
  })

  test('a picture without a face gives an empty list', async () => {
    expect(await createYuNetDetector({ session: session(), manifest }).detect(pictureWith(64, 64))).toEqual(
      [],
    )
  })

  test('refuses unknown options and calls after dispose', async () => {
    expect(() => createYuNetDetector({ session: session(), manifest, ...{ nms: 1 } })).toThrow(
      ConfigurationError,
    )
    const detector = createYuNetDetector({ session: session(), manifest })
    await detector.dispose()
    await expect(detector.detect(pictureWith(9, 9))).rejects.toThrow(DisposedError)
  })
})
