import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulatedPerson, renderFrame, sampleScenes } from '@faceward/capture-simulated'
import { frameFromImage } from '@faceward/composition'
import type { FaceDetection, FaceDetector } from '@faceward/spec'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { storedByCamera } from '../../test/stored-by-camera.js'
import { centralFaceDetector } from './central-face-detector.js'
import { createNodeRecognition } from './create-node-recognition.js'

const state = { folder: '' }
beforeAll(async () => {
  state.folder = await mkdtemp(join(tmpdir(), 'faceward-recognition-'))
})
afterAll(() => rm(state.folder, { recursive: true, force: true }))

describe('createNodeRecognition', () => {
  it('says what a measurement holds for, and the shipped calibration was measured on just that', async () => {
    const recognition = await createNodeRecognition({
      environment: { FACEWARD_CACHE: state.folder },
      whichFace: 'central',
    })
    try {
      const { embedder, pipeline } = recognition
      expect(pipeline).toContain(embedder.modelId)
      // Whoever changes detector, mesh or embedder must calibrate again: see the command in the provenance.
      expect(embedder.calibration?.provenance.pipeline).toBe(pipeline)
    } finally {
      await recognition.close()
    }
  })

  it('gives a photograph the same embedding however the camera was held: EXIF 1 to 8', async () => {
    const { decoder, preprocessor, embedder, close } = await createNodeRecognition({
      environment: { FACEWARD_CACHE: state.folder },
    })
    const embed = async (file: Uint8Array) => {
      const processed = await preprocessor.process(frameFromImage(await decoder.decode(file)))
      if (processed.status !== 'usable') throw new Error(processed.reasons.map(({ code }) => code).join())
      const embedding = await embedder.embed(processed.sample)
      return embedding!.vector
    }
    try {
      const [scene] = sampleScenes(7, 1, { camera: { width: 320, height: 240 } })
      const { image } = renderFrame(createSimulatedPerson({ seed: 7 }), scene!).frame
      const stored = [...(await storedByCamera(image))]
      const embeddings = await Promise.all(
        stored.map(async ([orientation, picture]) =>
          embed(await picture.jpeg({ quality: 92 }).withMetadata({ orientation }).toBuffer()),
        ),
      )
      expect(embeddings).toHaveLength(8)
      const [upright] = embeddings as [Float32Array]
      for (const vector of embeddings) {
        const cosine = vector.reduce((sum, value, i) => sum + value * upright[i]!, 0)
        expect(cosine).toBeGreaterThan(0.99)
      }
    } finally {
      await close()
    }
  })

  it('refuses options it does not know', async () => {
    await expect(createNodeRecognition({ store: 1 } as never)).rejects.toThrow('store')
  })
})

describe('centralFaceDetector', () => {
  const face = (x: number, width: number): FaceDetection => {
    const eye = { x: x + width / 2, y: 50 }
    return { box: { x, y: 50 - width / 2, width, height: width }, score: 0.9, rightEye: eye, leftEye: eye }
  }
  const detectorOf = (...faces: FaceDetection[]): FaceDetector => ({
    specificationVersion: 'v1',
    id: 'scripted',
    detect: async () => faces,
    dispose: async () => {},
  })
  const image = { width: 100, height: 100, format: 'gray8', data: new Uint8Array(10_000) } as const

  it('keeps the face in the middle, even beside a larger one at the edge', async () => {
    const middle = face(35, 30)
    const found = await centralFaceDetector(detectorOf(face(-20, 44), middle)).detect(image)
    expect(found).toEqual([middle])
  })

  it('finds none where there is none', async () => {
    expect(await centralFaceDetector(detectorOf()).detect(image)).toEqual([])
  })
})
