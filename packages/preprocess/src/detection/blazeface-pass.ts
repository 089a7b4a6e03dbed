import { warpToTensor } from '@faceward/imaging'
import type { CallOptions, Image } from '@faceward/spec'
import { type ModelIo, runModel, valuesOf } from '../model-io.js'
import type { Candidate } from './candidate.js'
import { anchorCount, BLAZEFACE_GRIDS, boxValueCount, decodeBlazeFace } from './decode-blazeface.js'
import { type ImageWindow, toImage, windowTransform } from './image-window.js'
import { mergeOverlaps } from './merge-overlaps.js'

/** The outputs a manifest of BlazeFace names. */
export const BLAZEFACE_ROLES: readonly string[] = ['scores16', 'boxes16', 'scores32', 'boxes32']

/** Boxes that share more than this (intersection over union) are one face. */
export const BLAZEFACE_OVERLAP = 0.3

/** One pass of the network: the faces in a window of the image, in pixels of the image, best first. */
export async function blazeFacePass(
  io: ModelIo,
  image: Image,
  window: ImageWindow,
  minimumScore: number,
  callOptions: CallOptions,
): Promise<readonly Candidate[]> {
  const { input } = io.manifest
  const side = input.width
  const transform = windowTransform(window, side)
  const values = await runModel(io, warpToTensor(image, transform, input), callOptions)
  const { fine, coarse } = BLAZEFACE_GRIDS
  const candidates = [
    ...decodeBlazeFace(
      valuesOf(io, values, 'scores16', anchorCount(fine, side)),
      valuesOf(io, values, 'boxes16', boxValueCount(fine, side)),
      fine,
      side,
      minimumScore,
    ),
    ...decodeBlazeFace(
      valuesOf(io, values, 'scores32', anchorCount(coarse, side)),
      valuesOf(io, values, 'boxes32', boxValueCount(coarse, side)),
      coarse,
      side,
      minimumScore,
    ),
  ]
  return mergeOverlaps(candidates, BLAZEFACE_OVERLAP).map((candidate) => toImage(candidate, transform))
}
