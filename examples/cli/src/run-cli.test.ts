import { StorageError, TemplateSecurityError } from '@faceward/spec'
import { describe, expect, it } from 'vitest'
import { runInProcess } from '../test/run-in-process.js'
import type { RegisterCommand } from './cli.js'
import { EXIT } from './exit-codes.js'
import { InputError } from './input-error.js'

const FAILURES: Record<string, () => unknown> = {
  input: () => new InputError('There is no file x.png.', 'no-such-file'),
  store: () => new StorageError('The store cannot be opened.', { code: 'unavailable', retryable: true }),
  key: () => new TemplateSecurityError(),
  bug: () => new TypeError('x is not a function', { cause: new Error('deeper') }),
}

const registerTry: RegisterCommand = (program, cli) => {
  program
    .command('try')
    .argument('[failure]')
    .option('--loud', 'shout')
    .action(
      cli.action<[string | undefined], { loud?: boolean }>(async ({ terminal }, [failure], options) => {
        terminal.remark('a remark')
        if (failure) throw FAILURES[failure]!()
        return {
          exitCode: EXIT.reverify,
          result: { answer: 42, options },
          print: (to) => to.line(options.loud ? 'FORTY-TWO' : 'forty-two'),
        }
      }),
    )
  program
    .command('group')
    .command('inner')
    .action(
      cli.action<[], object>(async () => ({
        exitCode: EXIT.ok,
        result: 'inner',
        print: (to) => to.line('inner'),
      })),
    )
}

const run = (args: readonly string[], options = {}) => runInProcess([registerTry], args, options)

describe('a command', () => {
  it('writes its result for people on stdout, remarks on stderr, and its exit code', async () => {
    expect(await run(['try', '--loud'])).toEqual({ exitCode: 2, stdout: 'FORTY-TWO\n', stderr: 'a remark\n' })
  })

  it('writes one JSON document and nothing else with --json, before or after its name', async () => {
    for (const args of [
      ['--json', 'try'],
      ['try', '--json'],
    ]) {
      const { exitCode, stdout, stderr } = await run(args)
      expect([exitCode, stderr]).toEqual([2, ''])
      expect(JSON.parse(stdout)).toEqual({ command: 'try', exitCode: 2, result: { answer: 42, options: {} } })
    }
    expect(JSON.parse((await run(['group', 'inner', '--json'])).stdout)).toMatchObject({
      command: 'group inner',
    })
  })
})

describe('a failure', () => {
  it.each([
    ['input', 3, /no file x\.png/],
    ['store', 4, /store cannot be opened[\s\S]*doctor/],
    ['key', 4, /cannot be opened[\s\S]*BIOMETRIC_TEMPLATE_KEY/],
    ['bug', 4, /fault of faceward[\s\S]*--debug/],
  ])('of kind %s exits %i with a helpful line and no stack', async (kind, code, message) => {
    const { exitCode, stdout, stderr } = await run(['try', kind])
    expect([exitCode, stdout]).toEqual([code, ''])
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it('shows stacks and causes with --debug or FACEWARD_DEBUG', async () => {
    for (const result of [
      await run(['try', 'bug', '--debug']),
      await run(['try', 'bug'], { environment: { FACEWARD_DEBUG: '1' } }),
    ]) {
      expect(result.stderr).toMatch(/^\s+at /m)
      expect(result.stderr).toContain('Caused by: Error: deeper')
    }
    expect((await run(['try', 'bug'], { environment: { FACEWARD_DEBUG: '0' } })).stderr).not.toMatch(
      /^\s+at /m,
    )
  })

  it('is a JSON document too', async () => {
    const { exitCode, stdout } = await run(['try', 'store', '--json'])
    expect(exitCode).toBe(4)
    expect(JSON.parse(stdout)).toMatchObject({
      exitCode: 4,
      error: {
        code: 'unavailable',
        stage: 'storage',
        retryable: true,
        message: 'The store cannot be opened.',
      },
    })
  })

  it('of the arguments is one line and exit code 3', async () => {
    for (const [args, message] of [
      [['try', '--lout'], /unknown option '--lout' \(Did you mean --loud\?\)/],
      [['trry'], /unknown command 'trry'/],
      [['try', 'a', 'b'], /too many arguments/],
      [['group', 'outer'], /unknown command 'outer'/],
      [['try', '--store'], /argument missing/],
    ] as const) {
      const { exitCode, stdout, stderr } = await run([...args])
      expect([exitCode, stdout], args.join(' ')).toEqual([3, ''])
      expect(stderr).toMatch(message)
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(JSON.parse((await run(['--json', ...args])).stdout)).toMatchObject({
        error: { code: 'bad-input' },
      })
    }
  })

  it('after Ctrl-C says that it stopped, whatever was thrown', async () => {
    const { exitCode, stderr } = await run(['try', 'bug'], { aborted: true })
    expect([exitCode, stderr]).toEqual([130, 'a remark\nfaceward: Stopped.\n'])
  })
})

describe('help', () => {
  it('is what a call without a command shows, as bad input', async () => {
    for (const args of [[], ['group']]) {
      const { exitCode, stdout, stderr } = await run(args)
      expect([exitCode, stdout]).toEqual([3, ''])
      expect(stderr).toMatch(/^Usage: /)
    }
  })

  it('goes to stdout with exit code 0 and lists the exit codes', async () => {
    const { exitCode, stdout, stderr } = await run(['--help'])
    expect([exitCode, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/Exit codes:\n\s+0 .*\n\s+1 .*\n\s+2 .*\n\s+3 .*\n\s+4 /)
    expect((await run(['try', '--help'])).stdout).toContain('--loud')
  })
})
