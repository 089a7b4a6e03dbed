import { describe, expect, it } from 'vitest'
import { calibration, composition, liveness, type Scene } from '../../test/composition.js'
import { codes, enrolled, frames, STRANGER, three } from '../../test/enrolled.js'
import { createEngine } from './create-engine.js'

// The documented defaults are promises: what is just within is taken, what is just beyond is not. Likeness is given as
// an angle between faces, which these tests work out from the similarity that is promised.
const { slope, midpoint } = calibration as Extract<typeof calibration, { kind: 'logistic' }>
const angleAt = (similarity: number) => Math.acos(midpoint + Math.log(similarity / (1 - similarity)) / slope)
const within = (similarity: number) => angleAt(similarity + 0.005)
const beyond = (similarity: number) => angleAt(similarity - 0.005)
const similarityAt = (angle: number) => 1 / (1 + Math.exp(-slope * (Math.cos(angle) - midpoint)))

describe('the least liveness', () => {
  it('of a frame that is verified is 0.4', async () => {
    const { engine } = await enrolled()
    const verify = (share: number) => engine.verify({ subjectId: 'ada', frames: frames({ liveness: share }) })
    expect((await verify(0.4)).decision).toBe('accept')
    const below = await verify(0.399)
    expect(below).toMatchObject({ decision: 'reject', match: false })
    expect(codes(below.reasons)).toEqual(['liveness_too_low'])
  })

  it('of a whole capture that answers a challenge is 0.4 too: below it is an attack, not a failure to do it', async () => {
    const challenge = { actions: ['turn-left'], issuedAtMs: 0, expiresAtMs: 9000 }
    const { parts } = await enrolled()
    const verify = (score: number) =>
      createEngine({ ...parts, liveness: liveness({ score, challenge: 'no cue' }) }).verify({
        subjectId: 'ada',
        challenge,
        frames: frames({}),
      })
    expect(codes((await verify(0.4)).reasons)).toEqual(['challenge_not_judged'])
    expect(codes((await verify(0.399)).reasons)).toEqual(['liveness_too_low'])
  })

  it('of an enrolment, and of each of its frames, is 0.5', async () => {
    const of = (score: number, frame: number) =>
      createEngine(composition({ liveness: liveness({ score }) })).enroll({
        subjectId: 'ada',
        frames: frames({ liveness: frame }, { liveness: frame }, { liveness: frame }),
      })
    expect((await of(0.5, 0.5)).decision).toBe('enrolled')
    expect(codes((await of(0.499, 0.9)).reasons)).toEqual(['liveness_too_low'])
    expect(codes((await of(0.9, 0.499)).reasons)).toContain('too_few_samples')
  })
})

describe('one person', () => {
  it('in all stills of a verification: each 0.7 like the ones that are compared', async () => {
    const { engine } = await enrolled()
    const best = { angle: 0, quality: 0.9 }
    const verify = (angle: number) =>
      engine.verify({ subjectId: 'ada', frames: frames(best, best, best, { angle, quality: 0.5 }) })
    expect((await verify(within(0.7))).decision).toBe('accept')
    const other = await verify(beyond(0.7))
    expect(other.decision).toBe('re_verify')
    expect(codes(other.reasons)).toEqual(['samples_disagree'])
    expect(other.frames.map(({ reasons }) => codes(reasons))).toEqual([[], [], [], ['samples_disagree']])
  })

  const answering = (keySamples: readonly number[]) =>
    liveness({ score: 0.95, challenge: { status: 'scored', score: 0.95, evidence: {}, keySamples } })
  const challenge = { actions: ['turn-left'], issuedAtMs: 0, expiresAtMs: 9000 }
  const session = (angle: number): Scene[] => [
    ...Array.from({ length: 4 }, () => ({ kind: 'stream' as const, angle: 0, quality: 0.9 })),
    { kind: 'stream', angle, quality: 0.5 },
  ]

  it('where a challenge was answered: 0.6 like the session, and 0.5 like the template', async () => {
    const { parts } = await enrolled()
    const engine = createEngine({ ...parts, liveness: answering([4]) })
    const verify = (angle: number, scenes = session(angle)) =>
      engine.verify({ subjectId: 'ada', challenge, frames: frames(...scenes) })
    expect((await verify(within(0.6))).decision).toBe('accept')
    expect(codes((await verify(beyond(0.6))).reasons)).toEqual(['face_track_lost'])
    // A session that leads over: 0.2 from the template the other way, so that the answer is nearer to the session.
    const away = (angle: number) => session(angle).map((scene) => ({ ...scene, angle: scene.angle || 0.2 }))
    expect((await verify(0, away(within(0.5)))).decision).toBe('accept')
    expect(codes((await verify(0, away(beyond(0.5)))).reasons)).toEqual(['face_track_lost'])
  })

  it('in an enrolment: each picture 0.45 like at least half of the others, itself not counted', async () => {
    const enroll = (...angles: number[]) =>
      createEngine(composition(), { enrollmentMinSamples: 2 }).enroll({
        subjectId: 'ada',
        frames: frames(...angles.map((angle) => ({ angle }))),
      })
    for (const angle of [within(0.45), -within(0.45)])
      expect((await enroll(0, angle)).decision).toBe('enrolled')
    const two = await enroll(0, beyond(0.45))
    expect(codes(two.reasons)).toEqual(['samples_disagree'])
    expect(two.frames.map(({ reasons }) => codes(reasons))).toEqual([
      ['samples_disagree'],
      ['samples_disagree'],
    ])
    const three = await enroll(0, 0, STRANGER)
    expect(three.frames.map(({ reasons }) => codes(reasons))).toEqual([[], [], ['samples_disagree']])
  })
})

