import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createNodeEngine, frameFromImage, type NodeEngine } from '@faceward/node'
import type { Image } from '@faceward/spec'
import { createMemoryStore } from '@faceward/storage-memory'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Browser,
  hasChromium,
  launchChromium,
  openPage,
  type Page,
  type StaticServer,
} from '../../../tooling/src/chromium.mjs'
import type { BrowserPage } from './browser-page.js'
import { picturesOf, servePage } from './served-page.js'

declare const page: BrowserPage

/** Two people who look clearly different. */
const ADA = 125
const BORIS = 53

describe.skipIf(!hasChromium('@faceward/web'))('the engine in Chromium', () => {
  const pictures = new Map<string, Image>()
  let browser: Browser
  let server: StaticServer
  let opened: Page
  let errors: readonly string[]

  beforeAll(async () => {
    for (const [name, seed, count] of [
      ['ada', ADA, 5],
      ['boris', BORIS, 2],
    ] as const) {
      for (const [index, image] of picturesOf(seed, count).entries()) pictures.set(`${name}-${index}`, image)
    }
    const wall: Image = {
      width: 320,
      height: 240,
      format: 'rgb8',
      data: new Uint8Array(320 * 240 * 3).fill(120),
    }
    pictures.set('wall', wall)
    server = await servePage()
    for (const [name, { data }] of pictures) {
      server.set(`/frames/${name}`, { content: data, type: 'application/octet-stream' })
    }
    browser = await launchChromium()
    const result = await openPage(browser, server.url)
    opened = result.page
    errors = result.errors
    await opened.addScriptTag({ url: '/page.js', type: 'module' })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const ENROLMENT = ['ada-0', 'ada-1', 'ada-2']
  const CLAIMS = [['ada-3'], ['ada-4'], ['boris-0'], ['boris-1'], ['wall']]

  it('starts, enrols and verifies, and decides as on Node', async () => {
    const started = await opened.evaluate(() => page.start('main', { worker: false, threads: 1 }))
    expect(started.notices).toEqual([])
    expect(started.progress.at(-1)).toMatch(/^4\/4 /)
    const inNode = await withNodeEngine(async (engine) => {
      const frames = (names: readonly string[]) =>
        names.map((name, sequence) => frameFromImage(pictures.get(name)!, { sequence }))
      const enrolled = await engine.enroll({ subjectId: 'ada', frames: frames(ENROLMENT) })
      const verified = []
      for (const claim of CLAIMS)
        verified.push(await engine.verify({ subjectId: 'ada', frames: frames(claim) }))
      return { enrolled, verified }
    })
    const enrolled = await opened.evaluate((names) => page.enroll('main', 'ada', names), ENROLMENT)
    expect(enrolled.decision).toBe('enrolled')
    expect(enrolled.decision).toBe(inNode.enrolled.decision)
    for (const [index, claim] of CLAIMS.entries()) {
      const { result } = await opened.evaluate((names) => page.verify('main', 'ada', names), claim)
      const expected = inNode.verified[index]!
      expect(result.decision).toBe(expected.decision)
      expect(result.reasons).toEqual(expected.reasons)
      if (expected.similarity === undefined) expect(result.similarity).toBeUndefined()
      else expect(Math.abs(result.similarity! - expected.similarity)).toBeLessThan(1e-3)
    }
    expect(inNode.verified.map(({ decision }) => decision)).toEqual([
      'accept',
      'accept',
      'reject',
      'reject',
      're_verify',
    ])
    expect(errors).toEqual([])
  })
})

async function withNodeEngine<Result>(use: (engine: NodeEngine) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'faceward-web-'))
  const engine = await createNodeEngine({
    environment: {},
    dataFolder: folder,
    parts: { store: createMemoryStore() },
    onNotice: () => {},
  })
  try {
    return await use(engine)
  } finally {
    await engine.close()
    await rm(folder, { recursive: true, force: true })
  }
}
