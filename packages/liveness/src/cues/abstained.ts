import type { AbstentionReason, CueResult } from '@faceward/spec'

/** What a cue answers that cannot judge. */
export function abstained(reason: AbstentionReason): Extract<CueResult, { status: 'abstained' }> {
  return { status: 'abstained', reason }
}
