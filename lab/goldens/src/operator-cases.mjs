// The constants of all cases come from one seeded sequence, in the order of these imports.
// biome-ignore assist/source/organizeImports: the order is the order of the draws
import { convolutionCases } from './operators/convolution-cases.mjs'
import { arithmeticCases } from './operators/arithmetic-cases.mjs'
import { poolingCases } from './operators/pooling-cases.mjs'
import { shapeCases } from './operators/shape-cases.mjs'

/** Name, input shape, constants by name, nodes. The input is `x`, the output `y`. */
export const operatorCases = [...convolutionCases, ...arithmeticCases, ...poolingCases, ...shapeCases]
