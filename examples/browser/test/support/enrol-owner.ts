import { answered, press } from './answers.js'
import { type Profile, visit } from './visit.js'

/** Enrols the owner as people do, with the webcam. */
export async function enrolOwner(url: string, profile: Profile): Promise<void> {
  const { page, close } = await visit({ url, profile, clip: 'owner', serviceWorkers: 'block' })
  try {
    await press(page, 'Enrol my face')
    const answer = await answered(page, 'You are enrolled')
    if (answer !== 'You are enrolled') throw new Error(`The owner could not be enrolled: ${answer}`)
  } finally {
    await close()
  }
}
