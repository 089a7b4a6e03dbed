/** The command was used wrongly: said in one line, exit code 3. */
export class InputError extends Error {
  override readonly name = 'InputError'
  /** For --json. */
  readonly code: string

  constructor(message: string, code = 'bad-input', options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
