import { FacewardError, StorageError } from '@faceward/spec'

/** What a driver's failure means to whoever uses the store. The message is for operators and quotes nothing. */
export interface StoreFailure {
  readonly code: ConstructorParameters<typeof StorageError>[1]['code']
  readonly message: string
  readonly retryable?: boolean
}

/** What a driver's codes mean, by what they begin with: the first that fits counts. */
export type StoreFailureTable = readonly (readonly [prefix: string, meaning: StoreFailure])[]

/** The driver's own code of a failure; empty when it has none. */
export function driverCode(failure: unknown): string {
  return String((failure as { code?: unknown } | null)?.code ?? '')
}

/** What the table has for a driver's code. */
export function findStoreFailure(table: StoreFailureTable, code: string): StoreFailure | undefined {
  return table.find(([prefix]) => code.startsWith(prefix))?.[1]
}

/** The failure as a StorageError of that meaning; one of this project's own stays as it is. */
export function storageErrorOf(
  failure: unknown,
  { code, message, retryable = false }: StoreFailure,
  cause: unknown = failure,
): FacewardError {
  return FacewardError.isInstance(failure) ? failure : new StorageError(message, { code, retryable, cause })
}
