import type { Chance } from '../random.js'
import { anyDepth, anyPacket, anyPicture, type PicturePool } from './fuzz-pictures.js'
import { mutate } from './mutate.js'

export interface FuzzBody {
  readonly type: string
  readonly bytes: Buffer
}

const IDS = [
  'ada',
  'bo',
  'zoë',
  '.',
  '..',
  '%2e',
  'a/b',
  'a\u202eb',
  'ﬁ',
  'client.x',
  'tenant.all',
  '💥',
  ' ',
  '-',
]
const NAMES = [
  'user_id',
  'images',
  'frames',
  'challenge_id',
  'operation',
  'cannot',
  'replace',
  'replace_override',
]
const MORE = ['consent_reference', 'frames[]', '__proto__', 'constructor', 'minimum_assurance', 'tenant_id']
const ACTIONS = ['turn-left', 'turn-right', 'look-up', 'blink-twice', 'come-closer', 'open-mouth', 'fly', '']

export function anyId(chance: Chance): string {
  const draw = chance.uniform()
  if (draw < 0.5) return 'ada'
  if (draw < 0.8) return chance.pick(IDS)
  if (draw < 0.9) return chance.bytes(chance.below(40)).toString('latin1')
  return chance.pick(IDS).repeat(1 + chance.below(200))
}

function anyValue(chance: Chance, depth = 0): unknown {
  switch (chance.below(depth > 3 ? 7 : 9)) {
    case 0:
      return null
    case 1:
      return chance.chance(0.5)
    case 2:
      return chance.pick([0, -0, -1, 1e308, -1e308, 1.5, 2 ** 53, Number.MIN_VALUE])
    case 3:
      return chance.bytes(chance.below(30)).toString('base64')
    case 4:
      return chance.bytes(chance.below(30)).toString('utf16le')
    case 5:
      return anyId(chance)
    case 6:
      return ''
    case 7:
      return Array.from({ length: chance.below(6) }, () => anyValue(chance, depth + 1))
    default:
      return Object.fromEntries(
        Array.from({ length: chance.below(5) }, () => [
          chance.pick([...NAMES, ...MORE, 'toString', '']),
          anyValue(chance, depth + 1),
        ]),
      )
  }
}

const base64 = (bytes: Buffer) => bytes.toString('base64')

function anyFrame(chance: Chance, pool: PicturePool, index: number): unknown {
  const captured_at = chance.chance(0.9) ? index * 100 : anyValue(chance)
  if (chance.chance(0.25)) return { packet: base64(anyPacket(chance, pool)), captured_at }
  if (chance.chance(0.6)) return { image: base64(anyPicture(chance, pool)), captured_at }
  const intrinsics = { focal_x: 40, focal_y: 40, principal_x: 16, principal_y: 12 }
  const depth = {
    data: base64(anyDepth(chance, pool)),
    ...(chance.chance(0.7) ? { intrinsics } : {}),
    ...(chance.chance(0.2) ? { unit_mm: anyValue(chance) } : {}),
    ...(chance.chance(0.2) ? { registered: chance.chance(0.5) } : {}),
  }
  return { image: base64(anyPicture(chance, pool)), depth, captured_at }
}

/** A body that is nearly right; `challengeId` is one that the server gave. */
export function nearlyRight(chance: Chance, pool: PicturePool, challengeId: string): object {
  const pictures = chance.below(5)
  const faces = chance.chance(0.5)
    ? { images: Array.from({ length: pictures }, () => base64(anyPicture(chance, pool))) }
    : { frames: Array.from({ length: pictures }, (_, i) => anyFrame(chance, pool, i)) }
  const challenge = chance.chance(0.4) ? { challenge_id: challengeId } : {}
  const operation = chance.chance(0.2) ? { operation: chance.pick(['enroll', 'verify', 'x']) } : {}
  const cannot = chance.chance(0.2) ? { cannot: [chance.pick(ACTIONS), chance.pick(ACTIONS)] } : {}
  const wrong = chance.chance(0.15) ? { [chance.pick([...NAMES, ...MORE])]: anyValue(chance) } : {}
  const small = chance.chance(0.25)
  return { user_id: anyId(chance), ...(small ? {} : faces), ...challenge, ...operation, ...cannot, ...wrong }
}

