import { parseOptions } from '@faceward/plugin-kit/schemas'
import { z } from 'zod'
import { createHeadModel, type HeadModel } from '../anatomy/head-model.js'
import { drawTraits, type Traits } from './traits.js'

const schema = z.strictObject({ seed: z.int().min(0).max(0xffffffff) })

/** Options of {@link createSimulatedPerson}. */
export interface SimulatedPersonOptions {
  /** 0 to 2^32 - 1. The same seed is the same person, on every platform. */
  readonly seed: number
}

/** Somebody who does not exist. */
export interface SimulatedPerson {
  readonly seed: number
  /** Between the eyeballs' centres, 55 to 72. */
  readonly interocularMm: number
  readonly traits: Traits
  /** The baked head. Made at first use (about a quarter of a second), then kept with the person. */
  readonly head: HeadModel
}

/**
 * Draws a person's identity: shape, skin, hair, eyes, glasses, clothes.
 * @throws ConfigurationError `invalid-options`
 */
export function createSimulatedPerson(options: SimulatedPersonOptions): SimulatedPerson {
  const { seed } = parseOptions('createSimulatedPerson', schema, options)
  const traits = drawTraits(seed)
  let head: HeadModel | undefined
  return {
    seed,
    interocularMm: traits.proportions.interocular,
    traits,
    get head() {
      head ??= createHeadModel(traits)
      return head
    },
  }
}
