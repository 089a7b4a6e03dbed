/** A request that is answered with `$inference_error_response`: a status and a message for the client. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message)
    this.status = status
    this.headers = headers
  }
}
