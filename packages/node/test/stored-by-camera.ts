import type { Image } from '@faceward/spec'
import sharp, { type Sharp } from 'sharp'

export function toSharp({ width, height, data }: Image): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } })
}

async function turned(image: Image): Promise<Sharp> {
  const { data, info } = await toSharp(image).rotate(90).raw().toBuffer({ resolveWithObject: true })
  return toSharp({ width: info.width, height: info.height, format: 'rgb8', data: new Uint8Array(data) })
}

/**
 * How a camera stores an upright picture under each EXIF orientation, so that the tag brings it upright again: the
 * tag's inverse (EXIF 2.32, 4.6.4). The tag itself is set on encoding.
 */
export async function storedByCamera(upright: Image): Promise<ReadonlyMap<number, Sharp>> {
  return new Map([
    [1, toSharp(upright)],
    [2, toSharp(upright).flop()],
    [3, toSharp(upright).rotate(180)],
    [4, toSharp(upright).flip()],
    [5, (await turned(upright)).flop()],
    [6, toSharp(upright).rotate(270)],
    [7, (await turned(upright)).flip()],
    [8, toSharp(upright).rotate(90)],
  ])
}
