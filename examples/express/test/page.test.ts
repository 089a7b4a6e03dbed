import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSharpDecoder, systemRandom } from '@faceward/node'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasChromium } from '../../../tooling/src/chromium.mjs'
import { CLIP_ACTIONS, type ClipName, clipFile } from '../../browser/test/clips/clips.js'
import { answered, press } from '../../browser/test/support/answers.js'
import { type BuiltApp, buildApp } from '../../browser/test/support/app-server.js'
import { screenshots } from '../../browser/test/support/screenshots.js'
import { createProfile, drawOf, visit } from '../../browser/test/support/visit.js'
import { readServerSettings } from '../src/server/server-settings.js'
import { type RunningServer, startServer } from '../src/server/start-server.js'
import { createTestClock, PATIENT } from './test-clock.js'

const CLIPS = [
  ['owner', 'Enrol my face', 'You are enrolled'],
  ['owner-another-day', 'Verify', 'It is you'],
  ['stranger', 'Verify', 'Not the enrolled face'],
] as const
const draw = drawOf(CLIP_ACTIONS)

/** A clip cannot be asked: the server's dice fall on what it does. Everything else stays random. */
function drawChallenge(length: number): Uint8Array {
  return length === 1 ? Uint8Array.of(draw) : systemRandom.bytes(length)
}

const clock = createTestClock()
const home = mkdtempSync(join(tmpdir(), 'faceward-page-'))

describe.skipIf(!hasChromium('@faceward/example-express'))('the page, with the server it came from', () => {
  const running: { server?: RunningServer; built?: BuiltApp } = {}

  beforeAll(async () => {
    for (const [clip] of CLIPS) clipFile(clip)
    running.built = await buildApp()
    const environment = {
      ...process.env,
      ...PATIENT,
      FACEWARD_HOME: home,
      API_PORT: '0',
      REQUIRE_CHALLENGE: 'both',
    }
    running.server = await startServer({
      settings: readServerSettings(environment),
      environment,
      logger: pino({ level: 'silent' }),
      decodeImage: createSharpDecoder(),
      random: { bytes: drawChallenge },
      clock,
      pageFolder: running.built.folder,
    })
  })
  afterAll(async () => {
    await running.server?.stop()
    running.built?.remove()
    rmSync(home, { recursive: true, force: true })
  })

  /** What the page says after an operation with something before its camera. */
  async function outcome(clip: ClipName, button: string, wanted: string): Promise<string | null> {
    const profile = createProfile()
    const { page, errors, origins, close } = await visit({
      url: `${running.server?.url}/`,
      profile,
      clip,
      // What a service worker asks for passes by the route below.
      serviceWorkers: 'block',
    })
    try {
      // The answer is on its way for as long as the pictures take.
      await page.route(/\/(verify|enroll)$/, async (route) => {
        if (route.request().url().endsWith('/verify')) await screenshots(page, `server-deciding-${clip}`)
        const { frames } = route.request().postDataJSON() as { frames: { captured_at: number }[] }
        clock.advance(frames.at(-1)?.captured_at ?? 0)
        await route.continue()
      })
      await page.getByRole('radio', { name: 'With a server' }).check()
      await page.getByLabel('User id at the server').fill('ada')
      await page.keyboard.press('Tab')
      await press(page, button)
      const answer = await answered(page, wanted)
      // Chromium says so when it asks about a user nobody enrolled.
      expect(errors.filter((error) => !error.includes('404'))).toEqual([])
      expect([...origins]).toEqual([running.server?.url])
      await screenshots(page, `server-${button.split(' ')[0]?.toLowerCase()}-${clip}`)
      return answer
    } finally {
      await close()
      profile.remove()
    }
  }

  it.each(CLIPS)(
    'enrols, accepts, and refuses another person, with a challenge each time: %s',
    async (clip, button, answer) => {
      expect(await outcome(clip, button, answer)).toBe(answer)
    },
  )

  it('comes with its own strict policy and isolated, and leaves the API as it was', async () => {
    const page = await fetch(`${running.server?.url}/`)
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'/)
    expect(page.headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    expect(page.headers.get('content-encoding')).not.toBeNull()
    const api = await fetch(`${running.server?.url}/openapi.json`)
    expect(api.headers.get('content-encoding')).toBeNull()
    expect(api.status).toBe(200)
    expect(api.headers.get('cross-origin-embedder-policy')).toBeNull()
    expect((await fetch(`${running.server?.url}/docs/`)).status).toBe(200)
  })
})
