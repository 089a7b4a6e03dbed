import {
  type Orientation,
  orientExtrinsics,
  orientIntrinsics,
  orientRaster,
  scaleIntrinsics,
} from '@faceward/imaging'
import { type DepthMap, type DepthProvenance, ImagingError, type Intrinsics } from '@faceward/spec'
import { DEPTH_BYTES, depthCounts, rayLength } from './depth-values.js'
import { camera, milliseconds, orientationOf } from './header-values.js'
import { malformedPacket } from './malformed-packet.js'
import type { PacketHeader } from './packet-header.js'
import { pixelsOf } from './pixel-plane.js'
import type { DepthPacket } from './read-packet.js'

type DepthHeader = NonNullable<PacketHeader['depth']>

/** The depth of a packet as a map, upright. @throws CaptureError `malformed-packet` */
export async function packetDepth(
  packet: DepthPacket,
  trust: DepthProvenance['trust'],
): Promise<DepthMap | undefined> {
  const { header } = packet
  const { depth } = header
  if (depth === undefined || packet.depth === undefined) return undefined
  const { width, height } = depth
  const orientation = orientationOf(depth)
  const stored = storedCamera(header, depth)
  const plane = await pixelsOf(packet.depth, depth.plane.encoding, width * height * DEPTH_BYTES[depth.type])
  const { counts, confidence: own } = depthCounts(depth.type, plane, width * height)
  const metres = orientRaster({ width, height, data: toMetres(counts, depth, stored) }, orientation)
  const sure = own ?? (await confidenceOf(packet, width * height))
  return {
    ...metres,
    intrinsics: orientIntrinsics(stored, orientation),
    registeredToColor: depth.alignedTo === 'color',
    ...placement(header, orientation),
    ...(sure === undefined
      ? {}
      : { confidence: orientRaster({ width, height, data: sure }, orientation).data }),
    ...(depth.timestampNs === undefined ? {} : { timestampMs: milliseconds(depth.timestampNs) }),
    provenance: provenanceOf(header, depth, trust),
  }
}

/** The camera of the stored rows; depth on the colour's pixels has the colour's, unless it brings its own. */
function storedCamera({ intrinsics, color }: PacketHeader, depth: DepthHeader): Intrinsics {
  if (depth.alignedTo === 'color' && color !== undefined) {
    if (depth.rotation !== color.rotation || depth.mirrored !== color.mirrored) {
      throw malformedPacket('depth aligned to colour lies another way than the colour')
    }
  }
  const given = intrinsics.depth ?? intrinsics.color
  if (given === undefined) throw malformedPacket('the depth has no intrinsics')
  return scaleIntrinsics(camera(given), depth.width, depth.height)
}

/** Counts to metres along the optical axis, in place; 0 = no data. */
function toMetres(counts: Float32Array, depth: DepthHeader, stored: Intrinsics): Float32Array {
  const { unit, quantity, min = 0, max = Number.POSITIVE_INFINITY, width } = depth
  const invalid = depth.invalid.map(Math.fround)
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i]!
    const isData = count > 0 && count < Number.POSITIVE_INFINITY && !invalid.includes(count)
    let metres = isData ? (quantity === 'disparity' ? 1 / (count * unit) : count * unit) : 0
    if (isData && quantity === 'ray')
      metres /= rayLength(stored, (i % width) + 0.5, Math.floor(i / width) + 0.5)
    counts[i] = metres >= min && metres <= max ? metres : 0
  }
  return counts
}

function placement({ depthToColor, color }: PacketHeader, from: Orientation): Pick<DepthMap, 'depthToColor'> {
  if (depthToColor === undefined) return {}
  try {
    return { depthToColor: orientExtrinsics(depthToColor, { from, to: orientationOf(color) }) }
  } catch (error) {
    if (!ImagingError.isInstance(error)) throw error
    throw malformedPacket('colour or depth is a mirror image, the other is not', error)
  }
}

const LEVELS = { '0-2': 2, '0-255': 255 } as const

async function confidenceOf(packet: DepthPacket, pixels: number): Promise<Uint8Array | undefined> {
  const { confidence } = packet.header
  if (confidence === undefined || packet.confidence === undefined) return undefined
  const levels = await pixelsOf(packet.confidence, confidence.plane.encoding, pixels)
  const highest = LEVELS[confidence.kind]
  if (levels.some((level) => level > highest)) throw malformedPacket('a confidence is above its scale')
  return highest === 255 ? levels : levels.map((level) => Math.round((level * 255) / highest))
}

function provenanceOf(
  { device, recorded }: PacketHeader,
  { kind, method, accuracy }: DepthHeader,
  trust: DepthProvenance['trust'],
): DepthProvenance {
  const { vendor, model, serial, driver } = device ?? {}
  return {
    kind,
    method,
    trust,
    accuracy,
    ...(recorded === true ? { recorded } : {}),
    ...(vendor === undefined
      ? {}
      : {
          device: {
            vendor,
            ...(model === undefined ? {} : { model }),
            ...(serial === undefined ? {} : { serial }),
            ...(driver === undefined ? {} : { driver }),
          },
        }),
  }
}
