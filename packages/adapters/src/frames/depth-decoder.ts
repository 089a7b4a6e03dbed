import type { CallOptions, DepthMap } from '@faceward/spec'
import type { DeclaredDepth } from '../schemas/requests.js'

/** Turns encoded depth into a map; injected, since decoding is the platform's. */
export interface DepthDecoder {
  /**
   * The map, with what the sender declared of it; its provenance must say `trust: 'declared'`.
   * @throws ImageDecodeError when the bytes are no depth.
   */
  decode(bytes: Uint8Array, declared: Omit<DeclaredDepth, 'data'>, options?: CallOptions): Promise<DepthMap>
}
