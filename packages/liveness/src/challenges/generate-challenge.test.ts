import { InvalidRequestError, type RandomSource } from '@faceward/spec'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { random } from '../../test/synthetic-samples.js'
import { CHALLENGE_ACTIONS, type ChallengeAction, RELIEF_ACTIONS, USUAL_ACTIONS } from './challenge-action.js'
import { generateChallenge } from './generate-challenge.js'

const seededBytes = (seed: number): RandomSource => {
  const next = random(seed)
  return { bytes: (length) => Uint8Array.from({ length }, () => Math.floor(next() * 256)) }
}
const isRelief = (action: ChallengeAction) => RELIEF_ACTIONS.includes(action)
const subsets = fc.subarray([...CHALLENGE_ACTIONS])

/** Every byte once, then again: what a draw of one byte gives over all of them. */
function drawsOverEveryByte(options: { count?: number; alternatives?: readonly ChallengeAction[] }) {
  const counts = new Map<string, number>()
  for (let byte = 0; byte < 256; byte++) {
    let next = byte
    const source = { bytes: () => Uint8Array.of(next++ % 256) }
    const sequence = generateChallenge({ ...options, random: source }).actions.join(' ')
    counts.set(sequence, (counts.get(sequence) ?? 0) + 1)
  }
  return counts
}

/** The sequences of so many different actions of which one shows relief, found one by one. */
function sequencesOf(
  actions: readonly ChallengeAction[],
  count: number,
): readonly (readonly ChallengeAction[])[] {
  const walk = (taken: readonly ChallengeAction[]): readonly (readonly ChallengeAction[])[] => {
    if (taken.length === count) return taken.some(isRelief) ? [taken] : []
    return actions.filter((action) => !taken.includes(action)).flatMap((action) => walk([...taken, action]))
  }
  return walk([])
}
const held = (sequence: readonly ChallengeAction[]) =>
  sequence.filter((one) => USUAL_ACTIONS.includes(one)).join()

describe('generated challenges', () => {
  it('are at least two different actions that can be done, one of them of relief, or are refused by name', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 2, max: 4 }), subsets, (seed, count, cannot) => {
        const draw = () => generateChallenge({ random: seededBytes(seed), count, alternatives: cannot })
        const reliefLeft = RELIEF_ACTIONS.some((action) => !cannot.includes(action))
        if (!reliefLeft || cannot.length > CHALLENGE_ACTIONS.length - 2) {
          expect(draw).toThrow(InvalidRequestError)
          return
        }
        const { actions } = draw()
        expect(actions.length).toBeGreaterThanOrEqual(2)
        expect(new Set(actions).size).toBe(actions.length)
        expect(actions.some(isRelief)).toBe(true)
        expect(actions.filter((action) => cannot.includes(action))).toEqual([])
      }),
      { seed: 13, numRuns: 500 },
    )
  })

  it('are never talked away: all eight names leave nothing, and the refusal says so', () => {
    const draw = (alternatives: readonly ChallengeAction[]) => () =>
      generateChallenge({ random: seededBytes(1), alternatives })
    expect(draw(CHALLENGE_ACTIONS)).toThrow(/left to ask for \(nothing\)/)
    expect(draw(CHALLENGE_ACTIONS.slice(0, 4))).toThrow(
      /left to ask for \(open-mouth, smile, come-closer, move-away\) is no challenge.*turn-left, turn-right, look-up/,
    )
    expect(draw(CHALLENGE_ACTIONS.slice(1))).toThrow(/left to ask for \(turn-left\)/)
  })

  it.each([2, 3])('of %s actions are drawn uniformly from all sequences', (count) => {
    const counts = [...drawsOverEveryByte({ count }).values()]
    const sequences = sequencesOf(USUAL_ACTIONS, count).length
    expect(counts).toHaveLength(sequences)
    // 256 bytes do not divide evenly: those drawn again go to whichever comes next.
    const total = 256 - (256 % sequences)
    const own = total / sequences
    for (const drawn of counts) expect(drawn).toBeGreaterThanOrEqual(own)
    expect(counts.reduce((sum, drawn) => sum + drawn - own, 0)).toBe(256 - total)
  })

  it('state as their strength how few of those equally likely one recording answers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 4 }), subsets, (count, cannot) => {
        fc.pre(RELIEF_ACTIONS.some((action) => !cannot.includes(action)) && cannot.length <= 5)
        const source = seededBytes(count)
        const options = { random: source, count, alternatives: cannot }
        const possible = new Set<ChallengeAction>()
        for (let i = 0; i < 120; i++)
          for (const action of generateChallenge(options).actions) possible.add(action)
        const { actions, strengthBits } = generateChallenge(options)
        const all = sequencesOf([...possible], actions.length)
        // Whoever records may add blinks, smiles and steps to and fro at any place: nobody is refused for them.
        const answered = all.map((one) => all.filter((other) => held(other) === held(one)).length)
        expect(strengthBits).toBeCloseTo(Math.log2(all.length / Math.max(...answered)), 10)
      }),
      { seed: 13, numRuns: 60 },
    )
  })

  it('ask for something else in place of what cannot be done', () => {
    const cannot = ['turn-left', 'turn-right', 'blink-twice'] as const
    const drawn = [...drawsOverEveryByte({ alternatives: cannot }).keys()]
    expect(new Set(drawn.flatMap((sequence) => sequence.split(' ')))).toEqual(
      new Set(['look-up', 'open-mouth', 'smile', 'come-closer']),
    )
    expect(drawn).toHaveLength(6)
  })

  it.each([0, 1, 5, 2.5])('refuse a count of %s', (count) => {
    expect(() => generateChallenge({ random: seededBytes(1), count })).toThrow(/count/)
  })
})
