import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium, type StaticServer } from '../../../tooling/src/chromium.mjs'
import { clipFile } from './clips/clips.js'
import { SCAN_CLIP_NAMES, scanClipFile } from './clips/scan-clips.js'
import { type BuiltApp, buildApp, serveApp } from './support/app-server.js'
import { goOn, holdWhen } from './support/emulated/emulated.js'
import type { EmulatedScanner } from './support/emulated/emulated-scanner.js'
import { enrolOwner } from './support/enrol-owner.js'
import { screenshots } from './support/screenshots.js'
import { violations } from './support/violations.js'
import { createProfile, type Profile, type Visit, visit } from './support/visit.js'
import { SCAN_VIEWPORT, type ScanVisitOptions, visitScan } from './support/visit-scan.js'

/** All browsers of these tests: the emulated device is one whose depth the operator trusts. */
const TRUSTED = [{ userAgentIncludes: 'Chrome', method: 'time-of-flight', vendor: 'Test', model: 'One' }]

declare const emulatedScanner: EmulatedScanner

describe.skipIf(!hasChromium('@faceward/example-browser'))(
  'the operator’s page, on an emulated device',
  () => {
    let built: BuiltApp
    let server: StaticServer
    /** Of a device on which the owner of the clips is enrolled. */
    let device: Profile
    /** Of one on which nobody is. */
    let blank: Profile
    const open = new Set<Visit>()

    beforeAll(async () => {
      for (const name of SCAN_CLIP_NAMES) scanClipFile(name)
      clipFile('owner')
      built = await buildApp()
      server = await serveApp(built)
      device = createProfile()
      blank = createProfile()
      await enrolOwner(server.url, device)
    })
    afterEach(async () => {
      await Promise.all([...open].map((one) => one.close()))
      open.clear()
    })
    afterAll(async () => {
      await server?.close()
      device?.remove()
      blank?.remove()
      built?.remove()
    })

    async function scanner(
      options: Omit<ScanVisitOptions, 'built' | 'server' | 'profile'> & { profile?: Profile },
    ) {
      const visited = await visitScan({ built, server, profile: device, ...options })
      open.add(visited)
      return visited
    }
    async function start(page: Page, name = 'Start scanning'): Promise<void> {
      await page.getByRole('button', { name }).and(page.locator(':enabled')).click()
    }
    /** Once more, until the page shows what is to be looked at. */
    async function scanAgain(page: Page, until?: string): Promise<void> {
      await goOn(page)
      if (until !== undefined) await holdWhen(page, until)
      await start(page, 'Scan again')
    }
    /** The headline after a scan; its overlay is there from the click on. */
    async function answered(page: Page): Promise<string | null> {
      await page.locator('#scan-overlay').waitFor({ state: 'hidden' })
      return page.locator('h1').textContent()
    }
    const figure = (page: Page, name: string) =>
      page.locator('#figures div').filter({ hasText: name }).locator('dd').textContent()
    const cue = (page: Page, name: string) =>
      page.locator('#cues tr').filter({ hasText: name }).locator('td').textContent()

    it('accepts the enrolled person, who does what is asked; depth is estimated unless listed', async () => {
      const { page, errors, origins } = await scanner({ clip: 'owner' })
      await page.getByRole('button', { name: 'Start scanning' }).and(page.locator(':enabled')).waitFor()
      await screenshots(page, 'scan-ready')
      expect(await violations(page)).toEqual([])
      await page.setViewportSize(SCAN_VIEWPORT)

      await holdWhen(page, '#steps li[data-state="done"]')
      await page.keyboard.press('Tab')
      await page.getByRole('button', { name: 'Start scanning' }).focus()
      await page.keyboard.press('Enter')
      await page.locator('#steps li[data-state="done"]').first().waitFor()
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('scan-stop')
      expect(await page.locator('#steps li').allTextContents()).toEqual(['Turn to your left', 'Look up'])
      expect(await page.locator('#live-depth').textContent()).toBe('Depth estimated')
      await screenshots(page, 'scan-challenge')
      expect(await violations(page)).toEqual([])
      await page.setViewportSize(SCAN_VIEWPORT)
      await goOn(page)

      expect(await answered(page)).toBe('It is the enrolled person')
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('scan-title')
      expect(await figure(page, 'Evidence')).toBe('challenge answered')
      expect(await figure(page, 'Depth')).toBe('estimated')
      await page.getByText('What was looked at').click()
      expect(await cue(page, 'Measured depth is a face')).toContain('no depth was measured')
      expect(await cue(page, 'Did what was asked')).toContain('Yes')
      await screenshots(page, 'scan-accepted')
      expect(await violations(page)).toEqual([])
      expect(errors).toEqual([])
      expect([...origins]).toEqual([new URL(server.url).origin])
    })

    it('counts depth as measured on a device of the operator’s list, and its cue judges it', async () => {
      const { page } = await scanner({ clip: 'owner', devices: TRUSTED })
      await start(page)
      expect(await answered(page)).toBe('It is the enrolled person')
      expect(await figure(page, 'Depth')).toBe('measured')
      expect(await page.locator('#depth-note').textContent()).toContain('Test One, time of flight')
      expect(await cue(page, 'Measured depth is a face')).toContain('Yes')
      await screenshots(page, 'scan-measured')
    })

    it('refuses another person', async () => {
      const { page } = await scanner({ clip: 'stranger' })
      await start(page)
      expect(await answered(page)).toBe('Not the enrolled person')
      expect(await page.locator('#reasons').textContent()).toContain('does not match')
      await screenshots(page, 'scan-stranger')
      expect(await violations(page)).toEqual([])
    })

    it('says that nobody is enrolled, and accepts nobody', async () => {
      const { page } = await scanner({ clip: 'owner', profile: blank })
      await page.getByText('Nobody is enrolled on this device yet').waitFor()
      await screenshots(page, 'scan-nobody')
      await page.setViewportSize(SCAN_VIEWPORT)
      await start(page)
      expect(await answered(page)).toBe('Nobody is enrolled here')
    })

    it('refuses pictures that it accepted when what shows them is flat', async () => {
      const { page } = await scanner({ clip: 'flat', devices: TRUSTED })
      await start(page)
      expect(await answered(page)).toBe('This does not look live')
      expect(await cue(page, 'Measured depth is a face')).toMatch(/Doubtful|Sign of an attack/)
      // Nothing else objects.
      for (const name of [
        'Skin, not paper or screen',
        'Lids, brows',
        'Depth shows',
        'live camera',
        'Did what',
      ]) {
        expect(await cue(page, name), name).toMatch(/^Yes/)
      }
      await page.getByText('What was looked at').click()
      await screenshots(page, 'scan-flat')
      expect(await violations(page)).toEqual([])
    })

    it('refuses a print', async () => {
      const { page } = await scanner({ clip: 'print', devices: TRUSTED })
      await start(page)
      expect(await answered(page)).toMatch(/^(This does not look live|What was asked for was not done)$/)
      expect(await cue(page, 'Measured depth is a face')).toMatch(/Doubtful|Sign of an attack/)
    })

    it('comes back when it is stopped, or the device ends the session, and scans again', async () => {
      const { page, errors } = await scanner({ clip: 'owner' })
      await holdWhen(page, '#scan-guidance', 'Hold the device still')
      await start(page)
      await page.getByText('Hold the device still').first().waitFor()
      await page.keyboard.press('Escape')
      expect(await answered(page)).toBe('The scan was stopped')
      await page.getByText('Nothing was decided').waitFor()
      await screenshots(page, 'scan-stopped')
      expect(await violations(page)).toEqual([])
      await page.setViewportSize(SCAN_VIEWPORT)

      await scanAgain(page, '#steps li')
      await page.locator('#steps li').first().waitFor()
      await page.getByRole('button', { name: 'Stop' }).click()
      expect(await answered(page)).toBe('The scan was stopped')

      await scanAgain(page, '#steps li')
      await page.locator('#steps li').first().waitFor()
      await page.evaluate(() => emulatedScanner.end())
      expect(await answered(page)).toBe('The scan was ended by the device')
      expect(errors).toEqual([])

      await scanAgain(page)
      expect(await answered(page)).toBe('It is the enrolled person')
    })

    it('guides, and reads the guidance out; a device that lost its place is told', async () => {
      const { page } = await scanner({ clip: 'owner' })
      await page.locator('#scan-start:enabled').waitFor()
      await page.evaluate(() => emulatedScanner.place('lost'))
      await start(page)
      await page.locator('#scan-guidance').getByText('Move the device slowly').waitFor()
      await page.locator('#announcer').getByText('Move the device slowly').waitFor()
      await screenshots(page, 'scan-lost')
      await page.setViewportSize(SCAN_VIEWPORT)
      await holdWhen(page, '#scan-step', 'Ask the person')
      await page.evaluate(() => emulatedScanner.place('known'))
      await page.locator('#scan-step').getByText('Ask the person').waitFor()
      expect(await page.locator('#scan-guidance').textContent()).toBe('Turn your head to your left.')
    })

    it('says that a device without depth cannot scan', async () => {
      const { page } = await scanner({ clip: 'owner', without: 'depth-sensing' })
      await start(page)
      await page.getByRole('heading', { name: 'This device cannot scan' }).waitFor()
      expect(await page.locator('#scan-overlay').isVisible()).toBe(false)
      expect(await page.locator('#scan-state').textContent()).toContain('no depth')
      await screenshots(page, 'scan-no-depth')
      expect(await violations(page)).toEqual([])
    })

    it('says so where the browser keeps depth from the page, and scans by the pictures', async () => {
      const { page } = await scanner({ clip: 'owner', devices: TRUSTED, without: 'depth' })
      await start(page)
      expect(await answered(page)).toBe('It is the enrolled person')
      expect(await figure(page, 'Depth')).toBe('none')
      await page.getByText('The device gave no depth').waitFor()
    })

    it('leaves out a list of devices that is not as it should be, says so, and trusts nobody', async () => {
      const { page } = await scanner({ clip: 'owner', devices: [{ ...TRUSTED[0], userAgentIncludes: '' }] })
      await page.getByText('devices.json').waitFor()
      expect(await page.locator('#scan-state').textContent()).toContain('userAgentIncludes')
      await start(page)
      await page.locator('#live-depth').getByText('Depth estimated').waitFor()
    })

    it('asks for the list anew where the application is kept for offline use; offline the last one holds', async () => {
      const visited = await visit({ url: server.url, profile: blank })
      open.add(visited)
      const { page, context } = visited
      await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null)
      const list = () => page.evaluate(() => fetch('/devices.json').then((response) => response.json()))
      server.set('/devices.json', { content: '[]', type: 'application/json' })
      expect(await list()).toEqual([])
      server.set('/devices.json', { content: JSON.stringify(TRUSTED), type: 'application/json' })
      expect(await list()).toEqual(TRUSTED)
      await context.setOffline(true)
      expect(await list()).toEqual(TRUSTED)
    })
  },
)
