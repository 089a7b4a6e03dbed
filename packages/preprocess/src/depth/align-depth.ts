import { cleanDepth, depthProblem, faceRelief, registerDepth } from '@faceward/imaging'
import type { AlignedDepth, FivePoints, Frame } from '@faceward/spec'

/** The aligned depth has a value for each pixel of the 112 x 112 colour crop. */
const SIZE = 112
const MM = 1000

/**
 * The frame with its depth made fit for measuring: values that are no measurement set to 0, and the map registered
 * to colour. Everything later may rely on that. A map that cannot be used stays as it is, so that the depth cue can
 * say why; a frame without depth is returned as it is.
 */
export function prepareDepth(frame: Frame): Frame {
  const cleaned = cleanDepth(frame)
  if (cleaned?.status !== 'usable') return frame
  const { colorIntrinsics } = frame
  const depth =
    cleaned.depth.registeredToColor || colorIntrinsics === undefined
      ? cleaned.depth
      : registerDepth(cleaned.depth, colorIntrinsics)
  return depth === frame.depth ? frame : { ...frame, depth }
}

/**
 * Depth on the alignment of the colour crop: metres over a robust plane through the face, towards the camera
 * positive, with the pixels that were measured. `undefined` when the frame's depth is absent or unusable, or too
 * little of the face was measured. Expects a frame from {@link prepareDepth}.
 */
export function alignDepth(frame: Frame, points: FivePoints): AlignedDepth | undefined {
  const { depth, image } = frame
  if (depth === undefined || !depth.registeredToColor || depthProblem(frame) !== undefined) return undefined
  const relief = faceRelief(depth, points, image, SIZE)
  if (relief === undefined) return undefined
  const metres = new Float32Array(relief.height.length)
  for (let i = 0; i < metres.length; i++) metres[i] = relief.height[i]! / MM
  return {
    relief: metres,
    valid: relief.valid,
    kind: depth.provenance.kind,
    // A relative map has no millimetres.
    ...(depth.provenance.accuracy === 'relative' ? {} : { interocularMm: relief.interocularMm }),
  }
}
