import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { generateChallenge } from '../../../../packages/liveness/src/index.js'
import { findChromium } from '../../../../tooling/src/chromium.mjs'
import { CLIP_ACTIONS, type ClipName, clipFile } from '../clips/clips.js'
import { emulated } from './emulated/emulated.js'

/** A browser's profile, for visits one after the other: what is stored stays. */
export interface Profile {
  readonly folder: string
  remove(): void
}

export function createProfile(): Profile {
  const folder = mkdtempSync(join(tmpdir(), 'faceward-profile-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) }
}

/** A visit to the page with something before the camera. */
export interface Visit {
  readonly context: BrowserContext
  readonly page: Page
  /** Errors of the page and on its console: a violated policy among them. */
  readonly errors: readonly string[]
  /** Origins that were asked for anything. */
  readonly origins: ReadonlySet<string>
  close(): Promise<void>
}

export interface VisitOptions {
  readonly url: string
  readonly profile: Profile
  /** What is before the camera; no camera is allowed when left out. */
  readonly clip?: ClipName
  /**
   * `paced` unless told: the clip goes on when the page asks for a picture. `live`: at its own rate, by Chromium's fake
   * camera, for who measures how fast the page is.
   */
  readonly camera?: 'paced' | 'live'
  readonly colorScheme?: 'light' | 'dark'
  readonly viewport?: { readonly width: number; readonly height: number }
  /** Without, nothing is kept for offline use. */
  readonly serviceWorkers?: 'allow' | 'block'
  /** What the challenge asks for; what the clips of the webcam do unless told. */
  readonly actions?: readonly string[]
  /** Run in every page by the debugger, before the page's own scripts. */
  readonly scripts?: readonly string[]
  readonly chromiumArguments?: readonly string[]
}

/** For hangs only: a busy machine takes its time. */
const LIMIT_MS = 600_000

export async function visit(options: VisitOptions): Promise<Visit> {
  const {
    url,
    profile,
    clip,
    camera = 'paced',
    colorScheme = 'light',
    viewport = { width: 1280, height: 800 },
  } = options
  const executablePath = findChromium()
  const context = await chromium.launchPersistentContext(profile.folder, {
    ...(executablePath === undefined ? {} : { executablePath }),
    headless: true,
    timeout: LIMIT_MS,
    serviceWorkers: options.serviceWorkers ?? 'allow',
    viewport,
    colorScheme,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      ...cameraArguments(camera === 'live' ? clip : undefined),
      ...(options.chromiumArguments ?? []),
    ],
  })
  context.setDefaultTimeout(LIMIT_MS)
  if (clip !== undefined && camera === 'paced') {
    await context.exposeFunction('emulatedCameraClip', () => readFileSync(clipFile(clip), 'base64'))
    await context.addInitScript({ content: await emulated('emulated-camera') })
  }
  await context.addInitScript(drawChallenge, drawOf(options.actions ?? CLIP_ACTIONS))
  for (const content of options.scripts ?? []) await context.addInitScript({ content })
  const page = context.pages()[0] ?? (await context.newPage())
  const errors: string[] = []
  const origins = new Set<string>()
  page.on('pageerror', (error) => errors.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  context.on('request', (request) => origins.add(new URL(request.url()).origin))
  await page.goto(url)
  return { context, page, errors, origins, close: () => context.close() }
}

const cameraArguments = (clip: ClipName | undefined): readonly string[] =>
  clip === undefined
    ? ['--use-fake-device-for-media-stream', '--deny-permission-prompts']
    : [
        '--use-fake-ui-for-media-stream',
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${clipFile(clip)}`,
      ]

/** The byte with which `generateChallenge` draws these actions. */
export function drawOf(actions: readonly string[]): number {
  const draw = (byte: number) => generateChallenge({ random: { bytes: () => Uint8Array.of(byte) } }).actions
  for (let byte = 0; byte < Math.round(2 ** STRENGTH_BITS); byte++) {
    if (draw(byte).join() === actions.join()) return byte
  }
  throw new Error(`No challenge asks for ${actions.join(', ')}.`)
}
const STRENGTH_BITS = generateChallenge({ random: { bytes: () => Uint8Array.of(0) } }).strengthBits

/** A clip cannot be asked: the page's dice fall on what it does. Everything else stays random. */
function drawChallenge(draw: number): void {
  const original = crypto.getRandomValues.bind(crypto)
  crypto.getRandomValues = (array) => {
    if (!(array instanceof Uint8Array) || array.length !== 1) return original(array)
    array[0] = draw
    return array
  }
}
