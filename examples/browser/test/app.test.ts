import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, type StaticServer } from '../../../tooling/src/chromium.mjs'
import { CLIP_NAMES, clipFile } from './clips/clips.js'
import { answered, press } from './support/answers.js'
import { type BuiltApp, buildApp, serveApp } from './support/app-server.js'
import { holdWhen } from './support/emulated/emulated.js'
import { screenshots } from './support/screenshots.js'
import { createProfile, type Profile, type Visit, type VisitOptions, visit } from './support/visit.js'

describe.skipIf(!hasChromium('@faceward/example-browser'))(
  'the application, with something before the camera',
  () => {
    let built: BuiltApp
    let server: StaticServer
    /** Of the person who is enrolled, over several visits. */
    let owner: Profile
    const open = new Set<Visit>()

    beforeAll(async () => {
      for (const name of CLIP_NAMES) clipFile(name)
      built = await buildApp()
      server = await serveApp(built)
      owner = createProfile()
    })
    afterEach(async () => {
      await Promise.all([...open].map((one) => one.close()))
      open.clear()
    })
    afterAll(async () => {
      await server?.close()
      owner?.remove()
      built?.remove()
    })

    async function visitWith(options: Partial<VisitOptions>): Promise<Visit> {
      const visited = await visit({ url: server.url, profile: owner, ...options })
      open.add(visited)
      return visited
    }
    /** A profile without anybody in it. */
    async function visitAsNew<Result>(
      options: Partial<VisitOptions>,
      work: (visited: Visit) => Promise<Result>,
    ): Promise<Result> {
      const profile = createProfile()
      const visited = await visit({ url: server.url, profile, ...options })
      try {
        return await work(visited)
      } finally {
        await visited.close()
        profile.remove()
      }
    }

    it('shows the challenge and its progress, and lets go of the camera when it is cancelled', async () => {
      await visitAsNew({ clip: 'owner' }, async ({ page }) => {
        await holdWhen(page, '#steps li[data-state="now"]')
        await press(page, 'Enrol my face')
        await page.locator('#steps li[data-state="now"]').waitFor()
        await screenshots(page, 'challenge')
        await press(page, 'Cancel')
        await page.locator('#home').waitFor()
        await page.waitForFunction(() => document.querySelector('video')?.srcObject === null)
      })
    })

    it('enrols a person who answers the challenge', async () => {
      const { page, errors, origins } = await visitWith({ clip: 'owner' })
      await page.getByRole('button', { name: 'Enrol my face' }).and(page.locator(':enabled')).waitFor()
      await screenshots(page, 'home')
      await press(page, 'Enrol my face')
      expect(await answered(page, 'You are enrolled')).toBe('You are enrolled')
      await screenshots(page, 'enrolled')
      await press(page, 'Done')
      await page.getByText('Enrolled on ').waitFor()
      expect(errors).toEqual([])
      expect([...origins]).toEqual([new URL(server.url).origin])
    })

    it('accepts the same person on another day, in another light', async () => {
      const { page, errors, origins } = await visitWith({ clip: 'owner-another-day' })
      await press(page, 'Verify')
      expect(await answered(page, 'It is you')).toBe('It is you')
      expect(await page.locator('#figures').textContent()).toContain('challenge answered')
      await page.getByText('What was looked at').click()
      await screenshots(page, 'accepted')
      expect(errors).toEqual([])
      expect([...origins]).toEqual([new URL(server.url).origin])
    })

    it('refuses a recording of the person on a telephone', async () => {
      const { page } = await visitWith({ clip: 'replay' })
      await press(page, 'Verify')
      // Which of both is first seen depends on how many pictures a second the page gets.
      expect(await answered(page)).toMatch(/^(This does not look live|What was asked for was not done)$/)
      await screenshots(page, 'replay')
    })

    it('refuses another person', async () => {
      const { page } = await visitWith({ clip: 'stranger' })
      await press(page, 'Verify')
      expect(await answered(page, 'Not the enrolled face')).toBe('Not the enrolled face')
      await screenshots(page, 'stranger')
    })

    it('knows nobody after the storage was cleared', async () => {
      const copy = createProfile()
      cpSync(owner.folder, copy.folder, { recursive: true })
      const visited = await visitWith({ clip: 'no-face', profile: copy })
      const { page } = visited
      await page.getByText('Enrolled on ').waitFor()
      const session = await page.context().newCDPSession(page)
      const origin = new URL(server.url).origin
      await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb,cache_storage' })
      await page.reload()
      await page.getByRole('button', { name: 'Enrol my face' }).and(page.locator(':enabled')).waitFor()
      expect(await page.getByRole('button', { name: 'Verify' }).isDisabled()).toBe(true)
      await visited.close()
      open.delete(visited)
      copy.remove()
    })

    it('deletes what it keeps, and only when that is confirmed', async () => {
      const { page } = await visitWith({ clip: 'no-face' })
      await press(page, 'Delete my data')
      await press(page, 'Keep')
      expect(await page.locator('#enrolled-line').isVisible()).toBe(true)
      await press(page, 'Delete my data')
      await screenshots(page, 'delete')
      await press(page, 'Delete')
      await page.locator('#enrolled-line').waitFor({ state: 'hidden' })
      expect(await page.getByRole('button', { name: 'Verify' }).isDisabled()).toBe(true)
    })

    it.each([
      ['no-face', 'Bring your face into the oval'],
      ['two-faces', 'One person at a time, please'],
    ] as const)('guides instead of judging: %s', async (clip, words) => {
      await visitAsNew({ clip }, async ({ page }) => {
        await press(page, 'Enrol my face')
        await page.locator('#guidance').getByText(words).waitFor()
        // Read out to who cannot see it.
        await page.locator('#announcer').getByText(words).waitFor()
        await screenshots(page, clip)
        await page.keyboard.press('Escape')
        await page.locator('#home').waitFor()
      })
    })

    it('says what to do when the camera is not allowed', async () => {
      await visitAsNew({}, async ({ page }) => {
        await press(page, 'Enrol my face')
        expect(await answered(page)).toBe('The camera is not allowed')
        await screenshots(page, 'camera-denied')
      })
    })

    it('refuses a damaged model file, and works again when it is whole', async () => {
      const path = readdirSync(join(built.folder, 'models'), { recursive: true, encoding: 'utf8' }).find(
        (name) => name.endsWith('.onnx'),
      )
      const content = readFileSync(join(built.folder, 'models', path!))
      content[1000]! ^= 1
      server.set(`/models/${path}`, { content, type: 'application/octet-stream' })
      await visitAsNew({ clip: 'no-face' }, async ({ page }) => {
        expect(await answered(page)).toBe('A model file is damaged')
        await screenshots(page, 'damaged-model')
        server.set(`/models/${path}`, undefined)
        await press(page, 'Try again')
        await page.getByRole('button', { name: 'Enrol my face' }).and(page.locator(':enabled')).waitFor()
      })
    })
  },
)
