import type { DepthProvenance } from '@faceward/spec'
import type { Guidance } from '../capture/guidance.js'
import type { Answer } from '../service/face-service.js'
import { outcomeWords } from '../words/outcomes.js'

/** What the page says to the person before a webcam, to who holds the device. */
const TO_THE_OPERATOR: Readonly<Record<Guidance | 'Hold still', string>> = {
  'Bring your face into the oval': 'Bring their face into the oval',
  'One person at a time, please': 'One person at a time',
  'Come closer': 'Go closer',
  'A little farther away': 'Step back a little',
  'Move to the middle': 'Bring their face to the middle',
  'Hold still': 'Hold the device still',
  'More light, please': 'More light is needed',
  'Turn away from the strong light': 'Turn away from the strong light',
  'Look straight at the camera': 'Ask them to look at the device',
  'Turn your head a little to your right': 'Ask them to look at the device',
  'Turn your head a little to your left': 'Ask them to look at the device',
  'Lower your chin a little': 'Ask them to lower their chin a little',
  'Lift your chin a little': 'Ask them to lift their chin a little',
}

/** Guidance in words for the operator. */
export const toTheOperator = (guidance: string): string =>
  (TO_THE_OPERATOR as Readonly<Record<string, string>>)[guidance] ?? guidance

/** The answer's headline, said of somebody else. */
export function scanOutcomeWords(answer: Answer): ReturnType<typeof outcomeWords> {
  const { title, sign } = outcomeWords(answer)
  if (answer.outcome === 'accept') return { title: 'It is the enrolled person', sign }
  if (answer.outcome === 're_verify') return { title: 'Please scan again', sign }
  if (answer.reasons.some(({ code }) => code === 'unknown_subject')) {
    return { title: 'Nobody is enrolled here', sign }
  }
  return { title: title === 'Not the enrolled face' ? 'Not the enrolled person' : title, sign }
}

/** What the depth of a scan was, and what that is worth. */
export function depthWords(provenance: DepthProvenance | undefined): { value: string; note: string } {
  if (provenance === undefined) {
    return { value: 'none', note: 'The device gave no depth; some keep it from pages.' }
  }
  if (provenance.kind === 'estimated') {
    return {
      value: 'estimated',
      note: 'No sensor is known to have measured this depth: it is shown, and says nothing for or against the person.',
    }
  }
  const { vendor, model } = provenance.device ?? {}
  const name = [vendor, model].filter((part) => part !== undefined).join(' ')
  return {
    value: 'measured',
    note: `Your list says that this device measures depth (${name}, ${provenance.method.replaceAll('-', ' ')}).`,
  }
}
