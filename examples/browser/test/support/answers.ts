import type { Page } from 'playwright-core'

/** Loading, a challenge of two actions and the decision take seconds, and more on a busy machine. */
export const LIMIT_MS = 240_000
/** How often somebody who is told to try again does, before they give up. */
const MOST_TRIES = 3

/** Presses a button once it can be pressed. */
export function press(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click({ timeout: LIMIT_MS })
}

/** The headline of the answer, or of the problem, that the page comes to. */
export async function answered(page: Page): Promise<string | null> {
  await page.locator('#result, #problem').filter({ visible: true }).waitFor({ timeout: LIMIT_MS })
  return page.locator('section:visible h1').textContent()
}

/** The reasons under an answer. */
export const reasons = (page: Page): Promise<string[]> => page.locator('#reasons li').allTextContents()

/**
 * The headline that is wanted, or the last one and its reasons. As a person does who is told to, it tries again: a busy
 * machine may give too few pictures a second.
 */
export async function answeredAtLast(page: Page, wanted: string): Promise<string> {
  const answers: string[] = []
  for (let tries = 1; ; tries++) {
    const answer = await answered(page)
    if (answer === wanted) return wanted
    answers.push([answer, ...(await reasons(page))].join(': '))
    if (tries === MOST_TRIES) return answers.join(' | ')
    await press(page, 'Try again')
  }
}
