/** What an adapter knows of a request beyond the request itself. */
export interface ClientInfo {
  /** The client's address, as far as proxies in front are trusted. Counted, logged and audited under a keyed digest only. */
  readonly address?: string
  /**
   * The address at the other end of the connection itself, whatever a header says. Without API keys it decides who is
   * on this machine; where it is not known, nobody is.
   */
  readonly peerAddress?: string
}
