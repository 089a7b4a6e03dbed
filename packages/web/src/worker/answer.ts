import { copyOfError, type ErrorCopy, errorOfCopy } from '@faceward/plugin-kit'

/** What a call to the other thread came to. Errors travel as data, so that they arrive as what they were. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ErrorCopy }

/** The answer of some work; never rejects. */
export async function answerOf<Value>(work: () => Promise<Value>): Promise<Answer<Value>> {
  try {
    return { ok: true, value: await work() }
  } catch (error) {
    return { ok: false, error: copyOfError(error) }
  }
}

/** The value, or the error thrown again. */
export function resultOf<Value>(answer: Answer<Value>): Value {
  if (answer.ok) return answer.value
  throw errorOfCopy(answer.error)
}
