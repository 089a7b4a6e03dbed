import type { CallOptions, DepthMap, Image, Intrinsics } from '@faceward/spec'
import type { DeclaredDepth } from '../schemas/requests.js'

/** What the sender says of a depth picture; of a packet, which says it itself, only the defaults. */
export type DepthDeclaration = Omit<DeclaredDepth, 'data'>

/** Depth of a frame, and where it needs to be moved onto the picture, the picture's camera. */
export interface DecodedDepth {
  readonly depth: DepthMap
  readonly colorIntrinsics?: Intrinsics
  /** How long after the picture the depth was taken, where that is known; the map itself has no time then. */
  readonly lagMs?: number
}

export interface DepthDecodeOptions extends CallOptions {
  /** The challenge the frames answer: a packet must have it as its nonce. */
  readonly nonce?: string
}

/**
 * Turns encoded depth into maps; injected, since decoding is the platform's. A map's provenance must say
 * `trust: 'declared'`, unless an attestation was verified that covers the colour as well.
 */
export interface DepthDecoder {
  /**
   * Depth beside a picture.
   * @throws ImageDecodeError when the bytes are no depth.
   */
  decode(bytes: Uint8Array, declared: DepthDeclaration, options?: DepthDecodeOptions): Promise<DecodedDepth>
  /**
   * A packet of colour and depth; without this, packets in place of pictures are refused.
   * @throws ImageDecodeError when the bytes are no packet with colour.
   */
  decodePacket?(
    bytes: Uint8Array,
    options?: DepthDecodeOptions,
  ): Promise<Partial<DecodedDepth> & { readonly image: Image }>
}
