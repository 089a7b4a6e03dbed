import { applySimilarity, estimateSimilarity, laplacianVariance, toLuminance } from '@faceward/imaging'
import { createNodeRecognition, type NodeRecognition } from '@faceward/node'
import type { FivePoints, Image } from '@faceward/spec'
import { blended, warped } from './pixels.js'
import type { ShownFrame } from './sessions.js'

const recognition: { ready?: Promise<NodeRecognition> } = {}

async function pointsOf(image: Image): Promise<FivePoints | undefined> {
  recognition.ready ??= createNodeRecognition({ whichFace: 'central' })
  const { preprocessor } = await recognition.ready
  const source = { id: 'lab', kind: 'still' } as const
  const result = await preprocessor.process({ image, timestampMs: 0, sequence: 0, source })
  return result.status === 'usable' ? result.sample.fivePoints : undefined
}

/** Lets go of the models. */
export async function endCrossFades(): Promise<void> {
  await (await recognition.ready)?.close()
  delete recognition.ready
}

/** How much of the other face is seen at so many frames from its place. */
const FADES = [1, 0.65, 0.3]

/** The frames with another's face faded in at these places, eyes on eyes, and out again. */
export async function crossFaded(
  frames: readonly ShownFrame[],
  face: Image,
  places: readonly number[],
): Promise<ShownFrame[]> {
  const from = await pointsOf(face)
  if (from === undefined) throw new Error('No face was found in the photograph.')
  return Promise.all(
    frames.map(async (frame, index) => {
      const distance = Math.min(...places.map((place) => Math.abs(place - index)))
      const share = FADES[distance] ?? 0
      const to = share === 0 ? undefined : await pointsOf(frame.image)
      return to === undefined ? frame : { ...frame, image: faded(frame.image, face, { from, to, share }) }
    }),
  )
}

function faded(
  image: Image,
  face: Image,
  { from, to, share }: { readonly from: FivePoints; readonly to: FivePoints; readonly share: number },
): Image {
  const list = ({ rightEye, leftEye, noseTip, mouthRight, mouthLeft }: FivePoints) => [
    rightEye,
    leftEye,
    noseTip,
    mouthRight,
    mouthLeft,
  ]
  const back = estimateSimilarity(list(to), list(from))
  const placed = warped(face, (x, y) => {
    const { x: u, y: v } = applySimilarity(back, { x, y })
    return [u, v]
  })
  const eyes = Math.hypot(to.leftEye.x - to.rightEye.x, to.leftEye.y - to.rightEye.y)
  const middle = {
    x: (to.leftEye.x + to.rightEye.x) / 2,
    y: (to.leftEye.y + to.rightEye.y) / 2 + 0.45 * eyes,
  }
  return blended(image, placed, (x, y) => {
    const r = Math.hypot((x - middle.x) / (1.25 * eyes), (y - middle.y) / (1.6 * eyes))
    return share * Math.max(0, Math.min(1, (1.15 - r) / 0.3))
  })
}

/** The places of the sharpest frames: those a judge by quality would look at. */
export function sharpest(frames: readonly ShownFrame[], count: number): number[] {
  const found = frames.map(({ image }, index) => ({
    index,
    sharpness: laplacianVariance(toLuminance(image)),
  }))
  return found
    .sort((a, b) => b.sharpness - a.sharpness)
    .slice(0, count)
    .map(({ index }) => index)
}
