import { ModelLoadError } from '@faceward/spec'

/** The system's short name of a failure, such as `EACCES`. */
export function systemCode(cause: unknown): string | undefined {
  const code = (cause as { code?: unknown } | null | undefined)?.code
  return typeof code === 'string' ? code : undefined
}

/** The folder of the model cache cannot be used. */
export function cacheFailure(folder: string, doing: 'read' | 'written', cause: unknown): ModelLoadError {
  const code = systemCode(cause)
  const full = code === 'ENOSPC' || code === 'EDQUOT'
  const advice = full
    ? 'Make room on that disk, or set FACEWARD_CACHE to a folder on another one.'
    : 'Set FACEWARD_CACHE (or the option "folder") to a folder this user may write, or correct its permissions.'
  return new ModelLoadError(
    `The model cache ${folder} cannot be ${doing}${code === undefined ? '' : ` (${code})`}. ${advice}`,
    { code: 'cache-failure', cause },
  )
}
