import { assertKnownOptions } from '@faceward/plugin-kit'
import {
  DisposedError,
  type InferenceBackend,
  InferenceError,
  type InferenceSession,
  ModelLoadError,
  SPECIFICATION_VERSION,
} from '@faceward/spec'

/** Options of {@link createFallbackBackend}. */
export interface FallbackBackendOptions {
  /** Loads every model it can. */
  readonly first: InferenceBackend
  /** Loads what the first cannot. */
  readonly second: InferenceBackend
  /** Told once, with the first model that is run by the second. */
  readonly onNotice: (message: string) => void
}

/** Two backends as one. */
export interface FallbackBackend extends InferenceBackend {
  /** Releases every model of either; loading afterwards throws DisposedError. */
  dispose(): Promise<void>
}

const KEYS: readonly string[] = [
  'first',
  'second',
  'onNotice',
] satisfies readonly (keyof FallbackBackendOptions)[]

/** What is wrong with the model itself, not with the device: nobody else is asked to run it then. */
const NEVER_ELSEWHERE: readonly string[] = ['integrity-mismatch', 'license-refused', 'invalid-manifest']

/**
 * Loads each model from `first`, and from `second` when `first` cannot: a platform without the library, an operator it
 * does not have, memory that does not suffice. Which of them runs a model is settled when it is loaded and never changes;
 * a run that fails is an error, not a reason to ask another.
 *
 * @throws ConfigurationError `invalid-options`.
 */
export function createFallbackBackend(options: FallbackBackendOptions): FallbackBackend {
  assertKnownOptions('createFallbackBackend', options, KEYS)
  const { first, second, onNotice } = options
  const sessions = new Set<InferenceSession>()
  const state = { isToldOf: false, isDisposed: false }

  const load: InferenceBackend['load'] = async (model, call) => {
    try {
      return await first.load(model, call)
    } catch (failure) {
      if (call?.signal?.aborted || !isOfTheDevice(failure)) throw failure
      if (!state.isToldOf) {
        state.isToldOf = true
        onNotice(
          `This device cannot run every model; those it cannot are run by ${second.id}, which is sent what they are fed. The first: '${model.id}'. ${failure.message}`,
        )
      }
      return second.load(model, call)
    }
  }

  return {
    specificationVersion: SPECIFICATION_VERSION,
    id: `${first.id}, else ${second.id}`,
    async load(model, call) {
      if (state.isDisposed) throw new DisposedError('The backend')
      const session = await load(model, call)
      if (state.isDisposed) {
        await session.dispose()
        throw new DisposedError('The backend')
      }
      sessions.add(session)
      return session
    },
    async dispose() {
      state.isDisposed = true
      await Promise.all(Array.from(sessions, (session) => session.dispose()))
    },
  }
}

function isOfTheDevice(failure: unknown): failure is InferenceError | ModelLoadError {
  if (InferenceError.isInstance(failure)) return true
  return ModelLoadError.isInstance(failure) && !NEVER_ELSEWHERE.includes(failure.code)
}
