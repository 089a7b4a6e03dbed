import type { CaptureProvider, Frame } from '@faceward/spec'
import { SPECIFICATION_VERSION } from '@faceward/spec'
import type { SimulatedPerson } from '../person/simulated-person.js'
import { renderFrame, SOURCE_ID } from '../render/render-frame.js'
import type { SceneOptions } from '../scene/scene-options.js'

/** Options of {@link createSimulatedCapture}. */
export interface SimulatedCaptureOptions {
  readonly person: SimulatedPerson
  /** One frame each, rendered when it is asked for. */
  readonly scenes: Iterable<SceneOptions>
  /** `stream`: times follow `framesPerSecond`; `still` (the default): times mean nothing. */
  readonly kind?: 'still' | 'stream'
  /** 15 unless told. */
  readonly framesPerSecond?: number
}

/** A camera before which a simulated person sits. Each opening starts the scenes anew. */
export function createSimulatedCapture(options: SimulatedCaptureOptions): CaptureProvider {
  const { person, scenes } = options
  const kind = options.kind ?? 'still'
  const interval = 1000 / (options.framesPerSecond ?? 15)
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: SOURCE_ID,
    open: async ({ signal } = {}) => {
      signal?.throwIfAborted()
      let closed = false
      async function* frames(): AsyncGenerator<Frame> {
        let sequence = 0
        for (const scene of scenes) {
          signal?.throwIfAborted()
          if (closed) return
          yield renderFrame(person, scene, { kind, sequence, timestampMs: sequence * interval }).frame
          sequence += 1
        }
      }
      return {
        [Symbol.asyncIterator]: frames,
        close: async () => {
          closed = true
        },
      }
    },
  }
}
