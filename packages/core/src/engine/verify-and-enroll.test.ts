import { createGatedPolicy } from '@faceward/fusion'
import { StorageError, type TemplateStore } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { composition, embedder, frame, liveness } from '../../test/composition.js'
import { codes, enrolled, frames, STRANGER, three } from '../../test/enrolled.js'
import { createEngine } from './create-engine.js'

describe('a verification', () => {
  it('compares depth with depth of the same model only', async () => {
    const depth = (modelId: string) => embedder({ modality: 'depth', modelId })
    const { engine, parts } = await enrolled({ depthEmbedder: depth('depth@1') })
    const deep = () => frames({ depthAngle: 0 }, { depthAngle: 0.1 }, { depthAngle: -0.1 })
    await engine.enroll({ subjectId: 'bo', frames: deep() })
    const newer = createEngine({ ...parts, depthEmbedder: depth('depth@2') })
    const result = await newer.verify({ subjectId: 'bo', frames: deep() })
    expect(result.decision).toBe('accept')
    expect(Object.keys(result.contributions)).toEqual(['rgb', 'liveness'])
    expect((await newer.verify({ subjectId: 'bo', frames: frames({}) })).decision).toBe('accept')
  })

  it('without one usable frame says what was wrong with them, whatever else it lacks', async () => {
    const { engine } = await enrolled()
    const result = await engine.verify({
      subjectId: 'ada',
      minimumAssurance: 'challenge',
      frames: frames({ refused: 'too_dark' }, { refused: 'too_dark' }),
    })
    expect(codes(result.reasons)).toEqual(['too_dark'])
    expect(result).toMatchObject({
      decision: 're_verify',
      message: 'too_dark',
      confidence: 0,
      contributions: {},
    })
  })

  it('of nobody who is enrolled is a reject in the words of a stranger, however near the decoy lies', async () => {
    const { engine } = await enrolled()
    let nearest = 0
    for (let angle = 0; angle < 6.28; angle += 0.05) {
      const claim = { subjectId: 'nobody', frames: frames({ angle }), unknownSubject: 'conceal' } as const
      const result = await engine.verify(claim)
      nearest = Math.max(nearest, result.similarity ?? 0)
      if ((result.similarity ?? 0) > 0.86)
        expect(result).toMatchObject({ decision: 'reject', reasons: [{ code: 'no_match' }] })
    }
    expect(nearest).toBeGreaterThan(0.86)
  })

  it('says of each frame what became of it', async () => {
    const { engine } = await enrolled({ liveness: liveness({ score: 0.9, assurance: 'sequence' }) })
    const result = await engine.verify({
      subjectId: 'ada',
      frames: frames({ liveness: 0.2 }, { liveness: 0.9, quality: 0.9 }, { quality: 0.7 }, {}, {}),
    })
    expect(result.frames.map(({ used, reasons }) => [used, ...codes(reasons)])).toEqual([
      [false, 'liveness_too_low'],
      [true, 'match'],
      [false],
      [true, 'match'],
      [true, 'match'],
    ])
    expect(result.frames.map((one) => one.liveness)).toEqual([0.2, 0.9, undefined, undefined, undefined])
    expect(result.frames[1]?.similarity).toBeGreaterThan(0.9)
    expect(result).toMatchObject({
      match: true,
      assurance: 'sequence',
      liveness: { status: 'scored', score: 0.9 },
    })
    expect(result.fusionScore).toBe(result.confidence)
  })

  it('of somebody who left the track in an attack is an attack', async () => {
    const { parts } = await enrolled()
    const session = frames({ angle: 0, quality: 0.9 }, { angle: STRANGER })
    const verify = (score: number) =>
      createEngine({ ...parts, liveness: liveness({ score }) }).verify({ subjectId: 'ada', frames: session })
    expect(codes((await verify(0.9)).reasons)).toEqual(['samples_disagree'])
    expect(await verify(0.1)).toMatchObject({ decision: 'reject', reasons: [{ code: 'liveness_too_low' }] })
    const other = createEngine({
      ...parts,
      embedder: embedder({ modelId: 'scripted-rgb@2' }),
      liveness: liveness({ score: 0.1 }),
    })
    expect(await other.verify({ subjectId: 'ada', frames: frames({}) })).toMatchObject({
      decision: 'reject',
      reasons: [{ code: 'liveness_too_low' }],
    })
    const newer = createEngine({ ...parts, embedder: embedder({ modelId: 'scripted-rgb@2' }) })
    expect((await newer.verify({ subjectId: 'ada', frames: frames({}) })).decision).toBe('re_verify')
  })
})

