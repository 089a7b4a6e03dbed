import {
  type CallOptions,
  InferenceError,
  type InferenceSession,
  ModelLoadError,
  type ModelManifest,
  type ModelTask,
  type Tensor,
} from '@faceward/spec'

/** A loaded model and what its manifest calls its tensors. */
export interface ModelIo {
  readonly session: InferenceSession
  readonly manifest: ModelManifest
  readonly inputName: string
  /** Tensor names by role. */
  readonly outputNames: Readonly<Record<string, string>>
}

/**
 * Checks that a model is for `task` and has an output for each role, as the manifest names them.
 * @throws ModelLoadError `invalid-manifest` otherwise.
 */
export function modelIo(
  session: InferenceSession,
  manifest: ModelManifest,
  task: ModelTask,
  roles: readonly string[],
): ModelIo {
  if (manifest.task !== task) throw invalid(manifest, `its task must be '${task}'`)
  const inputName = manifest.input.name ?? (session.inputs.length === 1 ? session.inputs[0]!.name : undefined)
  if (inputName === undefined || !session.inputs.some(({ name }) => name === inputName)) {
    const names = session.inputs.map(({ name }) => name).join(', ')
    throw invalid(manifest, `it must name one of the model's inputs: ${names}`)
  }
  const names = session.outputs.map(({ name }) => name)
  const outputNames = Object.fromEntries(
    roles.map((role) => {
      const name = manifest.outputs?.[role]
      if (name !== undefined && names.includes(name)) return [role, name]
      throw invalid(manifest, `it must name the output '${role}', one of ${names.join(', ')}`)
    }),
  )
  return { session, manifest, inputName, outputNames }
}

/** Runs the model; the values of each role. @throws InferenceError `invalid-tensor` unless they are float32. */
export async function runModel(
  io: ModelIo,
  input: Tensor,
  options: CallOptions,
): Promise<ReadonlyMap<string, Float32Array>> {
  const outputs = await io.session.run({ [io.inputName]: input }, options)
  const values = new Map<string, Float32Array>()
  for (const [role, name] of Object.entries(io.outputNames)) {
    const tensor = outputs[name]
    if (tensor?.type !== 'float32') throw unexpected(io, role, 'float32 values')
    values.set(role, tensor.data)
  }
  return values
}

/** The values of one role. @throws InferenceError `invalid-tensor` unless there are `length` of them. */
export function valuesOf(
  io: ModelIo,
  values: ReadonlyMap<string, Float32Array>,
  role: string,
  length: number,
): Float32Array {
  const data = values.get(role)
  if (data?.length !== length) throw unexpected(io, role, `${length} values`)
  return data
}

function unexpected(io: ModelIo, role: string, what: string): InferenceError {
  return new InferenceError(
    `The model '${io.manifest.id}' did not return ${what} in '${io.outputNames[role]}'.`,
    { code: 'invalid-tensor' },
  )
}

function invalid(manifest: ModelManifest, why: string): ModelLoadError {
  return new ModelLoadError(`The manifest of '${manifest.id}' does not fit: ${why}.`, {
    code: 'invalid-manifest',
  })
}
