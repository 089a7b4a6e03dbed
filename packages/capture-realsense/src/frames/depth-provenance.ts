import type { DepthMethod, DepthProvenance } from '@faceward/spec'

/** What a device says of itself, by librealsense's names: `Name`, `Serial Number`, `Product Line`. */
export type DeviceInfo = Readonly<Record<string, string>>

/** Stereo cameras without a projector of their own. */
const PASSIVE = /\bD4(01|05)\b/

/**
 * Where the depth of a RealSense camera comes from. Recorded or live, the sensor measured it; that it was recorded
 * says that nobody need be there now.
 *
 * @param emitter whether the pattern projector was on, where that is known
 */
export function depthProvenance(
  info: DeviceInfo,
  { driver, emitter, recorded }: { driver?: string; emitter?: boolean; recorded?: true },
): DepthProvenance {
  const model = info['Name']
  const serial = info['Serial Number']
  return {
    kind: 'sensed',
    method: methodOf(info, emitter),
    // A file may hold anything: only our own call to the driver vouches for a map.
    trust: recorded ? 'declared' : 'driver',
    accuracy: 'absolute',
    ...(recorded ? { recorded } : {}),
    device: {
      vendor: 'RealSense',
      ...(model === undefined ? {} : { model }),
      ...(serial === undefined ? {} : { serial }),
      ...(driver === undefined ? {} : { driver }),
    },
  }
}

function methodOf(info: DeviceInfo, emitter: boolean | undefined): DepthMethod {
  const name = info['Name'] ?? ''
  const line = info['Product Line'] ?? ''
  if (/D4\d\d|D5\d\d/.test(name) || /^D[45]00$/.test(line)) {
    return PASSIVE.test(name) || emitter === false ? 'passive-stereo' : 'active-stereo'
  }
  if (/\bL5\d\d\b/.test(name) || line === 'L500') return 'time-of-flight'
  if (/\bSR3\d\d\b/.test(name) || line === 'SR300') return 'structured-light'
  return 'unknown'
}
