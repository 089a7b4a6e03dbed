import { type CallOptions, CaptureError } from '@faceward/spec'
import type { DepthPacket } from './read-packet.js'

/** What a sender's platform is to have said of an app, and over what. */
export interface PacketAttestation {
  readonly token: Uint8Array
  /** SHA-256 of all bytes of the packet before the token: what the token must be over. */
  readonly digest: Uint8Array
  /** The receiver's own nonce, which those bytes hold. */
  readonly nonce: string
}

/**
 * True when the token is what App Attest, Play Integrity or a key they attested says over the digest, of an app you
 * published. What it throws ends the session: throw when the platform cannot be asked.
 */
export type VerifyAttestation = (attestation: PacketAttestation, options: CallOptions) => Promise<boolean>

/** Options of {@link packetTrust}. */
export interface PacketTrustOptions extends CallOptions {
  /** What the packet must show as its nonce; without it nothing is attested. */
  readonly nonce?: string
  readonly verifyAttestation?: VerifyAttestation
}

/**
 * Who vouches for a packet. `attested` takes the receiver's nonce in the packet, a token that was verified, and colour
 * beside the depth: depth of one scene attested apart from the picture of another would prove nothing.
 *
 * @throws CaptureError `malformed-packet` when the packet shows another nonce than was asked for, or none.
 */
export async function packetTrust(
  { header, attestation }: DepthPacket,
  { nonce, verifyAttestation, signal }: PacketTrustOptions,
): Promise<'declared' | 'attested'> {
  if (nonce === undefined) return 'declared'
  if (header.nonce !== nonce) {
    throw new CaptureError('The depth packet does not show the nonce that was asked for.', {
      code: 'malformed-packet',
    })
  }
  const isWhole = header.color !== undefined && header.depth !== undefined
  if (attestation === undefined || verifyAttestation === undefined || !isWhole) return 'declared'
  const { token, signedBytes } = attestation
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(signedBytes)))
  signal?.throwIfAborted()
  const call = signal === undefined ? {} : { signal }
  return (await verifyAttestation({ token, digest, nonce }, call)) ? 'attested' : 'declared'
}
