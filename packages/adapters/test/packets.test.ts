import { createPacketDecoder, type EncodeFrameOptions, encodeFrame } from '@faceward/capture-mobile'
import { type DepthMap, type Engine, type Frame, ImageDecodeError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import type { DepthDecoder, FaceApiOptions } from '../src/index.js'
import { decodeImage, harness, picture } from './api-harness.js'

const depth: DepthMap = {
  width: 33,
  height: 16,
  data: new Float32Array(33 * 16).fill(0.5),
  intrinsics: { width: 33, height: 16, focalX: 30, focalY: 30, principalX: 16.5, principalY: 8 },
  registeredToColor: true,
  timestampMs: 1020,
  provenance: { kind: 'sensed', method: 'time-of-flight', trust: 'driver', accuracy: 'absolute' },
}

/** A packet of a phone whose clock stands at 1000 ms; its colour is a "picture" of the harness. */
function packet(
  options: EncodeFrameOptions = {},
  more: Partial<Frame> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const image = { width: 66, height: 32, format: 'gray8', data: new Uint8Array(66 * 32) } as const
  const source = { id: 'phone', kind: 'stream' } as const
  const bytes = Buffer.from(picture(), 'base64')
  return encodeFrame(
    { image, depth, timestampMs: 1000, sequence: 0, source, ...more },
    { encodeColor: async () => ({ encoding: 'jpeg', bytes }), ...options },
  )
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const alone = () => packet({ parts: 'depth' })

/** An API that reads packets, and the frames its engine gets. */
function listening(options: Partial<FaceApiOptions> = {}, verifyAttestation?: () => Promise<boolean>) {
  const seen: Frame[] = []
  const packets = createPacketDecoder({
    decodeImage,
    ...(verifyAttestation === undefined ? {} : { verifyAttestation }),
  })
  const decodeDepth: DepthDecoder = {
    decodePacket: packets.decodePacket,
    decode: (bytes, _declared, call) => packets.decodeDepth(bytes, call),
  }
  const engine = (inner: Engine): Engine => ({
    ...inner,
    verify(request) {
      async function* watched() {
        for await (const frame of request.frames) {
          seen.push(frame)
          yield frame
        }
      }
      return inner.verify({ ...request, frames: watched() })
    },
  })
  const api = harness({ decodeDepth, ...options }, { engine })
  const verify = (body: object) => api.send('POST', '/verify', { user_id: 'ada', ...body })
  return { ...api, seen, verify }
}

describe('depth packets in the HTTP API', () => {
  it('are depth beside a picture: at its time, by declaration', async () => {
    const { seen, verify } = listening()
    const frames = [{ image: picture(), depth: { data: base64(await alone()) }, captured_at: 40 }]
    expect((await verify({ frames })).status).toBe(200)
    expect(seen[0]).toMatchObject({ timestampMs: 40, image: { width: 66 }, source: { kind: 'stream' } })
    // Depth alone has no picture in its packet that it could lag behind, but says when it was taken.
    expect(seen[0]?.depth).toMatchObject({
      width: 33,
      timestampMs: 60,
      provenance: { kind: 'sensed', trust: 'declared' },
    })
  })

  it('are whole frames, in place of pictures', async () => {
    const { seen, verify } = listening()
    const frames = [{ packet: base64(await packet()), captured_at: 40 }]
    expect((await verify({ frames })).status).toBe(200)
    expect(seen[0]).toMatchObject({ image: { width: 66 }, depth: { timestampMs: 60 }, timestampMs: 40 })
  })

  it('are parts of a form, beside pictures or in place of them', async () => {
    const { seen, api } = listening()
    const send = async (parts: readonly (readonly [string, string | Blob])[]) => {
      const form = new FormData()
      form.append('user_id', 'ada')
      for (const [name, value] of parts) form.append(name, value)
      const request = new Request('http://127.0.0.1:8080/verify', { method: 'POST', body: form })
      return api.fetch(request, { address: '127.0.0.1' })
    }
    const image = new Blob([Buffer.from(picture(), 'base64')])
    const beside = await send([
      ['images', image],
      ['captured_at', '0'],
      ['depth', new Blob([await alone()])],
    ])
    expect(beside.status).toBe(200)
    const whole = await send([
      ['packets', new Blob([await packet()])],
      ['captured_at', '100'],
    ])
    expect(whole.status).toBe(200)
    expect(seen.map(({ depth, timestampMs }) => [depth?.width, timestampMs])).toEqual([
      [33, 0],
      [33, 100],
    ])
    const wrong = [
      [
        ['images', image],
        ['captured_at', '0'],
        ['depth', image],
        ['depth', image],
      ],
      [
        ['images', image],
        ['depth', image],
      ],
      [
        ['images', image],
        ['packets', image],
        ['captured_at', '0'],
      ],
      [['packets', image]],
    ] as const
    for (const parts of wrong) expect((await send(parts)).status).toBe(400)
  })

  it('are attested only with the challenge as nonce, colour in the packet, and a token that holds', async () => {
    const answers = [true, true, false]
    const { seen, send, advance } = listening(
      { replayedFrames: 'alarm' },
      async () => answers.shift() ?? false,
    )
    const sign = async () => Uint8Array.of(1)
    const trustOf = async (frame: (nonce: string) => Promise<object>) => {
      // Longer than failed attempts wait.
      advance(30_000)
      const challenge = await send('POST', '/challenges', { user_id: 'ada' })
      const id: string = challenge.body.challenge_id
      const frames = [{ ...(await frame(id)), captured_at: 0 }]
      const answer = await send('POST', '/verify', { user_id: 'ada', frames, challenge_id: id })
      return answer.status === 200 ? seen.at(-1)?.depth?.provenance.trust : answer.body.code
    }
    const whole = (nonce?: string) => packet({ sign, ...(nonce ? { nonce } : {}) })
    expect(await trustOf(async (nonce) => ({ packet: base64(await whole(nonce)) }))).toBe('attested')
    const apart = async (nonce: string) => base64(await packet({ sign, nonce, parts: 'depth' }))
    expect(await trustOf(async (nonce) => ({ image: picture(), depth: { data: await apart(nonce) } }))).toBe(
      'declared',
    )
    expect(await trustOf(async (nonce) => ({ packet: base64(await packet({ nonce })) }))).toBe('declared')
    answers.splice(0, answers.length, false)
    expect(await trustOf(async (nonce) => ({ packet: base64(await whole(nonce)) }))).toBe('declared')
    expect(await trustOf(async () => ({ packet: base64(await whole('another')) }))).toBe('invalid-image')
    expect(await trustOf(async () => ({ packet: base64(await whole()) }))).toBe('invalid-image')
  })

  it('of a recording make the frame a recording', async () => {
    const { seen, verify } = listening()
    const recorded = await packet({}, { source: { id: 'file', kind: 'stream', recorded: true } })
    await verify({ frames: [{ packet: base64(recorded), captured_at: 0 }] })
    expect(seen[0]?.source.recorded).toBe(true)
    expect(seen[0]?.depth?.provenance.recorded).toBe(true)
  })

  it.each([
    ['two pictures of one moment', async () => ({ image: picture(), packet: base64(await packet()) }), 400],
    ['neither', async () => ({}), 400],
    [
      'depth beside a packet',
      async () => ({ packet: base64(await packet()), depth: { data: base64(await alone()) } }),
      400,
    ],
    ['a PNG without intrinsics', async () => ({ image: picture(), depth: { data: 'iVBORw0KGgo=' } }), 400],
    [
      'a packet with intrinsics beside it',
      async () => ({
        image: picture(),
        depth: {
          data: base64(await alone()),
          intrinsics: { focal_x: 1, focal_y: 1, principal_x: 1, principal_y: 1 },
        },
      }),
      400,
    ],
    [
      'a packet with colour beside a picture',
      async () => ({ image: picture(), depth: { data: base64(await packet()) } }),
      422,
    ],
    ['a packet without colour alone', async () => ({ packet: base64(await alone()) }), 422],
    ['a packet cut short', async () => ({ packet: base64((await packet()).slice(0, 200)) }), 422],
    ['no base64', async () => ({ packet: '::' }), 422],
  ])('refuse %s', async (_, frame, status) => {
    const answer = await listening().verify({ frames: [{ ...(await frame()), captured_at: 0 }] })
    expect(answer.status).toBe(status)
  })

  it('count towards the pixels of a request', async () => {
    const { verify } = listening({ maximumPixels: 66 * 32 + 33 * 16 - 1 })
    const answer = await verify({ frames: [{ packet: base64(await packet()), captured_at: 0 }] })
    expect(answer.body.code).toBe('too-many-pixels')
  })

  it('are refused by a server without a decoder of them', async () => {
    const frames = [{ packet: base64(await packet()), captured_at: 0 }]
    const without = await harness().send('POST', '/verify', { user_id: 'ada', frames })
    expect(without).toMatchObject({ status: 400, body: { code: 'invalid-request' } })
    const decode = async () => {
      throw new ImageDecodeError('This is no depth.', { code: 'corrupt' })
    }
    const pngOnly = await harness({ decodeDepth: { decode } }).send('POST', '/verify', {
      user_id: 'ada',
      frames,
    })
    expect(pngOnly.status).toBe(400)
  })
})