describe('the agreement of an enrolment', () => {
  it('is each sample against the others, never against itself', async () => {
    const engine = createEngine(composition(), { enrollmentMinSamples: 2 })
    const two = await engine.enroll({ subjectId: 'ada', frames: frames({ angle: 0 }, { angle: 0.4 }) })
    expect(two.confidence).toBeCloseTo(similarityAt(0.4), 6)
    const three = await engine.enroll({
      subjectId: 'bo',
      frames: frames({ angle: 0 }, { angle: 0.2 }, { angle: -0.2 }),
    })
    // The middle one against the mean of both others, and each other against the mean of 0 and the far one.
    const outer = similarityAt(0.3)
    expect(three.confidence).toBeCloseTo((similarityAt(0) + 2 * outer) / 3, 6)
  })

  it('of one sample is 1', async () => {
    const engine = createEngine(composition(), { enrollmentMinSamples: 1 })
    expect((await engine.enroll({ subjectId: 'ada', frames: frames({}) })).confidence).toBe(1)
  })
})

describe('the number of pictures', () => {
  it('an enrolment needs is 3, and says so', async () => {
    const engine = createEngine(composition())
    const result = await engine.enroll({ subjectId: 'ada', frames: frames({}, {}) })
    expect(result.message).toBe('2 of the pictures are usable; 3 are needed.')
    expect((await engine.enroll({ subjectId: 'ada', frames: three() })).message).toBe(
      'Enrolled from 3 pictures.',
    )
  })

  it('that were sent before is told from that of the same ones', async () => {
    const engine = createEngine(composition())
    const same = { picture: 7 }
    const mixed = await engine.enroll({ subjectId: 'ada', frames: frames(same, same, {}) })
    expect(mixed.message).toBe('1 of the pictures were sent before: send different ones. 3 are needed.')
    expect(mixed.frames.map(({ used }) => used)).toEqual([false, false, false])
    const enough = await engine.enroll({ subjectId: 'ada', frames: frames(same, same, {}, {}) })
    expect(enough.frames[1]?.reasons).toEqual([
      { code: 'too_few_samples', message: 'This picture was sent before: it counts once.' },
    ])
  })

  it('looked at is 120 frames', async () => {
    const { engine } = await enrolled()
    const verify = (length: number) =>
      engine.verify({
        subjectId: 'ada',
        frames: frames(...Array.from({ length }, () => ({ refused: 'no_face' as const }))),
      })
    expect((await verify(120)).frames).toHaveLength(120)
    expect((await verify(121)).frames).toHaveLength(120)
  })

  it.each([
    ['enrollmentMinSamples', 1, 100],
    ['maximumFrames', 1, 10_000],
    ['enrollmentMinimumLiveness', 0, 1],
    ['enrollmentAgreement', 0, 1],
    ['verificationMinimumLiveness', 0, 1],
    ['sessionAgreement', 0, 1],
    ['challengeAgreement', 0, 1],
    ['templateAgreement', 0, 1],
  ])('as an option, %s is from %i to %i', (name, from, to) => {
    for (const value of [from, to]) expect(() => createEngine(composition(), { [name]: value })).not.toThrow()
    for (const value of [from - 0.1, to + 0.1, from - 1, to + 1])
      expect(() => createEngine(composition(), { [name]: value })).toThrow(name)
  })
})
