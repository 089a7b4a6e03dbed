/** What an adapter knows of a request beyond the request itself. */
export interface ClientInfo {
  /** The client's address, as far as proxies in front are trusted. Counted under a keyed digest, never stored. */
  readonly address?: string
}
