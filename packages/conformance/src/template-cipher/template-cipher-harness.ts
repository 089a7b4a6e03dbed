import type { RandomSource, TemplateCipher } from '@faceward/spec'

/** How the kit gets at the ciphers it is to try; each call gives new ones, which the kit disposes of. */
export interface TemplateCipherHarness {
  /** A cipher with keys of its own, related to no other. */
  create(options: { readonly random: RandomSource }): Promise<TemplateCipher>
  /** Two ciphers before and after a rotation: `after` seals with a new key and still knows the old one. */
  createRotated(options: {
    readonly random: RandomSource
  }): Promise<{ readonly before: TemplateCipher; readonly after: TemplateCipher }>
}
