import type { Page } from 'playwright-core'

/** Presses a button once it can be pressed. */
export function press(page: Page, name: string): Promise<void> {
  return page.getByRole('button', { name, exact: true }).click()
}

/** The headline of the answer, or of the problem, that the page comes to; its reasons as well where it is not `wanted`. */
export async function answered(page: Page, wanted?: string): Promise<string | null> {
  await page.locator('#result, #problem').filter({ visible: true }).waitFor()
  const title = await page.locator('section:visible h1').textContent()
  if (wanted === undefined || title === wanted) return title
  return [title, ...(await page.locator('#reasons li').allTextContents())].join(': ')
}
