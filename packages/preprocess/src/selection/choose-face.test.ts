import type { FaceDetection } from '@faceward/spec'
import { describe, expect, test } from 'vitest'
import { chooseFace } from './choose-face.js'

const image = { width: 640, height: 480 }

function faceAt(x: number, y: number, side: number, score = 0.9): FaceDetection {
  const box = { x: x - side / 2, y: y - side / 2, width: side, height: side }
  return { box, score, rightEye: { x, y }, leftEye: { x: x + 1, y } }
}

test('no face is no face, one face is chosen', () => {
  for (const whichFace of ['refuse-several', 'clear-main-face'] as const) {
    expect(chooseFace([], image, whichFace)).toEqual({ status: 'refused', code: 'no_face' })
    const only = faceAt(100, 100, 30)
    expect(chooseFace([only], image, whichFace)).toEqual({ status: 'chosen', detection: only })
  }
})

describe('several faces', () => {
  const main = faceAt(320, 240, 200, 0.6)
  const passerBy = faceAt(560, 120, 60, 0.99)

  test('are refused by default, however clear the main one is', () => {
    expect(chooseFace([passerBy, main], image, 'refuse-several')).toMatchObject({ code: 'multiple_faces' })
  })

  test('a clear main face is the large and central one, not the one with the best score', () => {
    expect(chooseFace([passerBy, main], image, 'clear-main-face')).toEqual({
      status: 'chosen',
      detection: main,
    })
  })

  test('two faces of about one size are not clear', () => {
    const other = faceAt(500, 240, 190)
    expect(chooseFace([main, other], image, 'clear-main-face')).toMatchObject({ code: 'multiple_faces' })
  })

  test('the middle counts: of two equal faces, one in the corner may give way', () => {
    const small = { width: 1000, height: 1000 }
    const middle = faceAt(500, 500, 100)
    expect(chooseFace([faceAt(50, 50, 100), middle], small, 'clear-main-face')).toMatchObject({
      detection: middle,
    })
    expect(chooseFace([faceAt(400, 400, 100), middle], small, 'clear-main-face')).toMatchObject({
      code: 'multiple_faces',
    })
  })
})
