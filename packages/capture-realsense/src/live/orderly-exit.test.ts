import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { build } from 'tsup'
import { beforeAll, describe, expect, it } from 'vitest'

const folder = new URL('../../node_modules/.test-bundles/exit/', import.meta.url).pathname
beforeAll(() =>
  build({
    entry: { 'orderly-exit': new URL('./orderly-exit.ts', import.meta.url).pathname },
    outDir: folder,
    format: 'esm',
    outExtension: () => ({ js: '.js' }),
    config: false,
    silent: true,
  }),
)

/** Two cameras in a process, and `more`; what they did, and how the process ended. */
async function run(more: string): Promise<{ said: string; code: number | null; signal: string | null }> {
  const script = `
    import { stopAtExit } from ${JSON.stringify(join(folder, 'orderly-exit.js'))}
    import { writeSync } from 'node:fs'
    const release = stopAtExit(() => writeSync(1, 'first stopped,'))
    stopAtExit(() => writeSync(1, 'second stopped,'))
    const alive = setInterval(() => {}, 1000)
    ${more}
    writeSync(1, 'ready,')`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    if (text.includes('ready')) child.kill('SIGTERM')
  })
  const [code, signal] = await once(child, 'close')
  return { said, code, signal }
}

describe('a signal', () => {
  it('stops every camera, then ends the process as without them', async () => {
    expect(await run('')).toEqual({
      said: 'ready,first stopped,second stopped,',
      code: null,
      signal: 'SIGTERM',
    })
  })

  it('is left to an application that listens; its exit stops the cameras', async () => {
    const listening = "process.on('SIGTERM', () => { writeSync(1, 'application,'); process.exit(5) })"
    expect(await run(listening)).toEqual({
      said: 'ready,application,first stopped,second stopped,',
      code: 5,
      signal: null,
    })
  })

  it('does not reach a camera that was closed', async () => {
    expect((await run('release()')).said).toBe('ready,second stopped,')
  })
})
