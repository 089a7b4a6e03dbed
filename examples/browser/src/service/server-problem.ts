/** The server's own words for why it did not answer. */
export class ServerProblem extends Error {
  override readonly name = 'ServerProblem'
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}
