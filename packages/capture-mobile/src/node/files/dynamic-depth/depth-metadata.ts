import exifr from 'exifr'
import * as z from 'zod'
import { malformedRecording } from '../recording-file.js'

const depthMap = z.object({
  Format: z.enum(['RangeInverse', 'RangeLinear']),
  Near: z.number(),
  Far: z.number(),
  Units: z.string().optional(),
  MeasureType: z.string().optional(),
  /** GDepth: the picture itself, base64. */
  Data: z.string().optional(),
  /** Dynamic Depth: which of the appended files it is. */
  DepthURI: z.string().optional(),
})

const item = z.object({
  Length: z.number().int().min(0).default(0),
  Padding: z.number().int().min(0).default(0),
  DataURI: z.string().optional(),
})

const imagingModel = z.object({
  FocalLengthX: z.number().positive(),
  FocalLengthY: z.number().positive(),
  PrincipalPointX: z.number(),
  PrincipalPointY: z.number(),
  ImageWidth: z.number().positive(),
  ImageHeight: z.number().positive(),
})

/** What the XMP of a JPEG says of its depth. */
export interface DepthMetadata {
  readonly map: z.output<typeof depthMap>
  readonly camera: z.output<typeof imagingModel> | undefined
  /** The picture of the depth, still encoded. */
  readonly picture: Uint8Array
  /** EXIF orientation, 1 to 8. */
  readonly orientation: number
}

const LEVELS = 12

/** Undefined when the JPEG has no depth. @throws CaptureError `malformed-recording` */
export async function readDepthMetadata(jpeg: Uint8Array): Promise<DepthMetadata | undefined> {
  const xmp = await parseXmp(jpeg)
  const found = findObject(xmp, 'GDepth') ?? findObject(xmp, 'DepthMap')
  if (found === undefined) return undefined
  const map = depthMap.safeParse(found)
  if (!map.success) throw malformedRecording('its depth metadata lacks format, near or far')
  const camera = imagingModel.safeParse(findObject(xmp, 'ImagingModel'))
  return {
    map: map.data,
    camera: camera.success ? camera.data : undefined,
    picture: pictureOf(map.data, xmp, jpeg),
    orientation: (await exifr.orientation(jpeg).catch(() => undefined)) ?? 1,
  }
}

async function parseXmp(jpeg: Uint8Array): Promise<unknown> {
  try {
    // Depth of the older kind is spread over many segments.
    return await exifr.parse(jpeg, {
      tiff: false,
      xmp: { parse: true, multiSegment: true },
      mergeOutput: false,
    })
  } catch (cause) {
    throw malformedRecording('it is no JPEG whose metadata can be read', cause)
  }
}

function pictureOf(
  { Data, DepthURI }: z.output<typeof depthMap>,
  xmp: unknown,
  jpeg: Uint8Array,
): Uint8Array {
  if (Data !== undefined) return new Uint8Array(Buffer.from(Data, 'base64'))
  const items = findObject(xmp, 'Container')
  const directory = z.object({ Directory: z.array(z.object({ Item: item })) }).safeParse(items)
  if (!directory.success) throw malformedRecording('its metadata does not say where the depth is')
  // The files follow the picture in this order, and end with the JPEG's own end.
  let end = jpeg.length
  for (const { Item } of [...directory.data.Directory].reverse()) {
    const start = end - Item.Length - Item.Padding
    if (start < 0) throw malformedRecording('its metadata tells of more than it holds')
    if (DepthURI !== undefined && Item.DataURI === DepthURI && Item.Length > 0) {
      return jpeg.subarray(start, start + Item.Length)
    }
    end = start
  }
  throw malformedRecording('its depth is missing')
}

/** The first object of that name, wherever the writer nested it. */
function findObject(within: unknown, name: string, level = 0): unknown {
  if (within === null || typeof within !== 'object' || level > LEVELS) return undefined
  const direct: unknown = (within as Readonly<Record<string, unknown>>)[name]
  if (direct !== null && typeof direct === 'object') return direct
  for (const inner of Object.values(within)) {
    const found = findObject(inner, name, level + 1)
    if (found !== undefined) return found
  }
  return undefined
}
