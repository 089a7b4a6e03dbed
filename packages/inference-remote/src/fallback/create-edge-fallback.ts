import { assertKnownOptions } from '@faceward/plugin-kit'
import { ConfigurationError, type InferenceBackend } from '@faceward/spec'
import { createRemoteBackend } from '../client/create-remote-backend.js'
import { createFallbackBackend, type FallbackBackend } from './create-fallback-backend.js'

/** Options of {@link createEdgeFallback}. */
export interface EdgeFallbackOptions {
  /** The device's own. */
  readonly backend: InferenceBackend
  /** The setting EDGE_FALLBACK_URL. */
  readonly url: string
  readonly onNotice: (message: string) => void
}

const KEYS: readonly string[] = [
  'backend',
  'url',
  'onNotice',
] satisfies readonly (keyof EdgeFallbackOptions)[]

/**
 * What the setting EDGE_FALLBACK_URL asks for: models that the device cannot run are run by that server. Nothing is
 * asked of the server before.
 *
 * @throws ConfigurationError `invalid-options` that names the setting.
 */
export function createEdgeFallback(options: EdgeFallbackOptions): FallbackBackend {
  assertKnownOptions('createEdgeFallback', options, KEYS)
  const { backend, url, onNotice } = options
  return createFallbackBackend({ first: backend, second: remoteOf(url), onNotice })
}

function remoteOf(url: string): InferenceBackend {
  try {
    return createRemoteBackend({ url })
  } catch (failure) {
    if (!ConfigurationError.isInstance(failure)) throw failure
    const issues = failure.issues.map(({ message }) => ({ key: 'EDGE_FALLBACK_URL', message }))
    const what = issues.map(({ key, message }) => `${key}: ${message}`).join('; ')
    throw new ConfigurationError(`The configuration is wrong. ${what}.`, { code: 'invalid-options', issues })
  }
}
