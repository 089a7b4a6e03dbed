import type { RandomSource } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { liveness, type Scene } from '../../test/composition.js'
import { ALIKE, codes, enrolled, frames, STRANGER } from '../../test/enrolled.js'
import { createEngine } from './create-engine.js'
import { drawOnePerPart } from './one-person.js'

/** Bytes that follow from a seed (mulberry32). */
function seeded(seed: number): RandomSource {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) & 0xff
  }
  return { bytes: (length) => Uint8Array.from({ length }, next) }
}

const LENGTH = 60
/** Everything is done by an accomplice; the victim is shown first, in the middle, last, and where it is sharpest. */
const faded: readonly Scene[] = Array.from({ length: LENGTH }, (_, at) => {
  const isVictim = [0, 1, 28, 29, 30, 31, 58, 59].includes(at)
  return { kind: 'stream', angle: isVictim ? 0 : STRANGER, quality: isVictim ? 0.95 : 0.7 }
})

describe('a session', () => {
  it('with an accomplice in all frames but those that can be foreseen is accepted for no draw', async () => {
    const { parts } = await enrolled()
    for (let seed = 0; seed < 300; seed++) {
      const engine = createEngine({ ...parts, random: seeded(seed) })
      const result = await engine.verify({ subjectId: 'ada', frames: frames(...faded) })
      expect(result).toMatchObject({ decision: 're_verify', match: false, confidence: 0 })
      expect(codes(result.reasons)).toEqual(['face_track_lost'])
    }
  })

  it('in which somebody else answered the challenge is not accepted, wherever that was', async () => {
    const { parts } = await enrolled()
    const challenge = { actions: ['turn-left'], issuedAtMs: 0, expiresAtMs: 9000 }
    for (const key of [5, 17, 43]) {
      const session = Array.from({ length: LENGTH }, (_, at) => ({
        kind: 'stream' as const,
        angle: at === key ? STRANGER : ALIKE,
      }))
      const answered = (keySamples?: readonly number[]) =>
        createEngine({
          ...parts,
          random: { bytes: (length) => new Uint8Array(length) },
          liveness: liveness({
            score: 0.95,
            assurance: 'challenge',
            challenge: { status: 'scored', score: 0.95, evidence: {}, ...(keySamples ? { keySamples } : {}) },
          }),
        })
      const asked = { subjectId: 'ada', challenge, frames: frames(...session) }
      expect(codes((await answered([key]).verify(asked)).reasons)).toEqual(['face_track_lost'])
      expect((await answered().verify(asked)).decision).toBe('accept')
    }
  })

  it('of a head that is turned away for its challenge is accepted', async () => {
    const TURNED = 0.75
    const { parts } = await enrolled()
    const session = Array.from({ length: 6 }, (_, at) => ({
      kind: 'stream' as const,
      angle: at === 3 ? TURNED : 0,
      quality: at === 3 ? 0.5 : 0.8,
    }))
    const answer = { status: 'scored', score: 0.95, evidence: {}, keySamples: [3] } as const
    const engine = createEngine({ ...parts, liveness: liveness({ score: 0.95, challenge: answer }) })
    const challenge = { actions: ['turn-left'], issuedAtMs: 0, expiresAtMs: 9000 }
    const given = { subjectId: 'ada', frames: frames(...session), challenge }
    // It resembles her less than a frame of a session must, and more than one of a challenge.
    expect((await engine.verify(given)).decision).toBe('accept')
    const strict = createEngine(
      { ...parts, liveness: liveness({ score: 0.95, challenge: answer }) },
      { challengeAgreement: 0.7 },
    )
    expect((await strict.verify(given)).decision).toBe('re_verify')
  })
})

describe('who answers a challenge', () => {
  const answer = { status: 'scored', score: 0.95, evidence: {}, keySamples: [3] } as const
  const challenge = { actions: ['turn-left'], issuedAtMs: 0, expiresAtMs: 9000 }
  /** Somebody answers, and the best frames lead over to the owner's face: each resembles the ones beside it. */
  const leadingOver = (answering: number) =>
    Array.from({ length: 12 }, (_, at) => ({
      kind: 'stream' as const,
      angle: at < 9 ? answering : 0.25,
      quality: at < 9 ? 0.5 : 0.9,
    }))

  it('must be like the template in those very frames, whatever the best ones show', async () => {
    const { parts } = await enrolled()
    const given = { ...parts, liveness: liveness({ score: 0.95, challenge: answer }) }
    const verify = (angle: number, options = {}) =>
      createEngine(given, options).verify({
        subjectId: 'ada',
        frames: frames(...leadingOver(angle)),
        challenge,
      })
    // 0.25 is the owner beyond doubt; 0.95 resembles it as one session must, and her hardly at all.
    expect(await verify(0.95)).toMatchObject({
      decision: 're_verify',
      reasons: [{ code: 'face_track_lost' }],
    })
    expect((await verify(0.95, { templateAgreement: 0 })).decision).toBe('accept')
    expect((await verify(0.5)).decision).toBe('accept')
  })
})

describe('a session that is enrolled', () => {
  const session = (owner: number, from: number) =>
    frames(
      ...Array.from({ length: 24 }, (_, at) => ({
        kind: 'stream' as const,
        angle: at < from ? OTHER : owner,
        // Who sends it chooses which frames are the best: sharpened ones.
        quality: at < from ? 0.6 : 0.9,
      })),
    )
  const OTHER = 0.85

  it('shows one person in every frame: half an accomplice and half a photograph is nobody', async () => {
    const { engine } = await enrolled()
    // Both halves agree with themselves, and with enough of the rest for the looser bound of pictures.
    const answer = await engine.enroll({ subjectId: 'bo', frames: session(0, 12) })
    expect(answer).toMatchObject({ decision: 'refused', reasons: [{ code: 'face_track_lost' }] })
    const replaced = await engine.enroll({ subjectId: 'ada', frames: session(0, 12), replace: 'same-person' })
    expect(replaced.decision).toBe('refused')
    expect((await engine.enroll({ subjectId: 'cy', frames: session(0, 0) })).decision).toBe('enrolled')
  })
})

describe('the frames that are looked at', () => {
  it('are one of each part, whatever is drawn, and every one can be drawn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer(), (length, seed) => {
        const items = Array.from({ length }, (_, at) => at)
        const drawn = drawOnePerPart(items, 8, seeded(seed))
        expect(drawn).toHaveLength(Math.min(8, length))
        if (length <= 8) return
        drawn.forEach((item, part) => {
          expect(item).toBeGreaterThanOrEqual(Math.floor((part * length) / 8))
          expect(item).toBeLessThan(Math.floor(((part + 1) * length) / 8))
        })
      }),
      { seed: 13 },
    )
    const seen = new Set<number>()
    const items = Array.from({ length: 120 }, (_, at) => at)
    for (let seed = 0; seed < 400; seed++)
      for (const at of drawOnePerPart(items, 8, seeded(seed))) seen.add(at)
    expect(seen.size).toBe(120)
  })
})
