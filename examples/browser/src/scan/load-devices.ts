import { parseTrustedDevices, type TrustedDevice } from '@faceward/capture-webxr'

/** The operator's list, beside the application. */
const FILE = '/devices.json'

/**
 * The devices whose depth the operator takes for measured; none where there is no list.
 *
 * @throws ConfigurationError `invalid-options` for a list that is not as it should be.
 */
export async function loadDevices(): Promise<readonly TrustedDevice[]> {
  // A device that was taken off the list is off it at once.
  const response = await fetch(FILE, { cache: 'no-cache' }).catch(() => undefined)
  if (!response?.ok) return []
  return parseTrustedDevices(await response.json().catch(() => undefined))
}
