import type { ErrorCopy } from '@faceward/plugin-kit'
import type { ModelBytes, Tensors } from '@faceward/spec'

/** What a thread is asked to do; each request has one reply. */
export type ThreadTask =
  | { readonly task: 'load'; readonly session: number; readonly model: ModelBytes }
  | { readonly task: 'run'; readonly session: number; readonly feeds: Tensors }
  | { readonly task: 'dispose'; readonly session: number }

export interface ThreadRequest {
  readonly number: number
  readonly task: ThreadTask
}

/** An error on its way between threads, which keep neither its class nor its members. */
export interface ThreadFailure extends ErrorCopy {
  readonly cause?: Error
}

export type ThreadReply =
  | { readonly number: number; readonly result: unknown }
  | { readonly number: number; readonly failure: ThreadFailure }

/** The memory of tensors, to be handed over instead of copied. */
export function memoryOf(tensors: Tensors): ArrayBuffer[] {
  return Object.values(tensors).map(({ data }) => data.buffer as ArrayBuffer)
}
