import type { DepthMethod, DepthProvenance } from '@faceward/spec'

/** A device whose depth an operator takes for sensed. */
export interface TrustedDevice {
  /** What the browser's user agent string holds, such as `'Quest 3'`. */
  readonly userAgentIncludes: string
  readonly method: Extract<
    DepthMethod,
    'structured-light' | 'time-of-flight' | 'active-stereo' | 'passive-stereo'
  >
  readonly vendor: string
  readonly model?: string
}

/**
 * WebXR does not say how depth came about, and most phones compute it from motion: so it is `estimated`, which no
 * liveness cue accepts, unless the operator lists the device. Also then it is the browser's word only (`declared`).
 */
export function depthProvenance(userAgent: string, trusted: readonly TrustedDevice[]): DepthProvenance {
  const device = trusted.find(({ userAgentIncludes }) => userAgent.includes(userAgentIncludes))
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
