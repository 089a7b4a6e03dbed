import type { AssuranceLevel, Reason } from '@faceward/spec'
import type { Answer } from '../service/face-service.js'

/** The answer's headline, and how it is drawn. */
export function outcomeWords({ outcome, reasons }: Answer): { title: string; sign: 'yes' | 'no' | 'again' } {
  const codes = reasons.map(({ code }) => code)
  switch (outcome) {
    case 'accept':
      return { title: 'It is you', sign: 'yes' }
    case 'enrolled':
      return { title: 'You are enrolled', sign: 'yes' }
    case 're_verify':
      return { title: 'Please try again', sign: 'again' }
    case 'refused': {
      const isAnother = codes.includes('template_of_another_person')
      return isAnother
        ? { title: 'Not the person enrolled here', sign: 'no' }
        : { title: 'Not enrolled', sign: 'again' }
    }
    case 'reject': {
      const isAttack = codes.some((code) => code === 'presentation_attack' || code === 'liveness_too_low')
      if (isAttack) return { title: 'This does not look live', sign: 'no' }
      const isUndone = codes.includes('challenge_failed')
      return { title: isUndone ? 'What was asked for was not done' : 'Not the enrolled face', sign: 'no' }
    }
  }
}

/** A reason as this page says it; what the engine says knows of no buttons. */
export const reasonWords = ({ code, message }: Reason): string =>
  code === 'template_of_another_person'
    ? 'Somebody else is enrolled here. That person has to show their face, or be forgotten first with “Delete my data”.'
    : message

const ASSURANCES: Readonly<Record<AssuranceLevel, string>> = {
  none: 'none',
  stills: 'pictures',
  sequence: 'moving pictures',
  challenge: 'challenge answered',
  'sensed-depth': 'depth measured',
}

/** What the evidence could show at best, in words. */
export const assuranceWords = (level: AssuranceLevel): string => ASSURANCES[level]
