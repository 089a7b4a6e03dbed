import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { startProcess } from './server-process.js'
import { photos, toJpeg } from './simulated-photos.js'

const run = promisify(execFile)

/** The curl lines of a page, in order. */
function curlLines(page: URL): string[] {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)]
  return blocks.flatMap(([, block = '']) => block.split('\n').filter((line) => line.startsWith('curl ')))
}

/** Rendering and starting take seconds, and more on a busy machine. */
const LIMIT_MS = 240_000

describe('the curl lines of the README', () => {
  it(
    'work as they stand, one after the other',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'faceward-readme-'))
      const names = ['one.jpg', 'two.jpg', 'three.jpg', 'probe.jpg']
      const pictures = await photos(1, names.length)
      for (const [index, name] of names.entries()) {
        writeFileSync(join(folder, name), await toJpeg(pictures[index] as Buffer))
      }
      const server = await startProcess()
      try {
        const lines = curlLines(new URL('../README.md', import.meta.url))
        const answers: Record<string, unknown>[] = []
        for (const line of lines) {
          const here = line.replaceAll('http://127.0.0.1:8080', server.url)
          const { stdout } = await run('bash', ['-c', here], { cwd: folder })
          answers.push(JSON.parse(stdout) as Record<string, unknown>)
        }
        expect(answers).toMatchObject([
          { status: 'ok' },
          { decision: 'enrolled' },
          { decision: 'accept', match: true },
          { decision: 'accept', match: true },
          { actions: [expect.any(String), expect.any(String)] },
          { user_id: 'ada', sample_count: 3 },
          { deleted_records: 3 },
        ])
      } finally {
        await server.stop()
        rmSync(folder, { recursive: true, force: true })
      }
    },
    LIMIT_MS,
  )
})