const JSON_TYPES = [
  'application/json',
  'application/json; charset=utf-8',
  'APPLICATION/JSON',
  'text/json',
  'text/plain',
]
const jsonType = (chance: Chance) => (chance.chance(0.9) ? 'application/json' : chance.pick(JSON_TYPES))

export function jsonBody(chance: Chance, pool: PicturePool, challengeId: string): FuzzBody {
  const type = jsonType(chance)
  const draw = chance.uniform()
  if (draw < 0.05) return { type, bytes: oddJson(chance) }
  const text = Buffer.from(
    JSON.stringify(chance.chance(0.85) ? nearlyRight(chance, pool, challengeId) : anyValue(chance)) ?? '',
  )
  return { type, bytes: draw < 0.25 ? mutate(chance, text) : text }
}

/** Deep, wide, long, repeating. Most are small; one in many is of megabytes. */
function oddJson(chance: Chance): Buffer {
  const size = chance.chance(0.02) ? 2_000_000 : 1 + chance.below(20_000)
  switch (chance.below(7)) {
    case 0:
      return Buffer.from('['.repeat(size) + ']'.repeat(size))
    case 1:
      return Buffer.from(`${'{"a":'.repeat(size)}1${'}'.repeat(size)}`)
    case 2:
      return Buffer.from(`{"user_id":"ada","images":[${'"aa",'.repeat(size)}"aa"]}`)
    case 3:
      return Buffer.from(`{${Array.from({ length: size >> 3 }, (_, i) => `"k${i}":0`).join(',')}}`)
    case 4:
      return Buffer.from(`{"user_id":"${'\\\\'.repeat(size)}","images":["aa"]}`)
    case 5:
      return Buffer.from('{"user_id":"ada","\\u0075ser_id":"bo","images":["aa"]}')
    default:
      return Buffer.from(`{"user_id":"ada","frames":[{"image":"aa","captured_at":1e${size}}]}`)
  }
}

export function formBody(chance: Chance, pool: PicturePool, challengeId: string): FuzzBody {
  const boundary = chance.chance(0.9) ? 'x1y2' : chance.pick(['', '"', 'x'.repeat(200), 'x;y', 'x y', '\\'])
  const names = ['user_id', 'images', 'images[]', 'packets', 'depth', 'captured_at', 'challenge_id', ...MORE]
  const count = chance.chance(0.01) ? 2000 : chance.below(10)
  const parts = Array.from({ length: count }, (_, i) => {
    const name = i === 0 && chance.chance(0.7) ? 'user_id' : chance.pick(names)
    const isFile = /image|packet|depth/.test(name) === chance.chance(0.95)
    const file = isFile ? `; filename="${chance.pick(['a.jpg', '', '../../x', 'é"', 'a\r\nb'])}"` : ''
    const type = isFile && chance.chance(0.7) ? '\r\ncontent-type: image/jpeg' : ''
    const content = isFile
      ? name === 'packets'
        ? anyPacket(chance, pool)
        : anyPicture(chance, pool)
      : Buffer.from(
          name === 'challenge_id' ? challengeId : name === 'captured_at' ? `${i * 100}` : anyId(chance),
        )
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="${name}"${file}${type}\r\n\r\n`
    return Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n')])
  })
  const whole = Buffer.concat([...parts, Buffer.from(chance.chance(0.9) ? `--${boundary}--\r\n` : '')])
  const bytes = chance.chance(0.3) ? mutate(chance, whole) : whole
  return { type: `multipart/form-data${chance.chance(0.97) ? `; boundary=${boundary}` : ''}`, bytes }
}
