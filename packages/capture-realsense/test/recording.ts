import { registerDepth } from '@faceward/imaging'
import type { Extrinsics, Frame, Image, Intrinsics } from '@faceward/spec'

/** What a recorder of a RealSense camera is given; the writers put it into either file format. */
export interface Recording {
  readonly info: Readonly<Record<string, string>>
  /** Metres a count. */
  readonly depthUnit: number
  readonly framesPerSecond: number
  readonly color: Intrinsics
  readonly depth: Intrinsics
  readonly depthToColor: Extrinsics
  readonly frames: readonly RecordedMoment[]
}

export interface RecordedMoment {
  readonly number: number
  readonly timestampMs: number
  readonly color: Image
  /** Counts; 0 is no data. */
  readonly depth: Uint16Array
}

/** The depth camera sits 15 mm beside the colour camera, turned by two degrees, as in a D435. */
const TURN = (2 * Math.PI) / 180
export const DEPTH_TO_COLOR: Extrinsics = {
  rotation: [Math.cos(TURN), 0, Math.sin(TURN), 0, 1, 0, -Math.sin(TURN), 0, Math.cos(TURN)],
  translation: [0.015, 0.0005, -0.001],
}

const INFO = {
  Name: 'Intel RealSense D435',
  'Serial Number': '012345678901',
  'Firmware Version': '05.16.00.01',
  'Product Line': 'D400',
}

/** Frames whose depth is registered to colour, as a camera with a depth sensor of its own would have recorded them. */
export function recordingOf(frames: readonly Frame[], depthUnit = 0.001): Recording {
  const color = frames[0]!.colorIntrinsics!
  // A wider and coarser view, as stereo modules have.
  const depth = {
    width: color.width,
    height: color.height,
    focalX: color.focalX * 0.75,
    focalY: color.focalY * 0.75,
    principalX: color.principalX + 3.25,
    principalY: color.principalY - 1.5,
  }
  return {
    info: INFO,
    depthUnit,
    framesPerSecond: 30,
    color,
    depth,
    depthToColor: DEPTH_TO_COLOR,
    frames: frames.map((frame, index) => ({
      number: 100 + index,
      timestampMs: 1_700_000_000_000 + (index * 1000) / 30,
      color: frame.image,
      depth: seenBy(depth, frame, depthUnit),
    })),
  }
}

function seenBy(camera: Intrinsics, { depth }: Frame, unit: number): Uint16Array {
  const map = { ...depth!, registeredToColor: false, depthToColor: inverse(DEPTH_TO_COLOR) }
  const { data } = registerDepth(map, { ...camera })
  if (data.length !== camera.width * camera.height) throw new Error('the depth camera is too fine')
  return Uint16Array.from(data, (metres) => Math.round(metres / unit))
}

export function inverse({ rotation: r, translation: t }: Extrinsics): Extrinsics {
  const rotation = [r[0]!, r[3]!, r[6]!, r[1]!, r[4]!, r[7]!, r[2]!, r[5]!, r[8]!]
  const along = (row: number) =>
    -(rotation[row]! * t[0] + rotation[row + 1]! * t[1] + rotation[row + 2]! * t[2])
  return { rotation, translation: [along(0), along(3), along(6)] }
}

/** The bytes of a picture as a camera has them: rows one after the other. */
export const bytesOf = (counts: Uint16Array): Uint8Array =>
  new Uint8Array(counts.buffer, counts.byteOffset, counts.byteLength)
