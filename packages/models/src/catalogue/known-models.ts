import type { ModelManifest } from '@faceward/spec'
import { MINIFASNETS } from './minifasnet.js'
import { MOBILEFACENET_FOAMLIU_128 } from './mobilefacenet.js'
import { SFACE_2021DEC, YUNET_2023MAR } from './opencv-zoo.js'

/**
 * Models this project can name, with their pinned content, where the bytes come from and the licence of the
 * weights. Nothing here is ever downloaded by itself; `pullModel` of `@faceward/models-node` does it when asked.
 */
export const KNOWN_MODELS: readonly ModelManifest[] = [
  YUNET_2023MAR,
  SFACE_2021DEC,
  MOBILEFACENET_FOAMLIU_128,
  ...MINIFASNETS,
]

/** The known model of that id, or `undefined`. */
export function findKnownModel(id: string): ModelManifest | undefined {
  return KNOWN_MODELS.find((manifest) => manifest.id === id)
}
