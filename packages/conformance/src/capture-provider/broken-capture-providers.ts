import {
  CaptureError,
  type CaptureProvider,
  type CaptureSession,
  type DepthMap,
  type Frame,
} from '@faceward/spec'

/** A capture provider with one promise broken, and the case that must notice. */
export interface BrokenCaptureProvider {
  /** The name of the case. */
  readonly caughtBy: string
  /** Breaks a provider that passes every case. */
  readonly breakProvider: (provider: CaptureProvider) => CaptureProvider
}

/** One double for every case of `captureProviderCases`. */
export const brokenCaptureProviders: readonly BrokenCaptureProvider[] = [
  {
    caughtBy: 'names itself and the specification it was written for',
    breakProvider: (provider) => ({ ...provider, id: '' }),
  },
  {
    caughtBy: 'gives pictures whose bytes fit their size',
    breakProvider: changing((frame) => ({
      ...frame,
      image: { ...frame.image, width: frame.image.width + 1 },
    })),
  },
  {
    caughtBy: 'says of every frame where it comes from',
    breakProvider: changing((frame) => ({
      ...frame,
      source: { ...frame.source, recorded: !frame.source.recorded },
    })),
  },
  { caughtBy: 'counts frames up', breakProvider: changing((frame) => ({ ...frame, sequence: 0 })) },
  { caughtBy: 'gives times that go on', breakProvider: changing((frame) => ({ ...frame, timestampMs: 5 })) },
  {
    caughtBy: 'leaves a frame as it was when later ones come',
    breakProvider: changing((frame, earlier) => {
      earlier.at(-1)?.image.data.fill(7)
      earlier.push(frame)
      return frame
    }),
  },
  {
    caughtBy: 'gives depth in metres, 0 where there is none',
    breakProvider: changingDepth((depth) => ({ ...depth, data: depth.data.map((metres) => metres * 1000) })),
  },
  {
    caughtBy: 'gives what registering depth to colour needs',
    breakProvider: changingDepth(({ depthToColor, ...depth }) => ({
      ...depth,
      registeredToColor: false,
      intrinsics: { ...depth.intrinsics, focalX: 0 },
    })),
  },
  {
    caughtBy: 'says whether depth was measured',
    breakProvider: changingDepth((depth) => ({
      ...depth,
      provenance: { ...depth.provenance, method: 'learned-monocular' },
    })),
  },
  {
    caughtBy: 'says that recorded depth was recorded',
    breakProvider: changingDepth((depth) => {
      const { recorded, ...provenance } = depth.provenance
      return { ...depth, provenance }
    }),
  },
  ...['an abort before opening rejects with the reason', 'an abort in the loop rejects with the reason'].map(
    (caughtBy): BrokenCaptureProvider => ({
      caughtBy,
      breakProvider: (provider) => ({ ...provider, open: () => provider.open() }),
    }),
  ),
  {
    caughtBy: 'ends the loop when it is closed, and may be closed twice',
    breakProvider: onSession((session) => ({ ...session, close: async () => {} })),
  },
  {
    caughtBy: 'may be closed without a frame having been taken',
    breakProvider: onSession((session) => ({
      ...session,
      close: async () => {
        throw new Error('never opened')
      },
    })),
  },
  {
    caughtBy: 'lets go of the device when the loop is left',
    // An iterator without `return` is never told that the loop was left.
    breakProvider: onSession((session) => ({
      ...session,
      [Symbol.asyncIterator]: () => {
        const frames = session[Symbol.asyncIterator]()
        return { next: () => frames.next() }
      },
    })),
  },
  {
    caughtBy: 'can be opened again',
    breakProvider(provider) {
      const state = { isInUse: false }
      return {
        ...provider,
        async open(options) {
          if (state.isInUse) throw new CaptureError('In use.', { code: 'device-busy' })
          state.isInUse = true
          return provider.open(options)
        },
      }
    },
  },
  {
    caughtBy: 'says that a device is absent with a CaptureError',
    breakProvider: (provider) => ({
      ...provider,
      open: async (options) => {
        try {
          return await provider.open(options)
        } catch {
          return { async *[Symbol.asyncIterator]() {}, close: async () => {} }
        }
      },
    }),
  },
]

function onSession(
  change: (session: CaptureSession) => CaptureSession,
): BrokenCaptureProvider['breakProvider'] {
  return (provider) => ({ ...provider, open: async (options) => change(await provider.open(options)) })
}

function changing(change: (frame: Frame, earlier: Frame[]) => Frame): BrokenCaptureProvider['breakProvider'] {
  return onSession((session) => ({
    ...session,
    async *[Symbol.asyncIterator]() {
      const earlier: Frame[] = []
      for await (const frame of session) yield change(frame, earlier)
    },
  }))
}

function changingDepth(change: (depth: DepthMap) => DepthMap): BrokenCaptureProvider['breakProvider'] {
  return changing((frame) => (frame.depth === undefined ? frame : { ...frame, depth: change(frame.depth) }))
}