describe('an enrolment', () => {
  it('in which a still and a stream are mixed is held to one person as a stream is', async () => {
    const engine = createEngine(composition())
    const other = { angle: 0.85, kind: 'stream' as const }
    const given = frames(
      { angle: 0 },
      { angle: 0 },
      { angle: 0 },
      { ...other, quality: 0.5 },
      { ...other, quality: 0.5 },
    )
    expect(codes((await engine.enroll({ subjectId: 'ada', frames: given })).reasons)).not.toContain(
      'enrolled',
    )
    const [still] = three()
    const mixed = [still!, ...frames({ angle: 0, kind: 'stream' }, { angle: 0.05, kind: 'stream' })]
    expect((await engine.enroll({ subjectId: 'ada', frames: mixed })).decision).toBe('enrolled')
  })

  it('that was overtaken says so of every picture, and one that may replace fails as it is', async () => {
    const { parts } = await enrolled()
    const store: TemplateStore = {
      ...parts.store,
      put: async () => {
        throw new StorageError('written meanwhile', { code: 'conflict' })
      },
    }
    const engine = createEngine({ ...parts, store })
    const overtaken = await engine.enroll({ subjectId: 'bo', frames: three() })
    expect(overtaken.decision).toBe('refused')
    expect(overtaken.frames.map(({ reasons }) => codes(reasons))).toEqual(Array(3).fill(['already_enrolled']))
    await expect(engine.enroll({ subjectId: 'bo', frames: three(), replace: 'anybody' })).rejects.toThrow(
      'written meanwhile',
    )
  })

  it('of somebody who is there is refused for each of the pictures, before anything is embedded', async () => {
    const { parts } = await enrolled()
    const counter = { embedded: 0 }
    const counting = embedder()
    const engine = createEngine({
      ...parts,
      embedder: {
        ...counting,
        embed(sample) {
          counter.embedded++
          return counting.embed(sample)
        },
      },
    })
    const result = await engine.enroll({ subjectId: 'ada', frames: three() })
    expect(result.frames.map(({ reasons }) => codes(reasons))).toEqual(Array(3).fill(['already_enrolled']))
    expect(counter.embedded).toBe(0)
  })

  it('keeps how good its pictures are, when it was, and depth where there was some', async () => {
    const parts = composition({ depthEmbedder: embedder({ modality: 'depth' }) })
    const engine = createEngine(parts)
    await engine.enroll({
      subjectId: 'ada',
      frames: frames({ quality: 0.6, depthAngle: 0 }, { quality: 0.7 }, { quality: 0.8 }),
    })
    const found = await engine.describeSubject({ subjectId: 'ada' })
    expect(found).toMatchObject({
      quality: expect.closeTo(0.7),
      modelIds: ['scripted-rgb@1', 'scripted-depth@1'],
    })
    expect(found!.enrolledAtMs).toBeGreaterThan(1_700_000_000_000)
    await engine.enroll({ subjectId: 'bo', frames: three() })
    expect((await engine.describeSubject({ subjectId: 'bo' }))?.modelIds).toEqual(['scripted-rgb@1'])
  })
})

it('what a capture lacks says more than that it does not match: a replacement too', async () => {
  const { parts } = await enrolled()
  const engine = createEngine({ ...parts, policy: createGatedPolicy({ requireAssurance: 'challenge' }) })
  const given = { subjectId: 'ada', frames: three(), replace: 'same-person' } as const
  expect(codes((await engine.enroll(given)).reasons)).toEqual(['assurance_too_low'])
})

it('a challenge that was not judged is to be done as its own cue says, not as another that abstained', async () => {
  const { parts } = await enrolled()
  const abstained = liveness({ challenge: { status: 'abstained', reason: 'no_landmarks' } })
  const challenge = { actions: ['turn-left'], issuedAtMs: 0, expiresAtMs: 9000 }
  const result = await createEngine({ ...parts, liveness: abstained }).verify({
    subjectId: 'ada',
    challenge,
    frames: frames({}),
  })
  expect(result.message).toMatch(/whole face in view/)
})

it('a frame is one frame: the picture that was refused is reported in its place', async () => {
  const { engine } = await enrolled()
  const result = await engine.verify({ subjectId: 'ada', frames: [frame({ refused: 'no_face' }), frame({})] })
  expect(result.frames.map(({ index, used }) => [index, used])).toEqual([
    [0, false],
    [1, true],
  ])
})
