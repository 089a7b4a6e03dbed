import type { CallOptions, Plugin } from './plugin.js'

/** A dense tensor, row-major. Plain data: no backend's own class crosses this interface. */
export type Tensor =
  | { readonly type: 'float32'; readonly dims: readonly number[]; readonly data: Float32Array }
  | { readonly type: 'uint8'; readonly dims: readonly number[]; readonly data: Uint8Array }
  | { readonly type: 'int64'; readonly dims: readonly number[]; readonly data: BigInt64Array }

/** A named input or output of a model; -1 or a name stands for a dimension that is free. */
export interface TensorSpec {
  readonly name: string
  readonly type: string
  readonly dims: readonly (number | string)[]
}

export type Tensors = Readonly<Record<string, Tensor>>

/** A loaded model. */
export interface InferenceSession {
  readonly inputs: readonly TensorSpec[]
  readonly outputs: readonly TensorSpec[]
  /**
   * Runs the model. Safe to call concurrently; the result is a copy that later runs do not touch.
   * @throws InferenceError `invalid-tensor` for a wrong name, type or shape, `backend-failure` otherwise.
   */
  run(feeds: Tensors, options?: CallOptions): Promise<Tensors>
  /** Frees the model; a later `run` throws DisposedError. Calling it again does nothing. */
  dispose(): Promise<void>
}

/** What a backend is asked to load. */
export interface ModelBytes {
  /** For messages: the manifest's id. */
  readonly id: string
  /** An ONNX file. */
  readonly onnx: Uint8Array
}

/** Runs ONNX models. */
export interface InferenceBackend extends Plugin {
  /** @throws ModelLoadError when the bytes are no model this backend can run. */
  load(model: ModelBytes, options?: CallOptions): Promise<InferenceSession>
}
