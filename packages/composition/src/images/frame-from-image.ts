import type { Frame, Image } from '@faceward/spec'

/** Options of {@link frameFromImage}. */
export interface FrameFromImageOptions {
  /** The picture's place among those given together; 0 by default. */
  readonly sequence?: number
  /** What gave the picture; `'upload'` by default. */
  readonly sourceId?: string
}

/**
 * A decoded picture as a frame of kind `still`: its time means nothing, so cues over time abstain on it.
 */
export function frameFromImage(image: Image, options: FrameFromImageOptions = {}): Frame {
  const { sequence = 0, sourceId = 'upload' } = options
  return { image, timestampMs: 0, sequence, source: { id: sourceId, kind: 'still' } }
}
