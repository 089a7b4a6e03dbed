import { ConfigurationError, type DepthMethod } from '@faceward/spec'

const METHODS = ['structured-light', 'time-of-flight', 'active-stereo', 'passive-stereo'] as const
const KEYS: readonly string[] = ['userAgentIncludes', 'method', 'vendor', 'model']
/** Less than this is in the user agent of too many browsers; nothing at all is in every one. */
const SHORTEST = 3

/** A device whose depth an operator takes for sensed. */
export interface TrustedDevice {
  /**
   * What the browser's user agent string or the model it tells on request (client hints) holds, such as `'Quest 3'`; 3
   * characters at least. Chrome on Android has the model in its hints only.
   */
  readonly userAgentIncludes: string
  readonly method: Extract<DepthMethod, (typeof METHODS)[number]>
  readonly vendor: string
  readonly model?: string
}

/**
 * A list of devices from outside, such as a file of the operator's, as it can be given to `createWebXrCapture`.
 *
 * @throws ConfigurationError `invalid-options` naming what is wrong
 */
export function parseTrustedDevices(list: unknown): readonly TrustedDevice[] {
  if (!Array.isArray(list)) return refuse('trustedDevices', 'expected a list')
  return list.map((entry: unknown, index) => parseDevice(entry, `trustedDevices[${index}]`))
}

function parseDevice(entry: unknown, at: string): TrustedDevice {
  if (typeof entry !== 'object' || entry === null) return refuse(at, 'expected an object')
  const unknown = Object.keys(entry).find((key) => !KEYS.includes(key))
  if (unknown !== undefined) return refuse(`${at}.${unknown}`, `is not known; known are ${KEYS.join(', ')}`)
  const { userAgentIncludes, method, vendor, model } = entry as Record<string, unknown>
  if (typeof userAgentIncludes !== 'string' || userAgentIncludes.trim().length < SHORTEST) {
    return refuse(`${at}.userAgentIncludes`, `expected a text of ${SHORTEST} characters or more`)
  }
  const known = METHODS.find((one) => one === method)
  if (known === undefined) return refuse(`${at}.method`, `expected one of ${METHODS.join(', ')}`)
  if (typeof vendor !== 'string' || vendor === '') return refuse(`${at}.vendor`, 'expected a text')
  if (model !== undefined && typeof model !== 'string') return refuse(`${at}.model`, 'expected a text')
  return { userAgentIncludes, method: known, vendor, ...(model === undefined ? {} : { model }) }
}

function refuse(key: string, message: string): never {
  throw new ConfigurationError(`${key}: ${message}.`, { code: 'invalid-options', issues: [{ key, message }] })
}
