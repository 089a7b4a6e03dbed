import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServerProcess, startProcess } from './server-process.js'
import { photos, toJpeg } from './simulated-photos.js'

const run = promisify(execFile)

/** The curl lines of a page, in order. */
function curlLines(page: string): string[] {
  const text = readFileSync(new URL(page, import.meta.url), 'utf8')
  const blocks = [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)]
  return blocks.flatMap(([, block = '']) => block.split('\n').filter((line) => line.startsWith('curl ')))
}

describe('the curl lines, as they stand, one after the other', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faceward-readme-'))
  const running: { server?: ServerProcess } = {}
  beforeAll(async () => {
    // The one page deletes ada in the end; the other enrols her again.
    const pictures = await photos(1, 4)
    const simulated = [1, 2, 3, 4].map((number) => `photos/person-7-00${number}.png`)
    for (const names of [['one.jpg', 'two.jpg', 'three.jpg', 'probe.jpg'], simulated]) {
      for (const [index, name] of names.entries()) {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        writeFileSync(join(folder, name), await toJpeg(pictures[index] as Buffer))
      }
    }
    running.server = await startProcess()
  })
  afterAll(async () => {
    await running.server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function answers(page: string): Promise<unknown[]> {
    const found: unknown[] = []
    for (const line of curlLines(page)) {
      const here = line.replaceAll('http://127.0.0.1:8080', running.server?.url ?? '')
      const { stdout } = await run('bash', ['-c', here], { cwd: folder })
      found.push(JSON.parse(stdout))
    }
    return found
  }

  it('work in the README of the server', async () => {
    expect(await answers('../README.md')).toMatchObject([
      { status: 'ok' },
      { decision: 'enrolled' },
      { decision: 'accept', match: true },
      { decision: 'accept', match: true },
      { actions: [expect.any(String), expect.any(String)] },
      { user_id: 'ada', sample_count: 3 },
      { deleted_records: 3 },
    ])
  })

  it('work in the README at the root', async () => {
    expect(await answers('../../../README.md')).toMatchObject([
      { decision: 'enrolled' },
      { decision: 'accept', match: true },
    ])
  })
})
