import { type CaptureProvider, type Frame, SPECIFICATION_VERSION } from '@faceward/spec'

/** A frame as a file holds it; number and source are the provider's. */
export type RecordedFrame = Omit<Frame, 'sequence' | 'source'> & { readonly sequence?: number }

/** What a kind of file needs to become a provider. */
export interface RecordingKind {
  readonly id: string
  /** `still` where the file has one moment. */
  readonly kind: 'still' | 'stream'
  /** Leaving the loop must close the file. */
  read(signal: AbortSignal | undefined): AsyncIterable<RecordedFrame>
}

/** A file as a capture provider. Its frames, and the depth in them, say that they are recorded: they prove no life. */
export function recordedCapture({ id, kind, read }: RecordingKind): CaptureProvider {
  return {
    specificationVersion: SPECIFICATION_VERSION,
    id,
    async open({ signal } = {}) {
      signal?.throwIfAborted()
      const file = read(signal)[Symbol.asyncIterator]()
      async function* frames(): AsyncGenerator<Frame> {
        let sequence = 0
        for await (const { depth, ...frame } of { [Symbol.asyncIterator]: () => file }) {
          signal?.throwIfAborted()
          yield {
            sequence,
            ...frame,
            ...(depth === undefined
              ? {}
              : { depth: { ...depth, provenance: { ...depth.provenance, recorded: true } } }),
            source: { id, kind, recorded: true },
          }
          sequence++
        }
      }
      return {
        [Symbol.asyncIterator]: frames,
        // Where the loop stands still, this is what closes the file.
        close: async () => void (await file.return?.()),
      }
    },
  }
}
