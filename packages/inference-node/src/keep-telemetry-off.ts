/**
 * Since 1.29 the official Linux builds of onnxruntime keep a database of what was run in the user's cache folder and
 * send it to Microsoft, unless told not to before the first session. Nothing here leaves the machine unasked. A thread's
 * environment is a copy that the library does not see, so this is said on Node's own thread.
 */
export function keepTelemetryOff(): void {
  process.env['ORT_DISABLE_TELEMETRY'] ??= '1'
}
