import { ConfigurationError, FacewardError, InvalidRequestError, TemplateSecurityError } from '@faceward/spec'
import { CommanderError } from 'commander'
import { EXIT, type ExitCode } from './exit-codes.js'
import { InputError } from './input-error.js'

/** An error as a person or a machine is told of it. */
export interface Failure {
  readonly exitCode: ExitCode
  readonly code: string
  readonly message: string
  readonly stage?: string
  readonly retryable?: boolean
  /** What to do about it. */
  readonly advice?: string
}

/** Turns anything thrown into what the command says of it, without a stack trace. */
export function describeFailure(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return { exitCode: EXIT.interrupted, code: 'interrupted', message: 'Stopped.' }
  if (error instanceof CommanderError) {
    return { exitCode: EXIT.badInput, code: 'bad-input', message: oneLine(error.message) }
  }
  if (error instanceof InputError) {
    return { exitCode: EXIT.badInput, code: error.code, message: error.message }
  }
  if (FacewardError.isInstance(error)) {
    const { code, message, stage, retryable } = error
    const advice = adviceFor(error)
    return { exitCode: exitCodeOf(error), code, message, stage, retryable, ...(advice ? { advice } : {}) }
  }
  return {
    exitCode: EXIT.broken,
    code: 'unexpected',
    message: error instanceof Error ? error.message : String(error),
    advice: 'This is a fault of faceward. Run again with --debug and report what it prints.',
  }
}

// What was asked for or set is bad input; everything else thrown is machinery.
function exitCodeOf(error: FacewardError): ExitCode {
  const isInput =
    InvalidRequestError.isInstance(error) ||
    error.stage === 'decode' ||
    error.stage === 'evaluation' ||
    (ConfigurationError.isInstance(error) && error.code === 'invalid-options')
  return isInput ? EXIT.badInput : EXIT.broken
}

function adviceFor(error: FacewardError): string | undefined {
  if (TemplateSecurityError.isInstance(error)) {
    return 'Use the key this store was made with: BIOMETRIC_TEMPLATE_KEY (and _SALT), or the development key file beside the store.'
  }
  if (['models', 'inference', 'storage'].includes(error.stage))
    return "Run 'faceward doctor' to see what is wrong."
  return undefined
}

// Commander writes "error: ..." and puts a suggestion on a line of its own.
const oneLine = (message: string) => message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')
