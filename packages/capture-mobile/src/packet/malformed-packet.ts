import { CaptureError } from '@faceward/spec'

/** The error of a packet that breaks a rule; the message names the rule, never what the packet holds. */
export function malformedPacket(message: string, cause?: unknown): CaptureError {
  return new CaptureError(`The depth packet is malformed: ${message}.`, { code: 'malformed-packet', cause })
}
