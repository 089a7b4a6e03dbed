import { type ChallengeTracker, loadChallengeTracker } from '@faceward/liveness'
import { createPreprocessor, headPoseFromMesh, type PreprocessorOptions } from '@faceward/preprocess'
import type {
  CallOptions,
  ChallengeTranscript,
  FaceDetection,
  FaceMesh,
  Frame,
  Frames,
  Image,
  Preprocessor,
  PreprocessResult,
} from '@faceward/spec'
import type { FrameAnalysis } from './frame-analysis.js'

/** Told of every frame. */
export interface Watch {
  readonly onFrame: (analysis: FrameAnalysis) => void
  /** Follows the person through it. */
  readonly challenge?: ChallengeTranscript
}

/** A preprocessor that also tells what it saw on the way, with every model run once a frame. */
export interface FaceAnalyzer {
  /** The engine's. */
  readonly preprocessor: Preprocessor
  analyze(frame: Frame, tracker?: ChallengeTracker, options?: CallOptions): Promise<FrameAnalysis>
  /** The same frames; while the preprocessor works on them, `onFrame` is told what it saw. */
  watch(frames: Frames, watch: Watch): AsyncIterable<Frame>
}

interface Seen {
  readonly faces: readonly FaceDetection[]
  /** The one that was looked at closely. */
  readonly face?: FaceDetection
  readonly mesh?: FaceMesh
}

/** As `createPreprocessor`, but what it sees of each frame can be shown. */
export function createFaceAnalyzer(options: PreprocessorOptions): FaceAnalyzer {
  const seen = new WeakMap<Image, Seen>()
  const watched = new WeakMap<Image, (frame: Frame, result: PreprocessResult) => void>()
  const inner = createPreprocessor({ ...options, ...observed(options, seen) })

  const describe = (frame: Frame, result: PreprocessResult, tracker?: ChallengeTracker): FrameAnalysis => {
    const { faces, face, mesh } = seen.get(frame.image) ?? { faces: [] }
    const common = {
      faces,
      ...(face === undefined ? {} : { face }),
      ...(mesh === undefined ? {} : { mesh }),
      timestampMs: frame.timestampMs,
      sequence: frame.sequence,
    }
    if (result.status === 'refused') {
      const pose = mesh && { pose: headPoseFromMesh(mesh) }
      const challenge = tracker && { challenge: tracker.progress }
      return { usable: false, reasons: result.reasons, ...common, ...pose, ...challenge }
    }
    const { pose, quality } = result.sample
    const challenge = tracker && { challenge: tracker.add(result.sample) }
    return { usable: true, reasons: [], ...common, pose, quality, ...challenge }
  }

  const preprocessor: Preprocessor = {
    ...inner,
    async process(frame, options) {
      const result = await inner.process(frame, options)
      watched.get(frame.image)?.(frame, result)
      return result
    },
  }
  return {
    preprocessor,
    async analyze(frame, tracker, options) {
      return describe(frame, await inner.process(frame, options), tracker)
    },
    async *watch(frames, { onFrame, challenge }) {
      const tracker = challenge && (await loadChallengeTracker(challenge))
      for await (const frame of frames) {
        watched.set(frame.image, (given, result) => onFrame(describe(given, result, tracker)))
        yield frame
      }
    },
  }
}

/** The same finders; what they find is remembered as long as the image lives. */
function observed(
  { detector, landmarks }: PreprocessorOptions,
  seen: WeakMap<Image, Seen>,
): Pick<PreprocessorOptions, 'detector' | 'landmarks'> {
  return {
    detector: {
      ...detector,
      async detect(image, options) {
        const faces = await detector.detect(image, options)
        seen.set(image, { faces })
        return faces
      },
    },
    ...(landmarks && {
      landmarks: {
        ...landmarks,
        async locate(image, detection, options) {
          const mesh = await landmarks.locate(image, detection, options)
          seen.set(image, { faces: seen.get(image)?.faces ?? [detection], face: detection, mesh })
          return mesh
        },
      },
    }),
  }
}
