import { type Profile, visit } from './visit.js'

const LIMIT_MS = 120_000

/** Enrols the owner as people do, with the webcam; a busy machine may give too few pictures a second at first. */
export async function enrolOwner(url: string, profile: Profile): Promise<void> {
  const { page, close } = await visit({ url, profile, clip: 'owner', serviceWorkers: 'block' })
  try {
    for (const name of ['Enrol my face', 'Try again', 'Try again']) {
      await page.getByRole('button', { name, exact: true }).click({ timeout: LIMIT_MS })
      await page.locator('#result, #problem').filter({ visible: true }).waitFor({ timeout: LIMIT_MS })
      const title = await page.locator('section:visible h1').textContent()
      if (title === 'You are enrolled') return
    }
    throw new Error('The owner could not be enrolled.')
  } finally {
    await close()
  }
}
