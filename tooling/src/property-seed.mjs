// Vitest setup: property tests run with a seed that is the same everywhere, so that a red run is red again.
// FACEWARD_SEED=<number> is another one, FACEWARD_SEED=random one of its own for each file. fast-check prints the seed
// and the path to the counterexample when a property fails.
import { randomInt } from 'node:crypto'
import fc from 'fast-check'

const DEFAULT_SEED = 20_240_114
const { FACEWARD_SEED: wanted = String(DEFAULT_SEED) } = process.env
const seed = wanted === 'random' ? randomInt(2 ** 31) : Number(wanted)
if (!Number.isSafeInteger(seed)) throw new Error("FACEWARD_SEED is neither a whole number nor 'random'.")
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed })
