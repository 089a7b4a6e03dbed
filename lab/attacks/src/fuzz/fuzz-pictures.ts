import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Chance } from '../random.js'
import { ROOT } from '../servers/server-process.js'
import { mutate } from './mutate.js'

/** Pictures and packets that are right, to be sent as they are or broken. */
export interface PicturePool {
  readonly small: readonly Buffer[]
  readonly packets: readonly Buffer[]
  readonly depthPng: Buffer
  /** A photograph of somebody: what it costs is the models. */
  readonly face: Buffer
}

const GOLDEN_PACKETS = ['depth16', 'turned', 'least']

export async function picturePool(face: Buffer): Promise<PicturePool> {
  const plain = (side: number, channels: 3 | 4 = 3) =>
    sharp({
      create: { width: side, height: side, channels, background: { r: 90, g: 120, b: 60, alpha: 0.5 } },
    })
  const grey16 = new Uint16Array(32 * 24).fill(500)
  return {
    small: await Promise.all([
      plain(1).png().toBuffer(),
      plain(9, 4).png().toBuffer(),
      plain(64).jpeg({ progressive: true }).toBuffer(),
      plain(48).jpeg().toBuffer(),
      plain(40).webp().toBuffer(),
      plain(33, 4).webp({ lossless: true }).toBuffer(),
      plain(48).toColourspace('cmyk').jpeg().toBuffer(),
      plain(20).gif().toBuffer(),
      plain(16).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
    ]),
    packets: GOLDEN_PACKETS.map((name) =>
      readFileSync(join(ROOT, `packages/capture-mobile/test/__goldens__/${name}.fwdp`)),
    ),
    depthPng: await sharp(grey16, { raw: { width: 32, height: 24, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer(),
    face,
  }
}

/** Bytes that are, were, or look like a picture. */
export function anyPicture(chance: Chance, pool: PicturePool): Buffer {
  const draw = chance.uniform()
  if (draw < 0.004) return pool.face
  if (draw < 0.25) return chance.pick(pool.small)
  if (draw < 0.6) return mutate(chance, chance.pick(pool.small))
  if (draw < 0.65) return mutate(chance, pool.face.subarray(0, chance.below(pool.face.length)))
  if (draw < 0.75) return resized(chance, chance.pick(pool.small))
  if (draw < 0.85) return anyPacket(chance, pool)
  if (draw < 0.95) return chance.bytes(chance.below(200))
  return Buffer.alloc(chance.below(3000), chance.below(256))
}

export function anyPacket(chance: Chance, pool: PicturePool): Buffer {
  const packet = chance.pick(pool.packets)
  return chance.chance(0.3) ? packet : mutate(chance, packet)
}

export const anyDepth = (chance: Chance, pool: PicturePool): Buffer =>
  chance.chance(0.5)
    ? anyPacket(chance, pool)
    : chance.chance(0.4)
      ? pool.depthPng
      : mutate(chance, pool.depthPng)

const SIDES = [0, 1, 2, 0x7fff, 0x8000, 0xffff]

/** The same file, its header saying another size. */
function resized(chance: Chance, file: Buffer): Buffer {
  const copy = Buffer.from(file)
  const at = placeOfSize(copy)
  if (at === undefined || at + 4 > copy.length) return copy
  copy.writeUInt16BE(chance.pick(SIDES), at)
  copy.writeUInt16BE(chance.pick(SIDES), at + 2)
  return copy
}

/** Of a JPEG its frame header, of a PNG the low half of width and on, of a WebP what stands behind its first chunk. */
function placeOfSize(file: Buffer): number | undefined {
  if (file[0] === 0xff) {
    const frame = [0xc0, 0xc2].map((marker) => file.indexOf(Buffer.from([0xff, marker]))).find((at) => at > 0)
    return frame === undefined ? undefined : frame + 5
  }
  return file[0] === 0x89 ? 18 : 26
}
