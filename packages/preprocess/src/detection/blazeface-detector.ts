import { boxCenter } from '@faceward/imaging'
import {
  type Box,
  type CallOptions,
  DisposedError,
  type FaceDetection,
  type FaceDetector,
  type Image,
  SPECIFICATION_VERSION,
} from '@faceward/spec'
import { modelIo } from '../model-io.js'
import { type BlazeFaceDetectorOptions, parseBlazeFaceDetectorOptions } from './blazeface-detector-options.js'
import { BLAZEFACE_OVERLAP, BLAZEFACE_ROLES, blazeFacePass } from './blazeface-pass.js'
import type { Candidate } from './candidate.js'
import { type ImageWindow, tilesOf, wholeImage, windowAbout } from './image-window.js'
import { mergeOverlaps } from './merge-overlaps.js'

/**
 * BlazeFace (Bazarevsky et al., 2019), the back-camera network of 256 x 256: looks at the whole picture, padded
 * to a square; looks again, closer, at small faces; and searches a large picture in parts when it found nothing.
 * Gives a box and the eyes, so that a landmark model can follow; no mouth corners.
 *
 * @throws ConfigurationError `invalid-options`; ModelLoadError `invalid-manifest` when manifest and model do not
 * fit. `detect` throws InferenceError, and DisposedError after `dispose`.
 */
export function createBlazeFaceDetector(options: BlazeFaceDetectorOptions): FaceDetector {
  const { minimumScore, refine, search } = parseBlazeFaceDetectorOptions(options)
  const { manifest, session } = options
  const io = modelIo(session, manifest, 'face-detection', BLAZEFACE_ROLES)
  const side = manifest.input.width
  const state = { disposed: false }
  const look = (image: Image, window: ImageWindow, callOptions: CallOptions) =>
    blazeFacePass(io, image, window, minimumScore, callOptions)

  /**
   * Looks closer at candidates that were small in a pass of `scale` image pixels an input pixel: their boxes are
   * coarse. What is no face on a closer look is dropped.
   */
  async function confirm(
    image: Image,
    candidates: readonly Candidate[],
    scale: number,
    callOptions: CallOptions,
  ): Promise<readonly Candidate[]> {
    const confirmed: Candidate[] = []
    for (const [index, candidate] of candidates.entries()) {
      if (longerSide(candidate.box) >= refine.below * side * scale || index >= refine.faces) {
        confirmed.push(candidate)
        continue
      }
      const closer = await look(image, windowAbout(candidate.box, refine.margin), callOptions)
      const same = nearest(closer, candidate)
      if (same) confirmed.push(same)
    }
    return mergeOverlaps(confirmed, BLAZEFACE_OVERLAP)
  }

  async function searchParts(
    image: Image,
    tileSide: number,
    callOptions: CallOptions,
  ): Promise<readonly Candidate[]> {
    const candidates: Candidate[] = []
    for (const tile of tilesOf(image, tileSide, search.overlap)) {
      candidates.push(...(await look(image, tile, callOptions)))
    }
    return confirm(image, mergeOverlaps(candidates, BLAZEFACE_OVERLAP), tileSide / side, callOptions)
  }

  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: manifest.id,
    async detect(image, callOptions = {}) {
      callOptions.signal?.throwIfAborted()
      if (state.disposed) throw new DisposedError(`The detector '${manifest.id}'`)
      const whole = wholeImage(image)
      const seen = await look(image, whole, callOptions)
      let found = await confirm(image, seen, whole.side / side, callOptions)
      for (let level = 1; found.length === 0 && level <= search.levels; level++) {
        const tileSide = whole.side / 2 ** level
        if (tileSide < side) break
        found = await searchParts(image, tileSide, callOptions)
      }
      return found.map(toDetection)
    },
    async dispose() {
      state.disposed = true
      await session.dispose()
    },
  }
}

function longerSide(box: Box): number {
  return Math.max(box.width, box.height)
}

/** The candidate nearest to another's centre, if that is within half a box. */
function nearest(candidates: readonly Candidate[], to: Candidate): Candidate | undefined {
  const center = boxCenter(to.box)
  const distance = ({ box }: Candidate): number => {
    const { x, y } = boxCenter(box)
    return Math.hypot(x - center.x, y - center.y)
  }
  const [closest] = candidates.toSorted((a, b) => distance(a) - distance(b))
  return closest && distance(closest) < longerSide(to.box) / 2 ? closest : undefined
}

/** BlazeFace's points: right eye, left eye, nose, mouth, right ear, left ear, by the subject's own sides. */
function toDetection({ score, box, points }: Candidate): FaceDetection {
  return { box, score, rightEye: points[0]!, leftEye: points[1]! }
}
