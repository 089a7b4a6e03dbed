import { createRandom } from '../random/random.js'
import { type Clothes, drawClothes, drawGlasses, type Glasses } from './accessories.js'
import { type Build, drawBuild } from './build.js'
import { drawEyes, type Eyes } from './eyes.js'
import { drawHair, type Hair } from './hair.js'
import { drawProportions, type Proportions } from './proportions.js'
import { drawSkin, type Skin } from './skin.js'

/** All that makes one simulated person different from another. */
export interface Traits {
  readonly build: Build
  readonly proportions: Proportions
  readonly skin: Skin
  readonly hair: Hair
  readonly eyes: Eyes
  readonly glasses?: Glasses
  readonly clothes: Clothes
  /** Seed of the noise in shape and colour. */
  readonly noiseSeed: number
}

export function drawTraits(seed: number): Traits {
  const random = createRandom(seed, 'person')
  const build = drawBuild(random.fork('build'))
  const glasses = drawGlasses(random.fork('glasses'), build)
  return {
    build,
    proportions: drawProportions(random.fork('proportions'), build),
    skin: drawSkin(random.fork('skin'), build),
    hair: drawHair(random.fork('hair'), build),
    eyes: drawEyes(random.fork('eyes'), build),
    ...(glasses ? { glasses } : {}),
    clothes: drawClothes(random.fork('clothes')),
    noiseSeed: Math.floor(random.fork('noise').uniform() * 2 ** 30),
  }
}
