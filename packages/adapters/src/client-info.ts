/** What an adapter knows of a request beyond the request itself. */
export interface ClientInfo {
  /** The client's address, as far as proxies in front are trusted. Counted, logged and audited under a keyed digest only. */
  readonly address?: string
}
