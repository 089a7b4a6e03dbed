import type { VerificationResult } from '@faceward/spec'

/** What a cue that speaks for an attack has seen, by cue. */
const OBJECTIONS: Readonly<Record<string, string>> = {
  texture: 'The surface looks like a print or a screen.',
  'micro-motion': 'Lids, brows and lips do not move.',
  parallax: 'It turned as a flat thing does.',
  blink: 'It never blinked.',
  integrity: 'The frames stand still, repeat, or have impossible times.',
  challenge: 'What was asked for was not done.',
  'depth-consistency': 'The depth is not the relief of a face.',
}

/** Why so, in words: of a refusal what the cues hold against the presentation, else the engine's own message. */
export function whyDecided({
  decision,
  liveness,
  message,
}: Pick<VerificationResult, 'decision' | 'liveness' | 'message'>): string {
  if (decision === 'accept') return message

  const objections = liveness.cues.flatMap(({ cueId, result }) =>
    result.status === 'scored' && result.score < 0.5
      ? [OBJECTIONS[cueId] ?? `${cueId} speaks for an attack.`]
      : [],
  )
  return objections.length > 0 ? objections.join(' ') : message
}
