import { FacewardError } from '@faceward/spec'

/** What a case rejects with: the promise that was not kept. */
export class ConformanceFailure extends Error {
  override readonly name = 'ConformanceFailure'
}

/** @throws ConformanceFailure with `promise` when it does not hold. */
export function expectThat(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new ConformanceFailure(promise)
}

/** Expects a FacewardError of this class name and code. @throws ConformanceFailure. */
export async function expectError(
  action: () => Promise<unknown>,
  expected: { readonly name: string; readonly code: string },
  promise: string,
): Promise<void> {
  const failure = await failureOf(action)
  const matches =
    FacewardError.isInstance(failure) && failure.name === expected.name && failure.code === expected.code
  expectThat(matches, `${promise}: expected ${expected.name} '${expected.code}', got ${describe(failure)}`)
}

/** Expects a rejection with exactly this value, as an aborted call must give `signal.reason`. */
export async function expectReason(
  action: () => Promise<unknown>,
  reason: unknown,
  promise: string,
): Promise<void> {
  const failure = await failureOf(action)
  expectThat(failure === reason, `${promise}: got ${describe(failure)}`)
}

const NOTHING = Symbol('no failure')

async function failureOf(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action()
    return NOTHING
  } catch (failure) {
    return failure
  }
}

function describe(failure: unknown): string {
  if (failure === NOTHING) return 'no error'
  if (FacewardError.isInstance(failure)) return `${failure.name} '${failure.code}'`
  return failure instanceof Error ? failure.name : typeof failure
}
