import type { DepthProvenance } from '@faceward/spec'
import type { TrustedDevice } from './trusted-devices.js'

/**
 * WebXR does not say how depth came about, and most phones compute it from motion: so it is `estimated`, which no
 * liveness cue accepts, unless the operator lists the device. Also then it is the browser's word only (`declared`).
 */
export function depthProvenance(browser: string, trusted: readonly TrustedDevice[]): DepthProvenance {
  const device = trusted.find(({ userAgentIncludes }) => browser.includes(userAgentIncludes))
  if (device === undefined) {
    return { kind: 'estimated', method: 'motion-stereo', trust: 'declared', accuracy: 'absolute' }
  }
  const { method, vendor, model } = device
  return {
    kind: 'sensed',
    method,
    trust: 'declared',
    accuracy: 'absolute',
    device: { vendor, ...(model === undefined ? {} : { model }) },
  }
}
