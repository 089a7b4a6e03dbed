/** What was received is not the protocol. The message is ours: it never holds a value or a text of the other side. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}
