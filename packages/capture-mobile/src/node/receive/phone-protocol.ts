import type { CaptureSession } from '@faceward/spec'

/** What a phone showed when it came, for you to judge. */
export interface PhoneArrival {
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** Path and query, as the phone sent them. */
  readonly url: string
  readonly address: string | undefined
}

/** Who a phone is, and the nonce its packets must show; one is drawn unless told. */
export interface AcceptedPhone<Identity> {
  readonly identity: Identity
  /** Such as the id of the challenge that the person answers: base64url, 1 to 128 characters. */
  readonly nonce?: string
}

/** The frames of one phone. */
export interface PhoneSession<Identity> extends CaptureSession {
  readonly identity: Identity
  readonly nonce: string
}

/** The first message a phone gets. */
export interface ReadyMessage {
  readonly type: 'ready'
  /** Of the packets. */
  readonly version: 1
  readonly nonce: string
  readonly maximumBytes: number
}

/** Close codes of the WebSocket, beside those of RFC 6455. */
export const CLOSE = { done: 1000, wrongKind: 1003, tooMany: 1013, malformed: 4400, lost: 4408 } as const
