import { FacewardError, TemplateSecurityError } from '@faceward/spec'
import type { ApiEvent } from './api-events.js'

/** Whether a sealed record that does not open is what failed, or why something else did. */
export function isUnreadable(error: unknown): boolean {
  if (TemplateSecurityError.isInstance(error)) return true
  return error instanceof Error && error.cause !== undefined && isUnreadable(error.cause)
}

/** A failure as logs may have it. */
export function failureEvent(error: unknown, route: string, requestId: string, tenantId: string): ApiEvent {
  const known = FacewardError.isInstance(error) ? { code: error.code, stage: error.stage } : {}
  const name = error instanceof Error ? error.name : typeof error
  return { type: 'failure', requestId, tenantId, route, name, ...known, stack: placesOf(error) }
}

const MOST_PLACES = 8

/** The lines of a stack that name places; the message, which could hold anything, is not among them. */
function placesOf(error: unknown): readonly string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const places = stack.split('\n').filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line))
  return places.slice(0, MOST_PLACES).map((line) => line.trim())
}
