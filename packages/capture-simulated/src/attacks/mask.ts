import type { SimulatedPerson } from '../person/simulated-person.js'
import type { Random } from '../random/random.js'

/** The person as a rigid mask or bust: the same relief in one painted material, with painted eyes. */
export function makeMask(person: SimulatedPerson, random: Random): SimulatedPerson {
  const { traits } = person
  const fade = random.between(0.2, 0.5)
  const plain = traits.skin.base
  const lips = traits.skin.lips
  return {
    seed: person.seed,
    interocularMm: person.interocularMm,
    head: person.head,
    traits: {
      ...traits,
      skin: {
        ...traits.skin,
        lips: [
          lips[0] + (plain[0] - lips[0]) * fade,
          lips[1] + (plain[1] - lips[1]) * fade,
          lips[2] + (plain[2] - lips[2]) * fade,
        ],
        blush: 0,
        mottling: 0,
        noseRedness: 0,
        shine: random.between(0.1, 2.4),
      },
    },
  }
}
