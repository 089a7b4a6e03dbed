import type { DepthMap, Frame } from '@faceward/spec'
import { ConfigurationError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { createSimulatedPerson } from '../person/simulated-person.js'
import { createSession } from './create-session.js'
import type { Recording } from './recording.js'
import { SESSION_SPECIES, type SessionSpecies } from './species.js'

const size = { width: 96, height: 96 }
/** One subject for all: her head is baked once. */
const person = createSimulatedPerson({ seed: 203 })
const small = { seed: 7, size, durationMs: 400, framesPerSecond: 5 } as const
/** One grey picture, for a screen of which only the glass matters. */
const grey: Recording = {
  pictures: [{ ...size, format: 'rgb8', data: new Uint8Array(96 * 96 * 3).fill(128) }],
  framesPerSecond: 5,
}
const take = (species: SessionSpecies, more: object = {}, sources: object = {}): readonly Frame[] => [
  ...createSession({ ...small, species, ...more }, { person, ...sources }).frames(),
]

/** Root mean square of what a least-squares plane over inverse depth leaves, millimetres, in the picture's middle. */
function planeResidualMm({ data, width }: DepthMap): number {
  const points: (readonly [number, number, number])[] = []
  for (let y = 32; y < 64; y += 1)
    for (let x = 32; x < 64; x += 1) {
      const z = data[y * width + x]!
      if (z > 0) points.push([x - 48, y - 48, 1 / z])
    }
  const mean = (f: (p: readonly [number, number, number]) => number) =>
    points.reduce((sum, point) => sum + f(point), 0) / points.length
  const [mx, my, mw] = [mean((p) => p[0]), mean((p) => p[1]), mean((p) => p[2])]
  const [xx, yy, xy] = [
    mean((p) => (p[0] - mx) ** 2),
    mean((p) => (p[1] - my) ** 2),
    mean((p) => (p[0] - mx) * (p[1] - my)),
  ]
  const [xw, yw] = [mean((p) => (p[0] - mx) * (p[2] - mw)), mean((p) => (p[1] - my) * (p[2] - mw))]
  const determinant = xx * yy - xy * xy
  const [a, b] = [(xw * yy - yw * xy) / determinant, (yw * xx - xw * xy) / determinant]
  return 1000 * Math.sqrt(mean(([x, y, w]) => (1 / w - 1 / (mw + a * (x - mx) + b * (y - my))) ** 2))
}

describe('createSession', () => {
  it.each(SESSION_SPECIES)('gives %s the same way for the same seed', (species) => {
    const session = createSession({ ...small, species, durationMs: 200 }, { person })
    const [first] = [...session.frames()]
    const [again] = [...createSession({ ...small, species, durationMs: 200 }, { person }).frames()]
    expect(first!.image.data).toEqual(again!.image.data)
    expect(session.truth.attack).toBe(species !== 'bona-fide')
    expect(first!.depth).toBeUndefined()
  })

  it('has relief in a live face and in a mask, none in a flat print, a bend in a bent one', () => {
    const residual = (species: SessionSpecies) =>
      planeResidualMm(take(species, { depthSensor: 'exact', durationMs: 200 })[0]!.depth!)
    expect(residual('flat-print')).toBeLessThan(0.05)
    expect(residual('bent-print')).toBeGreaterThan(0.3)
    expect(residual('bona-fide')).toBeGreaterThan(3)
    expect(residual('rigid-mask')).toBeGreaterThan(3)
  })

  it('leaves holes in the depth where a screen mirrors, and few in paper', () => {
    const holes = (species: SessionSpecies) => {
      const seen = { depthSensor: 'time-of-flight', durationMs: 200 }
      const { data } = take(species, seen, { recording: grey })[0]!.depth!
      let count = 0
      for (let y = 40; y < 56; y += 1) for (let x = 40; x < 56; x += 1) if (data[y * 96 + x] === 0) count += 1
      return count / 256
    }
    expect(holes('replay-tablet')).toBeGreaterThan(0.1)
    expect(holes('flat-print')).toBeLessThan(0.05)
  })

  it('shows the wearer of a cut-out through its holes', () => {
    const { truth } = createSession({ ...small, species: 'cutout-print' }, { person })
    expect(truth.attackerSeed).not.toBe(truth.subjectSeed)
    expect(truth.frames[0]?.pose).toBeDefined()
  })

  it('blinks at human rate when live, never behind a mask', () => {
    const blinks = (species: SessionSpecies, seed: number) => {
      const { frames } = createSession({
        ...small,
        species,
        seed,
        durationMs: 60_000,
        framesPerSecond: 30,
      }).truth
      return frames.filter(({ blink = 0 }, i) => blink > 0.3 && (frames[i - 1]?.blink ?? 0) <= 0.3).length
    }
    const counts = [1, 2, 3, 4, 5, 6].map((seed) => blinks('bona-fide', seed))
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(6)
    expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeGreaterThan(10)
    expect(Math.max(...counts)).toBeLessThanOrEqual(32)
    expect(blinks('rigid-mask', 1)).toBe(0)
  })

  it('does what is asked, when it is asked', () => {
    const challenge = [{ action: 'turn-left' as const, atMs: 500 }]
    const { frames } = createSession({
      ...small,
      species: 'bona-fide',
      durationMs: 3000,
      framesPerSecond: 10,
      challenge,
    }).truth
    const yaw = frames.map(({ pose }) => pose!.yawDegrees)
    expect(Math.max(...yaw.slice(9, 16)) - yaw[3]!).toBeGreaterThan(15)
    const still = createSession({
      ...small,
      species: 'bona-fide',
      durationMs: 3000,
      framesPerSecond: 10,
    }).truth
    expect(Math.abs(still.frames[12]!.pose!.yawDegrees - still.frames[3]!.pose!.yawDegrees)).toBeLessThan(12)
  })

  it('keeps perfect time when injected and wavers before a camera', () => {
    const times = (species: SessionSpecies) =>
      take(species, { durationMs: 600 }).map(({ timestampMs }) => timestampMs)
    expect(times('injected-video')).toEqual([0, 200, 400])
    expect(times('flat-print')).not.toEqual([0, 200, 400])
  })

  it('hands over the recording it is given, there and back, and takes a person that is there already', () => {
    const pictures = take('flat-print').map(({ image }) => image)
    const { frames, truth } = createSession(
      { ...small, species: 'injected-video', durationMs: 800 },
      { person, recording: { pictures, framesPerSecond: 5 } },
    )
    expect([...frames()].map(({ image }) => image.data)).toEqual(
      [0, 1, 0, 1].map((index) => pictures[index]!.data),
    )
    expect(truth.subjectSeed).toBe(203)
    const tooSmall = { pictures: [{ ...pictures[0]!, width: 48 }], framesPerSecond: 5 }
    expect(() => createSession({ ...small, species: 'injected-video' }, { recording: tooSmall })).toThrow(
      ConfigurationError,
    )
  })

  it('shows the given recording on a screen', () => {
    const [white, black] = [255, 0].map((level) => ({
      pictures: [{ ...size, format: 'rgb8' as const, data: new Uint8Array(96 * 96 * 3).fill(level) }],
      framesPerSecond: 5,
    }))
    const middle = (recording: Recording) => {
      const session = createSession(
        { ...small, species: 'replay-tablet', durationMs: 200 },
        { person, recording },
      )
      return [...session.frames()][0]!.image.data[(48 * 96 + 48) * 3]!
    }
    expect(middle(white!) - middle(black!)).toBeGreaterThan(100)
  })

  it('refuses what it does not know', () => {
    expect(() => createSession({ species: 'hologram' as never, seed: 1 })).toThrow(ConfigurationError)
    expect(() => createSession({ species: 'bona-fide', seed: 1, fps: 3 } as never)).toThrow(/fps|nrecognized/)
  })
})
