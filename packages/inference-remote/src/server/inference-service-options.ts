import { type OptionIssue, outsideRange, refuseIssues, unknownKeys } from '@faceward/plugin-kit'
import type { InferenceSession } from '@faceward/spec'
import { datatypeOfType } from '../protocol/datatypes.js'

/** A model that is served. */
export interface ServedModel {
  /** Its name in addresses: the manifest's id. */
  readonly id: string
  /** Loaded by any backend; whoever loaded it disposes it. */
  readonly session: Pick<InferenceSession, 'inputs' | 'outputs' | 'run'>
  /** SHA-256 of the ONNX file, 64 hexadecimal digits: clients that have the file refuse another one. */
  readonly sha256?: string
}

/** Options of `createInferenceService`. */
export interface InferenceServiceOptions {
  readonly models: readonly ServedModel[]
  /** The largest request that is read; 16 MiB by default. */
  readonly bodyLimitBytes?: number
  /** Requests to infer that are held at the same time, others are refused with 503; 16 by default. */
  readonly maximumUnderWay?: number
}

const KEYS: readonly string[] = [
  'models',
  'bodyLimitBytes',
  'maximumUnderWay',
] satisfies readonly (keyof InferenceServiceOptions)[]
const MEBIBYTE = 2 ** 20

/** @throws ConfigurationError `invalid-options`. */
export function parseInferenceServiceOptions(
  options: InferenceServiceOptions,
): Required<InferenceServiceOptions> {
  const { models, bodyLimitBytes = 16 * MEBIBYTE, maximumUnderWay = 16 } = options
  refuseIssues('createInferenceService', [
    ...unknownKeys(options, KEYS),
    ...models.flatMap((model) => wrongWith(model, models)),
    ...outsideRange('bodyLimitBytes', bodyLimitBytes, 1024, 1024 * MEBIBYTE),
    ...outsideRange('maximumUnderWay', maximumUnderWay, 1, 10_000),
  ])
  return { models, bodyLimitBytes, maximumUnderWay }
}

function wrongWith(
  { id, session, sha256 }: ServedModel,
  all: readonly ServedModel[],
): readonly OptionIssue[] {
  const issue = (message: string) => [{ key: `models.${id}`, message }]
  const carried = [...session.inputs, ...session.outputs].every(
    ({ type }) => datatypeOfType(type) !== undefined,
  )
  return [
    ...(['', '.', '..'].includes(id) ? issue('expected a name that an address can have') : []),
    ...(all.filter((other) => other.id === id).length > 1 ? issue('is there twice') : []),
    ...(carried ? [] : issue('expected float32, uint8 and int64 tensors')),
    ...(sha256 === undefined || /^[0-9a-f]{64}$/.test(sha256)
      ? []
      : issue('expected a SHA-256 in lower case')),
  ]
}
