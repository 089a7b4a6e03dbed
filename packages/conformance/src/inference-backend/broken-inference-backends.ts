import {
  DisposedError,
  type InferenceBackend,
  type InferenceSession,
  ModelLoadError,
  type Tensor,
  type Tensors,
} from '@faceward/spec'

/** A backend with one promise broken, and the case that must notice. */
export interface BrokenInferenceBackend {
  /** The name of the case. */
  readonly caughtBy: string
  readonly breakBackend: (backend: InferenceBackend) => InferenceBackend
}

type Run = InferenceSession['run']

/** One double for every case of `inferenceBackendCases`, made from a backend that passes them all. */
export const brokenInferenceBackends: readonly BrokenInferenceBackend[] = [
  {
    caughtBy: 'names itself and the specification it was written for',
    breakBackend: (backend) => ({ ...backend, id: '' }),
  },
  {
    caughtBy: 'describes inputs and outputs by name, type and shape',
    breakBackend: breakSession((session) => ({
      ...session,
      inputs: session.inputs.map((input) => ({ ...input, dims: [1, 2] })),
    })),
  },
  { caughtBy: 'multiplies float32', breakBackend: changeOutputs(firstValue((value) => value + 1)) },
  { caughtBy: 'adds int64 over a free dimension', breakBackend: changeOutputs(dropLastRow) },
  {
    caughtBy: 'convolves with stride, bias and padding on one side',
    breakBackend: changeOutputs(reversed),
  },
  { caughtBy: 'takes and gives uint8', breakBackend: changeOutputs(asFloat32) },
  ...[
    'refuses a wrong dimension',
    'refuses a wrong rank',
    'refuses fewer values than the shape needs',
    'refuses a wrong type',
    'refuses a wrong fixed dimension beside a free one',
    'refuses a missing input',
    'refuses an unknown input',
  ].map((caughtBy) => ({
    caughtBy,
    breakBackend: changeRun((run) => (feeds) => run(feeds).catch(() => ({}))),
  })),
  {
    caughtBy: 'still answers after a refusal',
    breakBackend: changeRun((run) => {
      let refusal: unknown
      return async (feeds) => {
        if (refusal !== undefined) throw refusal
        return run(feeds).catch((failure: unknown) => {
          refusal = failure
          throw failure
        })
      }
    }),
  },
  ...[
    'refuses to load no bytes',
    'refuses to load bytes that are no model',
    'refuses to load a model that was cut short',
  ].map((caughtBy) => ({ caughtBy, breakBackend: withoutLoadErrors })),
  {
    caughtBy: 'runs at the same time do not mix',
    breakBackend: changeRun((run) => {
      let latest: Tensors = {}
      return async (feeds) => {
        latest = feeds
        await Promise.resolve()
        return run(latest)
      }
    }),
  },
  {
    caughtBy: 'a result is a copy: a later run does not change it',
    breakBackend: changeRun((run) => {
      let buffers: Tensors | undefined
      return async (feeds) => {
        const results = await run(feeds)
        buffers ??= results
        for (const [name, result] of Object.entries(results)) overwrite(buffers[name], result)
        return buffers
      }
    }),
  },
  {
    caughtBy: 'a result is a copy: it shares no memory with what was fed',
    breakBackend: changeRun(
      (run) => async (feeds) =>
        Object.fromEntries(
          Object.entries(await run(feeds)).map(([name, result]) => [name, Object.values(feeds)[0] ?? result]),
        ),
    ),
  },
  {
    caughtBy: 'leaves what was fed as it was',
    breakBackend: changeRun((run) => async (feeds) => {
      const results = await run(feeds)
      for (const tensor of Object.values(feeds)) tensor.data.reverse()
      return results
    }),
  },
  {
    caughtBy: 'a run under way when dispose is called still answers',
    breakBackend: breakSession((session) => {
      let disposed = false
      return {
        ...session,
        async run(feeds, options) {
          const results = await session.run(feeds, options)
          if (disposed) throw new DisposedError('The model')
          return results
        },
        async dispose() {
          disposed = true
          await session.dispose()
        },
      }
    }),
  },
  {
    caughtBy: 'a run after dispose throws DisposedError',
    breakBackend: changeRun((run) => (feeds) => run(feeds).catch(() => ({}))),
  },
  {
    caughtBy: 'dispose may be called twice, also at the same time',
    breakBackend: breakSession((session) => {
      let disposed = false
      return {
        ...session,
        async dispose() {
          if (disposed) throw new DisposedError('The model')
          disposed = true
          await session.dispose()
        },
      }
    }),
  },
  {
    caughtBy: 'disposing one model leaves another of the same backend',
    breakBackend(backend) {
      const sessions: InferenceSession[] = []
      return {
        ...backend,
        async load(model, options) {
          const session = await backend.load(model, options)
          sessions.push(session)
          return {
            ...session,
            dispose: async () => void (await Promise.all(sessions.map((one) => one.dispose()))),
          }
        },
      }
    },
  },
  {
    caughtBy: 'an aborted load rejects with the reason',
    breakBackend: (backend) => ({ ...backend, load: (model) => backend.load(model) }),
  },
  ...[
    'an aborted run rejects with the reason and the model stays usable',
    'an abort during a run rejects with the reason',
  ].map((caughtBy) => ({ caughtBy, breakBackend: changeRun((run) => (feeds) => run(feeds)) })),
]

function breakSession(change: (session: InferenceSession) => InferenceSession) {
  return (backend: InferenceBackend): InferenceBackend => ({
    ...backend,
    load: async (model, options) => change(await backend.load(model, options)),
  })
}

function changeRun(change: (run: Run) => Run) {
  return breakSession((session) => ({
    ...session,
    run: change((feeds, options) => session.run(feeds, options)),
  }))
}

function changeOutputs(change: (tensor: Tensor) => Tensor) {
  return changeRun((run) => async (feeds, options) => {
    const results = await run(feeds, options)
    return Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, change(tensor)]))
  })
}

function firstValue(change: (value: number) => number) {
  return (tensor: Tensor): Tensor => {
    if (tensor.type === 'float32') tensor.data[0] = change(tensor.data[0] ?? 0)
    return tensor
  }
}

function dropLastRow(tensor: Tensor): Tensor {
  const [rows = 1, columns = 1] = tensor.dims
  const kept = Math.max(1, rows - 1)
  return { ...tensor, dims: [kept, columns], data: tensor.data.slice(0, kept * columns) } as Tensor
}

function reversed(tensor: Tensor): Tensor {
  return { ...tensor, data: tensor.data.slice().reverse() } as Tensor
}

function asFloat32({ dims, data }: Tensor): Tensor {
  return { type: 'float32', dims, data: Float32Array.from(data, Number) }
}

function overwrite(target: Tensor | undefined, source: Tensor): void {
  if (target?.type === 'int64' && source.type === 'int64') target.data.set(source.data)
}

function withoutLoadErrors(backend: InferenceBackend): InferenceBackend {
  return {
    ...backend,
    load: (model, options) =>
      backend.load(model, options).catch((cause: unknown) => {
        throw new ModelLoadError('Something went wrong.', { code: 'not-found', cause })
      }),
  }
}
